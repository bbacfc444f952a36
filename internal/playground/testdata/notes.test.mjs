import assert from "node:assert/strict";
import { test } from "node:test";
import { Mail, MailWatch } from "../page/mail.mjs";
import { asksForCode, fillCode, lacksCode, Notes } from "../page/notes.mjs";
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

test("ids that answers told go where they are asked for", () => {
  const notes = new Notes(prepared, memoryStorage());
  const answered = (value) => notes.learn({ params: {}, fields: [{ key: "x" }], answer: { data: { x: value } } });
  const session = '{"id": "the id of a session"}';
  assert.equal(notes.fill(session), session);
  answered([{ id: "mine", current: true }, { id: "other", current: false }]);
  answered({ passkey: { id: "p1" } });
  assert.equal(notes.fill(session), '{"id": "other"}');
  assert.equal(notes.fill('{"id": "the id of a passkey"}'), '{"id": "p1"}');
  answered([{ id: "mine", current: true }]);
  assert.equal(notes.fill(session), '{"id": "mine"}');
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
  assert.equal(fillCode('{"custom": ""}', "word"), '{"custom": "word"}');
  assert.equal(fillCode('{"channel": "EMAIL", "code": ""}', "123456", "SMS"), '{"channel": "SMS", "code": "123456"}');
  assert.equal(fillCode('{"totpCode": ""}', "123456"), '{"totpCode": ""}', "no mail brings the code of an app");
  assert.deepEqual(['{"code": ""}', '{"totpCode": ""}', '{"code": "1"}', "{}"].map(lacksCode), [true, true, false, false]);
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

test("a code is offered to the operation that takes it, until that has run", async () => {
  const link = {};
  const message = { id: "m/1", to: "ada@example.com", medium: "EMAIL", subject: "Your code", code: "123456" };
  const boxes = [[], [message], [message]];
  const storage = memoryStorage();
  const document = { getElementById: () => link };
  const mail = new Mail({ document, storage, fetch: async () => Response.json({ messages: boxes.shift() ?? [message] }), wait: async () => {} });
  mail.start();
  const offered = new Promise((done) => mail.addEventListener("change", done));
  mail.after("confirmSignUp", "signUp");
  await offered;
  const want = { code: "123456", to: "ada@example.com", medium: "EMAIL", from: "signUp", goesTo: "confirmSignUp" };
  assert.deepEqual(mail.code, want);
  assert.deepEqual(new Mail({ document, storage }).code, want, "it outlives a reload");
  assert.deepEqual([link.hidden, link.href, link.textContent], [false, "/mailbox?message=m%2F1", "Mail for ada@example.com"]);
  mail.after(null, "me");
  assert.deepEqual(mail.code, want, "another operation leaves it");
  mail.after(null, "confirmSignUp");
  assert.equal(mail.code, null, "the one that takes it uses it up");
  assert.equal(new Mail({ document, storage }).code, null, "for a reload, too");
});

test("the link says what came", async () => {
  const cases = [
    ["EMAIL", "Mail for ada"],
    ["SMS", "Text for ada"],
  ];
  for (const [medium, want] of cases) {
    const link = { hidden: true };
    const boxes = [[], [{ id: "1", to: "ada", medium, subject: "About it", code: "" }]];
    const mail = new Mail({ document: { getElementById: () => link }, storage: memoryStorage(), fetch: async () => Response.json({ messages: boxes.shift() }), wait: async () => {} });
    mail.start();
    const offered = new Promise((done) => mail.addEventListener("change", done));
    mail.after("verifyContact", "requestPhoneChange");
    await offered;
    assert.deepEqual([link.textContent, link.title, link.hidden, mail.code], [want, "About it", false, null]);
  }
});

test("a code for a challenge does not outlive the reload that ends the challenge", async () => {
  const storage = memoryStorage();
  const document = { getElementById: () => ({}) };
  const boxes = [[], [{ id: "1", to: "ada@example.com", medium: "EMAIL", subject: "", code: "123456" }]];
  const mail = new Mail({ document, storage, fetch: async () => Response.json({ messages: boxes.shift() }), wait: async () => {} });
  mail.start();
  const offered = new Promise((done) => mail.addEventListener("change", done));
  mail.after("respondToChallenge", "signIn");
  await offered;
  assert.equal(mail.code.goesTo, "respondToChallenge");
  assert.equal(new Mail({ document, storage }).code, null);
});
