import { ApolloLink } from "@apollo/client";
import { catchError, defer, exhaustMap, map, of, switchMap, throwError, type Observable } from "rxjs";
import type { StoredSession } from "../store/session.js";
import type { Cell } from "../store/stores.js";
import type { Tabs } from "../tabs/tabs.js";
import { readAnswer, refusalOf, type Reading } from "./answer.js";
import { REFRESH_TOKENS } from "./document.js";
import type { Keeper } from "./keeper.js";
import { natureOf, type Nature } from "./operation.js";
import type { Refresh, Way } from "./refresher.js";
import { headerOf, issuedBy, tokenHeaders } from "./travel.js";

/** A token this young is not the reason why a service that gives none refuses it, in milliseconds. */
const YOUNG_MS = 10_000;

type Result = ApolloLink.Result;

/** What the server would say, more or less; nothing has to be sent to hear it. */
const SIGNED_OUT: Result = {
  data: null,
  errors: [{ message: "Sign in again.", extensions: { code: "UNAUTHENTICATED", reason: "EXPIRED" } }],
};

/** Carries operations with the session. */
export interface Courier {
  readonly carry: ApolloLink.RequestHandler;
  /** How the link sends an operation of its own: as the given one goes. */
  wayOf(errand: Pick<Errand, "operation" | "forward">): Way;
}

/** One operation on its way. */
interface Errand {
  readonly operation: ApolloLink.Operation;
  readonly forward: ApolloLink.ForwardFunction;
  readonly nature: Nature;
  /** The headers that the app gave it. */
  readonly headers: Record<string, string> | undefined;
}

/** An errand as it was sent. */
interface Attempt extends Errand {
  /** What was held then, and when that was. */
  readonly sent: StoredSession | null;
  readonly at: number;
  /** It is not repeated. */
  readonly last: boolean;
}

/** Sends operations with the session, reads what the answers say about it, and tries once more where that helps. */
export function courier(
  cookie: boolean,
  device: Cell,
  keeper: Keeper,
  starting: Tabs["starting"],
  refresh: Refresh,
  now: () => number,
): Courier {
  /** Waits for what has to come before an errand is sent, siblings or new tokens. False: its session is over. */
  const ready = async (errand: Errand): Promise<boolean> => {
    if (cookie || errand.nature.apart) {
      return true;
    }
    if (!keeper.held()) {
      await starting();
    }
    const held = keeper.held();
    if (held && keeper.due()) {
      await refresh(held, wayOf(errand)).catch((error: unknown) => {
        if (now() >= held.expiresAt!) {
          throw error;
        } // else what there is is good yet
      });
    }
    return keeper.held()?.id === held?.id;
  };

  const send = (errand: Errand, last: boolean): Observable<Result> => {
    const { operation, nature, headers } = errand;
    const attempt: Attempt = { ...errand, sent: keeper.held(), at: now(), last };
    const known = device.read();
    operation.setContext({
      ...(cookie && { credentials: "include" }),
      headers: {
        ...headers,
        ...(cookie ? { "apollo-require-preflight": "true" } : known && { "x-device-token": known }),
        ...((nature.closing || !nature.apart) && tokenHeaders(attempt.sent, nature.closing)),
      },
    });
    // What comes back becomes a step first, so that the error of a second try is not taken for one of the first.
    return errand.forward(operation).pipe(
      map((result, index) => () => receive({ ...attempt, last: last || index > 0 }, result)),
      catchError((error: unknown) => of(() => conclude(attempt, refusalOf(error), throwError(() => error)))),
      exhaustMap((step) => step()),
    );
  };

  const receive = (attempt: Attempt, result: Result): Observable<Result> => {
    const { nature, sent } = attempt;
    const reading = readAnswer(result, nature);
    // The page may be somebody else's by now, and so its cache. Cookies have no names by which to tell.
    const late = !cookie && !nature.apart && sent && keeper.held()?.id !== sent.id;
    note(attempt, reading);
    if (reading.ended) {
      keeper.end(sent?.id, reading.ended);
    }
    return conclude(attempt, reading.refusal, of(late && !reading.ended ? SIGNED_OUT : reading.result));
  };

  /** Keeps what an answer brought. With cookies that is the bare fact of a session. */
  const note = ({ operation, nature, sent, at }: Attempt, { session }: Reading) => {
    const header = (name: string) => headerOf(operation, name);
    const known = header("x-device-token");
    if (known) {
      device.write(known);
    }
    const silent = { accessToken: header("x-access-token"), idToken: header("x-id-token"), refreshToken: header("x-refresh-token") };
    const tokens = session?.tokens?.accessToken ? session.tokens : null;
    const found = tokens ?? (cookie && session);
    if (found || silent.accessToken) {
      const issued = issuedBy(operation, tokens ?? silent, tokens?.expiresAt ?? session?.expiresAt, at);
      if (found && (nature.begins || (cookie && !sent && !keeper.held()))) {
        keeper.begin(issued);
      } else {
        keeper.renew(sent, issued);
      }
    }
  };

  /** Where a field was refused for want of a session, sees what can be done. Else, and if nothing can, that is the answer. */
  const conclude = (attempt: Attempt, refusal: string | null, answer: Observable<Result>): Observable<Result> => {
    if (refusal === null) {
      return answer;
    }
    const { sent, last } = attempt;
    const held = keeper.held();
    if (!held) {
      keeper.settle();
      return answer;
    }
    if (held.id !== sent?.id || held.accessToken !== sent.accessToken) {
      // It was sent too early for what there is now. What was asked for in another session is not done in this one.
      return last || (sent && held.id !== sent.id) ? answer : send(attempt, true);
    }
    if (refusal === "REVOKED" || cookie || !held.refreshToken) {
      // A service that gives no reason may mean anything; Usher gives one.
      if (refusal) {
        keeper.end(held.id, refusal === "REVOKED" ? "revoked" : "expired");
      }
      return answer;
    }
    const young = now() < held.expiresAt! - held.lifetime! + YOUNG_MS; // never, where nobody said how long it lives
    return last || (!refusal && young)
      ? answer
      : defer(() => refresh(held, wayOf(attempt))).pipe(switchMap((renewed) => (renewed ? send(attempt, true) : answer)));
  };

  const carry: ApolloLink.RequestHandler = (operation, forward) => {
    const { headers } = operation.getContext() as Pick<Errand, "headers">;
    const errand: Errand = { operation, forward, nature: natureOf(operation.query), headers };
    return defer(() => ready(errand)).pipe(
      switchMap((good) => (good ? send(errand, errand.nature.apart) : of(SIGNED_OUT))),
    );
  };
  const wayOf: Courier["wayOf"] =
    ({ operation: { client }, forward }) =>
    () =>
      ApolloLink.execute(new ApolloLink((operation) => carry(operation, forward)), { query: REFRESH_TOKENS }, { client });
  return { carry, wayOf };
}
