import assert from "node:assert/strict";
import { test } from "node:test";
import { advise, titleOf } from "../page/guide.mjs";

const operations = new Map(
  [
    ["signUp", "confirmSignUp"],
    ["confirmSignUp", "me"],
    ["me", "signOut"],
    ["signOut", "signIn"],
    ["signIn", undefined],
    ["setUpTotp", "confirmTotp"],
    ["confirmTotp", undefined],
  ].map(([name, next]) => [name, { name, next, label: `Label of ${name}`, summary: `About ${name}.` }]),
);
const walk = ["signUp", "confirmSignUp", "me", "signOut"];

function advice({ done = [], ...state }) {
  const { text, label, act, name } = advise({ operations, walk, done: (one) => done.includes(one), active: "signUp", last: null, interrupted: null, mail: null, passkey: null, codeMissing: false, mailbox: true, ...state });
  return [text, label, act, name];
}
const succeeded = (name, value) => ({ name, ok: true, type: value?.__typename, value });
const failed = (name, code, more) => ({ name, ok: false, code, ...more });

test("the line says what comes next", () => {
  const cases = [
    ["at first", {}, ["Step 1 of 4: About signUp.", "Run SignUp", "run", undefined]],
    ["a code came", { mail: { code: "123456", to: "ada@example.com" }, last: succeeded("signUp") }, ["The code 123456 came for ada@example.com.", "Use the code", "code", undefined]],
    ["no code came yet", { done: ["signUp"], last: succeeded("signUp") }, ["Done. Next: label of confirmSignUp.", "Open ConfirmSignUp", "open", "confirmSignUp"]],
    ["the code is missing", { active: "confirmSignUp", codeMissing: true }, ["Step 2 of 4: Put the code into the variables.", "Open the mailbox", "mailbox", undefined]],
    ["it is missing and there is no mailbox", { active: "confirmSignUp", codeMissing: true, mailbox: false }, ["Step 2 of 4: Put the code into the variables.", "Run ConfirmSignUp", "run", undefined]],
    ["in the middle", { done: ["signUp", "confirmSignUp"], active: "confirmSignUp", last: succeeded("confirmSignUp") }, ["Done. Next: label of me.", "Open Me", "open", "me"]],
    ["at the end", { done: walk, active: "signOut", last: succeeded("signOut") }, ["That was the whole walk. Sign in again, or choose anything from the list.", "Open SignIn", "open", "signIn"]],
    ["a step out of order", { done: ["signUp", "me"], active: "me", last: succeeded("me") }, ["Done. Next: label of confirmSignUp.", "Open ConfirmSignUp", "open", "confirmSignUp"]],
    ["beside the walk", { done: walk, active: "setUpTotp", last: succeeded("setUpTotp") }, ["Done. Next: label of confirmTotp.", "Open ConfirmTotp", "open", "confirmTotp"]],
    ["beside the walk, which waits", { done: ["signUp"], active: "confirmTotp", last: succeeded("confirmTotp") }, ["Done. Next: label of confirmSignUp.", "Open ConfirmSignUp", "open", "confirmSignUp"]],
    ["all is done", { done: walk, active: "confirmTotp", last: succeeded("confirmTotp") }, ["Done. Choose what you like from the list.", "Run ConfirmTotp", "run", undefined]],
    ["an operation that did not run yet", { active: "setUpTotp", last: succeeded("signUp") }, ["About setUpTotp.", "Run SetUpTotp", "run", undefined]],
    ["one of the user's own", { active: null, done: ["signUp"] }, ["Step 2 of 4: About confirmSignUp.", "Open ConfirmSignUp", "open", "confirmSignUp"]],
    ["a challenge", { active: "signIn", last: succeeded("signIn", { __typename: "TotpChallenge", challenge: "c" }) }, ["The sign-in asks for the code that the authenticator app shows.", "Answer it", "challenge", undefined]],
    ["a passkey to make", { active: "setUpTotp", passkey: { kind: "create" } }, ["The answer holds what the browser needs to make a passkey.", "Make the passkey", "passkey", undefined]],
    ["a passkey to show", { active: "signIn", passkey: { kind: "get" } }, ["The sign-in asks for a passkey.", "Use a passkey", "passkey", undefined]],
    ["a problem", { last: failed("signUp", "INVALID_INPUT") }, ["The answer is a problem: INVALID_INPUT. Change the variables and run it again.", "Run SignUp", "run", undefined]],
    ["a limit", { last: failed("signUp", "RATE_LIMITED", { retryAfter: 30 }) }, ["The answer is a problem: RATE_LIMITED. Wait 30 seconds.", "Run SignUp", "run", undefined]],
    ["no session", { active: "setUpTotp", last: failed("setUpTotp", "UNAUTHENTICATED", { reason: "MISSING" }) }, ["This needs a session, and there is none.", "Open SignIn", "open", "signIn"]],
    ["a session that ended", { active: "me", last: failed("me", "UNAUTHENTICATED", { reason: "EXPIRED" }) }, ["This needs a session, and there is none any more.", "Open SignIn", "open", "signIn"]],
    ["me after signing out", { active: "me", done: walk, last: failed("me", "UNAUTHENTICATED", { reason: "MISSING" }) }, ["Refused, as it should be: the session has ended.", "Open SignIn", "open", "signIn"]],
    ["signed in for what was refused", { active: "signIn", last: succeeded("signIn", { __typename: "Session" }), interrupted: "setUpTotp" }, ["Signed in. Back to: label of setUpTotp.", "Open SetUpTotp", "open", "setUpTotp"]],
    ["signed in for nothing", { active: "signIn", done: walk, last: succeeded("signIn", { __typename: "Session" }) }, ["Done. Choose what you like from the list.", "Run SignIn", "run", undefined]],
    ["an old sign-in", { active: "setUpTotp", last: failed("setUpTotp", "REAUTHENTICATION_REQUIRED") }, ["This asks for a recent sign-in: sign in again, then come back.", "Open SignIn", "open", "signIn"]],
  ];
  for (const [name, state, want] of cases) assert.deepEqual(advice(state), want, name);
});

test("a tab is called as its operation", () => {
  assert.equal(titleOf("confirmSignUp"), "ConfirmSignUp");
});
