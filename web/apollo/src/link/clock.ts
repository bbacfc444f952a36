/** The longest that Cognito lets an access token live, in milliseconds: a day. */
const MAX_LIFETIME_MS = 86_400_000;

/**
 * How long a token is good for, in milliseconds, by the server's clock alone: this machine's may be hours off.
 * Where the answer does not tell the server's time (across origins a proxy may hide `Date`), this machine's has to
 * do. Null where that gives no life that a token can have: then the server says when it is over.
 *
 * @param expiresAt the server's time at which the token expires, ISO 8601
 * @param date the answer's Date header
 * @param now this machine's time, in milliseconds
 */
export function lifetimeOf(expiresAt: unknown, date: string | null, now: number): number | null {
  const serverNow = Date.parse(date ?? "");
  const left = Date.parse(String(expiresAt)) - (Number.isNaN(serverNow) ? now : serverNow);
  return left > 0 && left <= MAX_LIFETIME_MS ? left : null;
}
