import { PasskeyError, passkeyError } from "./error.js";
import { creationOptions, credentialJson, requestOptions, type WebAuthnJson } from "./json.js";

/** How a passkey's dialogue is ended from outside. */
export interface PasskeyDialogue {
  readonly signal?: AbortSignal;
}

/** Whether this page can make and use passkeys at all. Whether a person has one, no page can know. */
export function passkeysAvailable(): boolean {
  return (
    globalThis.isSecureContext === true &&
    typeof globalThis.PublicKeyCredential === "function" &&
    globalThis.navigator?.credentials !== undefined
  );
}

/**
 * Makes a passkey from the `options` of `startPasskeyRegistration`, and gives what `finishPasskeyRegistration` takes as its
 * `credential`. Call it from a click: browsers may ask for one. Throws PasskeyError.
 */
export function createPasskey(options: WebAuthnJson, { signal }: PasskeyDialogue = {}): Promise<WebAuthnJson> {
  return dialogue(signal, (given) =>
    navigator.credentials.create({ publicKey: creationOptions(options), ...given }),
  );
}

/**
 * Uses a passkey for the `options` of a PasskeyChallenge, and gives what `respondToChallenge` takes as `passkey`. Throws
 * PasskeyError.
 */
export function getPasskey(options: WebAuthnJson, { signal }: PasskeyDialogue = {}): Promise<WebAuthnJson> {
  return dialogue(signal, (given) => navigator.credentials.get({ publicKey: requestOptions(options), ...given }));
}

async function dialogue(
  signal: AbortSignal | undefined,
  open: (given: { signal?: AbortSignal }) => Promise<Credential | null>,
): Promise<WebAuthnJson> {
  if (!passkeysAvailable()) throw new PasskeyError("unsupported");
  try {
    const credential = await open(signal === undefined ? {} : { signal });
    if (credential === null) throw new PasskeyError("cancelled");
    return credentialJson(credential as PublicKeyCredential);
  } catch (cause) {
    // An aborted dialogue fails with the signal's reason, which may be anything.
    if (signal?.aborted) throw new PasskeyError("cancelled", cause);
    throw passkeyError(cause);
  }
}
