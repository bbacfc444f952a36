import type { ApolloLink } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { firstValueFrom, timeout, type Observable } from "rxjs";
import type { StoredSession } from "../store/session.js";
import type { Tabs } from "../tabs/tabs.js";
import { readAnswer, type Body } from "./answer.js";
import { REFRESH_TOKENS } from "./document.js";
import type { Keeper } from "./keeper.js";
import { natureOf } from "./operation.js";
import { issuedBy, tokenHeaders } from "./travel.js";

/** How long a refresh may take, in milliseconds; the server gives up on its own after 8 seconds. */
const REFRESH_LIMIT_MS = 15_000;

/** Sends a request of the link's own down the chain; seen is handed its operation. */
export type Way = (request: ApolloLink.Request, seen: (operation: ApolloLink.Operation) => void) => Observable<ApolloLink.Result>;

/**
 * Renews a session whose access token is at its end. It joins a refresh that is under way.
 *
 * @returns whether there is a session to go on with; else it is over
 * @throws what kept it from being renewed, and it is kept: a fault of the network, or CombinedGraphQLErrors
 */
export type Refresh = (used: StoredSession, way: Way) => Promise<boolean>;

/** Trades the refresh token: once for all operations that wait, and once for all tabs. */
export function refresher(keeper: Keeper, tabs: Tabs, now: () => number): Refresh {
  let flight: Promise<boolean> | null = null;

  const once = async (used: StoredSession, way: Way): Promise<boolean> => {
    await tabs.catchUp();
    const held = keeper.held();
    if (held?.refreshToken && held.accessToken === used.accessToken) {
      await trade(held, way);
    } else if (held?.accessToken === used.accessToken) {
      keeper.end(held.id, "expired");
    }
    // Another tab may have renewed it, and the user may have signed in anew or out: what a refresh brings after that is
    // dead at the server.
    return !!keeper.held();
  };

  const trade = async (held: StoredSession, way: Way) => {
    const at = now();
    let sent: ApolloLink.Operation | undefined;
    const answer = way({ query: REFRESH_TOKENS, context: { headers: tokenHeaders(held, true) } }, (operation) => (sent = operation));
    const result = await firstValueFrom(answer.pipe(timeout(REFRESH_LIMIT_MS)));
    const { tokens, ended } = readAnswer(result, natureOf(REFRESH_TOKENS));
    if (tokens) {
      keeper.renew(held, issuedBy(sent, tokens, tokens.expiresAt, at));
    } else if (ended) {
      keeper.end(held.id, "expired");
    } else {
      throw refused(result as Body);
    }
  };

  return (used, way) =>
    (flight ??= tabs
      .alone(() => once(used, way))
      .finally(() => {
        flight = null;
      }));
}

/** The answer's errors, or its problem as one, so that the app hears of a rate limit as it does otherwise. */
function refused({ data, errors }: Body): CombinedGraphQLErrors {
  const { message = "The refresh of the session had no result. Try again.", code, retryAfter } = data?.["refreshTokens"] ?? {};
  return new CombinedGraphQLErrors({ data: null, errors: errors ?? [{ message, extensions: { code, retryAfter } }] });
}
