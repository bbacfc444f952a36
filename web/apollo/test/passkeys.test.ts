import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  AuthFlow,
  createPasskey,
  getPasskey,
  passkeysAvailable,
  PasskeyError,
  runAuth,
  type AuthResult,
} from "../src/index.js";
import {
  FinishPasskeyRegistrationDocument,
  PasskeysDocument,
  SignInDocument,
  StartPasskeyRegistrationDocument,
} from "../src/operations/index.js";
import { newClient } from "./app.js";
import { Authenticator } from "./authenticator.js";
import { PASSWORD, startUsher, type Usher } from "./usher.js";

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher();
});
afterAll(() => usher?.stop());

let browser: Authenticator;
beforeEach(() => {
  browser = new Authenticator();
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("navigator", { credentials: browser });
});
afterEach(() => vi.unstubAllGlobals());

/** Signs a new user in, and makes a passkey. */
async function withPasskey() {
  const email = await usher.user();
  const { client } = newClient(usher.url);
  await new AuthFlow(client).signIn({ username: email, password: PASSWORD });
  const begin = async () => {
    const { data } = await client.mutate({ mutation: StartPasskeyRegistrationDocument, fetchPolicy: "no-cache" });
    if (data?.startPasskeyRegistration.__typename !== "PasskeyOptions") throw new Error(JSON.stringify(data));
    return data.startPasskeyRegistration.options;
  };
  const credential = await createPasskey(await begin());
  const { data } = await client.mutate({
    mutation: FinishPasskeyRegistrationDocument,
    variables: { input: { credential } },
  });
  expect(data?.finishPasskeyRegistration).toMatchObject({
    __typename: "PasskeyRegistered",
    passkey: { authenticatorAttachment: "platform", transports: ["internal"], relyingPartyId: "localhost" },
  });
  return { email, client, begin };
}

describe("with a server", () => {
  test("a passkey is made, listed, and signs in by the flow", async () => {
    const { email, client } = await withPasskey();
    expect((await client.query({ query: PasskeysDocument })).data?.me?.passkeys).toHaveLength(1);
    const flow = new AuthFlow(newClient(usher.url).client);
    await flow.signIn({ username: email, factor: "PASSKEY" });
    await flow.usePasskey();
    expect(flow.get()).toMatchObject({
      step: { kind: "done", session: { me: { email } } },
      problem: null,
      fault: null,
    });
  });

  test("runAuth opens the dialogue by itself", async () => {
    const { email } = await withPasskey();
    const { client } = newClient(usher.url);
    const variables = { input: { username: email, factor: "PASSKEY" } } as const;
    const { data } = await client.mutate({ mutation: SignInDocument, variables, fetchPolicy: "no-cache" });
    expect((await runAuth(client, data!.signIn as AuthResult, {})).__typename).toBe("Session");
  });

  test("one that the device has already is not made again", async () => {
    const { begin } = await withPasskey();
    await expect(createPasskey(await begin())).rejects.toMatchObject({ kind: "exists" });
  });

  test("the flow stays where it is when the dialogue is cancelled", async () => {
    const { email } = await withPasskey();
    const flow = new AuthFlow(newClient(usher.url).client);
    await flow.signIn({ username: email, factor: "PASSKEY" });
    browser.refusal = new DOMException("closed", "NotAllowedError");
    await flow.usePasskey();
    const { step, fault } = flow.get();
    expect(step.kind).toBe("challenge");
    expect(fault).toBeInstanceOf(PasskeyError);
    expect(fault).toMatchObject({ kind: "cancelled" });
    browser.refusal = null;
    await flow.usePasskey();
    expect(flow.get().step.kind).toBe("done");
  });
});

describe("what the browser may say", () => {
  const options = { challenge: "AAAA", rpId: "localhost", allowCredentials: [] };
  const table: [string, string][] = [
    ["NotAllowedError", "cancelled"],
    ["AbortError", "cancelled"],
    ["SecurityError", "wrong-site"],
    ["NotSupportedError", "unsupported"],
    ["InvalidStateError", "exists"],
    ["UnknownError", "failed"],
  ];
  test.each(table)("%s is %s", async (name, kind) => {
    browser.refusal = new DOMException("no", name);
    await expect(getPasskey(options)).rejects.toMatchObject({ name: "PasskeyError", kind, cause: browser.refusal });
  });

  test("an aborted signal is a dialogue that was cancelled", async () => {
    await expect(getPasskey(options, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "cancelled" });
  });

  test("whatever the signal's reason is", async () => {
    const signal = AbortSignal.abort("the page has gone");
    await expect(getPasskey(options, { signal })).rejects.toMatchObject({ kind: "cancelled" });
    await expect(createPasskey(options, { signal })).rejects.toMatchObject({ kind: "cancelled" });
  });

  test("without passkeys it is unsupported, and known before", async () => {
    expect(passkeysAvailable()).toBe(true);
    vi.stubGlobal("PublicKeyCredential", undefined);
    expect(passkeysAvailable()).toBe(false);
    await expect(getPasskey(options)).rejects.toMatchObject({ kind: "unsupported" });
  });

  test("its own conversions are preferred", async () => {
    const parsed = { challenge: new Uint8Array([1, 2, 3]) };
    const parse = vi.fn(() => parsed);
    const json = { id: "own" };
    vi.stubGlobal("PublicKeyCredential", Object.assign(class {}, { parseRequestOptionsFromJSON: parse }));
    const get = vi.fn(async () => ({ toJSON: () => json }));
    vi.stubGlobal("navigator", { credentials: { get } });
    expect(await getPasskey(options)).toBe(json);
    expect(parse).toHaveBeenCalledWith(options);
    expect(get).toHaveBeenCalledWith({ publicKey: parsed });
  });
});
