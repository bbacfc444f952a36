import type { ApolloClient } from "@apollo/client";
import { SessionDocument } from "../operations/index.js";
import type { SignedInSession } from "./types.js";

/**
 * Makes a new session what the cache answers to the `Session` query. What the cache holds of another user goes first: a
 * sign-in may take the place of a session that nobody has ended.
 */
export async function rememberSession(client: ApolloClient, { me, expiresAt }: SignedInSession): Promise<void> {
  const before = client.readQuery({ query: SessionDocument })?.session;
  if (before !== undefined && before !== null && before.me.id !== me.id) await client.clearStore();
  client.writeQuery({ query: SessionDocument, data: { session: { __typename: "Session", me, expiresAt } } });
}
