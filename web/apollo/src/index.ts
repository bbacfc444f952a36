export { UsherLink, usherLink } from "./link/link.js";
export type { UsherLinkOptions } from "./link/options.js";
export type { SessionSource, SessionState } from "./link/keeper.js";
export { deviceStore, memoryStore, sessionStore, type Cell } from "./store/stores.js";
export type { StoredSession, TokenStore } from "./store/session.js";
export type { SignedOutReason } from "./tabs/messages.js";
export type { Channel, Locks, Platform } from "./tabs/platform.js";
