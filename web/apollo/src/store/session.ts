/** Longest token that is taken from another tab or from storage, in characters; Cognito's have below 4,000. */
const MAX_TOKEN_CHARS = 16_384;

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

/** Whether a value from outside this program (another tab, storage) is a session. */
export function isStoredSession(value: unknown): value is StoredSession {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const s = value as Record<keyof StoredSession, unknown>;
  return (
    isText(s.id) &&
    isNumber(s.since) &&
    isNumber(s.serial) &&
    [s.accessToken, s.idToken, s.refreshToken].every((token) => token === null || isText(token)) &&
    [s.expiresAt, s.lifetime].every((time) => time === null || isNumber(time))
  );
}

/** Whether one is to be kept instead of two: a later sign-in, or a later copy of the same. */
export function isNewer(one: StoredSession, two: StoredSession | null): boolean {
  if (two === null) {
    return true;
  }
  if (one.id === two.id) {
    return one.serial > two.serial;
  }
  // Two sign-ins in one millisecond have to look the same from every tab.
  return one.since > two.since || (one.since === two.since && one.id > two.id);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_TOKEN_CHARS;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
