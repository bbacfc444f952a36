import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { describe, expect, test } from "vitest";
import { isProblem, retryAfter, type AuthResult } from "../src/index.js";

describe("isProblem", () => {
  const table: [string, unknown, boolean][] = [
    ["a problem", { __typename: "InvalidCode", code: "INVALID_CODE", message: "…", expired: false }, true],
    ["a problem of a later server", { __typename: "Sleepy", code: "SLEEPY", message: "…" }, true],
    ["a session", { __typename: "Session", expiresAt: "…" }, false],
    ["a challenge", { __typename: "CodeChallenge", challenge: "…", expiresAt: "…" }, false],
    ["an error with a code", Object.assign(new Error("no"), { code: "ECONNREFUSED" }), false],
    ["null", null, false],
    ["nothing", undefined, false],
  ];
  test.each(table)("%s", (_, value, want) => {
    expect(isProblem(value as AuthResult)).toBe(want);
  });
});

describe("retryAfter", () => {
  const refused = (retryAfter: unknown) => ({ message: "no", extensions: { code: "RATE_LIMITED", retryAfter } });
  const status = (headers: Record<string, string>) =>
    new ServerError("no", { response: new Response(null, { status: 429, headers }), bodyText: "" });
  const table: [string, unknown, number | null][] = [
    ["a RateLimited", { __typename: "RateLimited", code: "RATE_LIMITED", message: "…", retryAfter: 7 }, 7],
    ["another problem", { __typename: "InvalidCode", code: "INVALID_CODE", message: "…" }, null],
    ["an error of a field", new CombinedGraphQLErrors({ errors: [refused(3)] }), 3],
    [
      "errors of several fields: the longest",
      new CombinedGraphQLErrors({ errors: [refused(3), refused(9), refused(1)] }),
      9,
    ],
    ["an error without it", new CombinedGraphQLErrors({ errors: [{ message: "no" }] }), null],
    ["a number that is none", new CombinedGraphQLErrors({ errors: [refused("soon")] }), null],
    ["a status with Retry-After", status({ "retry-after": "12" }), 12],
    ["a status with a date", status({ "retry-after": "Mon, 23 Nov 2026 16:00:00 GMT" }), null],
    ["a status without", status({}), null],
    ["another error", new Error("offline"), null],
    ["nothing", null, null],
  ];
  test.each(table)("%s", (_, value, want) => {
    expect(retryAfter(value)).toBe(want);
  });
});
