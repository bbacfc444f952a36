import type { ApolloClient } from "@apollo/client";
import { SealingDocument } from "../operations/index.js";
import { sealPassword, type PasswordSealing, type SealedOperation } from "./seal.js";

/** Makes of a password what to send in its place, for one operation. */
export type Seal = (operation: SealedOperation, password: string) => Promise<string>;

/**
 * Sends a request with passwords for this account in the way that the server asks for: sealed, or as they are where it
 * seals none. What was sealed with a key or nonce that is out of use by then is sealed anew and sent once more.
 *
 * `send` gets the function that seals, and gives the member of the result union that the server answered.
 */
export async function withSeal<T>(client: ApolloClient, account: string, send: (seal: Seal) => Promise<T>): Promise<T> {
  const answer = await send(await currentSeal(client, account));
  return isOutOfUse(answer) ? send(await currentSeal(client, account)) : answer;
}

async function currentSeal(client: ApolloClient, account: string): Promise<Seal> {
  const sealing = await currentSealing(client);
  return async (operation, password) =>
    sealing === null ? password : sealPassword(sealing, { password, operation, account });
}

// A nonce from a cache has been used, and one that is shared with a request under way is about to be.
async function currentSealing(client: ApolloClient): Promise<PasswordSealing | null> {
  const context = { queryDeduplication: false };
  const { data } = await client.query({ query: SealingDocument, fetchPolicy: "no-cache", context });
  if (data === undefined) throw new Error("The server did not say how passwords travel: try again.");
  return data.config.sealing;
}

function isOutOfUse(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  const { __typename, expired } = answer as { __typename?: unknown; expired?: unknown };
  return __typename === "PasswordEnvelopeRefused" && expired === true;
}
