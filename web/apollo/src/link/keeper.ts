import { isNewer, type StoredSession, type TokenStore } from "../store/session.js";
import type { SignedOutReason } from "../tabs/messages.js";
import { newID } from "../tabs/platform.js";
import type { Tokens } from "./answer.js";
import type { Tabs } from "../tabs/tabs.js";

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
  /** The access token is null where they travel in cookies. */
  readonly tokens: Tokens;
  /** How long the access token is good for, in milliseconds; null where the answer does not tell. */
  readonly lifetime: number | null;
  /** When it was asked for, by this machine's clock. */
  readonly at: number;
}

/** Holds the session of this tab, and tells the app and the other tabs of its changes. */
export interface Keeper extends SessionSource {
  held(): StoredSession | null;
  /** Whether its access token is to be renewed before it is used, and can be. */
  due(): boolean;
  /** A sign-in: whatever was there before is another session. */
  begin(issued: Issued): void;
  /** New tokens, which are passed over unless the session is still the present one. */
  renew(old: StoredSession | null, issued: Issued): void;
  /** Another tab's session, where it is newer than this one's. */
  adopt(session: StoredSession): void;
  /** Ends the session of this id; with cookies whichever there is. Where tell is false the other tabs know. */
  end(id: string | undefined, reason: SignedOutReason, tell?: boolean): void;
  /** Nobody knows of a session: there is none. */
  settle(): void;
}

/** Keeps the session in a store. skewMs and onSignedOut are the link's options. */
export function keepSession(
  store: TokenStore,
  cookie: boolean,
  tabs: Pick<Tabs, "tell">,
  now: () => number,
  skewMs: number,
  onSignedOut?: (reason: SignedOutReason) => void,
): Keeper {
  const listeners = new Set<() => void>();
  const held = () => store.read();

  const nobody = (status: "unknown" | "signed-out") => ({ status, id: null, expiresAt: null });
  const somebody = ({ id, expiresAt }: StoredSession): SessionState => ({
    status: "signed-in",
    id,
    expiresAt: expiresAt ? new Date(expiresAt) : null,
  });

  const first = held();
  let state: SessionState = first ? somebody(first) : nobody("unknown");
  const change = (next: SessionState) => {
    state = next;
    listeners.forEach((listener) => listener());
  };
  const keep = (session: StoredSession) => {
    store.write(session);
    change(somebody(session));
  };
  const keepAndTell = (session: StoredSession) => {
    tabs.tell({ kind: "have", session });
    keep(session);
  };
  const settle = () => {
    if (state.status === "unknown") {
      change(nobody("signed-out"));
    }
  };
  // What a refresh does not renew stays as it is.
  const withTokens = ({ tokens, lifetime, at }: Issued, old?: StoredSession) => {
    const life = lifetime ?? old?.lifetime ?? null;
    return {
      accessToken: tokens.accessToken,
      idToken: tokens.idToken ?? old?.idToken ?? null,
      refreshToken: tokens.refreshToken ?? old?.refreshToken ?? null,
      lifetime: life,
      expiresAt: life && at + life,
    };
  };

  return {
    held,
    due: () => {
      const { expiresAt, lifetime, refreshToken } = held() ?? {};
      return !!refreshToken && !!expiresAt && now() >= expiresAt - Math.min(skewMs, lifetime! / 2);
    },
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: (issued) => {
      // Later than the one it replaces even where the clock was set back.
      const since = Math.max(issued.at, (held()?.since ?? 0) + 1);
      keepAndTell({ id: newID(), since, serial: 0, ...withTokens(issued) });
    },
    renew: (old, issued) => {
      const present = held();
      if (old && present?.id === old.id && present.serial === old.serial) {
        keepAndTell({ ...old, serial: old.serial + 1, ...withTokens(issued, old) });
      }
    },
    adopt: (session) => {
      if (isNewer(session, held())) {
        keep(session);
      }
    },
    end: (id, reason, tell = true) => {
      const present = held();
      // The browser has one session's cookies, for which each tab may have a name of its own.
      if (present && (cookie || present.id === id)) {
        store.write(null);
        // The other tabs first: a listener of the app may throw.
        if (tell) {
          tabs.tell({ kind: "end", id: present.id, reason });
        }
        change({ ...nobody("signed-out"), reason });
        onSignedOut?.(reason);
      }
      settle();
    },
    settle,
  };
}
