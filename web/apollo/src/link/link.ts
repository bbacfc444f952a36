import { ApolloLink } from "@apollo/client";
import { catchError, concatMap, defer, from, map, of, switchMap, throwError, type Observable } from "rxjs";
import type { StoredSession } from "../store/session.js";
import { deviceStore, memoryStore, type Cell } from "../store/stores.js";
import type { SignedOutReason } from "../tabs/messages.js";
import { browserPlatform } from "../tabs/platform.js";
import { Tabs } from "../tabs/tabs.js";
import { readAnswer, refusalOf, type Reading } from "./answer.js";
import { Keeper, type Issued, type SessionSource } from "./keeper.js";
import { natureOf, type Nature } from "./operation.js";
import type { UsherLinkOptions } from "./options.js";
import { Refresher, type Outcome, type Way } from "./refresher.js";
import { dateOf, headerOf, issuedBy, tokenHeaders } from "./travel.js";

const DEFAULT_SKEW_MS = 30_000;
/** A token this young is not the reason why a service that gives none refuses it, in milliseconds. */
const YOUNG_MS = 10_000;

type Result = ApolloLink.Result;

/** One operation on its way. */
interface Errand extends Way {
  readonly operation: ApolloLink.Operation;
  readonly nature: Nature;
  /** The headers that the app gave it. */
  readonly headers: Record<string, string> | undefined;
}

/** An errand as it was sent, with what was held then. */
interface Attempt extends Errand {
  readonly sent: StoredSession | null;
  readonly at: number;
  /** It is not repeated. */
  readonly last: boolean;
}

/**
 * Gives operations the session that answers of Usher brought, and renews it when it runs out: once for all
 * operations and tabs. It comes before the link that sends. Make it with {@link usherLink}.
 */
export class UsherLink extends ApolloLink {
  readonly #cookie: boolean;
  readonly #skew: number;
  readonly #device: Cell;
  readonly #now: () => number;
  readonly #keeper: Keeper;
  readonly #tabs: Tabs;
  readonly #refresher: Refresher;
  #way: Way | null = null;

  constructor(options: UsherLinkOptions = {}) {
    super();
    const platform = { ...browserPlatform(), ...options.platform };
    this.#cookie = options.mode === "cookie";
    this.#skew = options.skewMs ?? DEFAULT_SKEW_MS;
    this.#device = options.device ?? deviceStore();
    this.#now = () => platform.now();
    this.#keeper = new Keeper(this.#cookie ? memoryStore() : (options.store ?? memoryStore()), options.onSignedOut);
    this.#tabs = new Tabs(platform, options.channel ?? "usher", {
      held: () => this.#keeper.held,
      // A tab of another mode has a session that is of no use here.
      heard: (session) => (session.accessToken === null) === this.#cookie && this.#keeper.adopt(session),
      ended: (id, reason) => this.#keeper.end(this.#cookie ? null : id, reason),
    });
    this.#refresher = new Refresher(this.#keeper, this.#tabs, this.#now);
    if (!this.#cookie) {
      const settle = () => this.#keeper.settle();
      if (this.#tabs.starting) {
        void this.#tabs.starting.then(settle);
      } else {
        settle();
      }
    }
  }

  /** What is known of the session, and its changes. */
  get session(): SessionSource {
    return this.#keeper;
  }

  /**
   * Renews the tokens now, if it can be done. With cookies the server does that by itself, and before the first
   * operation there is no way to it yet.
   *
   * @returns whether there is a session afterwards whose tokens are good, as far as this side knows
   */
  async refresh(): Promise<boolean> {
    const held = this.#keeper.held;
    if (!held || this.#cookie || !this.#way) {
      return held !== null && !this.#due(held);
    }
    return (await this.#refresher.run(held, this.#way)).kind === "renewed";
  }

  /** Leaves the other tabs. What is under way goes on. */
  stop(): void {
    this.#tabs.stop();
  }

  override request(operation: ApolloLink.Operation, forward: ApolloLink.ForwardFunction): Observable<Result> {
    const { client } = operation;
    this.#way = { forward, client };
    const errand: Errand = {
      operation,
      forward,
      client,
      nature: natureOf(operation.query),
      headers: operation.getContext()["headers"] as Record<string, string> | undefined,
    };
    return defer(() => {
      const wait = this.#wait(errand);
      return wait
        ? from(wait).pipe(switchMap((outcome) => (outcome && "answer" in outcome ? outcome.answer : this.#send(errand, false))))
        : this.#send(errand, false);
    });
  }

  /** What has to come before the errand is sent: the siblings' session, new tokens, or nothing. */
  #wait({ nature, ...way }: Errand): Promise<Outcome | null> | null {
    if (this.#cookie || nature.open || nature.closing) {
      return null;
    }
    const renew = async (): Promise<Outcome | null> => {
      const held = this.#keeper.held;
      if (!held || !this.#due(held)) {
        return null;
      }
      const outcome = await this.#refresher.run(held, way);
      // Renewed early: what there is is still good.
      return outcome.kind === "failed" && this.#now() < held.expiresAt! ? null : outcome;
    };
    const held = this.#keeper.held;
    if (held) {
      return this.#due(held) ? renew() : null;
    }
    return this.#tabs.starting?.then(renew) ?? null;
  }

  #due({ expiresAt, lifetime, refreshToken }: StoredSession): boolean {
    return expiresAt !== null && refreshToken !== null && this.#now() >= expiresAt - Math.min(this.#skew, (lifetime ?? 0) / 2);
  }

  #send(errand: Errand, last: boolean): Observable<Result> {
    const { operation, nature, headers } = errand;
    const attempt: Attempt = { ...errand, sent: this.#keeper.held, at: this.#now(), last };
    const device = this.#device.read();
    operation.setContext(
      this.#cookie
        ? { credentials: "include", headers: { ...headers, "apollo-require-preflight": "true" } }
        : {
            headers: {
              ...headers,
              ...(device && { "x-device-token": device }),
              ...(!nature.open && tokenHeaders(attempt.sent, nature.closing)),
            },
          },
    );
    // What comes back becomes a step first, so that the error of a second try is not taken for one of the first.
    return errand.forward(operation).pipe(
      map((result, index) => () => this.#receive({ ...attempt, last: last || index > 0 }, result)),
      catchError((error: unknown) => of(() => this.#fail(attempt, error))),
      concatMap((step) => step()),
    );
  }

  #fail(attempt: Attempt, error: unknown): Observable<Result> {
    const refusal = refusalOf(error);
    const same = throwError(() => error);
    return refusal === null ? same : this.#refused(attempt, refusal, same);
  }

  #receive(attempt: Attempt, result: Result): Observable<Result> {
    const reading = readAnswer(result, attempt.nature);
    if (this.#cookie) {
      this.#noteCookies(attempt, reading);
    } else {
      this.#noteTokens(attempt, reading);
    }
    if (reading.ended) {
      // The browser has one session's cookies; of tokens there may be others by now.
      this.#end(this.#cookie ? null : (attempt.sent?.id ?? ""), reading.ended);
    }
    const refusal = reading.refusal ?? (reading.none ? "EXPIRED" : null);
    return refusal === null ? of(reading.result) : this.#refused(attempt, refusal, of(reading.result));
  }

  /** Keeps the tokens that an answer brought. */
  #noteTokens({ operation, nature, sent, at }: Attempt, { tokens, session }: Reading): void {
    const device = headerOf(operation, "x-device-token");
    if (device) {
      this.#device.write(device);
    }
    const accessToken = headerOf(operation, "x-access-token");
    const issued: Issued | null = tokens
      ? issuedBy({ ...tokens, expiresAt: tokens.expiresAt ?? session?.expiresAt }, dateOf(operation), at)
      : accessToken
        ? {
            accessToken,
            idToken: headerOf(operation, "x-id-token"),
            refreshToken: headerOf(operation, "x-refresh-token"),
            lifetime: null,
            at,
          }
        : null;
    const kept = issued && (tokens && nature.begins ? this.#keeper.begin(issued) : this.#keeper.renew(sent, issued));
    if (kept) {
      this.#tabs.tell(kept);
    }
  }

  /** Takes note of a session that travels in cookies. */
  #noteCookies({ operation, nature, sent, at }: Attempt, { session }: Reading): void {
    if (!session) {
      return;
    }
    const none = { accessToken: null, idToken: null, refreshToken: null };
    const issued: Issued = { ...none, lifetime: issuedBy({ accessToken: "", ...session }, dateOf(operation), at).lifetime, at };
    if (nature.begins) {
      this.#tabs.tell(this.#keeper.begin(issued));
    } else if (!this.#keeper.renew(sent, issued) && !this.#keeper.held) {
      this.#keeper.begin(issued);
    }
  }

  /** A field was refused for want of a session; answer is what the app gets if nothing can be done. */
  #refused(attempt: Attempt, refusal: string, answer: Observable<Result>): Observable<Result> {
    const { nature, sent, last } = attempt;
    const held = this.#keeper.held;
    if (nature.open || nature.closing) {
      return answer;
    }
    if (!held) {
      this.#keeper.settle();
      return answer;
    }
    if (held.id !== sent?.id || held.accessToken !== sent.accessToken) {
      return last ? answer : this.#send(attempt, true); // it was sent too early for what there is now
    }
    if (refusal === "REVOKED") {
      this.#end(held.id, "revoked");
      return answer;
    }
    if (this.#cookie || held.refreshToken === null) {
      // A service that gives no reason may mean anything; Usher gives one.
      if (refusal !== "") {
        this.#end(held.id, "expired");
      }
      return answer;
    }
    if (last || (refusal === "" && this.#young(held))) {
      return answer;
    }
    return from(this.#refresher.run(held, attempt)).pipe(
      switchMap((outcome) => {
        switch (outcome.kind) {
          case "renewed":
            return this.#send(attempt, true);
          case "ended":
            return answer;
          case "failed":
            return outcome.answer;
        }
      }),
    );
  }

  #young({ expiresAt, lifetime }: StoredSession): boolean {
    return expiresAt !== null && lifetime !== null && this.#now() < expiresAt - lifetime + YOUNG_MS;
  }

  #end(id: string | null, reason: SignedOutReason): void {
    if (this.#keeper.end(id, reason)) {
      this.#tabs.tellEnd(id, reason);
    } else {
      this.#keeper.settle();
    }
  }
}

/** The link for an Apollo Client of Usher: `ApolloLink.from([usherLink(), new HttpLink({ uri })])`. */
export function usherLink(options?: UsherLinkOptions): UsherLink {
  return new UsherLink(options);
}
