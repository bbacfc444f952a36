import type { ApolloLink } from "@apollo/client";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import type { GraphQLFormattedError } from "graphql";
import type { SignedOutReason } from "../tabs/messages.js";
import type { Nature } from "./operation.js";

/** Tokens as they stand in an answer. */
export interface Tokens {
  readonly accessToken: string | null;
  readonly idToken?: string | null;
  readonly refreshToken?: string | null;
  readonly expiresAt?: unknown;
}

/** A root field's value, as far as it is looked at. */
export interface Value {
  readonly __typename?: string;
  readonly tokens?: Tokens | null;
  readonly expiresAt?: unknown;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfter?: number;
}

/** An answer's body as it comes over the wire. */
export interface Body {
  readonly data?: Readonly<Record<string, Value | null>> | null;
  readonly errors?: Errors;
}

type Errors = readonly GraphQLFormattedError[] | undefined;

/** What an answer says about the session. */
export interface Reading {
  /** The answer as the app may have it: tokens are null in it. */
  readonly result: ApolloLink.Result;
  /** The session that stood in it, with its tokens. */
  readonly session: Value | null;
  /** The answer ends the session. */
  readonly ended: SignedOutReason | null;
  /**
   * Why a field was refused for want of a session: MISSING, EXPIRED, INVALID, REVOKED, or "" without a reason. Where
   * the server was asked for the session and has none, that is EXPIRED.
   */
  readonly refusal: string | null;
}

const ENDS = new Map<unknown, SignedOutReason>([
  ["SignedOut", "signed-out"],
  ["AccountDeleted", "signed-out"],
  ["SessionExpired", "expired"],
]);

/** Reads an answer. What says something about the session stands in the root fields. */
export function readAnswer(result: ApolloLink.Result, { asks }: Nature): Reading {
  const { data, errors } = result as Body;
  const kept: Record<string, Value | null> = { ...data };
  let session: Value | null = null;
  let ended: SignedOutReason | null = null;
  for (const [key, value] of Object.entries(kept)) {
    ended ??= ENDS.get(value?.__typename) ?? null;
    // Tokens are known by their form, so that a document without __typename leaves none to the cache.
    if (value?.tokens || value?.__typename === "Session") {
      session = value;
      if (value.tokens) {
        kept[key] = { ...value, tokens: null };
      }
    }
  }
  return {
    result: session ? ({ ...result, data: kept } as ApolloLink.Result) : result,
    session,
    ended,
    refusal: asks && !errors && data?.["session"] === null ? "EXPIRED" : refusalIn(errors),
  };
}

/** The refusal in an error of the links below: status 401, or GraphQL errors that one of them threw. */
export function refusalOf(error: unknown): string | null {
  if (CombinedGraphQLErrors.is(error)) {
    return refusalIn(error.errors);
  }
  // Usher's refusals are GraphQL; this is a proxy's, or another service's.
  return ServerError.is(error) && error.statusCode === 401 ? "" : null;
}

function refusalIn(errors: Errors): string | null {
  const found = errors?.find(({ extensions }) => extensions?.["code"] === "UNAUTHENTICATED");
  return found ? String(found.extensions?.["reason"] ?? "") : null;
}
