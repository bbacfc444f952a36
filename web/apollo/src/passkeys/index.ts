export { PasskeyError, type PasskeyErrorKind } from "./error.js";
export type { WebAuthnJson } from "./json.js";
export { createPasskey, getPasskey, passkeysAvailable, type PasskeyDialogue } from "./passkeys.js";
