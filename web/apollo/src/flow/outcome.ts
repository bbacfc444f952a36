import { isProblem } from "./problem.js";
import type { AuthResult, Challenge, Problem, SignedInSession } from "./types.js";

/** What an AuthResult is, for code that steps through it. */
export type AuthOutcome =
  | { readonly kind: "session"; readonly session: SignedInSession }
  | { readonly kind: "challenge"; readonly challenge: Challenge }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Sorts a result by what it has, so that challenges and problems of a later server are sorted, too. */
export function outcomeOf(result: AuthResult): AuthOutcome {
  if (result.__typename === "Session") return { kind: "session", session: result };
  if ("challenge" in result) return { kind: "challenge", challenge: result };
  if (isProblem(result)) return { kind: "problem", problem: result };
  throw new Error(
    `The server answered ${(result as AuthResult).__typename}, which this version does not know: update @usher/apollo.`,
  );
}

/**
 * Whether a challenge is over after this problem. Most leave it as it is, so that a wrong code can be typed again; each
 * CustomChallenge takes one answer.
 */
export function endsChallenge(challenge: Challenge, problem: Problem): boolean {
  switch (problem.code) {
    case "INVALID_CREDENTIALS":
      return challenge.__typename === "CustomChallenge";
    case "INVALID_CODE":
    case "CODE_EXPIRED":
    case "PASSWORD_POLICY":
    case "PASSWORD_REUSED":
    case "INVALID_INPUT":
    case "RATE_LIMITED":
    case "DELIVERY_FAILED":
    case "PASSWORD_ENVELOPE_REFUSED":
    case "PASSWORD_ENVELOPE_EXPIRED":
      return false;
    default:
      return true;
  }
}
