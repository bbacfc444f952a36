import type { Account, FlowActions, FlowState } from "../flow/index.js";
import type { SessionSource, SessionState } from "../link/keeper.js";
import type { SignedOutReason } from "../tabs/messages.js";

/** What the hooks need of an UsherLink: its session. */
export interface SessionLink {
  readonly session: SessionSource;
}

/** What `useSession` gives. */
export interface UseSession {
  /** "unknown" until the first answer: draw neither the app nor the sign-in page yet. */
  readonly status: SessionState["status"];
  /** Who is signed in. Null while signed out, and until the first answer. */
  readonly me: Account | null;
  /** When the access token expires. It is refreshed before, so this is seldom of interest. */
  readonly expiresAt: Date | null;
  /** Why the last session ended. */
  readonly reason: SignedOutReason | undefined;
  /** Why it is not known who is signed in: the network, or the server. */
  readonly fault: Error | null;
  /** Ends the session here and in every tab; with `everywhere` on every device. Throws what broke: then nothing ended. */
  signOut(options?: { readonly everywhere?: boolean }): Promise<void>;
  /** Asks the server anew who is signed in, after a change of the profile. Never throws; see `fault`. */
  refetch(): Promise<void>;
}

/** What `useAuthFlow` gives: where the flow stands, and what can be done. The functions stay the same over renders. */
export interface UseAuthFlow extends FlowState, FlowActions {}
