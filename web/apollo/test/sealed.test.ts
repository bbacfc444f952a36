import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuthFlow, changePassword, deleteAccount, sealPassword, type PasswordSealing } from "../src/index.js";
import { ConfigDocument, SealingDocument, SessionDocument, SignInDocument } from "../src/operations/index.js";
import { newClient } from "./app.js";
import { startAdministered, type Administered } from "./pool.js";
import { CODE, PASSWORD } from "./usher.js";

const NEXT_PASSWORD = "Slow-Badgers-4-Dig";

/** Servers that take sealed passwords only, and one that takes none. */
let encrypted: Administered;
let plain: Administered;
beforeAll(async () => {
  encrypted = await startAdministered({ USHER_PASSWORDS: "encrypted" });
  plain = await startAdministered({ USHER_PASSWORDS: "plain" });
});
afterAll(async () => {
  await encrypted?.stop();
  await plain?.stop();
});

function begin(usher: Administered) {
  const made = newClient(usher.url);
  return { ...made, flow: new AuthFlow(made.client) };
}

/** Signs an address up; the password goes with the code, or with the address. */
async function signedUp(usher: Administered, email: string, first?: string) {
  const made = begin(usher);
  await made.flow.signUp(email, first);
  await made.flow.confirm(CODE, PASSWORD);
  expect(made.flow.get()).toMatchObject({ step: { kind: "done" }, problem: null, fault: null });
  return made;
}

/** Everything that was sent, as one text. */
const wire = (sent: unknown[]) => JSON.stringify(sent);

describe("where passwords have to be sealed", () => {
  test("signUp and confirmSignUp seal them", async () => {
    const { sent } = await signedUp(encrypted, "ann@example.com", NEXT_PASSWORD);
    expect(wire(sent)).not.toContain(PASSWORD);
    expect(wire(sent)).not.toContain(NEXT_PASSWORD);
    expect(sent.filter(({ operationName }) => operationName === "Sealing")).toHaveLength(2);
  });

  test("signIn seals it, for the name as it was typed", async () => {
    await signedUp(encrypted, "bob@example.com");
    const { flow, sent } = begin(encrypted);
    await flow.signIn({ username: " Bob@Example.com ", password: PASSWORD });
    expect(flow.get()).toMatchObject({ step: { kind: "done" }, problem: null, fault: null });
    expect(wire(sent)).not.toContain(PASSWORD);
  });

  test("respondToChallenge seals the password of a choice", async () => {
    await signedUp(encrypted, "cid@example.com");
    const { flow, sent } = begin(encrypted);
    await flow.signIn({ username: "cid@example.com" });
    await flow.respond({ password: PASSWORD });
    expect(flow.get()).toMatchObject({ step: { kind: "done" }, problem: null, fault: null });
    expect(wire(sent)).not.toContain(PASSWORD);
  });

  test("respondToChallenge seals the one in place of a temporary one", async () => {
    const email = "dan@example.com";
    await encrypted.admin("AdminCreateUser", {
      Username: email,
      TemporaryPassword: "temporary pass 1",
      MessageAction: "SUPPRESS",
      UserAttributes: [{ Name: "email", Value: email }],
    });
    const { flow, sent } = begin(encrypted);
    await flow.signIn({ username: email, password: "temporary pass 1" });
    await flow.respond({ newPassword: { password: PASSWORD, attributes: [{ name: "name", value: "Dan" }] } });
    expect(flow.get()).toMatchObject({
      step: { kind: "done", session: { me: { name: "Dan" } } },
      problem: null,
      fault: null,
    });
    expect(wire(sent)).not.toContain(PASSWORD);
  });

  test("confirmForgotPassword seals the new one", async () => {
    await signedUp(encrypted, "eli@example.com");
    const { flow, sent } = begin(encrypted);
    await flow.forgotPassword("eli@example.com");
    await flow.resetPassword(CODE, NEXT_PASSWORD);
    expect(flow.get()).toMatchObject({ step: { kind: "done" }, problem: null, fault: null });
    expect(wire(sent)).not.toContain(NEXT_PASSWORD);
  });

  test("changePassword seals both with one nonce, deleteAccount its one", async () => {
    const { client, link, sent } = await signedUp(encrypted, "fay@example.com");
    expect(await changePassword(client, { currentPassword: NEXT_PASSWORD, newPassword: NEXT_PASSWORD })).toMatchObject({
      __typename: "InvalidCredentials",
    });
    const changed = await changePassword(client, { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD });
    expect(changed.__typename).toBe("PasswordChanged");
    expect((await deleteAccount(client, NEXT_PASSWORD)).__typename).toBe("AccountDeleted");
    expect(link.session.get().status).toBe("signed-out");
    expect(wire(sent)).not.toContain(NEXT_PASSWORD);
    expect(wire(sent)).not.toContain(PASSWORD);
  });

  test.each([
    ["once is made anew", 1, { step: { kind: "done" }, problem: null, fault: null }],
    [
      "always is given up after the second",
      9,
      { step: { kind: "start" }, problem: { code: "PASSWORD_ENVELOPE_EXPIRED" } },
    ],
  ])("an envelope for a key that is out of use %s", async (_, times, want) => {
    const email = `gus${times}@example.com`;
    await signedUp(encrypted, email);
    let asked = 0;
    const { client, sent } = newClient(encrypted.url, {}, async (input, init) => {
      const response = await fetch(input, init);
      if (!String(init?.body).includes("query Sealing") || ++asked > times) return response;
      const body = (await response.json()) as { data: { config: { sealing: { kid: string } } } };
      body.data.config.sealing.kid = body.data.config.sealing.kid.replace(/\d+w\d+$/, "2020w01");
      return Response.json(body);
    });
    const flow = new AuthFlow(client);
    await flow.signIn({ username: email, password: PASSWORD });
    expect(flow.get()).toMatchObject(want);
    expect(sent.map(({ operationName }) => operationName)).toEqual(["Sealing", "SignIn", "Sealing", "SignIn"]);
  });

  test("two at once seal with a nonce of their own", async () => {
    const emails = ["hal@example.com", "ivy@example.com"];
    for (const email of emails) await signedUp(encrypted, email);
    const { client, sent } = newClient(encrypted.url);
    const flows = emails.map(() => new AuthFlow(client));
    await Promise.all(flows.map((flow, at) => flow.signIn({ username: emails[at]!, password: PASSWORD })));
    for (const flow of flows) expect(flow.get()).toMatchObject({ step: { kind: "done" }, problem: null, fault: null });
    const count = (name: string) => sent.filter(({ operationName }) => operationName === name).length;
    expect([count("Sealing"), count("SignIn")]).toEqual([2, 2]);
  });

  test("changePassword seals for whoever is signed in now, whatever the cache says", async () => {
    const [first, second] = ["jan@example.com", "kim@example.com"];
    await signedUp(encrypted, second);
    const { client, flow } = await signedUp(encrypted, first);
    const before = client.readQuery({ query: SessionDocument });
    await flow.signIn({ username: second, password: PASSWORD });
    for (const stale of [before, { session: null }]) {
      client.writeQuery({ query: SessionDocument, data: stale! });
      const answer = await changePassword(client, { currentPassword: NEXT_PASSWORD, newPassword: NEXT_PASSWORD });
      expect(answer.__typename).toBe("InvalidCredentials");
    }
  });

  test("a password that is not sealed is refused", async () => {
    const { client } = newClient(encrypted.url);
    const { data } = await client.mutate({
      mutation: SignInDocument,
      variables: { input: { username: "ann@example.com", password: PASSWORD } },
      fetchPolicy: "no-cache",
    });
    expect(data?.signIn.__typename).toBe("InvalidInput");
  });
});

test("where none are sealed they go as they are", async () => {
  const { flow, client, sent } = await signedUp(plain, "ida@example.com");
  expect(flow.get().step.kind).toBe("done");
  expect(wire(sent)).toContain(PASSWORD);
  expect((await client.query({ query: ConfigDocument })).data?.config.signUpOpen).toBe(true);
});

test("the length tells nothing of a password of usual length", async () => {
  const sealing = await sealingOf(newClient(encrypted.url).client);
  const lengthOf = async (password: string) =>
    (await sealPassword(sealing, { password, operation: "signIn", account: "ann@example.com" })).length;
  expect(await lengthOf("short")).toBe(await lengthOf("a".repeat(64)));
});

test("a name is sealed for in one form, however its letters are composed", async () => {
  const { flow } = begin(encrypted);
  await flow.signIn({ username: "zoe\u0308@example.com", password: PASSWORD });
  expect(flow.get().problem?.code).toBe("INVALID_CREDENTIALS");
});

test("an algorithm of a later server is not guessed at", async () => {
  const sealing = { ...(await sealingOf(newClient(encrypted.url).client)), enc: "A512GCM" };
  const sealed = sealPassword(sealing, { password: PASSWORD, operation: "signIn", account: "ann@example.com" });
  await expect(sealed).rejects.toThrow(/A512GCM.*update/);
});

async function sealingOf(client: ReturnType<typeof newClient>["client"]): Promise<PasswordSealing> {
  const { data } = await client.query({ query: SealingDocument, fetchPolicy: "no-cache" });
  return data!.config.sealing!;
}
