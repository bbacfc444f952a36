import type { ApolloClient } from "@apollo/client";
import type { ChallengeAnswer } from "../operations/index.js";
import { getPasskey } from "../passkeys/index.js";
import { endsChallenge, outcomeOf } from "./outcome.js";
import { sendAnswer } from "./send.js";
import type { AuthResult, Challenge, ChallengeName, Problem, SignedInSession } from "./types.js";

/**
 * Answers one kind of challenge. `problem` is why the last answer to this same challenge was not taken, null the first
 * time. Give null to stop.
 */
export type ChallengeHandler<N extends ChallengeName> = (
  challenge: Extract<Challenge, { readonly __typename: N }>,
  problem: Problem | null,
) => ChallengeAnswer | null | Promise<ChallengeAnswer | null>;

/** A handler for each kind of challenge that the pool may ask. Without one for passkeys the browser's dialogue answers. */
export type AuthHandlers = { readonly [N in ChallengeName]?: ChallengeHandler<N> };

/** What `runAuth` may be told besides. */
export interface RunOptions {
  /** The name that `signIn` was given: needed where a handler answers with a password. */
  readonly username?: string;
  /** Ends it: requests are aborted, and no handler is called any more. */
  readonly signal?: AbortSignal;
}

/** The handler gave null: the person did not want to go on. */
export interface Stopped {
  readonly __typename: "Stopped";
  readonly challenge: Challenge;
  /** Why the last answer was not taken; null where there was none. */
  readonly problem: Problem | null;
}

// A sign-in has at most a handful of steps, each with five tries: more is a handler that always gives the same answer.
const MAX_ANSWERS = 30;

/**
 * Steps what `signIn` answered to a session: asks the handler of each challenge and sends its answer, until there is a
 * session, or a problem that no further answer mends. Throws what broke, and for a challenge without a handler.
 */
export async function runAuth(
  client: ApolloClient,
  result: AuthResult,
  handlers: AuthHandlers,
  { username, signal }: RunOptions = {},
): Promise<SignedInSession | Problem | Stopped> {
  let outcome = outcomeOf(result);
  let open: Challenge | null = null;
  for (let answers = 0; answers < MAX_ANSWERS; answers++) {
    let problem: Problem | null = null;
    if (outcome.kind === "session") return outcome.session;
    if (outcome.kind === "challenge") {
      open = outcome.challenge;
    } else {
      problem = outcome.problem;
      if (open === null || endsChallenge(open, problem)) return problem;
    }
    signal?.throwIfAborted();
    const answer = await handle(handlers, open, problem, signal);
    signal?.throwIfAborted();
    if (answer === null) return { __typename: "Stopped", challenge: open, problem };
    outcome = outcomeOf(await sendAnswer(client, { challenge: open.challenge, answer, username }, signal));
  }
  throw new Error(
    `No session after ${MAX_ANSWERS} answers: have the handlers give null where an answer was not taken.`,
  );
}

async function handle(
  handlers: AuthHandlers,
  challenge: Challenge,
  problem: Problem | null,
  signal: AbortSignal | undefined,
): Promise<ChallengeAnswer | null> {
  const handler = handlers[challenge.__typename] as ChallengeHandler<ChallengeName> | undefined;
  if (handler !== undefined) return handler(challenge, problem);
  if (challenge.__typename !== "PasskeyChallenge") {
    throw new Error(`Signing in asks for a ${challenge.__typename}, and there is no handler for it: give runAuth one.`);
  }
  // The same passkey would be refused again.
  if (problem !== null) return null;
  return { passkey: await getPasskey(challenge.options, signal === undefined ? {} : { signal }) };
}
