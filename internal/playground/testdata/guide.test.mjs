import assert from "node:assert/strict";
import { test } from "node:test";
import { advise, Guide, titleOf } from "../page/guide.mjs";

const operations = new Map(
  [
    ["signUp", "confirmSignUp"],
    ["confirmSignUp", "me"],
    ["me", "signOut"],
    ["signOut", "signIn"],
    ["signIn", undefined],
    ["setUpTotp", "confirmTotp"],
    ["confirmTotp", undefined],
    ["forgotPassword", "confirmForgotPassword"],
    ["resendConfirmationCode", "confirmSignUp"],
  ].map(([name, next]) => [name, { name, next, label: `Label of ${name}`, summary: `About ${name}.` }]),
);
const walk = ["signUp", "confirmSignUp", "me", "signOut"];

function advice({ done = [], ...state }) {
  const { text, label, act, name } = advise({ operations, walk, done: (one) => done.includes(one), active: "signUp", last: null, interrupted: null, mail: null, passkey: null, codeMissing: false, mailbox: true, ...state });
  return [text, label, act, name];
}
const succeeded = (name, value) => ({ name, ok: true, type: value?.__typename, value });
const failed = (name, code, more) => ({ name, ok: false, code, message: "That is so.", ...more });
const code = { code: "123456", to: "ada@example.com", from: "signUp", goesTo: "confirmSignUp" };
const passkey = { kind: "create", from: "setUpTotp", goesTo: "confirmTotp" };

test("the line says what comes next", () => {
  const cases = [
    ["at first", {}, ["Step 1 of 4: About signUp.", "Run SignUp", "run", undefined]],
    ["a code came", { mail: code, last: succeeded("signUp") }, ["The code 123456 came for ada@example.com.", "Use the code", "code", undefined]],
    ["a code came, where it goes", { mail: code, active: "confirmSignUp", codeMissing: true }, ["The code 123456 came for ada@example.com.", "Use the code", "code", undefined]],
    ["a code came and a second one was refused", { mail: code, last: failed("signUp", "RATE_LIMITED", { retryAfter: 30 }) }, ["RATE_LIMITED: That is so. (30 seconds)", "Run SignUp", "run", undefined]],
    ["a code came for a sign-in before confirming", { active: "signIn", mail: { ...code, from: "signIn" }, last: failed("signIn", "NOT_CONFIRMED") }, ["The code 123456 came for ada@example.com.", "Use the code", "code", undefined]],
    ["a code came, and the user turned to something else", { mail: code, active: "setUpTotp" }, ["About setUpTotp.", "Run SetUpTotp", "run", undefined]],
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
    ["a passkey to make", { active: "setUpTotp", passkey }, ["The answer holds what the browser needs to make a passkey.", "Make the passkey", "passkey", undefined]],
    ["a passkey to show", { active: "signIn", passkey: { kind: "get", from: "signIn", goesTo: "respondToChallenge" } }, ["The sign-in asks for a passkey.", "Use a passkey", "passkey", undefined]],
    ["a passkey to make, and the user turned to something else", { active: "me", passkey }, ["Step 3 of 4: About me.", "Run Me", "run", undefined]],
    ["a problem", { last: failed("signUp", "INVALID_INPUT") }, ["INVALID_INPUT: That is so.", "Run SignUp", "run", undefined]],
    ["a problem whose words were not asked for", { last: failed("signUp", "INVALID_INPUT", { message: undefined }) }, ["INVALID_INPUT: change the variables and run it again.", "Run SignUp", "run", undefined]],
    ["a limit", { last: failed("signUp", "RATE_LIMITED", { retryAfter: 30 }) }, ["RATE_LIMITED: That is so. (30 seconds)", "Run SignUp", "run", undefined]],
    ["a code that has expired", { active: "confirmSignUp", last: failed("confirmSignUp", "CODE_EXPIRED") }, ["CODE_EXPIRED: That is so.", "Open ResendConfirmationCode", "open", "resendConfirmationCode"]],
    ["an expired code of something else", { active: "confirmTotp", last: failed("confirmTotp", "CODE_EXPIRED") }, ["CODE_EXPIRED: That is so.", "Run ConfirmTotp", "run", undefined]],
    ["signed in before confirming", { active: "signIn", last: failed("signIn", "NOT_CONFIRMED") }, ["NOT_CONFIRMED: That is so.", "Open ConfirmSignUp", "open", "confirmSignUp"]],
    ["a password to be reset", { active: "signIn", last: failed("signIn", "PASSWORD_RESET_REQUIRED") }, ["PASSWORD_RESET_REQUIRED: That is so.", "Open ForgotPassword", "open", "forgotPassword"]],
    ["a reload in the middle", { done: ["signUp"], last: null }, ["Done. Next: label of confirmSignUp.", "Open ConfirmSignUp", "open", "confirmSignUp"]],
    ["back at what a missing sign-in interrupted", { active: "me", done: ["signUp", "me"], last: null, interrupted: "me" }, ["Step 3 of 4: About me.", "Run Me", "run", undefined]],
    ["a session that was ended elsewhere", { active: "setUpTotp", last: failed("setUpTotp", "UNAUTHENTICATED", { reason: "REVOKED" }) }, ["The session was ended.", "Open SignIn", "open", "signIn"]],
    ["no session", { active: "setUpTotp", last: failed("setUpTotp", "UNAUTHENTICATED", { reason: "MISSING" }) }, ["This needs a session, and there is none.", "Open SignIn", "open", "signIn"]],
    ["a session that ended", { active: "me", last: failed("me", "UNAUTHENTICATED", { reason: "EXPIRED" }) }, ["The session has run out.", "Open SignIn", "open", "signIn"]],
    ["me after signing out", { active: "me", done: walk, last: failed("me", "UNAUTHENTICATED", { reason: "MISSING" }) }, ["Refused, as it should be: the session has ended.", "Open SignIn", "open", "signIn"]],
    ["signed in for what was refused", { active: "signIn", last: succeeded("signIn", { __typename: "Session" }), interrupted: "setUpTotp" }, ["Signed in. Back to: label of setUpTotp.", "Open SetUpTotp", "open", "setUpTotp"]],
    ["signed in for nothing", { active: "signIn", done: walk, last: succeeded("signIn", { __typename: "Session" }) }, ["Done. Choose what you like from the list.", "Run SignIn", "run", undefined]],
    ["an old sign-in", { active: "setUpTotp", last: failed("setUpTotp", "REAUTHENTICATION_REQUIRED") }, ["REAUTHENTICATION_REQUIRED: That is so.", "Open SignIn", "open", "signIn"]],
  ];
  for (const [name, state, want] of cases) assert.deepEqual(advice(state), want, name);
});

test("a tab is called as its operation", () => {
  assert.equal(titleOf("confirmSignUp"), "ConfirmSignUp");
});

test("the button does nothing twice", () => {
  const elements = { "guide-text": {}, "guide-action": new EventTarget() };
  const attributes = {};
  const button = Object.assign(elements["guide-action"], { getAttribute: (name) => attributes[name] ?? null, setAttribute: (name, value) => (attributes[name] = value) });
  const taken = [];
  const guide = new Guide({ getElementById: (id) => elements[id] }, ({ act }) => taken.push(act));
  const click = () => button.dispatchEvent(new Event("click"));
  guide.show({ text: "", label: "", act: "run" });
  click();
  guide.wait(true);
  click();
  assert.deepEqual(taken, ["run"]);
  guide.wait(false);
  click();
  assert.deepEqual(taken, ["run", "run"]);
});
