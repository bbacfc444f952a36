import { isNewer, type StoredSession, type TokenStore } from "../store/session.js";
import type { SignedOutReason } from "../tabs/messages.js";
import { newID } from "../tabs/platform.js";

/** What is known of the session. The object is another one whenever something changed. */
export type SessionState = {
  /** Unknown until this tab heard from its siblings or, with cookies, from the server. */
  readonly status: "unknown" | "signed-in" | "signed-out";
  /** Names the sign-in, the same in all tabs; another one is another session, perhaps another user's. */
  readonly id: string | null;
  /** When the access token expires, by this machine's clock. Null where that is not known. */
  readonly expiresAt: Date | null;
  /** Why a session that this tab had is over. */
  readonly reason?: SignedOutReason;
};

/** The session as something to watch; it fits React's useSyncExternalStore. */
export interface SessionSource {
  /** What is known now. */
  get(): SessionState;
  /** Calls listener after every change. @returns what ends this */
  subscribe(listener: () => void): () => void;
}

/** What an answer of the server issued. */
export interface Issued {
  readonly accessToken: string | null;
  readonly idToken: string | null;
  readonly refreshToken: string | null;
  /** How long the access token is good for, in milliseconds; null where the answer does not tell. */
  readonly lifetime: number | null;
  /** When it was asked for, by this machine's clock. */
  readonly at: number;
}

/** Holds the session of this tab, and tells of its changes. */
export class Keeper implements SessionSource {
  readonly #store: TokenStore;
  readonly #onSignedOut: (reason: SignedOutReason) => void;
  readonly #listeners = new Set<() => void>();
  #state: SessionState;

  constructor(store: TokenStore, onSignedOut: (reason: SignedOutReason) => void = () => undefined) {
    this.#store = store;
    this.#onSignedOut = onSignedOut;
    const held = this.held;
    this.#state = held ? signedIn(held) : { status: "unknown", id: null, expiresAt: null };
  }

  get held(): StoredSession | null {
    return this.#store.read();
  }

  get(): SessionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A sign-in: whatever was there before is another session. */
  begin(issued: Issued): StoredSession {
    // Later than the one it replaces even where the clock was set back.
    const since = Math.max(issued.at, (this.held?.since ?? 0) + 1);
    return this.#keep({ id: newID(), since, serial: 0, ...tokensOf(issued, null) });
  }

  /** New tokens for a session that is still the present one; else null. */
  renew(old: StoredSession | null, issued: Issued): StoredSession | null {
    if (!old || !this.holds(old)) {
      return null;
    }
    return this.#keep({ id: old.id, since: old.since, serial: old.serial + 1, ...tokensOf(issued, old) });
  }

  /** Another tab's session, where it is newer than this one's. */
  adopt(session: StoredSession): void {
    if (isNewer(session, this.held)) {
      this.#keep(session);
    }
  }

  /** Ends the session of this id; null is whichever there is. False where there is none such. */
  end(id: string | null, reason: SignedOutReason): boolean {
    const held = this.held;
    if (!held || (id !== null && held.id !== id)) {
      return false;
    }
    this.#store.write(null);
    this.#change({ status: "signed-out", id: null, expiresAt: null, reason });
    this.#onSignedOut(reason);
    return true;
  }

  /** Nobody knows of a session: there is none. */
  settle(): void {
    if (this.#state.status === "unknown") {
      this.#change({ status: "signed-out", id: null, expiresAt: null });
    }
  }

  /** Whether this copy of a session, with these tokens, is the present one. */
  holds(session: StoredSession): boolean {
    const held = this.held;
    return held?.id === session.id && held.serial === session.serial;
  }

  #keep(session: StoredSession): StoredSession {
    this.#store.write(session);
    this.#change(signedIn(session));
    return session;
  }

  #change(state: SessionState): void {
    this.#state = state;
    [...this.#listeners].forEach((listener) => listener());
  }
}

function signedIn(session: StoredSession): SessionState {
  return { status: "signed-in", id: session.id, expiresAt: session.expiresAt === null ? null : new Date(session.expiresAt) };
}

function tokensOf(issued: Issued, old: StoredSession | null) {
  const lifetime = issued.lifetime ?? old?.lifetime ?? null;
  return {
    accessToken: issued.accessToken,
    // What a refresh does not renew stays as it is.
    idToken: issued.idToken ?? old?.idToken ?? null,
    refreshToken: issued.refreshToken ?? old?.refreshToken ?? null,
    lifetime,
    expiresAt: lifetime === null ? null : issued.at + lifetime,
  };
}
