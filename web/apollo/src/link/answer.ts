import type { ApolloLink } from "@apollo/client";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import type { SignedOutReason } from "../tabs/messages.js";
import type { Nature } from "./operation.js";

/** Tokens as they stand in an answer. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken?: string | null;
  readonly refreshToken?: string | null;
  readonly expiresAt?: unknown;
}

/** What an answer says about the session. */
export interface Reading {
  /** The answer as the app may have it: tokens are null in it. */
  readonly result: ApolloLink.Result;
  /** The tokens that stood in it. */
  readonly tokens: Tokens | null;
  /** When the session's access token expires, where the answer has a session: null where it does not say. */
  readonly session?: { readonly expiresAt: unknown };
  /** The server was asked for the session, and there is none. */
  readonly none: boolean;
  /** The answer ends the session. */
  readonly ended: SignedOutReason | null;
  /** Why a field was refused for want of a session: MISSING, EXPIRED, INVALID, REVOKED, or "" without a reason. */
  readonly refusal: string | null;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

const ENDS: Record<string, SignedOutReason> = { SignedOut: "signed-out", AccountDeleted: "signed-out", SessionExpired: "expired" };

/** Reads an answer. What says something about the session stands in the root fields. */
export function readAnswer(result: ApolloLink.Result, nature: Nature): Reading {
  const data = (result as { data?: Json | null }).data;
  const errors = (result as { errors?: unknown }).errors;
  const kept: Json = {};
  let tokens: Tokens | null = null;
  let session: Reading["session"];
  let ended: SignedOutReason | null = null;
  for (const [key, value] of Object.entries(data ?? {})) {
    if (!isObject(value)) {
      continue;
    }
    const type = String(value["__typename"]);
    ended ??= (Object.hasOwn(ENDS, type) && ENDS[type]) || null;
    if (type === "Session") {
      session = { expiresAt: value["expiresAt"] };
    }
    // Known by their form, so that a document without __typename leaves none to the cache.
    if (isObject(value["tokens"]) && typeof value["tokens"]["accessToken"] === "string") {
      tokens = value["tokens"] as unknown as Tokens;
      session ??= { expiresAt: value["expiresAt"] };
      kept[key] = { ...value, tokens: null };
    }
  }
  return {
    result: tokens ? ({ ...result, data: { ...data, ...kept } } as ApolloLink.Result) : result,
    tokens,
    ...(session && { session }),
    none: !errors && isObject(data) && nature.sessionKeys.some((key) => data[key] === null),
    ended,
    refusal: refusalIn(errors),
  };
}

/** The refusal in an error of the links below: status 401, or GraphQL errors that one of them threw. */
export function refusalOf(error: unknown): string | null {
  if (CombinedGraphQLErrors.is(error)) {
    return refusalIn(error.errors);
  }
  if (!ServerError.is(error) || error.statusCode !== 401) {
    return null;
  }
  try {
    return refusalIn((JSON.parse(error.bodyText) as Json)["errors"]) ?? "";
  } catch {
    return "";
  }
}

/** The first error's extensions that have this code. */
export function extensionsWith(code: string, errors: unknown): Json | null {
  const all = Array.isArray(errors) ? errors : [];
  const found: unknown = all.find((e) => isObject(e) && isObject(e["extensions"]) && e["extensions"]["code"] === code);
  return found ? ((found as Json)["extensions"] as Json) : null;
}

function refusalIn(errors: unknown): string | null {
  const extensions = extensionsWith("UNAUTHENTICATED", errors);
  return extensions && String(extensions["reason"] ?? "");
}
