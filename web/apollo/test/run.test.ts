import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAuth, type AuthHandlers, type AuthResult, type Problem } from "../src/index.js";
import { SignInDocument, type SignInInput } from "../src/operations/index.js";
import { newClient } from "./app.js";
import { CODE, PASSWORD, startUsher, type Usher } from "./usher.js";

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher();
});
afterAll(() => usher?.stop());

/** Begins a sign-in and steps it with these handlers. */
async function run(input: SignInInput, handlers: AuthHandlers, signal?: AbortSignal) {
  const { client, sent } = newClient(usher.url);
  const { data } = await client.mutate({ mutation: SignInDocument, variables: { input }, fetchPolicy: "no-cache" });
  const options = { username: input.username, ...(signal && { signal }) };
  return { end: await runAuth(client, data!.signIn as AuthResult, handlers, options), sent };
}

describe("runAuth", () => {
  test("gives a session that needed no further step", async () => {
    const { end } = await run({ username: await usher.user(), password: PASSWORD }, {});
    expect(end.__typename).toBe("Session");
  });

  test("gives the problem of a sign-in that did not begin", async () => {
    const { end } = await run({ username: await usher.user(), password: "wrong password 1" }, {});
    expect(end).toMatchObject({ __typename: "InvalidCredentials", code: "INVALID_CREDENTIALS" });
  });

  test("steps through several challenges", async () => {
    const { end, sent } = await run(
      { username: await usher.user() },
      { SelectFactorChallenge: () => ({ factor: "EMAIL" }), CodeChallenge: async () => ({ code: CODE }) },
    );
    expect(end.__typename).toBe("Session");
    expect(sent.map(({ operationName }) => operationName)).toEqual([
      "SignIn",
      "RespondToChallenge",
      "RespondToChallenge",
    ]);
  });

  test("asks the handler again after a wrong answer, and says why", async () => {
    const problems: (Problem | null)[] = [];
    const { end } = await run(
      { username: await usher.user(), factor: "EMAIL" },
      {
        CodeChallenge: (_, problem) => {
          problems.push(problem);
          return { code: problem === null ? "654321" : CODE };
        },
      },
    );
    expect(end.__typename).toBe("Session");
    expect(problems).toMatchObject([null, { __typename: "InvalidCode", expired: false }]);
  });

  test("stops when a handler gives null", async () => {
    const { end } = await run({ username: await usher.user() }, { SelectFactorChallenge: () => null });
    expect(end).toMatchObject({
      __typename: "Stopped",
      problem: null,
      challenge: { __typename: "SelectFactorChallenge" },
    });
  });

  test("gives the problem that ends a challenge", async () => {
    const { end } = await run(
      { username: await usher.user(), factor: "EMAIL" },
      { CodeChallenge: () => ({ code: "654321" }) },
    );
    expect(end).toMatchObject({ __typename: "ChallengeExpired" });
  });

  test("throws for a challenge without a handler, and names it", async () => {
    await expect(run({ username: await usher.user() }, {})).rejects.toThrow(/SelectFactorChallenge.*handler/);
  });

  test("stops asking when its signal is aborted", async () => {
    const stop = new AbortController();
    const running = run(
      { username: await usher.user() },
      {
        SelectFactorChallenge: () => {
          stop.abort();
          return { factor: "EMAIL" };
        },
      },
      stop.signal,
    );
    await expect(running).rejects.toThrow(/abort/i);
  });

  test("ends when a handler never gives up", async () => {
    const username = await usher.user();
    const endless = run({ username }, { SelectFactorChallenge: () => ({ factor: "TOTP" }) });
    await expect(endless).rejects.toThrow(/No session after 30 answers/);
  });
});
