import { isAbstractType } from "graphql";

// A codegen plugin: which types stand behind each interface and union, in the form that InMemoryCache takes.
export function plugin(schema) {
  const possibleTypes = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) {
      possibleTypes[type.name] = schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .sort();
    }
  }
  const sorted = Object.fromEntries(Object.entries(possibleTypes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [
    "/** Which types stand behind each interface and union of the schema: `new InMemoryCache({ possibleTypes })`. */",
    `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(sorted, null, 2)}`,
  ].join("\n");
}
