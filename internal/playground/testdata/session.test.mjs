import assert from "node:assert/strict";
import { test } from "node:test";
import { lookFor } from "../page/session.mjs";
import { Tokens } from "../page/tokens.mjs";
import { memoryStorage, NOON } from "./fixtures.mjs";

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
