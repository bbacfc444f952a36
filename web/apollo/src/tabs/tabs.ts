import type { StoredSession } from "../store/session.js";
import { readMessage, type Message, type SignedOutReason } from "./messages.js";
import { newID, type Channel, type Platform } from "./platform.js";

/** How long a tab that starts waits for a sibling that has a session, in milliseconds. */
const START_WAIT_MS = 150;
/** How long a tab waits for each known sibling to say what it has, in milliseconds. */
const PEER_WAIT_MS = 250;
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
  /** Another tab saw the session of this id end; null is whatever there is. */
  ended(id: string | null, reason: SignedOutReason): void;
}

type Body<M> = M extends Message ? Omit<M, "usher" | "from"> : never;

/** The tabs of one origin that share a session: what they tell each other, and who may refresh. */
export class Tabs {
  readonly #from = newID();
  readonly #platform: Platform;
  readonly #name: string | false;
  readonly #listener: Listener;
  readonly #peers = new Set<string>();
  readonly #unwatch: () => void;
  #channel: Channel | null = null;
  #answer: ((from: string, to: string, session: StoredSession | null) => void) | null = null;
  #starting: Promise<void> | null = null;

  constructor(platform: Platform, name: string | false, listener: Listener) {
    this.#platform = platform;
    this.#name = name;
    this.#listener = listener;
    this.#open();
    // A page with an open channel is kept out of the back/forward cache by some browsers.
    this.#unwatch = platform.watch(
      () => this.#close(),
      () => this.#open(),
    );
  }

  /** Settles when the siblings have had time to tell of their session; null when they have. */
  get starting(): Promise<void> | null {
    return this.#starting;
  }

  /** Tells the siblings of a session that is new, or has new tokens. */
  tell(session: StoredSession): void {
    this.#post({ kind: "have", session });
  }

  /** Tells the siblings that a session is over. */
  tellEnd(id: string | null, reason: SignedOutReason): void {
    this.#post({ kind: "end", id, reason });
  }

  /** Runs work while no other tab does, or when it was waited for too long. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const locks = this.#name === false ? null : this.#platform.locks;
    if (!locks) {
      return work();
    }
    let begun = false;
    const begin = () => {
      begun = true;
      clearTimeout(timer);
      return work();
    };
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), LOCK_WAIT_MS);
    try {
      return await locks.request(`usher:${this.#name}`, { signal: patience.signal }, begin);
    } catch (error) {
      // The holder hangs, or the browser has no locks for this page.
      if (!begun) {
        return await begin();
      }
      throw error;
    }
  }

  /**
   * Waits until every sibling has said what it has. It is for the holder of the lock: whoever held it before has
   * posted its news ahead of its answer, so they are here when this settles. Siblings that are frozen or gone
   * cost one wait, and nobody's time when there are none.
   */
  async catchUp(): Promise<void> {
    await this.#starting;
    if (this.#peers.size > 0) {
      const missing = new Set(this.#peers);
      await this.#ask(PEER_WAIT_MS, (from) => missing.delete(from) && missing.size === 0);
      missing.forEach((peer) => this.#peers.delete(peer)); // until they are heard again
    }
  }

  stop(): void {
    this.#unwatch();
    this.#close();
  }

  #open(): void {
    if (this.#name === false || !this.#platform.openChannel || this.#channel) {
      return;
    }
    this.#channel = this.#platform.openChannel(`usher:${this.#name}`);
    this.#channel.onmessage = (event) => this.#hear(event.data);
    const starting = this.#ask(START_WAIT_MS, (_, session) => session !== null).then(() => {
      this.#starting = null;
    });
    this.#starting = starting;
  }

  #close(): void {
    this.#post({ kind: "bye" });
    this.#channel?.close();
    this.#channel = null;
    this.#peers.clear();
  }

  /** Asks all siblings what they have, until an answer is enough or the wait is over. */
  #ask(wait: number, enough: (from: string, session: StoredSession | null) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const ask = newID();
      const answer = (from: string, to: string, session: StoredSession | null) => {
        if (to === ask && enough(from, session)) {
          done();
        }
      };
      const done = () => {
        clearTimeout(timer);
        if (this.#answer === answer) {
          this.#answer = null;
        }
        resolve();
      };
      const timer = setTimeout(done, wait);
      this.#answer = answer;
      this.#post({ kind: "ask", ask });
    });
  }

  #post(body: Body<Message>): void {
    this.#channel?.postMessage({ usher: 1, from: this.#from, ...body });
  }

  #hear(data: unknown): void {
    const message = readMessage(data);
    if (!message || message.from === this.#from) {
      return;
    }
    if (message.kind === "bye") {
      this.#peers.delete(message.from);
      return;
    }
    if (this.#peers.size < MAX_PEERS) {
      this.#peers.add(message.from);
    }
    switch (message.kind) {
      case "ask":
        this.#post({ kind: "have", session: this.#listener.held(), to: message.ask });
        break;
      case "have":
        if (message.session) {
          this.#listener.heard(message.session);
        }
        if (message.to !== undefined) {
          this.#answer?.(message.from, message.to, message.session);
        }
        break;
      case "end":
        this.#listener.ended(message.id, message.reason);
    }
  }
}
