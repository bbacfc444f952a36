import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { memoryStore, type TokenStore, type UsherLinkOptions } from "../src/index.js";
import { CONFIG, ME, openPage, SESSION, SIGN_OUT, type Page } from "./client.js";
import { startUsher, type Usher } from "./usher.js";

const QUERIES = 20;
const HOUR_MS = 3_600_000;

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher();
});
afterAll(() => usher.stop());

describe("twenty queries with a token that", () => {
  test("has just expired make one refresh, before they are sent", async () => {
    const { page, clock } = await signedIn();
    const before = await upstream();
    clock.now += HOUR_MS;
    const results = await twenty(page);
    expect(results.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(page.count("RefreshTokens")).toBe(1);
    expect(page.count("Me")).toBe(QUERIES);
    expect((await upstream()) - before).toBe(1);
  });

  test("the server refuses make one refresh, and are sent again", async () => {
    const { page, store } = await signedIn();
    const before = await upstream();
    spoil(store);
    const results = await twenty(page);
    expect(results.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(page.count("RefreshTokens")).toBe(1);
    expect(page.count("Me")).toBe(2 * QUERIES);
    expect((await upstream()) - before).toBe(1);
  });

  test.each(["expired", "refused"])("was revoked with its session all fail at once: %s", async (how) => {
    const reasons: string[] = [];
    const { page, store, clock } = await signedIn({ onSignedOut: (reason) => reasons.push(reason) });
    const { refreshToken } = store.read()!;
    await usher.ask("mutation ($t: Token) { signOut(input: { refreshToken: $t }) { wasSignedIn } }", { t: refreshToken });
    if (how === "expired") {
      clock.now += HOUR_MS;
    } else {
      spoil(store);
    }
    const results = await twenty(page);
    for (const result of results) {
      expect(result.status).toBe("rejected");
      const { reason } = result as PromiseRejectedResult;
      expect(CombinedGraphQLErrors.is(reason) && reason.errors[0]?.extensions?.["code"]).toBe("UNAUTHENTICATED");
    }
    expect(page.count("RefreshTokens")).toBe(1);
    expect(page.link.session.get()).toMatchObject({ status: "signed-out", reason: "expired" });
    expect(reasons).toEqual(["expired"]);
    expect(store.read()).toBeNull();
  });

  test("cannot be renewed for want of a network all fail, and the user stays signed in", async () => {
    const { page, store, clock } = await signedIn();
    clock.now += HOUR_MS;
    page.network = () => Promise.reject(new TypeError("fetch failed"));
    const results = await twenty(page);
    expect(results.every((result) => result.status === "rejected" && String(result.reason).includes("fetch failed"))).toBe(true);
    expect(page.link.session.get().status).toBe("signed-in");
    expect(store.read()).not.toBeNull();
    page.network = null;
    expect((await twenty(page)).every(({ status }) => status === "fulfilled")).toBe(true);
  });
});

describe("a refresh", () => {
  test("is not made for a token that is good for a while", async () => {
    const { page, clock } = await signedIn();
    clock.now += HOUR_MS - 31_000;
    await page.client.query({ query: ME });
    expect(page.count("RefreshTokens")).toBe(0);
    clock.now += 2_000;
    await page.client.query({ query: ME });
    expect(page.count("RefreshTokens")).toBe(1);
  });

  test("that fails early spares the operation while the token is good", async () => {
    const { page, clock } = await signedIn();
    clock.now += HOUR_MS - 20_000;
    page.network = ({ operation }) => (operation === "RefreshTokens" ? Promise.reject(new TypeError("offline")) : undefined);
    expect((await page.client.query({ query: ME })).error).toBeUndefined();
  });

  test("keeps no public operation waiting, and none of those waits for one", async () => {
    const { page, clock } = await signedIn();
    clock.now += HOUR_MS;
    const held = hold(page, "RefreshTokens");
    const me = page.client.query({ query: ME });
    await held.begun;
    await page.client.query({ query: CONFIG });
    await page.client.mutate({ mutation: SIGN_OUT });
    expect(page.link.session.get().status).toBe("signed-out");
    held.release();
    await expect(me).rejects.toThrow("Sign in");
    // What the refresh brought belongs to a session that the user has ended.
    expect(page.link.session.get()).toMatchObject({ status: "signed-out", reason: "signed-out" });
    expect(page.count("Me")).toBe(0);
  });

  test("that is refused by a rate limit keeps the session, and tells how long to wait", async () => {
    const { page, clock } = await signedIn();
    clock.now += HOUR_MS;
    const limited = { data: { refreshTokens: { __typename: "RateLimited", retryAfter: 20, code: "RATE_LIMITED", message: "Wait." } } };
    page.network = ({ operation }) => (operation === "RefreshTokens" ? Response.json(limited) : undefined);
    const error = await page.client.query({ query: ME }).catch((reason: unknown) => reason);
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]).toEqual({
      message: "Wait.",
      extensions: { code: "RATE_LIMITED", retryAfter: 20 },
    });
    expect(page.link.session.get().status).toBe("signed-in");
    page.network = null;
    expect((await page.client.query({ query: ME })).data).toBeTruthy();
  });

  test("that the user pool cannot answer keeps the session", async () => {
    const { page, clock } = await signedIn();
    clock.now += HOUR_MS;
    const down = { data: null, errors: [{ message: "Down.", extensions: { code: "UPSTREAM_UNAVAILABLE" } }] };
    page.network = ({ operation }) => (operation === "RefreshTokens" ? Response.json(down) : undefined);
    const error = await page.client.query({ query: ME }).catch((reason: unknown) => reason);
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.["code"]).toBe("UPSTREAM_UNAVAILABLE");
    expect(page.link.session.get().status).toBe("signed-in");
  });

  test.each([
    ["status 401 without a body", () => new Response("", { status: 401 })],
    ["status 401 with errors in JSON", () => Response.json(refused, { status: 401 })],
    [
      "status 401 of GraphQL over HTTP",
      () => new Response(JSON.stringify(refused), { status: 401, headers: { "content-type": "application/graphql-response+json" } }),
    ],
    ["errors in status 200", () => Response.json(refused)],
  ])("follows %s, and the second try is the last", async (_, answer) => {
    const { page, clock } = await signedIn();
    clock.now += 60_000; // a service that gives no reason is believed about a token of this age
    page.network = ({ operation }) => (operation === "Me" ? answer() : undefined);
    await expect(page.client.query({ query: ME })).rejects.toThrow();
    expect(page.count("RefreshTokens")).toBe(1);
    expect(page.count("Me")).toBe(2);
    expect(page.link.session.get().status).toBe("signed-in");
  });

  test("makes the session query tell the truth where the server took the token for none", async () => {
    const { page, store } = await signedIn();
    spoil(store);
    const { data } = await page.client.query({ query: SESSION });
    expect(data).toMatchObject({ session: { me: {} } });
    expect(page.count("RefreshTokens")).toBe(1);
  });

  test("is asked for in vain where there is no refresh token, and does no harm", async () => {
    const { page, store } = await signedIn();
    store.write({ ...store.read()!, refreshToken: null });
    expect(await page.link.refresh()).toBe(true);
    expect(page.link.session.get().status).toBe("signed-in");
    expect(page.count("RefreshTokens")).toBe(0);
  });

  test("brings the device token along, as every operation does", async () => {
    const { page } = await signedIn();
    await page.link.refresh();
    expect(page.sent.at(-1)?.headers.get("x-device-token")).toBeTruthy();
  });

  test("goes on without an operation that was given up, which is not sent", async () => {
    const { page, store, clock } = await signedIn();
    const { accessToken } = store.read()!;
    clock.now += HOUR_MS;
    const held = hold(page, "RefreshTokens");
    const waiting = page.client.watchQuery({ query: ME, fetchPolicy: "network-only" }).subscribe(() => {});
    await held.begun;
    waiting.unsubscribe();
    held.release();
    await vi.waitFor(() => expect(store.read()?.accessToken).not.toBe(accessToken));
    await page.client.query({ query: CONFIG });
    expect(page.count("Me")).toBe(0);
  });

  test("can be asked for", async () => {
    const { page, store } = await signedIn();
    const { accessToken } = store.read()!;
    expect(await page.link.refresh()).toBe(true);
    expect(store.read()?.accessToken).not.toBe(accessToken);
    await page.client.mutate({ mutation: SIGN_OUT });
    expect(await page.link.refresh()).toBe(false);
  });
});

describe("when another user has signed in, an operation of the first", () => {
  test("that waited for a refresh is not sent as the second's", async () => {
    const { page, clock } = await signedIn();
    const bob = await usher.user();
    clock.now += HOUR_MS;
    const held = hold(page, "RefreshTokens");
    const me = page.client.query({ query: ME });
    await held.begun;
    await page.signIn(bob);
    held.release();
    await expect(me).rejects.toThrow("Sign in");
    expect(page.count("Me")).toBe(0);
  });

  test("that is answered late is not answered with the first's data", async () => {
    const { page } = await signedIn();
    const bob = await usher.user();
    const held = hold(page, "Me");
    const me = page.client.query({ query: ME });
    await held.begun;
    await page.signIn(bob);
    held.release();
    await expect(me).rejects.toThrow("Sign in");
    expect(JSON.stringify(page.client.cache.extract())).not.toContain("ROOT_QUERY");
  });

  test("that was refused is not repeated as the second's", async () => {
    const { page } = await signedIn();
    const bob = await usher.user();
    let answer = (_: Response) => {};
    page.network = ({ operation }) => (operation === "Me" ? new Promise((resolve) => (answer = resolve)) : undefined);
    const me = page.client.query({ query: ME });
    await vi.waitFor(() => expect(page.count("Me")).toBe(1));
    await page.signIn(bob);
    answer(Response.json(refused));
    await expect(me).rejects.toThrow("Sign in");
    expect(page.count("Me")).toBe(1);
    expect(page.link.session.get().status).toBe("signed-in");
  });
});

test.each([-5, 5])("a clock that is %i hours off changes nothing", async (hours) => {
  const { page, clock } = await signedIn({}, Date.now() + hours * HOUR_MS);
  await page.client.query({ query: ME });
  clock.now += HOUR_MS - 40_000;
  await page.client.query({ query: ME });
  expect(page.count("RefreshTokens")).toBe(0);
  clock.now += 20_000;
  await page.client.query({ query: ME });
  expect(page.count("RefreshTokens")).toBe(1);
});

test("tokens that the server renewed by itself are kept, the device's aside", async () => {
  const { page, store } = await signedIn();
  const before = store.read()!;
  page.network = () =>
    Response.json({ data: { me: null } }, { headers: { "x-access-token": "new-access", "x-refresh-token": "new-refresh" } });
  await page.client.query({ query: ME });
  expect(store.read()).toMatchObject({
    id: before.id,
    serial: before.serial + 1,
    accessToken: "new-access",
    idToken: before.idToken,
    refreshToken: "new-refresh",
    lifetime: before.lifetime,
  });
});

test("a token whose life is short is not renewed before half of it is over", async () => {
  const brief = await startUsher({ USHER_LOCAL_ACCESS_TTL: "20s" });
  try {
    const clock = { now: Date.now() };
    const page = openPage(brief, { platform: { now: () => clock.now } });
    await page.signIn(await brief.user());
    clock.now += 8_000;
    await page.client.query({ query: ME });
    expect(page.count("RefreshTokens")).toBe(0);
    clock.now += 4_000;
    await page.client.query({ query: ME });
    expect(page.count("RefreshTokens")).toBe(1);
  } finally {
    await brief.stop();
  }
});

const refused = { data: { me: null }, errors: [{ message: "No.", path: ["me"], extensions: { code: "UNAUTHENTICATED", reason: "EXPIRED" } }] };

async function signedIn(options: UsherLinkOptions = {}, now = Date.now()) {
  const clock = { now };
  const store = memoryStore();
  const page = openPage(usher, { store, platform: { now: () => clock.now }, ...options });
  await page.signIn(await usher.user());
  return { page, store, clock };
}

function twenty(page: Page) {
  return Promise.allSettled(Array.from({ length: QUERIES }, () => page.client.query({ query: ME })));
}

/** Refreshes that reached the user pool. */
function upstream() {
  return usher.metric("usher_refresh_total", { result: "upstream" });
}

/** Makes the access token one that the server refuses as INVALID. */
function spoil(store: TokenStore) {
  store.write({ ...store.read()!, accessToken: "spoiled" });
}

/** Holds the answer to an operation back. */
function hold(page: Page, operation: string) {
  let release = () => {};
  let begin = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  page.network = (sent) => {
    if (sent.operation !== operation) {
      return undefined;
    }
    const answer = fetch(usher.url, { method: "POST", headers: sent.headers, body: sent.body });
    void answer.then(begin);
    return gate.then(() => answer);
  };
  return { begun, release: () => release() };
}
