import assert from "node:assert/strict";
import { test } from "node:test";
import { createFetcher, documentFor } from "../page/fetcher.mjs";
import { Tokens } from "../page/tokens.mjs";
import { documentOf, HOUR, jwt, memoryStorage, NOON, server, tokenSet } from "./fixtures.mjs";

function page(...answers) {
  return pageWith({}, ...answers);
}

function pageWith(options, ...answers) {
  const clock = { now: NOON };
  const tokens = new Tokens(memoryStorage(), { now: () => clock.now, ...options });
  const { fetch, requests } = server(...answers);
  const seen = [];
  const fetcher = createFetcher({ endpoint: "/graphql", tokens, fetch, onAnswer: (run) => seen.push(run) });
  const run = (operationName, ...fields) => fetcher({ query: "…", operationName }, { documentAST: documentOf(operationName, ...fields) });
  return { clock, tokens, requests, seen, fetcher, run };
}

const refused = (reason) => ({ body: { data: { me: null }, errors: [{ message: "no", extensions: { code: "UNAUTHENTICATED", reason } }] } });
const me = { body: { data: { me: { id: "1", email: "ada@example.com" } } } };

test("a request has the headers of the contract", async () => {
  const p = page(me);
  await p.run("Me", "me");
  const [{ url, method, headers, body }] = p.requests;
  assert.equal(url, "/graphql");
  assert.equal(method, "POST");
  assert.equal(headers["content-type"], "application/json");
  assert.match(headers.accept, /^application\/graphql-response\+json/);
  assert.equal(headers.authorization, undefined);
  assert.deepEqual(JSON.parse(body), { query: "…", operationName: "Me" });
});

test("after signIn the access token goes along by itself", async () => {
  const set = tokenSet("ada");
  const p = page({ body: { data: { signIn: { __typename: "Session", tokens: set, me: { email: "ada@example.com" } } } } }, me);
  await p.run("SignIn", "signIn");
  await p.run("Me", "me");
  assert.equal(p.requests[1].headers.authorization, `Bearer ${set.accessToken}`);
  assert.equal(p.requests[1].headers["x-refresh-token"], undefined);
  assert.equal(p.tokens.status().who, "ada@example.com");
});

test("tokens are found under any alias", async () => {
  const p = page({ body: { data: { mine: { tokens: tokenSet("ada") } } } });
  await p.run("SignIn", "mine:signIn");
  assert.equal(p.tokens.status().signedIn, true);
});

test("an ended access token takes the refresh token along and the new ones are kept", async () => {
  const fresh = jwt({ exp: (NOON + 3 * HOUR) / 1000 });
  const p = page({ ...me, headers: { "X-Access-Token": fresh } }, me);
  p.tokens.takeTokenSet(tokenSet("ada"));
  p.clock.now = NOON + 2 * HOUR;
  await p.run("Me", "me");
  await p.run("Me", "me");
  assert.equal(p.requests[0].headers["x-refresh-token"], "ada-refresh");
  assert.equal(p.requests[1].headers.authorization, `Bearer ${fresh}`);
  assert.equal(p.requests[1].headers["x-refresh-token"], undefined);
});

test("a sealed token that the server calls expired is tried once more with the refresh token", async () => {
  const p = page(refused("EXPIRED"), me);
  p.tokens.takeTokenSet({ accessToken: "sealed", refreshToken: "r" });
  const answer = await p.run("Me", "me");
  assert.equal(answer.data.me.id, "1");
  assert.equal(p.requests.length, 2);
  assert.equal(p.requests[1].headers["x-refresh-token"], "r");
});

test("it is tried once only", async () => {
  const p = page(refused("EXPIRED"), refused("EXPIRED"));
  p.tokens.takeTokenSet({ accessToken: "sealed", refreshToken: "r" });
  await p.run("Me", "me");
  assert.equal(p.requests.length, 2);
  assert.equal(p.tokens.status().signedIn, true);
});

test("what ends a session and what does not", async () => {
  const cases = [
    ["signed out", { body: { data: { signOut: { wasSignedIn: true } } } }, ["signOut"], false],
    ["signed out under an alias", { body: { data: { bye: { wasSignedIn: true } } } }, ["bye:signOut"], false],
    ["signed out everywhere", { body: { data: { signOutEverywhere: { wasSignedIn: true } } } }, ["signOutEverywhere"], false],
    ["sign-out failed", { body: { data: null, errors: [{ message: "fault" }] } }, ["signOut"], true],
    ["refresh refused", { body: { data: { refreshTokens: { code: "SESSION_EXPIRED" } } } }, ["refreshTokens"], false],
    ["account deleted", { body: { data: { deleteAccount: { __typename: "AccountDeleted" } } } }, ["deleteAccount"], false],
    ["account not deleted", { body: { data: { deleteAccount: { __typename: "InvalidCredentials" } } } }, ["deleteAccount"], true],
    ["revoked", refused("REVOKED"), ["me"], false],
    ["invalid", refused("INVALID"), ["me"], false],
    ["missing", refused("MISSING"), ["me"], true],
    ["another error", { body: { data: { me: null }, errors: [{ message: "no", extensions: { code: "INTERNAL_SERVER_ERROR", reason: "REVOKED" } }] } }, ["me"], true],
    ["a wrong password", { body: { data: { signIn: { __typename: "InvalidCredentials", code: "INVALID_CREDENTIALS" } } } }, ["signIn"], true],
  ];
  for (const [name, answer, fields, signedIn] of cases) {
    const p = page(answer);
    p.tokens.takeTokenSet(tokenSet("ada"));
    await p.run("Op", ...fields);
    assert.equal(p.tokens.status().signedIn, signedIn, name);
  }
});

test("a session that this request issued no tokens for leaves the kept ones alone", async () => {
  const p = page({ body: { data: { session: { tokens: null, expiresAt: new Date(NOON).toISOString() } } } });
  p.tokens.takeTokenSet(tokenSet("ada"));
  const before = p.tokens.headers(true);
  await p.run("Session", "session");
  assert.deepEqual(p.tokens.headers(true), before);
});

test("operations on the session itself take the refresh token along", async () => {
  for (const [field, want] of [["refreshTokens", "ada-refresh"], ["signOut", "ada-refresh"], ["signOutEverywhere", "ada-refresh"], ["config", undefined]]) {
    const p = page({ body: { data: {} } });
    p.tokens.takeTokenSet(tokenSet("ada"));
    await p.run("Op", field);
    assert.equal(p.requests[0].headers["x-refresh-token"], want, field);
  }
});

test("in cookies the page knows who is signed in, and no token", async () => {
  const p = pageWith({ inCookies: true }, { body: { data: { signIn: { tokens: null, me: { email: "ada@example.com" } } } } }, me, refused("MISSING"));
  await p.run("SignIn", "signIn");
  assert.deepEqual([p.tokens.status().signedIn, p.tokens.status().who], [true, "ada@example.com"]);
  await p.run("Me", "me");
  const { headers, credentials } = p.requests[1];
  assert.deepEqual([headers.authorization, headers["apollo-require-preflight"], credentials], [undefined, "true", "same-origin"]);
  await p.run("Me", "me");
  assert.equal(p.tokens.status().signedIn, false);
});

test("an operation of the page's own is read like one of the user's", async () => {
  const p = page({ body: { data: { signOut: { wasSignedIn: true } } } });
  p.tokens.takeTokenSet(tokenSet("ada"));
  await p.fetcher({ query: "…" }, { documentAST: documentFor("signOut") });
  assert.equal(p.requests[0].headers["x-refresh-token"], "ada-refresh");
  assert.equal(p.tokens.status().signedIn, false);
});

test("headers typed by the user win", async () => {
  const p = page(me);
  p.tokens.takeTokenSet(tokenSet("ada"));
  await p.fetcher({ query: "{me{id}}" }, { headers: { authorization: "Bearer mine" }, documentAST: documentOf("Me", "me") });
  assert.equal(p.requests[0].headers.authorization, "Bearer mine");
});

test("introspection is sent and not searched for tokens", async () => {
  const p = page({ body: { data: { __schema: { tokens: { accessToken: "a default value" } } } } });
  await p.fetcher({ query: "…", operationName: "IntrospectionQuery" }, {});
  assert.equal(p.tokens.status().signedIn, false);
  assert.deepEqual(p.seen, []);
});

test("an answer that is no JSON is told as it is", async () => {
  const p = page({ body: "Bad gateway", status: 502 });
  await assert.rejects(p.run("Me", "me"), /HTTP 502 without JSON: Bad gateway/);
});

test("no answer says what to do", async () => {
  const fetcher = createFetcher({
    endpoint: "/graphql",
    tokens: new Tokens(memoryStorage()),
    fetch: async () => {
      throw new TypeError("Failed to fetch");
    },
  });
  await assert.rejects(fetcher({ query: "{me{id}}" }), /No answer from \/graphql. Is the server still running/);
});
