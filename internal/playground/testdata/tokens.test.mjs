import assert from "node:assert/strict";
import { test } from "node:test";
import { Tokens } from "../page/tokens.mjs";
import { HOUR, jwt, memoryStorage, NOON, tokenSet } from "./fixtures.mjs";

test("without tokens no header is sent", () => {
  const tokens = new Tokens(memoryStorage(), { now: () => NOON });
  assert.deepEqual(tokens.headers(true), {});
  assert.deepEqual(tokens.status(), { signedIn: false });
});

test("the refresh token goes along only when it is needed", () => {
  let now = NOON;
  const tokens = new Tokens(memoryStorage(), { now: () => now });
  tokens.takeTokenSet(tokenSet("a"));
  const cases = [
    ["fresh", NOON, false, undefined],
    ["fresh, but asked for", NOON, true, "a-refresh"],
    ["about to end", NOON + HOUR - 5000, false, "a-refresh"],
    ["ended", NOON + HOUR + 1, false, "a-refresh"],
  ];
  for (const [name, at, asked, want] of cases) {
    now = at;
    const headers = tokens.headers(asked);
    assert.equal(headers["X-Refresh-Token"], want, name);
    assert.match(headers.Authorization, /^Bearer \S+$/, name);
    assert.equal(headers["X-Id-Token"], undefined, name);
  }
});

test("a silent refresh replaces what it brings and keeps the rest", () => {
  const tokens = new Tokens(memoryStorage(), { now: () => NOON });
  tokens.takeTokenSet(tokenSet("a"));
  const accessToken = jwt({ exp: (NOON + 2 * HOUR) / 1000 });
  tokens.takeHeaders(new Headers({ "X-Access-Token": accessToken }));
  assert.deepEqual(tokens.headers(true), { Authorization: `Bearer ${accessToken}`, "X-Refresh-Token": "a-refresh" });
  assert.equal(tokens.status().expiresAt, NOON + 2 * HOUR);
  tokens.takeHeaders(new Headers({ "X-Access-Token": accessToken, "X-Refresh-Token": "rotated" }));
  assert.equal(tokens.headers(true)["X-Refresh-Token"], "rotated");
});

test("a sealed access token has no known end", () => {
  const tokens = new Tokens(memoryStorage(), { now: () => NOON });
  tokens.takeTokenSet(tokenSet("a"));
  tokens.takeHeaders(new Headers({ "X-Access-Token": "sealed.opaque.x.y.z" }));
  assert.equal(tokens.status().expiresAt, null);
  assert.equal(tokens.ended(), false);
});

test("a null refresh token leaves the present one in force", () => {
  const tokens = new Tokens(memoryStorage(), { now: () => NOON });
  tokens.takeTokenSet(tokenSet("a"));
  tokens.takeTokenSet({ ...tokenSet("b"), refreshToken: null });
  assert.equal(tokens.headers(true)["X-Refresh-Token"], "a-refresh");
  assert.equal(tokens.status().who, "b@example.com");
});

test("the device's token outlives the session", () => {
  const storage = memoryStorage();
  const tokens = new Tokens(storage, { now: () => NOON });
  tokens.takeHeaders(new Headers({ "X-Device-Token": "known" }));
  assert.deepEqual(tokens.headers(), { "X-Device-Token": "known" });
  assert.deepEqual(tokens.status(), { signedIn: false });
  tokens.takeTokenSet(tokenSet("a"));
  tokens.forget();
  tokens.takeHeaders(new Headers());
  assert.deepEqual(new Tokens(storage, { now: () => NOON }).headers(), { "X-Device-Token": "known" });
});

test("a reload keeps the tokens, forgetting removes them", () => {
  const storage = memoryStorage();
  const tokens = new Tokens(storage, { now: () => NOON });
  tokens.takeTokenSet(tokenSet("a"));
  const reloaded = new Tokens(storage, { now: () => NOON });
  assert.deepEqual(reloaded.headers(true), tokens.headers(true));
  let changes = 0;
  reloaded.addEventListener("change", () => changes++);
  reloaded.forget();
  assert.equal(changes, 1);
  assert.equal(storage.length, 0);
  assert.deepEqual(new Tokens(storage, { now: () => NOON }).headers(true), {});
});

test("damaged storage means signed out", () => {
  const storage = memoryStorage();
  storage.setItem("usher:tokens", "{");
  assert.equal(new Tokens(storage).status().signedIn, false);
});

test("the name comes from the ID token, else from me, else from the access token", () => {
  const tokens = new Tokens(memoryStorage(), { now: () => NOON });
  tokens.takeTokenSet({ accessToken: jwt({ username: "7f3e" }) });
  assert.equal(tokens.status().who, "7f3e");
  tokens.takeName("ada@example.com");
  assert.equal(tokens.status().who, "ada@example.com");
  tokens.takeTokenSet({ accessToken: "sealed", idToken: jwt({ email: "zoë@example.com" }) });
  assert.equal(tokens.status().who, "zoë@example.com");
});
