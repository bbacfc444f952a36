/**
 * A signed-in session as this side keeps it. The times are milliseconds of this machine's clock, so that a
 * clock that differs from the server's does no harm.
 */
export interface StoredSession {
  /** Names the sign-in. Made here; the server does not know it. */
  readonly id: string;
  /** When the sign-in was answered. */
  readonly since: number;
  /** How often the tokens were renewed: of two copies of one session the higher is the newer. */
  readonly serial: number;
  /** Null where tokens travel in cookies. */
  readonly accessToken: string | null;
  readonly idToken: string | null;
  /** Null where the app did not ask for one; then the session ends with its access token. */
  readonly refreshToken: string | null;
  /** When the access token stops working. Null where nobody said. */
  readonly expiresAt: number | null;
  /** How long the access token was good for when it came, in milliseconds. */
  readonly lifetime: number | null;
}

/**
 * Where tokens are kept between two requests. A store that cannot keep them, such as a full one, does without:
 * it never throws.
 */
export interface TokenStore {
  /** The session that was written last, or null. */
  read(): StoredSession | null;
  /** Keeps the session; null forgets it. */
  write(session: StoredSession | null): void;
}

/** What each part of a session is. */
const PARTS: readonly (readonly [type: string, keys: string, orNull: boolean])[] = [
  ["string", "id", false],
  ["number", "since serial", false],
  ["string", "accessToken idToken refreshToken", true],
  ["number", "expiresAt lifetime", true],
];

/** Whether a value from outside this program (another tab, storage) is a session. */
export function isStoredSession(value: unknown): value is StoredSession {
  const parts = Object(value) as Record<string, unknown>;
  return PARTS.every(([type, keys, orNull]) =>
    keys.split(" ").every((key) => typeof parts[key] === type || (orNull && parts[key] === null)),
  );
}

/** Whether one is to be kept instead of two: a later sign-in, or a later copy of the same. */
export function isNewer(one: StoredSession, two: StoredSession | null): boolean {
  if (two?.id === one.id) {
    return one.serial > two.serial;
  }
  // Two sign-ins in one millisecond have to look the same from every tab.
  return !two || one.since > two.since || (one.since === two.since && one.id > two.id);
}
