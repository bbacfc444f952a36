import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, lookFor, SessionLine } from "../page/session.mjs";
import { Tokens } from "../page/tokens.mjs";
import { HOUR, memoryStorage, NOON, tokenSet } from "./fixtures.mjs";

test("a page that cannot see its cookies asks whether it is signed in", async () => {
  const session = (me) => async () => ({ data: { session: me && { me } } });
  const cases = [
    ["signed in by another tab", null, session({ id: "1", email: "ada@example.com" }), "ada@example.com"],
    ["without an address", null, session({ id: "1", email: null }), "1"],
    ["signed out by another tab", "ada@example.com", session(null), undefined],
    ["never signed in", null, session(null), undefined],
    ["an answer that is none", "ada@example.com", async () => ({ errors: [{ message: "busy" }] }), "ada@example.com"],
    ["no answer", "ada@example.com", () => Promise.reject(new Error("down")), "ada@example.com"],
  ];
  for (const [name, before, ask, want] of cases) {
    const tokens = new Tokens(memoryStorage(), { now: () => NOON, inCookies: true });
    if (before) tokens.takeName(before);
    await lookFor(ask, tokens);
    const { signedIn, who } = tokens.status();
    assert.deepEqual([signedIn, who], [want !== undefined, want], name);
  }
});

test("who is signed in, in words", () => {
  const time = new Date(NOON).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const cases = [
    [{ signedIn: false }, "Signed out"],
    [{ signedIn: true }, "Signed in"],
    [{ signedIn: true, who: "ada", expiresAt: null }, "Signed in as ada"],
    [{ signedIn: true, who: "ada", expiresAt: NOON, ended: false }, `Signed in as ada until ${time}`],
    [{ signedIn: true, who: "ada", expiresAt: NOON, ended: true }, `Signed in as ada; ended ${time}, the next request refreshes`],
  ];
  for (const [status, want] of cases) assert.equal(describe(status), want);
});

test("what may be pressed beside it", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  for (const [name, inCookies, signIn, want] of [
    ["signed out", false, () => {}, [true, true]],
    ["signed in", false, (tokens) => tokens.takeTokenSet(tokenSet("ada")), [false, false]],
    ["signed in by cookies, which no page can forget", true, (tokens) => tokens.takeName("ada"), [false, true]],
  ]) {
    const elements = {};
    const element = () => Object.assign(new EventTarget(), { classList: { toggle: () => {} } });
    const tokens = new Tokens(memoryStorage(), { now: () => NOON + HOUR / 2, inCookies });
    new SessionLine({ getElementById: (id) => (elements[id] ??= element()) }, tokens, { signOut: () => {} });
    signIn(tokens);
    assert.deepEqual([elements["sign-out"].hidden, elements.forget.hidden], want, name);
  }
});
