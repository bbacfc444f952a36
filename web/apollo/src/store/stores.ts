import { isStoredSession, type StoredSession, type TokenStore } from "./session.js";

/** Keeps tokens in memory: a reload asks the other tabs for them, and without one the user signs in again. */
export function memoryStore(): TokenStore {
  let kept: StoredSession | null = null;
  return {
    read: () => kept,
    write: (session) => {
      kept = session;
    },
  };
}

/**
 * Keeps tokens in the tab's session storage, so that they outlast a reload and end with the tab. Every script on
 * the page can read them there.
 *
 * @param key the storage's key, default `usher-session`
 */
export function sessionStore(key = "usher-session"): TokenStore {
  const cell = storageCell("sessionStorage", key);
  return {
    read: () => {
      try {
        const kept: unknown = JSON.parse(cell.read() ?? "null");
        return isStoredSession(kept) ? kept : null;
      } catch {
        return null;
      }
    },
    write: (session) => cell.write(session && JSON.stringify(session)),
  };
}

/** One text that is kept; null is none. It never throws. */
export interface Cell {
  read(): string | null;
  write(text: string | null): void;
}

/**
 * Keeps the device token, which outlives sessions and opens nothing, in local storage; in memory where there is
 * none.
 *
 * @param key the storage's key, default `usher-device`
 */
export function deviceStore(key = "usher-device"): Cell {
  return storageCell("localStorage", key);
}

function storageCell(name: "localStorage" | "sessionStorage", key: string): Cell {
  let kept: string | null = null;
  // A server that renders pages may have a storage of this name, too: one for all its users.
  const storage = () => (typeof document === "undefined" ? undefined : globalThis[name]);
  return {
    read: () => {
      try {
        return storage()?.getItem(key) ?? kept;
      } catch {
        return kept; // the browser keeps pages of this origin from storing anything
      }
    },
    write: (text) => {
      kept = text;
      try {
        // First the old text: a storage that has no room for the new one would go on giving the old.
        storage()?.removeItem(key);
        if (text !== null) {
          storage()?.setItem(key, text);
        }
      } catch {
        // Full, or not allowed: this page has it in memory.
      }
    },
  };
}
