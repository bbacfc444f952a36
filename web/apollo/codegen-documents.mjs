import { InMemoryCache } from "@apollo/client";
import { Kind, concatAST, visit } from "graphql";

// A codegen plugin: one typed document for each operation, as Apollo Client sends it: with __typename in every selection,
// and with its fragments in the order of their names. So the text that a client hashes for a persisted operation is the
// one in the manifest. Each fragment stands in the output once, whatever number of documents have it.

export function plugin(_schema, files) {
  const all = new InMemoryCache().transformDocument(concatAST(files.map(({ document }) => withoutPlaces(document))));
  const fragments = new Map(
    all.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
  );
  const operations = all.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return {
    prepend: [
      'import type { TypedDocumentNode } from "@apollo/client"',
      'import type { FragmentDefinitionNode } from "graphql"',
    ],
    content: [...[...fragments.values()].map(fragment), ...operations.map((node) => operation(node, fragments))].join(
      "\n\n",
    ),
  };
}

function fragment(node) {
  return `const ${node.name.value} = ${JSON.stringify(node)} as unknown as FragmentDefinitionNode`;
}

function operation(node, fragments) {
  const name = node.name.value;
  const type = name + node.operation[0].toUpperCase() + node.operation.slice(1);
  const definitions = [JSON.stringify(node), ...[...spreadsOf(node, fragments)].sort()].join(", ");
  return (
    `export const ${name}Document = { kind: "Document", definitions: [${definitions}] } as unknown as ` +
    `TypedDocumentNode<${type}, ${type}Variables>`
  );
}

// The names of all fragments that a definition needs.
function spreadsOf(node, fragments, found = new Set()) {
  visit(node, {
    FragmentSpread({ name: { value } }) {
      if (found.has(value)) return;
      found.add(value);
      spreadsOf(fragments.get(value), fragments, found);
    },
  });
  return found;
}

function withoutPlaces(document) {
  return visit(document, { enter: ({ loc: _, ...node }) => node });
}
