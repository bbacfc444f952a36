import type { ApolloLink } from "@apollo/client";
import type { StoredSession } from "../store/session.js";
import type { Tokens } from "./answer.js";
import type { Issued } from "./keeper.js";

/** The longest that Cognito lets an access token live, in milliseconds: a day. */
const MAX_LIFETIME_MS = 86_400_000;

/** The headers that carry a session's tokens; the refresh token where it is to come along. */
export function tokenHeaders(held: StoredSession | null, withRefresh: boolean): Record<string, string> {
  return {
    ...(held?.accessToken && { authorization: `Bearer ${held.accessToken}` }),
    ...(held?.idToken && { "x-id-token": held.idToken }),
    ...(withRefresh && held?.refreshToken && { "x-refresh-token": held.refreshToken }),
  };
}

/** A header of the answer to an operation that was forwarded, or null. */
export function headerOf(operation: ApolloLink.Operation, name: string): string | null {
  const { response } = operation.getContext() as { response?: Partial<Response> };
  return response?.headers?.get(name) ?? null;
}

/**
 * What an answer issued. How long it is good for is told by the server's clock alone, since this machine's may be
 * hours off. Where the answer does not show the server's time (across origins a proxy may hide `Date`), this
 * machine's has to do; and where that gives no life that a token can have, the server will say when it is over.
 *
 * @param expiresAt the server's time at which they expire, ISO 8601
 * @param at this machine's time at which the operation was sent, in milliseconds
 */
export function issuedBy(operation: ApolloLink.Operation, tokens: Tokens, expiresAt: unknown, at: number): Issued {
  const left = Date.parse(String(expiresAt)) - (Date.parse(headerOf(operation, "date") ?? "") || at);
  return { tokens, lifetime: left > 0 && left <= MAX_LIFETIME_MS ? left : null, at };
}
