import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomeOf, Progress } from "../page/progress.mjs";
import { memoryStorage } from "./fixtures.mjs";

test("how a field was answered", () => {
  const error = (code, path, reason) => ({ message: "no", path, extensions: { code, reason } });
  const cases = [
    ["a session", { data: { x: { __typename: "Session" } } }, { ok: true, type: "Session" }],
    ["a problem", { data: { x: { __typename: "RateLimited", code: "RATE_LIMITED", message: "wait", retryAfter: 9 } } }, { ok: false, code: "RATE_LIMITED", message: "wait", retryAfter: 9 }],
    ["nobody signed in, which is no error", { data: { x: null } }, { ok: true, type: undefined }],
    ["refused", { data: { x: null }, errors: [error("UNAUTHENTICATED", ["x"], "MISSING")] }, { ok: false, code: "UNAUTHENTICATED", message: "no", reason: "MISSING" }],
    ["refused as a whole", { errors: [error("GRAPHQL_VALIDATION_FAILED")] }, { ok: false, code: "GRAPHQL_VALIDATION_FAILED", message: "no", reason: undefined }],
    ["an error of another field", { data: { x: {} }, errors: [error("INTERNAL", ["y"])] }, { ok: true, type: undefined }],
    ["an error without a code", { data: null, errors: [{ message: "no" }] }, { ok: false, code: "ERROR", message: "no", reason: undefined }],
    ["nothing at all", {}, { ok: false, type: undefined }],
  ];
  for (const [name, answer, want] of cases) {
    const { value: _, ...got } = outcomeOf(answer, "x");
    assert.deepEqual(got, want, name);
  }
});

test("what was done outlives a reload, and a new walk forgets its own steps only", () => {
  const storage = memoryStorage();
  const progress = new Progress(storage);
  let changes = 0;
  progress.addEventListener("change", () => changes++);
  const run = (name, value) => progress.learn({ fields: [{ name, key: "k" }], answer: { data: { k: value } } });
  run("signUp", { __typename: "SignUpStarted" });
  run("signIn", { __typename: "Session" });
  run("me", { code: "X" });
  const reloaded = new Progress(storage);
  assert.deepEqual(["signUp", "signIn", "me"].map((name) => reloaded.has(name)), [true, true, false]);
  assert.equal(progress.last.name, "me");
  progress.begin(["signUp"]);
  assert.deepEqual(["signUp", "signIn"].map((name) => new Progress(storage).has(name)), [false, true]);
  assert.deepEqual([progress.last, changes], [null, 4]);
});

test("what a missing sign-in interrupted is remembered until it is run", () => {
  const progress = new Progress(memoryStorage());
  const seen = [];
  const run = (name, value, errors) => {
    progress.learn({ fields: [{ name, key: "k" }], answer: { data: { k: value }, errors } });
    seen.push(progress.interrupted);
  };
  run("me", null, [{ message: "no", path: ["k"], extensions: { code: "UNAUTHENTICATED" } }]);
  run("signIn", { __typename: "Session" });
  run("me", { id: "1" });
  run("setUpTotp", { __typename: "ReauthenticationRequired", code: "REAUTHENTICATION_REQUIRED" });
  progress.begin([]);
  assert.deepEqual([...seen, progress.interrupted], ["me", "me", null, "setUpTotp", null]);
});

test("damaged storage means nothing was done", () => {
  const storage = memoryStorage();
  storage.setItem("usher:done", "{");
  assert.equal(new Progress(storage).has("signUp"), false);
});
