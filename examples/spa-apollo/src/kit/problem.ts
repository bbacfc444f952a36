import type { PasswordRule, ProblemCode } from "../gql/graphql.js"

/** What forms read of a problem, whichever operation answered it. */
export interface ProblemLike {
  readonly code: ProblemCode
  /** In English, made for people. */
  readonly message: string
  /** Of InvalidInput: each value that cannot be used. */
  readonly fields?: ReadonlyArray<{ readonly path: ReadonlyArray<string>; readonly message: string }>
  /** Of WeakPassword: the rules that the password breaks. */
  readonly violated?: ReadonlyArray<PasswordRule>
  /** Of NotEnabled: what is switched off. */
  readonly feature?: string
}

// Problems that are one field's, by the names that fields have in the inputs of the API. The first that a form has.
const fieldsOfCode: Readonly<Partial<Record<ProblemCode, ReadonlyArray<string>>>> = {
  CODE_EXPIRED: ["code", "totpCode"],
  INVALID_CODE: ["code", "totpCode"],
  INVALID_CREDENTIALS: ["currentPassword", "password"],
  PASSWORD_POLICY: ["newPassword", "password"],
  PASSWORD_REUSED: ["newPassword", "password"],
}

/**
 * Whether a problem is about a field.
 *
 * @param name the field's name, as in the API's input.
 * @returns the server's sentence in English about this field alone, "" where the problem's own text says it all, or null
 *   where the field is in order.
 */
export function troubleOf(problem: ProblemLike | null, name: string): string | null {
  if (problem === null) return null
  const told = problem.fields?.find(({ path }) => path.at(-1) === name)
  if (told !== undefined) return told.message
  return fieldsOfCode[problem.code]?.includes(name) === true ? "" : null
}
