/**
 * Typed documents for every operation of Usher, named as the operations are: `SignInDocument`, `MeDocument`. Their
 * results are discriminated by `__typename`, so one `switch` serves a whole union.
 */
export * from "./documents.generated.js";
export { possibleTypes } from "./possible-types.generated.js";
