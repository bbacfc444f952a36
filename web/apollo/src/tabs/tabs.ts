import type { StoredSession } from "../store/session.js";
import { readMessage, type Message, type SignedOutReason } from "./messages.js";
import { newID, type Channel, type Platform } from "./platform.js";

/** How long a tab that starts waits for a sibling that has a session, in milliseconds. */
const START_WAIT_MS = 150;
/** How long a tab waits for all known siblings to say what they have, in milliseconds. */
const PEER_WAIT_MS = 500;
/** How long a tab waits for another's refresh, in milliseconds. Then it does its own, which the server joins. */
const LOCK_WAIT_MS = 10_000;
/** How many siblings are waited for. */
const MAX_PEERS = 32;

/** What a tab's link does with what it hears. */
export interface Listener {
  /** The session that this tab has. */
  held(): StoredSession | null;
  /** Another tab has this one. */
  heard(session: StoredSession): void;
  /** Another tab saw the session of this id end. */
  ended(id: string, reason: SignedOutReason): void;
}

/** The tabs of one origin that share a session: what they tell each other, and who may refresh. */
export interface Tabs {
  /** Settles when the siblings have had time to tell of their session; null when they have. */
  starting(): Promise<void> | null;
  /** Tells the siblings of a session that is new, has new tokens, or is over. */
  tell(news: Body<Message>): void;
  /** Runs work while no other tab does, or when it was waited for too long. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Waits until every sibling has said what it has. It is for the holder of the lock: whoever held it before has
   * posted its news ahead of its answer, so they are here when this settles. Siblings that are frozen or gone
   * cost one wait; where there are none it costs nothing.
   */
  catchUp(): Promise<void>;
  /** Leaves the siblings. */
  stop(): void;
}

type Body<M> = M extends Message ? Omit<M, "usher" | "from"> : never;
type Answered = (from: string, ask: string, session: StoredSession | null) => void;

/** Joins the tabs that share a name; false is this tab alone. */
export function joinTabs(platform: Platform, name: string | false, listener: Listener): Tabs {
  const { locks, openChannel }: Partial<Platform> = name === false ? {} : platform;
  const me = newID();
  const peers = new Set<string>();
  let channel: Channel | null = null;
  let answered: Answered | null = null;
  let starting: Promise<void> | null = null;
  /** The last news that was told, or the last end that was heard. */
  let last: Body<Message> | null = null;

  const post = (body: Body<Message>) => channel?.postMessage({ ...body, usher: 1, from: me });

  /** Asks all siblings what they have, until an answer is enough or the wait is over. */
  const ask = (wait: number, enough: (from: string, session: StoredSession | null) => boolean) =>
    new Promise<void>((resolve) => {
      const mine = newID();
      answered = (from, to, session) => {
        if (to === mine && enough(from, session)) {
          clearTimeout(timer);
          resolve();
        }
      };
      const timer = setTimeout(resolve, wait);
      post({ kind: "ask", ask: mine });
    });

  const hear: Channel["onmessage"] = ({ data }) => {
    const message = readMessage(data);
    if (!message || message.from === me) {
      return;
    }
    if (peers.size < MAX_PEERS) {
      peers.add(message.from);
    }
    if (message.kind === "bye") {
      peers.delete(message.from);
    } else if (message.kind === "ask") {
      const session = listener.held();
      if (!session && last?.kind === "end") {
        post(last); // it may have missed that
      }
      post({ kind: "have", session, to: message.ask });
    } else if (message.kind === "end") {
      last = message;
      listener.ended(message.id, message.reason);
    } else {
      if (message.session) {
        listener.heard(message.session);
      }
      answered?.(message.from, message.to ?? "", message.session);
    }
  };

  const open = () => {
    if (openChannel && !channel) {
      channel = openChannel(`usher:${name}`);
      channel.onmessage = hear;
      starting = ask(START_WAIT_MS, (_, session) => session !== null).then(() => {
        starting = null;
      });
    }
  };

  const close = () => {
    post({ kind: "bye" });
    channel?.close();
    channel = null;
    peers.clear();
  };

  open();
  // Some browsers keep a page with an open channel out of the back/forward cache.
  const unwatch = platform.watch(close, open);

  return {
    starting: () => starting,
    tell: (news) => {
      last = news;
      post(news);
    },

    alone: async (work) => {
      if (!locks) {
        return work();
      }
      let begun = false;
      const begin = () => {
        begun = true;
        return work();
      };
      try {
        return await locks.request(`usher:${name}`, { signal: AbortSignal.timeout(LOCK_WAIT_MS) }, begin);
      } catch (error) {
        if (begun) {
          throw error;
        }
        return begin(); // the holder hangs, or the browser has no locks for this page
      }
    },

    catchUp: async () => {
      await starting;
      if (peers.size > 0) {
        const missing = new Set(peers);
        await ask(PEER_WAIT_MS, (from) => missing.delete(from) && missing.size === 0);
        missing.forEach((peer) => peers.delete(peer)); // until they are heard again
      }
    },

    stop: () => {
      unwatch();
      close();
    },
  };
}
