import { ApolloLink } from "@apollo/client";
import { firstValueFrom, of, throwError, timeout, type Observable } from "rxjs";
import type { StoredSession } from "../store/session.js";
import type { Tabs } from "../tabs/tabs.js";
import { extensionsWith, readAnswer } from "./answer.js";
import { REFRESH_TOKENS } from "./document.js";
import type { Keeper } from "./keeper.js";
import { natureOf } from "./operation.js";
import { dateOf, issuedBy, tokenHeaders } from "./travel.js";

/** How long a refresh may take, in milliseconds; the server gives up on its own after 8 seconds. */
const REFRESH_LIMIT_MS = 15_000;

/**
 * What a refresh came to. `renewed`: go on with the tokens that are there now. `ended`: there is no session any
 * more. `failed`: nobody knows; the session is kept. answer is what operations get that cannot go on.
 */
export type Outcome =
  | { readonly kind: "renewed" }
  | { readonly kind: "ended" | "failed"; readonly answer: Observable<ApolloLink.Result> };

/** The way down the chain, and for whom. */
export type Way = { readonly forward: ApolloLink.ForwardFunction; readonly client: ApolloLink.Operation["client"] };

const RENEWED: Outcome = { kind: "renewed" };
const NATURE = natureOf(REFRESH_TOKENS);

/** Trades the refresh token: once for all operations that wait, and once for all tabs. */
export class Refresher {
  readonly #keeper: Keeper;
  readonly #tabs: Tabs;
  readonly #now: () => number;
  #flight: Promise<Outcome> | null = null;
  /** Until when the server wants to be left alone, and what it said. */
  #pause: { readonly until: number; readonly outcome: Outcome } | null = null;

  constructor(keeper: Keeper, tabs: Tabs, now: () => number) {
    this.#keeper = keeper;
    this.#tabs = tabs;
    this.#now = now;
  }

  /** Renews a session whose access token is at its end. It joins a refresh that is under way, and never throws. */
  run(used: StoredSession, way: Way): Promise<Outcome> {
    return (this.#flight ??= this.#tabs
      .alone(() => this.#once(used, way))
      .catch(failure)
      .finally(() => {
        this.#flight = null;
      }));
  }

  async #once(used: StoredSession, way: Way): Promise<Outcome> {
    await this.#tabs.catchUp();
    const held = this.#keeper.held;
    if (!held) {
      return ended(this.#keeper.get().reason === "revoked");
    }
    if (held.accessToken !== used.accessToken) {
      return RENEWED; // by another tab, or the user has signed in anew
    }
    if (held.refreshToken === null) {
      return this.#end(held);
    }
    return this.#pause && this.#now() < this.#pause.until ? this.#pause.outcome : this.#trade(held, way);
  }

  async #trade(held: StoredSession, { forward, client }: Way): Promise<Outcome> {
    const at = this.#now();
    let sent: ApolloLink.Operation | undefined;
    const below = new ApolloLink((operation) => forward((sent = operation)));
    const request = { query: REFRESH_TOKENS, context: { headers: tokenHeaders(held, true) } };
    const result = await firstValueFrom(ApolloLink.execute(below, request, { client }).pipe(timeout(REFRESH_LIMIT_MS)));
    const { tokens, ended: over } = readAnswer(result, NATURE);
    if (tokens) {
      const renewed = this.#keeper.renew(held, issuedBy(tokens, sent && dateOf(sent), at));
      if (renewed) {
        this.#tabs.tell(renewed);
      }
      // Without it the user signed out meanwhile, and these tokens are dead at the server.
      return this.#keeper.held ? RENEWED : ended(false);
    }
    return over ? this.#end(held) : this.#refused(result);
  }

  #end(held: StoredSession): Outcome {
    if (this.#keeper.end(held.id, "expired")) {
      this.#tabs.tellEnd(held.id, "expired");
    }
    return ended(false);
  }

  #refused(result: ApolloLink.Result): Outcome {
    const { data, errors } = result as { data?: { refreshTokens?: Record<string, unknown> } | null; errors?: unknown };
    const limited = data?.refreshTokens ?? extensionsWith("RATE_LIMITED", errors);
    const seconds = Number(limited?.["retryAfter"]);
    if (!(seconds > 0)) {
      return { kind: "failed", answer: of({ data: null, ...(errors ? { errors } : refusal("INTERNAL_SERVER_ERROR", "The refresh of the session had an answer that is not known. Try again.")) } as ApolloLink.Result) };
    }
    const outcome: Outcome = {
      kind: "failed",
      answer: of(refusal("RATE_LIMITED", "Too many tries. Wait before you try again.", { retryAfter: seconds, retryable: true })),
    };
    this.#pause = { until: this.#now() + seconds * 1000, outcome };
    return outcome;
  }
}

function failure(error: unknown): Outcome {
  return { kind: "failed", answer: throwError(() => error) };
}

/** What the server would say: nothing has to be sent to hear it. */
function ended(revoked: boolean): Outcome {
  const reason = revoked ? "REVOKED" : "EXPIRED";
  return { kind: "ended", answer: of(refusal("UNAUTHENTICATED", "Sign in to use this field.", { reason })) };
}

function refusal(code: string, message: string, more: Record<string, unknown> = {}): ApolloLink.Result {
  return { data: null, errors: [{ message, extensions: { code, ...more } }] };
}
