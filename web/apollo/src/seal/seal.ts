import { base64url, encrypt, sha256, utf8, type Recipient } from "./jwe.js";

/** What `config { sealing }` gives: a key, and a nonce that is good once for each operation. */
export interface PasswordSealing extends Recipient {
  readonly nonce: string;
}

/** What a sealed password is for, as the server calls it. It opens for nothing else. */
export type SealedOperation =
  | "signUp"
  | "confirmSignUp"
  | "signIn"
  | "respondToChallenge.password"
  | "respondToChallenge.newPassword"
  | "confirmForgotPassword"
  | "changePassword.current"
  | "changePassword.new"
  | "deleteAccount";

/** A password, and what it is sealed for. */
export interface PasswordToSeal {
  readonly password: string;
  readonly operation: SealedOperation;
  /** The name that was typed; for changePassword and deleteAccount `me { id }`. */
  readonly account: string;
}

// Passwords of usual length make envelopes of one length.
const SHORTEST_CLAIMS_BYTES = 512;

/**
 * Seals a password, so that nobody who reads the request on its way reads the password. The result goes where the password
 * would. It is good once: ask for `config { sealing }` again, past the cache, for each password that is sent.
 *
 * It needs the Web Crypto API, which browsers have on https and on localhost only, and throws where it is missing.
 */
export async function sealPassword(
  sealing: PasswordSealing,
  { password, operation, account }: PasswordToSeal,
): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new Error(
      "Passwords are sealed with Web Crypto, which browsers have on https and on localhost only: open the page there.",
    );
  }
  const sub = base64url(await sha256(utf8(account.trim().normalize("NFC").toLowerCase())));
  const claims = utf8(JSON.stringify({ pwd: password, op: operation, sub, nonce: sealing.nonce }));
  return encrypt(sealing, padded(claims));
}

// JSON may end in spaces.
function padded(claims: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(Math.max(SHORTEST_CLAIMS_BYTES, claims.length)).fill(0x20);
  out.set(claims);
  return out;
}
