import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";

/**
 * Seconds after which trying again makes sense, or null where nobody has said so. It takes what an operation answered, a
 * RateLimited among others, and what it threw: a RATE_LIMITED of a field or of the whole request, or a status with
 * Retry-After.
 */
export function retryAfter(resultOrError: unknown): number | null {
  if (CombinedGraphQLErrors.is(resultOrError)) {
    return longest(resultOrError.errors.map(({ extensions }) => seconds(extensions?.["retryAfter"])));
  }
  if (ServerError.is(resultOrError)) return fromServerError(resultOrError);
  if (typeof resultOrError === "object" && resultOrError !== null && "retryAfter" in resultOrError) {
    return seconds(resultOrError.retryAfter);
  }
  return null;
}

// A proxy in front answers with the header alone; Usher says the same in both.
function fromServerError(error: ServerError): number | null {
  const header = error.response.headers.get("retry-after");
  return header !== null && /^\d+$/.test(header) ? seconds(Number(header)) : null;
}

function seconds(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function longest(all: readonly (number | null)[]): number | null {
  return all.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}
