import assert from "node:assert/strict";
import { test } from "node:test";
import { MailWatch } from "../page/mail.mjs";
import { asksForCode, fillCode, Notes } from "../page/notes.mjs";
import { memoryStorage } from "./fixtures.mjs";

const prepared = [
  { variables: '{"input": {"email": "ada@example.com"}}' },
  { variables: '{"input": {"username": "ada@example.com", "password": "Prepared-1"}}' },
  { variables: "" },
];
const succeeded = (input, __typename) => ({ params: { variables: { input } }, fields: [{ key: "x" }], answer: { data: { x: { __typename } } } });

test("the next tab asks for the account in use", () => {
  const cases = [
    ["before any operation", [], '{"username": "ada@example.com"}', '{"username": "ada@example.com"}'],
    ["another address signed up", [succeeded({ email: "bob@example.com" }, "SignUpStarted")], '{"username" : "ada@example.com"}', '{"username" : "bob@example.com"}'],
    ["a refused sign-up", [succeeded({ email: "bob@example.com" }, "InvalidInput")], '{"username": "ada@example.com"}', '{"username": "ada@example.com"}'],
    ["what was typed and never run", [succeeded({ email: "bob@example.com" }, "SignUpStarted")], '{"username": "cyd@example.com"}', '{"username": "cyd@example.com"}'],
    ["a reset password", [succeeded({ username: "ada@example.com", newPassword: 'New "2"' }, "PasswordChanged")], '{"password": "Prepared-1"}', '{"password": "New \\"2\\""}'],
    ["the current password", [succeeded({ newPassword: "New-2" }, "PasswordChanged")], '{"currentPassword": "Prepared-1"}', '{"currentPassword": "New-2"}'],
    ["a new password is the user's to choose", [succeeded({ newPassword: "New-2" }, "PasswordChanged")], '{"newPassword": "Prepared-1"}', '{"newPassword": "Prepared-1"}'],
    ["a dollar sign is no pattern", [succeeded({ email: "$1$&@example.com" }, "SignUpStarted")], '{"email": "ada@example.com"}', '{"email": "$1$&@example.com"}'],
    ["variables that are no JSON yet", [succeeded({ email: "bob@example.com" }, "SignUpStarted")], '{"email": "ada@example.com", ', '{"email": "bob@example.com", '],
  ];
  for (const [name, runs, before, after] of cases) {
    const notes = new Notes(prepared, memoryStorage());
    runs.forEach((run) => notes.learn(run));
    assert.equal(notes.fill(before), after, name);
  }
});

test("the challenge of a sign-in goes to its next step", () => {
  const notes = new Notes(prepared, memoryStorage());
  const step = (challenge) => ({ params: { variables: { input: {} } }, fields: [{ key: "x" }], answer: { data: { x: { challenge } } } });
  assert.equal(notes.fill('{"challenge": "of the step before"}'), '{"challenge": "of the step before"}');
  notes.learn(step("first"));
  notes.learn(step("second $&"));
  notes.learn(succeeded({}, "InvalidCode"));
  assert.equal(notes.fill('{"challenge": "of the step before"}'), '{"challenge": "second $&"}');
});

test("notes outlive a reload", () => {
  const storage = memoryStorage();
  new Notes(prepared, storage).learn(succeeded({ email: "bob@example.com" }, "SignUpStarted"));
  assert.equal(new Notes(prepared, storage).fill('{"email": "ada@example.com"}'), '{"email": "bob@example.com"}');
});

test("an operation without variables teaches nothing", () => {
  const notes = new Notes(prepared, memoryStorage());
  notes.learn({ params: {}, fields: [{ key: "me" }], answer: { data: { me: { __typename: "Session" } } } });
  assert.equal(notes.fill('{"email": "ada@example.com"}'), '{"email": "ada@example.com"}');
});

test("a code goes where one is asked for", () => {
  assert.equal(fillCode('{"code": "", "password": "x"}', "123456"), '{"code": "123456", "password": "x"}');
  assert.equal(fillCode('{"code": "000000"}', "123456"), '{"code": "123456"}');
  assert.equal(fillCode('{"email": "a"}', "123456"), '{"email": "a"}');
  assert.equal(asksForCode('{"code":""}'), true);
  assert.equal(asksForCode('{"email":"a"}'), false);
  assert.equal(asksForCode(null), false);
});

test("only mail that arrived since the page opened is offered, once", async () => {
  const boxes = [["old"], ["old"], ["new", "old"], ["new", "old"], ["new", "old"], ["new", "old"]];
  const offered = [];
  const watch = new MailWatch({
    fetch: async () => Response.json({ messages: boxes.shift().map((id) => ({ id })) }),
    onMail: ({ id }) => offered.push(id),
    wait: async () => {},
  });
  watch.start();
  await watch.look();
  assert.deepEqual(offered, ["new"]);
  await watch.look();
  assert.deepEqual(offered, ["new"]);
});

test("a mailbox that does not answer is no error", async () => {
  const watch = new MailWatch({
    fetch: async () => {
      throw new TypeError("Failed to fetch");
    },
    onMail: () => assert.fail("offered a mail that is not there"),
    wait: async () => {},
  });
  watch.start();
  await watch.look();
});
