import type { ApolloClient } from "@apollo/client";
import { ForgotPasswordDocument, ResendConfirmationCodeDocument, type ChallengeAnswer } from "../operations/index.js";
import { getPasskey } from "../passkeys/index.js";
import { endsChallenge, outcomeOf } from "./outcome.js";
import { isProblem } from "./problem.js";
import { rememberSession } from "./remember.js";
import { mutate } from "./request.js";
import { retryAfter } from "./retry.js";
import { sendAnswer, sendConfirmSignUp, sendNewPassword, sendSignIn, sendSignUp } from "./send.js";
import type { AuthResult, Delivery, FlowActions, FlowState, FlowStep, Problem, SignInRequest } from "./types.js";

/** What an AuthFlow may be told besides. */
export interface AuthFlowOptions {
  /** The time in milliseconds, for `waitUntil`. */
  readonly now?: () => number;
}

// What a call has led to.
type Arrival = { readonly step?: FlowStep; readonly problem?: Problem };

const START: FlowStep = { kind: "start" };

/**
 * A person's way to a session, without a framework: the state, who wants to know when it changes, and what can be done.
 * The functions are bound, so they may be handed on by themselves.
 */
export class AuthFlow implements FlowActions {
  readonly #client: ApolloClient;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #state: FlowState = { step: START, pending: false, problem: null, fault: null, waitUntil: null };
  #running: AbortController | null = null;

  constructor(client: ApolloClient, { now = Date.now }: AuthFlowOptions = {}) {
    this.#client = client;
    this.#now = now;
  }

  /** The state as it is; the same object until it changes. */
  readonly get = (): FlowState => this.#state;

  /** Calls the listener after each change; the function that it gives ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly signUp = (email: string, password?: string): Promise<void> =>
    this.#run(async (signal) => {
      const answer = await sendSignUp(this.#client, email, password, signal);
      if (answer.__typename !== "SignUpStarted") return refused(answer);
      // Where the pool confirms users by itself there is no code to wait for.
      if (answer.confirmed) return this.#signIn(begin(email, password), signal);
      return { step: { kind: "confirm-sign-up", username: email, delivery: answer.delivery } };
    });

  readonly confirm = (code: string, password?: string): Promise<void> =>
    this.#run(async (signal) => {
      const { username } = this.#at(
        "confirm-sign-up",
        "call signUp first, or signIn for an account that is not confirmed",
      );
      const answer = await sendConfirmSignUp(this.#client, { username, code, password }, signal);
      if (answer.__typename === "Session") return this.#arrive(username, answer);
      if (answer.__typename !== "SignUpConfirmed") return refused(answer);
      return this.#enter(begin(answer.username, password), signal);
    });

  readonly signIn = (request: SignInRequest): Promise<void> => this.#run((signal) => this.#signIn(request, signal));

  readonly respond = (answer: ChallengeAnswer): Promise<void> => this.#run((signal) => this.#respond(answer, signal));

  readonly usePasskey = (): Promise<void> =>
    this.#run(async (signal) => {
      const { challenge } = this.#at("challenge", 'call signIn with the factor "PASSKEY" first');
      if (challenge.__typename !== "PasskeyChallenge") {
        throw new Error(`The sign-in asks for a ${challenge.__typename}, which no passkey answers: call respond.`);
      }
      return this.#respond({ passkey: await getPasskey(challenge.options, { signal }) }, signal);
    });

  readonly resend = (): Promise<void> =>
    this.#run(async (signal) => {
      const { step } = this.#state;
      if (step.kind === "reset-password") return this.#forgotPassword(step.username, signal);
      const { username } = this.#at(
        "confirm-sign-up",
        "no code is awaited that can be sent again; begin anew with signIn",
      );
      const { resendConfirmationCode } = await mutate(
        this.#client,
        ResendConfirmationCodeDocument,
        { input: { username } },
        signal,
      );
      if (resendConfirmationCode.__typename !== "CodeSent") return refused(resendConfirmationCode);
      return { step: { kind: "confirm-sign-up", username, delivery: resendConfirmationCode.delivery } };
    });

  readonly forgotPassword = (username: string): Promise<void> =>
    this.#run((signal) => this.#forgotPassword(username, signal));

  readonly resetPassword = (code: string, newPassword: string): Promise<void> =>
    this.#run(async (signal) => {
      const { username } = this.#at("reset-password", "call forgotPassword first");
      const answer = await sendNewPassword(this.#client, { username, code, newPassword }, signal);
      if (answer.__typename !== "PasswordChanged") return refused(answer);
      return this.#enter({ username, password: newPassword }, signal);
    });

  readonly restart = (): void => {
    this.#running?.abort();
    this.#running = null;
    this.#change({ step: START, pending: false, problem: null, fault: null, waitUntil: null });
  };

  async #signIn(request: SignInRequest, signal: AbortSignal): Promise<Arrival> {
    return this.#arrive(request.username, await sendSignIn(this.#client, request, signal));
  }

  // Signs in after a code, which is spent: what goes wrong from here on is a sign-in. Until it has ended, no other
  // step is drawn in between.
  async #enter(request: SignInRequest, signal: AbortSignal): Promise<Arrival> {
    signal.throwIfAborted();
    try {
      return { step: START, ...(await this.#signIn(request, signal)) };
    } catch (cause) {
      if (!signal.aborted) this.#change({ step: START });
      throw cause;
    }
  }

  async #respond(answer: ChallengeAnswer, signal: AbortSignal): Promise<Arrival> {
    const { username, challenge } = this.#at("challenge", "call signIn first");
    const result = await sendAnswer(this.#client, { challenge: challenge.challenge, answer, username }, signal);
    const arrival = await this.#arrive(username, result);
    const over =
      arrival.problem !== undefined && arrival.step === undefined && endsChallenge(challenge, arrival.problem);
    return over ? { ...arrival, step: START } : arrival;
  }

  async #forgotPassword(username: string, signal: AbortSignal): Promise<Arrival> {
    const { forgotPassword } = await mutate(this.#client, ForgotPasswordDocument, { input: { username } }, signal);
    if (forgotPassword.__typename !== "CodeSent") return refused(forgotPassword);
    return { step: { kind: "reset-password", username, delivery: forgotPassword.delivery } };
  }

  async #arrive(username: string, result: AuthResult): Promise<Arrival> {
    const outcome = outcomeOf(result);
    switch (outcome.kind) {
      case "session":
        await rememberSession(this.#client, outcome.session);
        return { step: { kind: "done", session: outcome.session } };
      case "challenge":
        return { step: { kind: "challenge", username, challenge: outcome.challenge } };
      case "problem":
        if (outcome.problem.__typename !== "NotConfirmed") return { problem: outcome.problem };
        return { step: confirmStep(username, outcome.problem.delivery), problem: outcome.problem };
    }
  }

  // The step, if it is of this kind; it is a mistake of the caller otherwise, and the way out is said.
  #at<K extends FlowStep["kind"]>(kind: K, wayOut: string): Extract<FlowStep, { readonly kind: K }> {
    const { step } = this.#state;
    if (step.kind !== kind)
      throw new Error(`This belongs to the step "${kind}", and the flow is at "${step.kind}": ${wayOut}.`);
    return step as Extract<FlowStep, { readonly kind: K }>;
  }

  async #run(call: (signal: AbortSignal) => Promise<Arrival>): Promise<void> {
    if (this.#running !== null) return;
    const running = new AbortController();
    this.#running = running;
    this.#change({ pending: true, problem: null, fault: null, waitUntil: null });
    const end = await call(running.signal).then(
      (arrival) => this.#ended(arrival),
      (cause: unknown) => ({
        fault: cause instanceof Error ? cause : new Error(String(cause)),
        waitUntil: this.#wait(cause),
      }),
    );
    // After restart its outcome is nobody's concern.
    if (this.#running !== running) return;
    this.#running = null;
    this.#change({ ...end, pending: false });
  }

  #ended({ step, problem }: Arrival): Partial<FlowState> {
    return { ...(step === undefined ? {} : { step }), problem: problem ?? null, waitUntil: this.#wait(problem) };
  }

  #wait(cause: unknown): Date | null {
    const seconds = retryAfter(cause);
    return seconds === null ? null : new Date(this.#now() + seconds * 1000);
  }

  #change(change: Partial<FlowState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

// Without a password a mailed code signs in.
function begin(username: string, password: string | undefined): SignInRequest {
  return password === undefined ? { username, factor: "EMAIL" } : { username, password };
}

function confirmStep(username: string, delivery: Delivery | null): FlowStep {
  return { kind: "confirm-sign-up", username, delivery };
}

// A member that is no problem is a new outcome, which only a new version knows what to do with.
function refused<T extends { readonly __typename: string }>(answer: T): Arrival {
  if (isProblem(answer)) return { problem: answer as unknown as Problem };
  throw new Error(`The server answered ${answer.__typename}, which this version does not know: update @usher/apollo.`);
}
