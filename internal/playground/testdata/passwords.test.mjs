import assert from "node:assert/strict";
import { test } from "node:test";
import { createFetcher } from "../page/fetcher.mjs";
import { PasswordSealer } from "../page/passwords.mjs";
import { Tokens } from "../page/tokens.mjs";
import { documentOf, memoryStorage, server } from "./fixtures.mjs";

const P256 = { name: "ECDH", namedCurve: "P-256" };
const hash = async (text) => Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("base64url");

// pool is who the passwords are sealed for.
async function pool() {
  const keys = await crypto.subtle.generateKey(P256, true, ["deriveBits"]);
  const jwk = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const sealing = { kid: "k1.2026w48", typ: "t+jwe", alg: "ECDH-ES", enc: "A256GCM", jwk, nonce: "n" };
  const open = async (jwe) => {
    const [header, , iv, box, tag] = jwe.split(".");
    const { epk } = JSON.parse(Buffer.from(header, "base64url"));
    const theirs = await crypto.subtle.importKey("jwk", epk, P256, false, []);
    const shared = Buffer.from(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, keys.privateKey, 256));
    const round = Buffer.concat([Buffer.from([0, 0, 0, 1]), shared, Buffer.from("\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0", "latin1")]);
    const key = await crypto.subtle.importKey("raw", await crypto.subtle.digest("SHA-256", round), "AES-GCM", false, ["decrypt"]);
    const bytes = Buffer.concat([Buffer.from(box, "base64url"), Buffer.from(tag, "base64url")]);
    const options = { name: "AES-GCM", iv: Buffer.from(iv, "base64url"), additionalData: Buffer.from(header) };
    return JSON.parse(Buffer.from(await crypto.subtle.decrypt(options, key, bytes)));
  };
  return { sealing, open };
}

function page(sealer, ...answers) {
  const { fetch, requests } = server(...answers);
  const seen = [];
  const onAnswer = (run) => {
    sealer.learn(run);
    seen.push(run);
  };
  const fetcher = createFetcher({ endpoint: "/graphql", tokens: new Tokens(memoryStorage()), fetch, passwords: sealer, onAnswer });
  const run = (field, input) => fetcher({ query: "…", operationName: "Op", variables: { input } }, { documentAST: documentOf("Op", field) });
  return { requests, seen, run };
}

const done = { body: { data: {} } };
const begun = { body: { data: { signIn: { challenge: "c" } } } };

test("each password is sealed for its use and account", async () => {
  const { sealing, open } = await pool();
  const config = { body: { data: { config: { sealing }, me: { id: "sub-1" } } } };
  const at = (value, path) => path.split(".").reduce((inner, name) => inner[name], value);
  const cases = [
    ["signUp", { email: " Ann@Example.com", password: "p" }, { password: ["signUp", "ann@example.com"] }],
    ["confirmSignUp", { username: "ann", code: "1", password: "p" }, { password: ["confirmSignUp", "ann"] }],
    ["signIn", { username: "ann", password: "p" }, { password: ["signIn", "ann"] }],
    ["respondToChallenge", { answer: { password: "p" } }, { "answer.password": ["respondToChallenge.password", "typed"] }],
    ["respondToChallenge", { answer: { newPassword: { password: "p" } } }, { "answer.newPassword.password": ["respondToChallenge.newPassword", "typed"] }],
    ["confirmForgotPassword", { username: "ann", newPassword: "p" }, { newPassword: ["confirmForgotPassword", "ann"] }],
    ["changePassword", { currentPassword: "p", newPassword: "p" }, { currentPassword: ["changePassword.current", "sub-1"], newPassword: ["changePassword.new", "sub-1"] }],
    ["deleteAccount", { password: "p" }, { password: ["deleteAccount", "sub-1"] }],
  ];
  for (const [field, input, wants] of cases) {
    const p = page(new PasswordSealer(), begun, config, done);
    await p.run("signIn", { username: "typed" });
    await p.run(field, input);
    const sent = JSON.parse(p.requests[2].body).variables.input;
    for (const [path, [op, name]] of Object.entries(wants)) {
      assert.deepEqual(await open(at(sent, path)), { pwd: "p", op, sub: await hash(name), nonce: "n" }, `${field} ${path}`);
    }
    assert.deepEqual(p.seen.at(-1).params.variables.input, input, `${field}: what the page notes is what was typed`);
  }
});

test("what holds no password is sent at once", async () => {
  const p = page(new PasswordSealer(), done, done, done);
  await p.run("signIn", { username: "ann" });
  await p.run("deleteAccount", undefined);
  await p.run("signUp", { email: "ann@example.com", password: null });
  assert.equal(p.requests.length, 3);
});

test("a password that cannot be sealed is not sent", async () => {
  const cases = [
    ["no key", new PasswordSealer(), { body: { data: { config: { sealing: null } } } }, /not sent: there is no key/],
    ["no answer", new PasswordSealer(), { body: { data: null, errors: [{ message: "Try again later." }] } }, /not sent: .* Try again later/],
    ["no Web Crypto", new PasswordSealer({ crypto: {} }), done, /https and on localhost only/],
  ];
  for (const [name, sealer, answer, want] of cases) {
    const p = page(sealer, answer, done);
    await assert.rejects(p.run("signIn", { username: "ann", password: "the password" }), want, name);
    assert.ok(!JSON.stringify(p.requests).includes("the password"), name);
  }
});
