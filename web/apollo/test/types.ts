// Compiled by `npm run check` and never run: what has to compile, and what has not to.
import type { AuthHandlers, AuthResult, Challenge, FlowStep, Problem } from "../src/index.js";
import type { ChallengeAnswer, Scalars, SignInMutation } from "../src/operations/index.js";

/** One switch serves every step of signing in, and the compiler knows when one is missing. */
export function stepOf(result: AuthResult): string {
  switch (result.__typename) {
    case "Session":
      return result.me.email ?? result.me.username;
    case "TotpChallenge":
      return result.deviceName ?? "app";
    case "CodeChallenge":
      return result.delivery?.destination ?? "";
    case "NewPasswordChallenge":
      return result.requiredAttributes.join();
    case "SelectFactorChallenge":
      return result.factors.join();
    case "MfaSetupChallenge":
      return result.totp.qrCode;
    case "PasskeyChallenge":
      return Object.keys(result.options).join();
    case "CustomChallenge":
      return result.parameters.map(({ key, value }) => key + value).join();
    case "WeakPassword":
      return result.violated.join();
    case "RateLimited":
      return String(result.retryAfter);
    case "InvalidInput":
      return result.fields.flatMap(({ path }) => path).join();
    case "NotConfirmed":
      return result.delivery?.channel ?? "";
    case "NotEnabled":
      return result.feature;
    case "InvalidCode":
    case "PasswordEnvelopeRefused":
      return String(result.expired);
    case "InvalidCredentials":
    case "PasswordResetRequired":
    case "ChallengeExpired":
    case "DeliveryFailed":
      return result.code;
    default:
      return result satisfies never;
  }
}

/** The same for the steps of a flow. */
export function kindOf(step: FlowStep): string {
  switch (step.kind) {
    case "start":
      return "";
    case "confirm-sign-up":
    case "reset-password":
    case "challenge":
      return step.username;
    case "done":
      return step.session.me.id;
    default:
      return step satisfies never;
  }
}

/** A missing member is found. */
export function incomplete(challenge: Challenge): string {
  switch (challenge.__typename) {
    case "TotpChallenge":
      return "";
    default:
      // @ts-expect-error there are other challenges
      return challenge satisfies never;
  }
}

export const one: ChallengeAnswer = { code: "123456" };
// @ts-expect-error one answer, not two
export const two: ChallengeAnswer = { code: "123456", totpCode: "123456" };
// @ts-expect-error one answer, not none
export const none: ChallengeAnswer = {};

// @ts-expect-error a code is not what a choice of factors is answered with
export const misplaced: AuthHandlers = { SelectFactorChallenge: () => ({ cod: "123456" }) };

export const handlers: AuthHandlers = {
  CodeChallenge: ({ delivery }, problem) => (problem === null && delivery !== null ? { code: "123456" } : null),
  CustomChallenge: async ({ parameters }) => ({ custom: parameters[0]?.value ?? "" }),
};

// @ts-expect-error nothing that comes out is a password
export const password: Scalars["Password"]["output"] = "secret";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const same: Equal<SignInMutation["signIn"], AuthResult> = true;
export const challengesAreNoProblems: Equal<Extract<Challenge, Problem>, never> = true;
