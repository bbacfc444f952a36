import { type DocumentNode, type FieldNode, Kind, type SelectionNode } from "graphql";

/** The schema's public fields that ask for no session, those that end or renew one aside. */
const OPEN = /^(signUp|confirmSignUp|resendConfirmationCode|signIn|respondToChallenge|forgotPassword|confirmForgotPassword|config|__\w+)$/;

/** How many fragments within each other are looked into. */
const MAX_DEPTH = 16;

/** What the link needs to know of an operation. */
export interface Nature {
  /** It goes without tokens and waits for nothing. */
  readonly open: boolean;
  /** It is about the session's end or its tokens: it brings the refresh token along and waits for nothing, too. */
  readonly closing: boolean;
  /** Tokens in its answer are those of a new sign-in. */
  readonly begins: boolean;
  /** The names that the field `session` has in the answer. */
  readonly sessionKeys: readonly string[];
}

/** Tells the nature of the document's operation by its root fields. */
export function natureOf(document: DocumentNode): Nature {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const roots = operation ? rootFields(operation.selectionSet.selections, document, 0) : [];
  const are = (names: RegExp) => roots.length > 0 && roots.every((root) => names.test(root.name.value));
  return {
    open: are(OPEN),
    closing: are(/^(signOut|refreshTokens|__typename)$/),
    begins: operation?.operation === "mutation" && !are(/^(refreshTokens|__typename)$/),
    sessionKeys: roots.filter((root) => root.name.value === "session").map((root) => root.alias?.value ?? "session"),
  };
}

function rootFields(selections: readonly SelectionNode[], document: DocumentNode, depth: number): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      return selection;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find((d) => d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === selection.name.value);
    return fragment && "selectionSet" in fragment && depth < MAX_DEPTH
      ? rootFields(fragment.selectionSet!.selections, document, depth + 1)
      : [];
  });
}
