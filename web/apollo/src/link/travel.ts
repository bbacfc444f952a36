import type { ApolloLink } from "@apollo/client";
import type { StoredSession } from "../store/session.js";
import type { Tokens } from "./answer.js";
import { lifetimeOf } from "./clock.js";
import type { Issued } from "./keeper.js";

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
  const response = operation.getContext()["response"] as Partial<Response> | undefined;
  return response?.headers?.get(name) ?? null;
}

/** The server's time of an answer. */
export function dateOf(operation: ApolloLink.Operation): string | null {
  return headerOf(operation, "date");
}

/** What tokens in an answer's body are worth here. */
export function issuedBy(tokens: Tokens, date: string | null | undefined, at: number): Issued {
  return {
    accessToken: tokens.accessToken,
    idToken: tokens.idToken ?? null,
    refreshToken: tokens.refreshToken ?? null,
    lifetime: lifetimeOf(tokens.expiresAt, date ?? null, at),
    at,
  };
}
