import type { ProblemCode } from "../operations/index.js";

/** What every problem has, also one that this version of the package does not know. */
interface ProblemLike {
  readonly code: ProblemCode;
  readonly message: string;
}

/**
 * Whether a member of a result union is a problem. It looks at what the member has and not at its name, so a problem that
 * the server got later is one, too.
 */
export function isProblem<T>(result: T): result is Extract<T, ProblemLike> {
  if (typeof result !== "object" || result === null) return false;
  const { code, message } = result as { code?: unknown; message?: unknown };
  return typeof code === "string" && typeof message === "string" && !(result instanceof Error);
}
