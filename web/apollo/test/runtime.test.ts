import { readFileSync } from "node:fs";
import { ApolloClient, ApolloLink, gql, InMemoryCache } from "@apollo/client";
import { print } from "graphql";
import { firstValueFrom, of, toArray } from "rxjs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { deviceStore, memoryStore, sessionStore, usherLink, type StoredSession } from "../src/index.js";
import { REFRESH_TOKENS } from "../src/link/document.js";
import { natureOf } from "../src/link/operation.js";
import { openPage, ME } from "./client.js";

const SESSION: StoredSession = {
  id: "a",
  since: 1,
  serial: 0,
  accessToken: "access",
  idToken: null,
  refreshToken: "refresh",
  expiresAt: null,
  lifetime: null,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test("the refresh is the package's own operation, as a cache would send it", () => {
  const file = new URL("../operations/RefreshTokens.graphql", import.meta.url);
  const document = gql(readFileSync(file, "utf8"));
  expect(print(REFRESH_TOKENS)).toBe(print(new InMemoryCache().transformDocument(document)));
});

describe("on a server that renders pages", () => {
  test("two links share nothing, although there are channels and locks", async () => {
    const open = vi.fn();
    vi.stubGlobal("BroadcastChannel", open);
    const store = memoryStore();
    store.write(SESSION);
    const one = usherLink({ store });
    const two = usherLink();
    expect(one.session.get().status).toBe("signed-in");
    expect(two.session.get().status).toBe("signed-out");
    expect(open).not.toHaveBeenCalled();
    expect(await two.refresh()).toBe(false);
  });

  test("no storage is used, although there may be one", () => {
    const setItem = vi.fn();
    vi.stubGlobal("localStorage", { setItem, getItem: () => "another user's" });
    const store = deviceStore();
    expect(store.read()).toBeNull();
    store.write("device");
    expect(store.read()).toBe("device");
    expect(setItem).not.toHaveBeenCalled();
  });
});

describe("a store in the browser's storage", () => {
  test("keeps the session for the next page of the tab", () => {
    const items = stubStorage("sessionStorage");
    sessionStore().write(SESSION);
    expect(sessionStore().read()).toEqual(SESSION);
    expect([...items.keys()]).toEqual(["usher-session"]);
    sessionStore().write(null);
    expect(items.size).toBe(0);
  });

  test.each(["{", "7", "null", '{"id":"a"}', JSON.stringify({ ...SESSION, since: "yesterday" })])("takes %s for none", (text) => {
    stubStorage("sessionStorage").set("usher-session", text);
    expect(sessionStore().read()).toBeNull();
  });

  test("is memory where the browser allows none", () => {
    vi.stubGlobal("document", {});
    vi.stubGlobal("localStorage", {
      getItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    });
    const store = deviceStore();
    store.write("device");
    expect(store.read()).toBe("device");
  });
});

test("a store whose room runs out gives what was written last, not what it has", () => {
  const items = stubStorage("sessionStorage");
  const store = sessionStore();
  store.write(SESSION);
  vi.stubGlobal("sessionStorage", {
    ...globalThis.sessionStorage,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  store.write({ ...SESSION, serial: 1 });
  expect(store.read()).toMatchObject({ serial: 1 });
  expect(items.size).toBe(0);
});

test("an answer in parts that was refused is followed by the second try's alone", async () => {
  const store = memoryStore();
  store.write(SESSION);
  const refusal = { message: "No.", extensions: { code: "UNAUTHENTICATED", reason: "EXPIRED" } };
  let tries = 0;
  const server = new ApolloLink(({ operationName }) => {
    if (operationName === "RefreshTokens") {
      return of({ data: { refreshTokens: { __typename: "Session", tokens: { accessToken: "new" } } } });
    }
    tries++;
    return tries === 1 ? of({ data: null, errors: [refusal] }, { data: { me: "late part" } }) : of({ data: { me: "second try" } });
  });
  const client = new ApolloClient({ cache: new InMemoryCache(), link: server });
  const results = ApolloLink.execute(ApolloLink.from([usherLink({ store }), server]), { query: ME }, { client }).pipe(toArray());
  expect(await firstValueFrom(results)).toEqual([{ data: { me: "second try" } }]);
});

describe("operations", () => {
  test.each([
    ["query { config { firstFactors } }", { apart: true, closing: false, begins: false, asks: false }],
    ["query { me { email } }", { apart: false, closing: false, begins: false, asks: false }],
    ["query { config { firstFactors } me { email } }", { apart: false, closing: false, begins: false, asks: false }],
    ["query { session { expiresAt } }", { apart: false, closing: false, begins: false, asks: true }],
    ["mutation { signIn(input: {}) { __typename } }", { apart: true, closing: false, begins: true, asks: false }],
    ["mutation { s: signOut { wasSignedIn } }", { apart: true, closing: true, begins: false, asks: false }],
    ["mutation { refreshTokens { __typename } }", { apart: true, closing: true, begins: false, asks: false }],
    ["mutation { signInEverywhere }", { apart: false, closing: false, begins: true, asks: false }],
    ["query { ...Q } fragment Q on Query { config { firstFactors } }", { apart: false, closing: false, begins: false, asks: false }],
  ])("%s", (text, nature) => {
    expect(natureOf(gql(text))).toEqual(nature);
  });
});

test("an answer that shows no time of the server is taken by this machine's", async () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const page = openPage({ url: "http://usher.invalid/graphql" }, { platform: { now: () => now } });
  const signIn = (expiresAt: string) => {
    page.network = () => Response.json({ data: { signIn: { __typename: "Session", tokens: { accessToken: "a", expiresAt } } } });
    return page.client.mutate({ mutation: gql("mutation { signIn(input: {}) { tokens { accessToken expiresAt } } }") });
  };
  await signIn("2026-01-01T01:00:00Z");
  expect(page.link.session.get().expiresAt).toEqual(new Date("2026-01-01T01:00:00Z"));
  // No token lives for a week: this clock is wrong, and says nothing.
  await signIn("2026-01-08T00:00:00Z");
  expect(page.link.session.get()).toMatchObject({ status: "signed-in", expiresAt: null });
  await signIn("2025-12-31T23:00:00Z");
  expect(page.link.session.get()).toMatchObject({ status: "signed-in", expiresAt: null });
  // Without a refresh token the session ends with its access token.
  page.network = () =>
    Response.json({ data: { me: null }, errors: [{ message: "No.", extensions: { code: "UNAUTHENTICATED", reason: "EXPIRED" } }] });
  await page.client.query({ query: ME }).catch(() => undefined);
  expect(page.link.session.get()).toMatchObject({ status: "signed-out", reason: "expired" });
});

function stubStorage(name: string): Map<string, string> {
  const items = new Map<string, string>();
  vi.stubGlobal("document", {});
  vi.stubGlobal(name, {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
  return items;
}
