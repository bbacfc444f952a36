import type { ApolloLink } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { firstValueFrom, timeout, type Observable } from "rxjs";
import type { StoredSession } from "../store/session.js";
import type { Tabs } from "../tabs/tabs.js";
import type { Body } from "./answer.js";
import type { Keeper } from "./keeper.js";

/** How long a refresh may take, in milliseconds; the server gives up on its own after 8 seconds. */
const REFRESH_LIMIT_MS = 15_000;

/** Sends the operation RefreshTokens with the session there is, and keeps what its answer brings. */
export type Way = () => Observable<ApolloLink.Result>;

/**
 * Renews a session whose access token is at its end, and which has a refresh token. It joins a refresh that is under
 * way.
 *
 * @returns whether it is still the session that there is; else it is over, or another one took its place
 * @throws what kept it from being renewed, and it is kept: a fault of the network, or CombinedGraphQLErrors
 */
export type Refresh = (used: StoredSession, way: Way) => Promise<boolean>;

/** Trades the refresh token: once for all operations that wait, and once for all tabs. */
export function refresher(keeper: Keeper, tabs: Tabs): Refresh {
  let flight: Promise<void> | null = null;

  const once = async ({ accessToken }: StoredSession, way: Way) => {
    const done = () => keeper.held()?.accessToken !== accessToken;
    await tabs.catchUp();
    // Another tab may have renewed it, and the user may have signed in anew or out.
    if (!done()) {
      const result = await firstValueFrom(way().pipe(timeout(REFRESH_LIMIT_MS)));
      if (!done()) {
        throw refused(result as Body);
      }
    }
  };

  return async (used, way) => {
    flight ??= tabs.alone(() => once(used, way)).finally(() => {
      flight = null;
    });
    await flight;
    return keeper.held()?.id === used.id;
  };
}

/** The answer's errors, or its problem as one, so that the app hears of a rate limit as it does otherwise. */
function refused({ data, errors }: Body): CombinedGraphQLErrors {
  const { message = "The refresh brought no tokens.", code, retryAfter } = data?.["refreshTokens"] ?? {};
  return new CombinedGraphQLErrors({ data: null, errors: errors ?? [{ message, extensions: { code, retryAfter } }] });
}
