import assert from "node:assert/strict";
import { test } from "node:test";
import { isChallenge, variablesFor } from "../page/challenges.mjs";
import { askedOf, credentialFor, variablesWith } from "../page/passkeys.mjs";

test("each challenge gets variables of its shape", () => {
  const cases = [
    ["TotpChallenge", {}, { totpCode: "" }],
    ["CodeChallenge", {}, { code: "" }],
    ["NewPasswordChallenge", { requiredAttributes: ["name"] }, { newPassword: { password: "Correct-Horse-1", attributes: [{ name: "name", value: "" }] } }],
    ["SelectFactorChallenge", { factors: ["PASSWORD", "EMAIL"] }, { factor: "EMAIL" }],
    ["SelectFactorChallenge", { factors: ["PASSWORD"] }, { password: "" }],
    ["MfaSetupChallenge", {}, { totpSetup: { code: "", deviceName: "My phone" } }],
    ["PasskeyChallenge", {}, { passkey: {} }],
    ["CustomChallenge", {}, { custom: "" }],
    ["OneOfTomorrowChallenge", {}, { code: "" }],
  ];
  for (const [__typename, more, answer] of cases) {
    const value = { __typename, challenge: "c", ...more };
    assert.ok(isChallenge(value), __typename);
    assert.deepEqual(JSON.parse(variablesFor(value)), { input: { challenge: "c", answer } }, __typename);
  }
  assert.ok(!isChallenge({ __typename: "Session" }));
  assert.ok(!isChallenge(null));
});

const answered = (name, value) => ({ fields: [{ name, key: "k" }], answer: { data: { k: value } } });

test("what an answer asks of the browser", () => {
  const options = { challenge: "o" };
  const cases = [
    ["a passkey to make", answered("startPasskeyRegistration", { __typename: "PasskeyOptions", options }), ["create", "startPasskeyRegistration", "finishPasskeyRegistration"]],
    ["a passkey to show", answered("signIn", { __typename: "PasskeyChallenge", challenge: "c", options }), ["get", "signIn", "respondToChallenge"]],
    ["no options", answered("startPasskeyRegistration", { __typename: "NotEnabled" }), undefined],
    ["options of something else", answered("config", { options }), undefined],
    ["nothing", answered("me", null), undefined],
  ];
  for (const [name, run, want] of cases) {
    const asked = askedOf(run);
    assert.deepEqual(asked ? [asked.kind, asked.from, asked.goesTo] : undefined, want, name);
  }
});

test("the browser's credential goes into the variables", async () => {
  const asks = [];
  const container = (kind) => async ({ publicKey }) => {
    asks.push([kind, publicKey]);
    return { toJSON: () => ({ id: kind }) };
  };
  const browser = {
    navigator: { credentials: { create: container("create"), get: container("get") } },
    PublicKeyCredential: { parseCreationOptionsFromJSON: (options) => `make ${options}`, parseRequestOptionsFromJSON: (options) => `show ${options}` },
  };
  const made = { kind: "create", options: "a" };
  const shown = { kind: "get", options: "b", challenge: "c" };
  assert.deepEqual(JSON.parse(variablesWith(made, await credentialFor(made, browser))), { input: { credential: { id: "create" } } });
  assert.deepEqual(JSON.parse(variablesWith(shown, await credentialFor(shown, browser))), { input: { challenge: "c", answer: { passkey: { id: "get" } } } });
  assert.deepEqual(asks, [["create", "make a"], ["get", "show b"]]);
  await assert.rejects(credentialFor(made, { navigator: {} }), /https or http:\/\/localhost/);
});
