import { ApolloLink } from "@apollo/client";
import { deviceStore, memoryStore } from "../store/stores.js";
import { browserPlatform } from "../tabs/platform.js";
import { joinTabs } from "../tabs/tabs.js";
import { courier } from "./courier.js";
import { keepSession, type SessionSource } from "./keeper.js";
import type { UsherLinkOptions } from "./options.js";
import { refresher, type Way } from "./refresher.js";

const DEFAULT_SKEW_MS = 30_000;

/**
 * Gives operations the session that answers of Usher brought, and renews it when it runs out: once for all
 * operations and tabs. It comes before the link that sends. Make it with {@link usherLink}.
 */
export class UsherLink extends ApolloLink {
  /** What is known of the session, and its changes. */
  readonly session: SessionSource;
  /**
   * Renews the tokens now, if it can be done. With cookies the server does that by itself, and before the first
   * operation there is no way to it yet.
   *
   * @returns whether there is a session afterwards whose tokens are good, as far as this side knows
   */
  readonly refresh: () => Promise<boolean>;
  /** Leaves the other tabs. What is under way goes on. */
  readonly stop: () => void;

  constructor(options: UsherLinkOptions = {}) {
    const platform = { ...browserPlatform(), ...options.platform };
    const { mode, store = memoryStore(), device = deviceStore(), skewMs = DEFAULT_SKEW_MS, channel = "usher" } = options;
    const cookie = mode === "cookie";
    const { now } = platform;
    const tabs = joinTabs(platform, channel, {
      held: () => keeper.held(),
      // A tab of another mode has a session that is of no use here.
      heard: (session) => (session.accessToken === null) === cookie && keeper.adopt(session),
      ended: (id, reason) => keeper.held() && keeper.end(id, reason, false),
    });
    const keeper = keepSession(cookie ? memoryStore() : store, cookie, tabs, now, skewMs, options.onSignedOut);
    const refresh = refresher(keeper, tabs);
    const { carry, wayOf } = courier(cookie, device, keeper, tabs.starting, refresh, now);
    let way: Way | null = null;
    super((operation, forward) => {
      way = wayOf({ operation, forward });
      return carry(operation, forward);
    });
    this.session = keeper;
    this.refresh = async () => {
      const held = keeper.held();
      return held?.refreshToken && way ? refresh(held, way).catch(() => false) : !!held && !keeper.due();
    };
    this.stop = tabs.stop;

    if (!cookie) {
      const starting = tabs.starting();
      if (starting) {
        void starting.then(keeper.settle);
      } else {
        keeper.settle();
      }
    }
  }
}

/** The link for an Apollo Client of Usher: `ApolloLink.from([usherLink(), new HttpLink({ uri })])`. */
export function usherLink(options?: UsherLinkOptions): UsherLink {
  return new UsherLink(options);
}
