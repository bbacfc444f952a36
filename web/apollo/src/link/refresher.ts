import { ApolloLink } from "@apollo/client";
import { firstValueFrom, of, throwError, timeout, type Observable } from "rxjs";
import type { StoredSession } from "../store/session.js";
import type { Tabs } from "../tabs/tabs.js";
import { readAnswer, type Body } from "./answer.js";
import { REFRESH_TOKENS } from "./document.js";
import type { Keeper } from "./keeper.js";
import { natureOf } from "./operation.js";
import { issuedBy, tokenHeaders } from "./travel.js";

/** How long a refresh may take, in milliseconds; the server gives up on its own after 8 seconds. */
const REFRESH_LIMIT_MS = 15_000;

/**
 * What keeps operations from going on after a refresh; null is nothing: they go on with the tokens that are there now.
 * The session is over, or else nobody knows and it is kept. answer is what they get.
 */
export type Outcome = null | { readonly ended: boolean; readonly answer: Observable<ApolloLink.Result> };

/** The way down the chain, and for whom. */
export type Way = { readonly forward: ApolloLink.ForwardFunction; readonly client: ApolloLink.Operation["client"] };

/** Renews a session whose access token is at its end. It joins a refresh that is under way, and never throws. */
export type Refresh = (used: StoredSession, way: Way) => Promise<Outcome>;

/** Trades the refresh token: once for all operations that wait, and once for all tabs. */
export function refresher(keeper: Keeper, tabs: Tabs, now: () => number): Refresh {
  let flight: Promise<Outcome> | null = null;

  const once = async (used: StoredSession, way: Way): Promise<Outcome> => {
    await tabs.catchUp();
    const held = keeper.held();
    if (held && held.accessToken !== used.accessToken) {
      return null; // by another tab, or the user has signed in anew
    }
    if (held?.refreshToken) {
      return trade(held, way);
    }
    return over(held);
  };

  const trade = async (held: StoredSession, { forward, client }: Way): Promise<Outcome> => {
    const at = now();
    let sent: ApolloLink.Operation | undefined;
    const below = new ApolloLink((operation) => forward((sent = operation)));
    const request = { query: REFRESH_TOKENS, context: { headers: tokenHeaders(held, true) } };
    const result = await firstValueFrom(ApolloLink.execute(below, request, { client }).pipe(timeout(REFRESH_LIMIT_MS)));
    const { tokens, ended } = readAnswer(result, natureOf(REFRESH_TOKENS));
    if (tokens) {
      keeper.renew(held, issuedBy(sent, tokens, tokens.expiresAt, at));
      // Where the user has signed out meanwhile these tokens are dead at the server.
      return keeper.held() ? null : over(null);
    }
    return ended ? over(held) : refused(result as Body);
  };

  const over = (held: StoredSession | null): Outcome => {
    keeper.end(held?.id, "expired");
    const reason = keeper.get().reason === "revoked" ? "REVOKED" : "EXPIRED";
    // What the server would say; nothing has to be sent to hear it.
    const errors = [{ message: "Sign in to use this field.", extensions: { code: "UNAUTHENTICATED", reason } }];
    return { ended: true, answer: of({ data: null, errors }) };
  };

  return (used, way) =>
    (flight ??= tabs
      .alone(() => once(used, way))
      .catch((error: unknown): Outcome => ({ ended: false, answer: throwError(() => error) }))
      .finally(() => {
        flight = null;
      }));
}

/** Operations get the errors, or the problem as one, so that the app hears of a rate limit as it does otherwise. */
function refused({ data, errors }: Body): Outcome {
  const { message = "The refresh of the session had no result. Try again.", code, retryAfter } = data?.["refreshTokens"] ?? {};
  return { ended: false, answer: of({ data: null, errors: errors ?? [{ message, extensions: { code, retryAfter } }] }) };
}
