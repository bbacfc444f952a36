import { type DocumentNode, type FieldNode, type InlineFragmentNode, Kind, OperationTypeNode, type SelectionNode } from "graphql";

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

const set = (selections: readonly SelectionNode[]) => ({ kind: Kind.SELECTION_SET, selections }) as const;

const field = (value: string, ...selections: SelectionNode[]): FieldNode => ({
  kind: Kind.FIELD,
  name: name(value),
  ...(selections.length > 0 && { selectionSet: set(selections) }),
});

const fields = (names: string): FieldNode[] => names.split(" ").map((value) => field(value));

const on = (type: string, ...selections: SelectionNode[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: name(type) },
  selectionSet: set([...selections, field("__typename")]),
});

/**
 * The operation RefreshTokens as Apollo's cache would send it, letter by letter: servers that take only operations
 * they know have it in their list once. Built here, since the text of all operations or a parser would be more
 * than the link itself.
 */
export const REFRESH_TOKENS: DocumentNode = {
  kind: Kind.DOCUMENT,
  definitions: [
    {
      kind: Kind.OPERATION_DEFINITION,
      operation: OperationTypeNode.MUTATION,
      name: name("RefreshTokens"),
      selectionSet: set([
        field(
          "refreshTokens",
          field("__typename"),
          on("Session", field("tokens", ...fields("accessToken idToken refreshToken expiresAt __typename")), field("expiresAt")),
          on("RateLimited", field("retryAfter")),
          on("Problem", ...fields("code message")),
        ),
      ]),
    },
  ],
};
