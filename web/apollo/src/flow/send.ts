import type { ApolloClient } from "@apollo/client";
import {
  ConfirmForgotPasswordDocument,
  ConfirmSignUpDocument,
  RespondToChallengeDocument,
  SignInDocument,
  SignUpDocument,
  type ChallengeAnswer,
  type ConfirmForgotPasswordMutation,
  type ConfirmSignUpMutation,
  type SignUpMutation,
} from "../operations/index.js";
import { withSeal } from "../seal/index.js";
import { mutate } from "./request.js";
import type { AuthResult, SignInRequest } from "./types.js";

// The mutations of a flow that can hold a password. Each seals it where the server asks for that.

export async function sendSignUp(
  client: ApolloClient,
  email: string,
  password: string | undefined,
  signal?: AbortSignal,
): Promise<SignUpMutation["signUp"]> {
  const send = async (sealed?: string) =>
    (await mutate(client, SignUpDocument, { input: { email, ...optional(sealed) } }, signal)).signUp;
  if (password === undefined) return send();
  return withSeal(client, email, async (seal) => send(await seal("signUp", password)));
}

export async function sendConfirmSignUp(
  client: ApolloClient,
  { username, code, password }: { username: string; code: string; password: string | undefined },
  signal?: AbortSignal,
): Promise<ConfirmSignUpMutation["confirmSignUp"]> {
  const send = async (sealed?: string) =>
    (await mutate(client, ConfirmSignUpDocument, { input: { username, code, ...optional(sealed) } }, signal))
      .confirmSignUp;
  if (password === undefined) return send();
  return withSeal(client, username, async (seal) => send(await seal("confirmSignUp", password)));
}

export async function sendSignIn(
  client: ApolloClient,
  request: SignInRequest,
  signal?: AbortSignal,
): Promise<AuthResult> {
  const { username, password, factor } = request;
  const send = async (sealed?: string) => {
    const input = { username, ...optional(sealed), ...(factor === undefined ? {} : { factor }) };
    return (await mutate(client, SignInDocument, { input }, signal)).signIn;
  };
  if (password === undefined) return send();
  return withSeal(client, username, async (seal) => send(await seal("signIn", password)));
}

export async function sendAnswer(
  client: ApolloClient,
  { challenge, answer, username }: { challenge: string; answer: ChallengeAnswer; username: string | undefined },
  signal?: AbortSignal,
): Promise<AuthResult> {
  const send = async (ready: ChallengeAnswer) =>
    (await mutate(client, RespondToChallengeDocument, { input: { challenge, answer: ready } }, signal))
      .respondToChallenge;
  const { password, newPassword } = answer;
  if (password === undefined && newPassword === undefined) return send(answer);
  if (username === undefined) {
    throw new Error(
      "An answer with a password needs the username that the sign-in began with: give it in the options.",
    );
  }
  return withSeal(client, username, async (seal) => {
    if (password !== undefined) return send({ password: await seal("respondToChallenge.password", password) });
    return send({
      newPassword: { ...newPassword, password: await seal("respondToChallenge.newPassword", newPassword.password) },
    });
  });
}

export async function sendNewPassword(
  client: ApolloClient,
  { username, code, newPassword }: { username: string; code: string; newPassword: string },
  signal?: AbortSignal,
): Promise<ConfirmForgotPasswordMutation["confirmForgotPassword"]> {
  return withSeal(client, username, async (seal) => {
    const input = { username, code, newPassword: await seal("confirmForgotPassword", newPassword) };
    return (await mutate(client, ConfirmForgotPasswordDocument, { input }, signal)).confirmForgotPassword;
  });
}

const optional = (password: string | undefined) => (password === undefined ? {} : { password });
