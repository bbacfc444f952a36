import type {
  AccountFragment,
  ChallengeAnswer,
  DeliveryFragment,
  Factor,
  ProblemDetailsFragment,
  SignInMutation,
} from "../operations/index.js";

/** What every step of signing in answers: a session, a challenge, or a problem. Switch on `__typename`. */
export type AuthResult = SignInMutation["signIn"];

/** A step of signing in that waits for an answer. Switch on `__typename`. */
export type Challenge = Extract<AuthResult, { readonly challenge: string }>;

/** The name of a challenge, such as `TotpChallenge`. */
export type ChallengeName = Challenge["__typename"];

/** The end of a sign-in. Its `tokens` are null here: the link has taken them. */
export type SignedInSession = Extract<AuthResult, { readonly __typename: "Session" }>;

/** An expected outcome that is not the wished-for one, with the details that forms need. */
export type Problem =
  | Exclude<ProblemDetailsFragment, { readonly __typename: "NotConfirmed" }>
  | Extract<AuthResult, { readonly __typename: "NotConfirmed" }>;

/** The name of a problem, such as `RateLimited`. */
export type ProblemName = Problem["__typename"];

/** Who is signed in, as far as tokens tell it. */
export type Account = AccountFragment;

/** Where a code went; the destination is masked. */
export type Delivery = DeliveryFragment;

/** How a sign-in begins. With neither password nor factor it begins with the choice of factors. */
export interface SignInRequest {
  readonly username: string;
  readonly password?: string;
  /** EMAIL, SMS, PASSKEY or CUSTOM, where `config { firstFactors }` has it. */
  readonly factor?: Factor;
}

/** Where a person stands on the way to a session. */
export type FlowStep =
  /** Nothing has begun, or it has to begin anew. */
  | { readonly kind: "start" }
  /** A code is on its way to a new account: `confirm`. Delivery is null where none was sent: the last code counts. */
  | { readonly kind: "confirm-sign-up"; readonly username: string; readonly delivery: Delivery | null }
  /** A code for a new password is on its way: `resetPassword`. */
  | { readonly kind: "reset-password"; readonly username: string; readonly delivery: Delivery }
  /** Signing in asks for more: `respond`, or `usePasskey` for a PasskeyChallenge. */
  | { readonly kind: "challenge"; readonly username: string; readonly challenge: Challenge }
  /** Signed in. */
  | { readonly kind: "done"; readonly session: SignedInSession };

/** The whole state of a flow. Each change makes a new object. */
export interface FlowState {
  readonly step: FlowStep;
  /** A request is under way; further calls are ignored until it ends. */
  readonly pending: boolean;
  /** Why the last call did not get further, as the server says it. Null again with the next call. */
  readonly problem: Problem | null;
  /** What broke: the network, the server, a passkey that was cancelled (`PasskeyError`). Null again with the next call. */
  readonly fault: Error | null;
  /** When trying again makes sense, after RATE_LIMITED; by this machine's clock. */
  readonly waitUntil: Date | null;
}

/**
 * What a person can do. Each call ends when its request has; it never throws, because its outcome is in the state. A call
 * that does not fit the step ends with a `fault` that says so.
 */
export interface FlowActions {
  /** Begins an account. Without a password, which is better, `confirm` takes it. Next: "confirm-sign-up". */
  signUp(email: string, password?: string): Promise<void>;
  /**
   * Proves the address with the mailed code, sets the password and signs in. Without a password codes by e-mail sign in,
   * where the pool allows that. Next: "done", or a challenge.
   */
  confirm(code: string, password?: string): Promise<void>;
  /** Begins a sign-in. Next: "done", a challenge, or "confirm-sign-up" for an address that was never confirmed. */
  signIn(request: SignInRequest): Promise<void>;
  /** Answers the challenge, with the one member that it asks for. Passwords in it are given as they were typed. */
  respond(answer: ChallengeAnswer): Promise<void>;
  /** Answers a PasskeyChallenge by the browser's dialogue. */
  usePasskey(): Promise<void>;
  /** Has the code of "confirm-sign-up" or "reset-password" sent again. */
  resend(): Promise<void>;
  /** Has a code mailed for a new password. Next: "reset-password". */
  forgotPassword(username: string): Promise<void>;
  /** Sets the new password, and signs in with it. Next: "done", or a challenge. */
  resetPassword(code: string, newPassword: string): Promise<void>;
  /** Goes back to "start", and gives up what is under way. */
  restart(): void;
}
