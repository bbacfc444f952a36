// Seals the passwords in the variables of an operation, for a server that takes no others.

import { sealPassword } from "./seal.mjs";

// Where the passwords are in the input of each field, what each is for, and whose it is: a member of the input, or one
// of the two below.
const CHALLENGED = Symbol("the name that the sign-in under way was begun with");
const ME = Symbol("the id of the signed-in user");
const PASSWORDS = [
  ["signUp", ["password"], "signUp", "email"],
  ["confirmSignUp", ["password"], "confirmSignUp", "username"],
  ["signIn", ["password"], "signIn", "username"],
  ["respondToChallenge", ["answer", "password"], "respondToChallenge.password", CHALLENGED],
  ["respondToChallenge", ["answer", "newPassword", "password"], "respondToChallenge.newPassword", CHALLENGED],
  ["confirmForgotPassword", ["newPassword"], "confirmForgotPassword", "username"],
  ["changePassword", ["currentPassword"], "changePassword.current", ME],
  ["changePassword", ["newPassword"], "changePassword.new", ME],
  ["deleteAccount", ["password"], "deleteAccount", ME],
];

const SEALING = "config { sealing { kid typ alg enc jwk { kty crv x y } nonce } }";

export class PasswordSealer {
  #challenged = "";
  #crypto;

  constructor({ crypto = globalThis.crypto } = {}) {
    this.#crypto = crypto;
  }

  // seal returns the parameters to send. ask runs a query as the user does.
  async seal(params, fields, ask) {
    const given = params.variables?.input;
    const found = PASSWORDS.filter(([field, path]) => fields.some(({ name }) => name === field) && typeof at(given, path) === "string");
    if (found.length === 0) return params;
    if (!this.#crypto?.subtle) throw new Error("This server takes sealed passwords only, and browsers seal on https and on localhost only. Open the page there.");

    const asksMe = found.some(([, , , whose]) => whose === ME);
    const { data, errors } = await ask(`{ ${SEALING} ${asksMe ? "me { id }" : ""} }`);
    const sealing = data?.config?.sealing;
    if (!sealing) throw new Error(`The password was not sent: there is no key to seal it for. ${errors?.[0]?.message ?? ""}`);

    const input = structuredClone(given);
    for (const [, path, op, whose] of found) {
      // Without an account the server refuses, and reads no password.
      const account = String({ [CHALLENGED]: this.#challenged, [ME]: data.me?.id }[whose] ?? given[whose] ?? "");
      at(input, path.slice(0, -1))[path.at(-1)] = await sealPassword(sealing, { password: at(given, path), op, account });
    }
    return { ...params, variables: { ...params.variables, input } };
  }

  // learn notes whose challenge is under way.
  learn({ params, fields, answer }) {
    const begun = fields.some(({ name, key }) => name === "signIn" && answer.data?.[key]?.challenge);
    if (begun) this.#challenged = params.variables?.input?.username ?? "";
  }
}

function at(value, path) {
  return path.reduce((inner, name) => inner?.[name], value);
}
