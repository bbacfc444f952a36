export type { PublicJwk } from "./jwe.js";
export { sealPassword, type PasswordSealing, type PasswordToSeal, type SealedOperation } from "./seal.js";
export { withSeal, type Seal } from "./sealer.js";
