import type { ApolloClient } from "@apollo/client";
import {
  ChangePasswordDocument,
  DeleteAccountDocument,
  SessionDocument,
  type ChangePasswordInput,
  type ChangePasswordMutation,
  type DeleteAccountMutation,
} from "../operations/index.js";
import { withSeal } from "../seal/index.js";
import { mutate } from "./request.js";

/**
 * Changes the password of whoever is signed in, sealing both where the server asks for that. Gives what the server
 * answered: PasswordChanged or a problem. Throws what broke.
 */
export async function changePassword(
  client: ApolloClient,
  { currentPassword, newPassword, ...rest }: ChangePasswordInput,
): Promise<ChangePasswordMutation["changePassword"]> {
  return withSeal(client, await ownId(client), async (seal) => {
    const input = {
      ...rest,
      currentPassword: await seal("changePassword.current", currentPassword),
      newPassword: await seal("changePassword.new", newPassword),
    };
    return (await mutate(client, ChangePasswordDocument, { input })).changePassword;
  });
}

/**
 * Deletes the account of whoever is signed in, for good. Within five minutes of signing in it needs no password. Gives what
 * the server answered: AccountDeleted or a problem. Throws what broke.
 */
export async function deleteAccount(
  client: ApolloClient,
  password?: string,
): Promise<DeleteAccountMutation["deleteAccount"]> {
  if (password === undefined) return (await mutate(client, DeleteAccountDocument, {})).deleteAccount;
  return withSeal(client, await ownId(client), async (seal) => {
    const input = { password: await seal("deleteAccount", password) };
    return (await mutate(client, DeleteAccountDocument, { input })).deleteAccount;
  });
}

// The account's name in an envelope is the id here. The cache may hold that of a user before, where nobody empties it.
async function ownId(client: ApolloClient): Promise<string> {
  const { data } = await client.query({ query: SessionDocument, fetchPolicy: "no-cache" });
  const id = data?.session?.me.id;
  if (id === undefined) throw new Error("Nobody is signed in: sign in before changing or deleting the account.");
  return id;
}
