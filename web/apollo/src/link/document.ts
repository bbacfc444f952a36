import { type DocumentNode, type FieldNode, type InlineFragmentNode, Kind, OperationTypeNode, type SelectionSetNode } from "graphql";

/** Fields by their names, in one text; and what has fields of its own. */
type Part = string | FieldNode | InlineFragmentNode;

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

const select = (...parts: Part[]): { selectionSet: SelectionSetNode } => ({
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: parts.flatMap((part) =>
      typeof part === "string" ? part.split(" ").map((value): FieldNode => ({ kind: Kind.FIELD, name: name(value) })) : part,
    ),
  },
});

const field = (value: string, ...parts: Part[]): FieldNode => ({ kind: Kind.FIELD, name: name(value), ...select(...parts) });

const on = (type: string, ...parts: Part[]): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: name(type) },
  ...select(...parts),
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
      ...select(
        field(
          "refreshTokens",
          "__typename",
          on("Session", field("tokens", "accessToken idToken refreshToken expiresAt __typename"), "expiresAt __typename"),
          on("RateLimited", "retryAfter __typename"),
          on("Problem", "code message __typename"),
        ),
      ),
    },
  ],
};
