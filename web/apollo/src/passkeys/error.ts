/**
 * Why a passkey was neither made nor used.
 *
 * - "unsupported": the browser, the page or the device has no passkeys.
 * - "cancelled": the person closed the dialogue, let it time out, or the caller's signal ended it. Browsers say no more,
 *   so that a page cannot find out which passkeys there are.
 * - "exists": the device has a passkey for this account already.
 * - "wrong-site": the page is not on the domain that the pool's passkeys belong to.
 * - "failed": anything else; `cause` has it.
 */
export type PasskeyErrorKind = "unsupported" | "cancelled" | "exists" | "wrong-site" | "failed";

const MESSAGES: Record<PasskeyErrorKind, string> = {
  unsupported: "Passkeys do not work here: use a current browser, over https or on localhost.",
  cancelled: "The passkey was not used. Try again, or take another way.",
  exists: "This device has a passkey for the account already.",
  "wrong-site": "Passkeys of this account belong to another site: open the page on the relying party's domain.",
  failed: "The passkey could not be used. Try again, or take another way.",
};

/** What `createPasskey` and `getPasskey` throw, and nothing else. */
export class PasskeyError extends Error {
  override readonly name = "PasskeyError";

  constructor(
    readonly kind: PasskeyErrorKind,
    cause?: unknown,
  ) {
    super(MESSAGES[kind], { cause });
  }
}

/** What a failure of the browser means (WebAuthn Level 3, sections 5.1.3 and 5.1.4). */
export function passkeyError(cause: unknown): PasskeyError {
  if (cause instanceof PasskeyError) return cause;
  return new PasskeyError(kindOf(cause), cause);
}

function kindOf(cause: unknown): PasskeyErrorKind {
  switch (cause instanceof Error ? cause.name : "") {
    case "NotAllowedError":
    case "AbortError":
    case "TimeoutError":
      return "cancelled";
    case "InvalidStateError":
      return "exists";
    case "NotSupportedError":
    case "ConstraintError":
      return "unsupported";
    case "SecurityError":
      return "wrong-site";
    default:
      return "failed";
  }
}
