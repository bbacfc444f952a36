import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthFlow, type Challenge, type ChallengeName } from "../src/index.js";
import {
  ConfirmTotpDocument,
  MeDocument,
  SessionDocument,
  SetFactorPreferenceDocument,
  SetUpTotpDocument,
} from "../src/operations/index.js";
import { newClient } from "./app.js";
import { startAdministered, totp, type Administered } from "./pool.js";
import { CODE, PASSWORD } from "./usher.js";

const WRONG_CODE = "654321";
const NEXT_PASSWORD = "another good pass phrase 2";

let usher: Administered;
beforeAll(async () => {
  usher = await startAdministered();
});
afterAll(() => usher?.stop());

function begin() {
  const made = newClient(usher.url);
  return { ...made, flow: new AuthFlow(made.client) };
}

/** The challenge that the flow stands at, which has to be this one. */
function challengeOf<N extends ChallengeName>(flow: AuthFlow, name: N): Extract<Challenge, { readonly __typename: N }> {
  const { step, problem, fault } = flow.get();
  expect(fault).toBeNull();
  expect(problem).toBeNull();
  expect(step.kind === "challenge" ? step.challenge.__typename : step).toBe(name);
  return (step as { challenge: Challenge }).challenge as Extract<Challenge, { readonly __typename: N }>;
}

function expectDone(flow: AuthFlow, email: string) {
  const { step, problem, fault, pending } = flow.get();
  expect({ problem, fault, pending }).toEqual({ problem: null, fault: null, pending: false });
  expect(step).toMatchObject({ kind: "done", session: { me: { email }, tokens: null } });
}

/** Signs a user in and turns a second factor on; gives the authenticator app's secret. */
async function withTotp(email: string): Promise<string> {
  const { client, flow } = begin();
  await flow.signIn({ username: email, password: PASSWORD });
  const { data } = await client.mutate({ mutation: SetUpTotpDocument, fetchPolicy: "no-cache" });
  if (data?.setUpTotp.__typename !== "TotpEnrollment") throw new Error(JSON.stringify(data));
  const { secret } = data.setUpTotp;
  const done = await client.mutate({ mutation: ConfirmTotpDocument, variables: { input: { code: totp(secret, -1) } } });
  expect(done.data?.confirmTotp.__typename).toBe("FactorsUpdated");
  return secret;
}

test("sign-up: address, wrong code, weak password, code and password", async () => {
  const { client, link, flow } = begin();
  await flow.signUp("ada@example.com");
  expect(flow.get().step).toMatchObject({
    kind: "confirm-sign-up",
    username: "ada@example.com",
    delivery: { channel: "EMAIL", destination: "a***@e***" },
  });

  await flow.confirm(WRONG_CODE, PASSWORD);
  expect(flow.get()).toMatchObject({
    step: { kind: "confirm-sign-up" },
    problem: { __typename: "InvalidCode", expired: false },
  });
  await flow.confirm(CODE, "short");
  expect(flow.get().problem).toMatchObject({
    __typename: "WeakPassword",
    violated: expect.arrayContaining(["MIN_LENGTH"]),
  });
  await flow.resend();
  expect(flow.get()).toMatchObject({ step: { kind: "confirm-sign-up" }, problem: null, fault: null });

  await flow.confirm(CODE, PASSWORD);
  expectDone(flow, "ada@example.com");
  expect(link.session.get().status).toBe("signed-in");
  const { data } = await client.query({ query: MeDocument });
  expect(data?.me?.email).toBe("ada@example.com");
});

test("sign-up without a password, and signing in by a mailed code", async () => {
  const { flow } = begin();
  await flow.signUp("bea@example.com");
  await flow.confirm(CODE);
  expectDone(flow, "bea@example.com");

  const later = begin().flow;
  await later.signIn({ username: "bea@example.com", factor: "EMAIL" });
  expect(challengeOf(later, "CodeChallenge").delivery?.channel).toBe("EMAIL");
  await later.respond({ code: WRONG_CODE });
  expect(later.get()).toMatchObject({ step: { kind: "challenge" }, problem: { __typename: "InvalidCode" } });
  await later.respond({ code: CODE });
  expectDone(later, "bea@example.com");
});

test("sign-in: wrong password, then the right one", async () => {
  const email = await usher.user();
  const { flow } = begin();
  await flow.signIn({ username: email, password: "not the password 1" });
  expect(flow.get()).toMatchObject({
    step: { kind: "start" },
    problem: { __typename: "InvalidCredentials" },
    waitUntil: null,
  });
  await flow.signIn({ username: email, password: PASSWORD });
  expectDone(flow, email);
});

test("a session is what the cache answers, and takes the place of another user's", async () => {
  const [first, second] = [await usher.user(), await usher.user()];
  const { client, flow } = begin();
  const cached = () => client.readQuery({ query: SessionDocument })?.session?.me.email;
  await flow.signIn({ username: first, password: PASSWORD });
  expect(cached()).toBe(first);
  await client.query({ query: MeDocument });

  await flow.signIn({ username: second, password: PASSWORD });
  expect(cached()).toBe(second);
  expect(JSON.stringify(client.extract())).not.toContain(first);
});

test("sign-in before confirming goes on with the code", async () => {
  const { flow } = begin();
  await flow.signUp("cleo@example.com", PASSWORD);
  flow.restart();
  await flow.signIn({ username: "cleo@example.com", password: PASSWORD });
  expect(flow.get()).toMatchObject({
    step: { kind: "confirm-sign-up", username: "cleo@example.com" },
    problem: { __typename: "NotConfirmed" },
  });
  await flow.confirm(CODE, PASSWORD);
  expectDone(flow, "cleo@example.com");
});

test("an authenticator app: wrong code, then the right one", async () => {
  const email = await usher.user();
  const secret = await withTotp(email);
  const { flow } = begin();
  await flow.signIn({ username: email, password: PASSWORD });
  challengeOf(flow, "TotpChallenge");
  await flow.respond({ totpCode: totp(secret, 1000) });
  expect(flow.get()).toMatchObject({ step: { kind: "challenge" }, problem: { __typename: "InvalidCode" } });
  await flow.respond({ totpCode: totp(secret) });
  expectDone(flow, email);
});

test("several second factors: the choice, then a mailed code", async () => {
  const email = await usher.user();
  const { client, flow } = begin();
  await flow.signIn({ username: email, password: PASSWORD });
  const { data } = await client.mutate({
    mutation: SetFactorPreferenceDocument,
    variables: { input: { enabled: ["EMAIL"] } },
  });
  expect(data?.setFactorPreference).toMatchObject({ __typename: "FactorsUpdated" });

  const later = begin().flow;
  await later.signIn({ username: email });
  expect(challengeOf(later, "SelectFactorChallenge").factors).toContain("PASSWORD");
  await later.respond({ password: "not the password 1" });
  expect(later.get()).toMatchObject({ step: { kind: "challenge" }, problem: { __typename: "InvalidCredentials" } });
  await later.respond({ password: PASSWORD });
  challengeOf(later, "CodeChallenge");
  await later.respond({ code: CODE });
  expectDone(later, email);
});

test("a temporary password is replaced", async () => {
  const email = "dora@example.com";
  await usher.admin("AdminCreateUser", {
    Username: email,
    TemporaryPassword: "temporary pass 1",
    MessageAction: "SUPPRESS",
    UserAttributes: [
      { Name: "email", Value: email },
      { Name: "email_verified", Value: "true" },
    ],
  });
  const { flow } = begin();
  await flow.signIn({ username: email, password: "temporary pass 1" });
  expect(challengeOf(flow, "NewPasswordChallenge").policy.minLength).toBeGreaterThan(0);
  await flow.respond({ newPassword: { password: "short" } });
  expect(flow.get().problem).toMatchObject({ __typename: "WeakPassword" });
  await flow.respond({ newPassword: { password: PASSWORD } });
  expectDone(flow, email);
});

test("a forgotten password is reset, and the new one signs in", async () => {
  const email = await usher.user();
  const { flow } = begin();
  await flow.forgotPassword(email);
  expect(flow.get().step).toMatchObject({ kind: "reset-password", username: email, delivery: { channel: "EMAIL" } });
  await flow.resetPassword(WRONG_CODE, NEXT_PASSWORD);
  expect(flow.get()).toMatchObject({ step: { kind: "reset-password" }, problem: { __typename: "InvalidCode" } });
  await flow.resend();
  const steps = new Set<string>();
  flow.subscribe(() => steps.add(flow.get().step.kind));
  await flow.resetPassword(CODE, NEXT_PASSWORD);
  expectDone(flow, email);
  expect([...steps], "no other page is drawn on the way").toEqual(["reset-password", "done"]);
});

test("the pool's own challenge takes one answer and begins anew", async () => {
  const email = await usher.user();
  const { flow } = begin();
  await flow.signIn({ username: email, factor: "CUSTOM" });
  challengeOf(flow, "CustomChallenge");
  for (let tries = 0; tries < 3 && flow.get().step.kind === "challenge"; tries++)
    await flow.respond({ custom: "no word" });
  expect(flow.get()).toMatchObject({ step: { kind: "start" }, problem: { code: "INVALID_CREDENTIALS" } });
});

test("a challenge that is over leads back to the start", async () => {
  const email = await usher.user();
  const { flow } = begin();
  await flow.signIn({ username: email, factor: "EMAIL" });
  for (let tries = 0; tries < 10 && flow.get().step.kind === "challenge"; tries++)
    await flow.respond({ code: WRONG_CODE });
  expect(flow.get()).toMatchObject({ step: { kind: "start" }, problem: { __typename: "ChallengeExpired" } });
});

test("setting an authenticator app up where the pool demands one", async () => {
  const demanding = await startAdministered();
  try {
    const email = await demanding.user();
    // A pool that demands a second factor takes no code as the first.
    await demanding.admin("UpdateUserPool", {
      AutoVerifiedAttributes: ["email"],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } },
    });
    await demanding.admin("SetUserPoolMfaConfig", {
      MfaConfiguration: "ON",
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    const flow = new AuthFlow(newClient(demanding.url).client);
    await flow.signIn({ username: email, password: PASSWORD });
    const { totp: enrollment } = challengeOf(flow, "MfaSetupChallenge");
    expect(enrollment.qrCode).toMatch(/^data:image\/svg\+xml/);
    await flow.respond({ totpSetup: { code: totp(enrollment.secret, 1000) } });
    expect(flow.get()).toMatchObject({ step: { kind: "challenge" }, problem: { __typename: "InvalidCode" } });
    await flow.respond({ totpSetup: { code: totp(enrollment.secret), deviceName: "phone" } });
    expectDone(flow, email);
  } finally {
    await demanding.stop();
  }
});

test("a code that is spent is not asked for again when the sign-in after it breaks", async () => {
  let broken = true;
  const { client } = newClient(usher.url, {}, async (input, init) => {
    const body = String(init?.body);
    if (body.includes("mutation SignIn") && broken) throw new Error("offline");
    const response = await fetch(input, init);
    // As where signing in takes a further step.
    const confirmed = { __typename: "SignUpConfirmed", username: "fern@example.com" };
    return body.includes("mutation ConfirmSignUp") ? Response.json({ data: { confirmSignUp: confirmed } }) : response;
  });
  const flow = new AuthFlow(client);
  await flow.signUp("fern@example.com");
  await flow.confirm(CODE, PASSWORD);
  expect(flow.get()).toMatchObject({ step: { kind: "start" }, fault: { message: "offline" } });
  broken = false;
  await flow.signIn({ username: "fern@example.com", password: PASSWORD });
  expectDone(flow, "fern@example.com");
});

test("limits say when to try again", async () => {
  const limited = await startAdministered({ USHER_LIMITS: "" });
  try {
    const now = 1_000_000;
    const flow = new AuthFlow(newClient(limited.url).client, { now: () => now });
    for (let tries = 0; tries < 30 && flow.get().waitUntil === null; tries++) {
      await flow.signIn({ username: "eve@example.com", password: "wrong password 1" });
    }
    const { problem, waitUntil } = flow.get();
    if (problem?.__typename !== "RateLimited") throw new Error(JSON.stringify(flow.get()));
    expect(waitUntil).toEqual(new Date(now + problem.retryAfter * 1000));
    flow.restart();
    expect(flow.get().waitUntil).toBeNull();
  } finally {
    await limited.stop();
  }
});
