/** What tabs talk over: a BroadcastChannel, or what behaves like one. */
export interface Channel {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** The part of `navigator.locks` that is used: one holder of a name at a time, among all tabs. */
export interface Locks {
  request<T>(name: string, options: { signal: AbortSignal }, held: () => Promise<T>): Promise<T>;
}

/** What the link takes from its surroundings. Tests and other runtimes hand in their own. */
export interface Platform {
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
  /** Null where there is nobody to share a lock with. */
  readonly locks: Locks | null;
  /** Opens the channel of a name. Null where there is none. */
  readonly openChannel: ((name: string) => Channel) | null;
  /**
   * Calls hide when the page goes away, for good or into the back/forward cache, and show when it is there, perhaps
   * again.
   *
   * @returns what ends this
   */
  watch(hide: () => void, show: () => void): () => void;
}

/** The browser's. Elsewhere there are no tabs: a server's channel would carry one user's tokens to another. */
export function browserPlatform(): Platform {
  const page = typeof document === "object";
  return {
    now: () => Date.now(),
    locks: (page && (navigator.locks as Locks | undefined)) || null,
    openChannel: page && typeof BroadcastChannel === "function" ? (name) => new BroadcastChannel(name) as Channel : null,
    watch: (hide, show) => {
      const over = new AbortController();
      if (page) {
        addEventListener("pagehide", hide, over);
        addEventListener("pageshow", show, over);
      }
      return () => over.abort();
    },
  };
}

/** A name that no other tab or sign-in has. It is no secret. */
export function newID(): string {
  return crypto.getRandomValues(new Uint32Array(3)).join("-");
}
