import type { DocumentNode, Kind } from "graphql";

/** The schema's public fields that ask for no session, those that end or renew one included. */
const APART =
  /^(signUp|confirmSignUp|resendConfirmationCode|signIn|respondToChallenge|forgotPassword|confirmForgotPassword|signOut|refreshTokens|config|__\w+)$/;

/** What the link needs to know of an operation. */
export interface Nature {
  /** It is about the session's end or its tokens, and brings the refresh token along. */
  readonly closing: boolean;
  /** It waits for no refresh and causes none; unless it is closing, it goes without tokens, too. */
  readonly apart: boolean;
  /** Tokens in its answer are those of a new sign-in. */
  readonly begins: boolean;
  /** It asks for the field `session`. */
  readonly asks: boolean;
}

/**
 * Tells the nature of the document's operation by its root fields. Fragments at the root are not looked into: such an
 * operation counts as one that needs the session.
 */
export function natureOf(document: DocumentNode): Nature {
  const operation = document.definitions.find((definition) => "operation" in definition);
  const roots = operation?.selectionSet.selections.map((root) => (root.kind === ("Field" as Kind.FIELD) ? root.name.value : "")) ?? [];
  const closing = roots.some((root) => root === "signOut" || root === "refreshTokens");
  return {
    closing,
    apart: roots.every((root) => APART.test(root)),
    begins: operation?.operation === "mutation" && !closing,
    asks: roots.includes("session"),
  };
}
