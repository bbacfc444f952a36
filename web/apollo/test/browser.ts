import type { Channel, Locks, Platform } from "../src/index.js";

/** One tab of a {@link Browser}. */
export interface Tab {
  readonly platform: Platform;
  /** Stops hearing, as a frozen tab does; what arrives waits. */
  freeze(): void;
  thaw(): void;
  /** Ends the tab: its locks are free, and nobody hears it any more. */
  die(): void;
  /** Puts the page into the back/forward cache, and takes it out. */
  hide(): void;
  show(): void;
  /** What it posted. */
  readonly posted: unknown[];
}

/** How long messages take from one tab to another, in milliseconds. */
type Latency = (from: number, to: number) => number;

/**
 * The part of a browser that tabs share: locks, and channels on which messages of one tab stay in their order.
 * Node has no locks before version 24, and neither lets a test freeze a tab or slow a message down.
 */
export class Browser {
  readonly #latency: Latency;
  readonly #tabs: FakeTab[] = [];
  readonly #queues = new Map<string, Waiting[]>();

  constructor(latency: Latency = () => 0) {
    this.#latency = latency;
  }

  tab(now: () => number = Date.now): Tab {
    const tab = new FakeTab(this.#tabs.length, now, this.#locks(), (message) => this.#post(tab, message));
    this.#tabs.push(tab);
    return tab;
  }

  /** Who holds a lock or waits for it. */
  lockQueue(name: string): number {
    return this.#queues.get(name)?.length ?? 0;
  }

  #post(from: FakeTab, message: unknown): void {
    for (const to of this.#tabs) {
      if (to !== from) {
        const copy: unknown = structuredClone(message);
        setTimeout(() => to.hear(copy), this.#latency(from.index, to.index));
      }
    }
  }

  #locks(): FakeLocks {
    return new FakeLocks(this.#queues);
  }
}

interface Waiting {
  readonly start: () => void;
  readonly owner: FakeLocks;
}

class FakeLocks implements Locks {
  readonly #queues: Map<string, Waiting[]>;

  constructor(queues: Map<string, Waiting[]>) {
    this.#queues = queues;
  }

  request<T>(name: string, { signal }: { signal: AbortSignal }, held: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      const leave = () => this.#leave(queue, (waiting) => waiting === mine);
      const mine: Waiting = {
        owner: this,
        start: () => {
          signal.removeEventListener("abort", abort);
          held().then(resolve, reject).finally(leave);
        },
      };
      const abort = () => {
        leave();
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", abort);
      queue.push(mine);
      if (queue.length === 1) {
        mine.start();
      }
    });
  }

  releaseAll(): void {
    this.#queues.forEach((queue) => this.#leave(queue, ({ owner }) => owner === this));
  }

  #leave(queue: Waiting[], which: (waiting: Waiting) => boolean): void {
    const holder = queue[0];
    queue.splice(0, queue.length, ...queue.filter((waiting) => !which(waiting)));
    if (queue[0] && queue[0] !== holder) {
      queue[0].start();
    }
  }
}

class FakeTab implements Tab {
  readonly index: number;
  readonly platform: Platform;
  readonly posted: unknown[] = [];
  readonly #locks: FakeLocks;
  #channel: Channel | null = null;
  #frozen = false;
  #dead = false;
  #waiting: unknown[] = [];
  #hide = () => {};
  #show = () => {};

  constructor(index: number, now: () => number, locks: FakeLocks, post: (message: unknown) => void) {
    this.index = index;
    this.#locks = locks;
    this.platform = {
      now,
      locks,
      openChannel: () => {
        const channel: Channel = {
          onmessage: null,
          postMessage: (message) => {
            if (!this.#dead) {
              this.posted.push(message);
              post(message);
            }
          },
          close: () => {
            this.#channel = null;
          },
        };
        this.#channel = channel;
        return channel;
      },
      watch: (hide, show) => {
        this.#hide = hide;
        this.#show = show;
        return () => undefined;
      },
    };
  }

  hear(message: unknown): void {
    if (this.#frozen) {
      this.#waiting.push(message);
    } else if (!this.#dead) {
      this.#channel?.onmessage?.({ data: message });
    }
  }

  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    this.#waiting.splice(0).forEach((message) => this.hear(message));
  }

  die(): void {
    this.#dead = true;
    this.#locks.releaseAll();
  }

  hide(): void {
    this.#hide();
  }

  show(): void {
    this.#show();
  }
}
