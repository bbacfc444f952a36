import { gql } from "@apollo/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryStore } from "../src/index.js";
import { CONFIG, ME, openPage, SESSION, SIGN_IN, SIGN_OUT } from "./client.js";
import { CODE, PASSWORD, startUsher, type Usher } from "./usher.js";

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher();
});
afterAll(() => usher.stop());

describe("a session in headers", () => {
  test("is found in the answer to a sign-in, and goes along with what follows", async () => {
    const store = memoryStore();
    const page = openPage(usher, { store });
    const email = await usher.user();
    expect(page.link.session.get().status).toBe("signed-out");
    await page.signIn(email);
    const { data } = await page.client.query({ query: ME });
    expect(data).toMatchObject({ me: { email } });
    expect(page.sent.at(-1)?.headers.get("authorization")).toBe(`Bearer ${store.read()?.accessToken}`);
    expect(page.sent.at(-1)?.headers.has("x-refresh-token")).toBe(false);
    const minutes = (page.link.session.get().expiresAt!.getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(58);
    expect(minutes).toBeLessThanOrEqual(60.1);
  });

  test("leaves no token in the cache or in what the app gets", async () => {
    const store = memoryStore();
    const page = openPage(usher, { store });
    const variables = { input: { username: await usher.user(), password: PASSWORD } };
    const signedIn = await page.client.mutate({ mutation: SIGN_IN, variables });
    expect(signedIn.data).toMatchObject({ signIn: { __typename: "Session", tokens: null } });
    const { data } = await page.client.query<{ session: unknown }>({
      query: gql`
        query Session {
          session {
            tokens {
              accessToken
            }
            expiresAt
          }
        }
      `,
    });
    expect(data?.session).toMatchObject({ tokens: null });
    const { accessToken, idToken, refreshToken } = store.read()!;
    const cached = JSON.stringify(page.client.cache.extract());
    expect(cached).toContain("Session");
    for (const token of [accessToken, idToken, refreshToken]) {
      expect(token).toBeTruthy();
      expect(cached).not.toContain(token);
    }
    expect(page.sent.every(({ body }) => !body.includes(refreshToken!))).toBe(true);
  });

  test("begins with confirmSignUp, too", async () => {
    const page = openPage(usher);
    const email = "new@example.com";
    await usher.ask("mutation ($e: EmailAddress!) { signUp(input: { email: $e }) { __typename } }", { e: email });
    await page.client.mutate({
      mutation: gql`
        mutation ConfirmSignUp($input: ConfirmSignUpInput!) {
          confirmSignUp(input: $input) {
            ... on Session {
              tokens {
                accessToken
                refreshToken
              }
            }
          }
        }
      `,
      variables: { input: { username: email, code: CODE, password: PASSWORD } },
    });
    expect(page.link.session.get().status).toBe("signed-in");
    expect((await page.client.query({ query: ME })).data).toMatchObject({ me: { email } });
  });

  test("brings both tokens to its end, which the app is told of once", async () => {
    const reasons: string[] = [];
    const store = memoryStore();
    const page = openPage(usher, { store, onSignedOut: (reason) => reasons.push(reason) });
    await page.signIn(await usher.user());
    const { refreshToken } = store.read()!;
    await page.client.mutate({ mutation: SIGN_OUT });
    expect(page.sent.at(-1)?.headers.get("x-refresh-token")).toBe(refreshToken);
    expect(page.link.session.get()).toEqual({ status: "signed-out", id: null, expiresAt: null, reason: "signed-out" });
    expect(store.read()).toBeNull();
    await page.client.mutate({ mutation: SIGN_OUT });
    expect(reasons).toEqual(["signed-out"]);
    const { data } = await usher.ask<{ refreshTokens: { __typename: string } }>(
      "mutation ($t: Token) { refreshTokens(input: { refreshToken: $t }) { __typename } }",
      { t: refreshToken },
    );
    expect(data?.refreshTokens.__typename).toBe("SessionExpired");
  });

  test("is not sent with operations that ask for none, which the device token is", async () => {
    const device = memoryCell();
    const page = openPage(usher, { device });
    const email = await usher.user();
    await page.signIn(email);
    expect(device.read()).toMatch(/\S{100}/);
    await page.client.query({ query: CONFIG });
    const { headers } = page.sent.at(-1)!;
    expect(headers.has("authorization")).toBe(false);
    expect(headers.get("x-device-token")).toBe(device.read());
    await page.client.mutate({ mutation: SIGN_OUT });
    await page.signIn(email);
    expect(page.sent.at(-1)?.headers.get("x-device-token")).toBe(device.read());
  });

  test("is told of by the session query, and no error when there is none", async () => {
    const page = openPage(usher);
    expect((await page.client.query({ query: SESSION })).data).toEqual({ session: null });
    const email = await usher.user();
    await page.signIn(email);
    expect((await page.client.query({ query: SESSION })).data).toMatchObject({ session: { me: { email } } });
  });

  test("of another user takes the place of the first", async () => {
    const page = openPage(usher);
    const [ann, bob] = [await usher.user(), await usher.user()];
    await page.signIn(ann);
    const first = page.link.session.get();
    await page.signIn(bob);
    expect(page.link.session.get().id).not.toBe(first.id);
    expect((await page.client.query({ query: ME })).data).toMatchObject({ me: { email: bob } });
  });

  test("that was ended from elsewhere is over with the next refusal", async () => {
    const reasons: string[] = [];
    const store = memoryStore();
    const page = openPage(usher, { store, onSignedOut: (reason) => reasons.push(reason) });
    await page.signIn(await usher.user());
    await usher.ask("mutation { signOutEverywhere { wasSignedIn } }", {}, { authorization: `Bearer ${store.read()?.accessToken}` });
    await expect(page.client.query({ query: ME })).rejects.toThrow("Sign in");
    expect(page.link.session.get()).toMatchObject({ status: "signed-out", reason: "revoked" });
    expect(page.count("RefreshTokens")).toBe(0);
    expect(reasons).toEqual(["revoked"]);
  });
});

function memoryCell() {
  let kept: string | null = null;
  return { read: () => kept, write: (text: string | null) => void (kept = text) };
}
