import type { TokenStore } from "../store/session.js";
import type { Cell } from "../store/stores.js";
import type { SignedOutReason } from "../tabs/messages.js";
import type { Platform } from "../tabs/platform.js";

/** How the link works; what is left out is as its comment says. */
export interface UsherLinkOptions {
  /** How tokens travel: the server's USHER_TRANSPORT. Default `header`. */
  mode?: "header" | "cookie";
  /** Where tokens are kept in header mode. Default memoryStore(). */
  store?: TokenStore;
  /** Where the device token is kept in header mode. Default deviceStore(), which is local storage. */
  device?: Cell;
  /**
   * How long before its end an access token is renewed, in milliseconds, and never before half of its life is over.
   * Default 30,000.
   */
  skewMs?: number;
  /** Names the lock and the channel that the tabs of an origin share, default `usher`. False: this tab alone. */
  channel?: string | false;
  /** Called once in each tab when a session that it had is over. */
  onSignedOut?: (reason: SignedOutReason) => void;
  /** Parts of the surroundings to use instead of the browser's. */
  platform?: Partial<Platform>;
}
