import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import {
  buildClientSchema,
  getIntrospectionQuery,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  print,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../persisted-query-manifest.json" with { type: "json" };
import * as operations from "../src/operations/index.js";
import { startUsher, type Usher } from "./usher.js";

/** Fields that a deployment has added to the schema, and that its own clients ask for with documents of their own. */
const OF_THE_DEPLOYMENT: readonly string[] = [];

let usher: Usher;
let schema: GraphQLSchema;
beforeAll(async () => {
  usher = await startUsher();
  const { data } = await usher.ask<IntrospectionQuery>(getIntrospectionQuery({ specifiedByUrl: true }));
  schema = buildClientSchema(data!);
});
afterAll(() => usher?.stop());

const documents = Object.entries(operations)
  .filter(([name]) => name.endsWith("Document"))
  .map(([name, document]) => ({ name: name.slice(0, -"Document".length), document: document as DocumentNode }));

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("documents", () => {
  test("there is one for every field that can be called", () => {
    const called = new Set(
      documents.flatMap(({ document }) =>
        document.definitions.flatMap((definition) =>
          definition.kind === Kind.OPERATION_DEFINITION
            ? definition.selectionSet.selections.map((node) => (node.kind === Kind.FIELD ? node.name.value : ""))
            : [],
        ),
      ),
    );
    const offered = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type!.getFields()));
    const missing = offered.filter((field) => !called.has(field) && !OF_THE_DEPLOYMENT.includes(field));
    const remedy =
      "No document in operations/ asks for these fields. For a field of Usher's own write one and run npm run codegen. A " +
      "field that your deployment adds (docs/extending.md) needs none here: name it in OF_THE_DEPLOYMENT.";
    expect(missing, remedy).toEqual([]);
  });

  test.each(documents)("$name fits the schema of a running server", ({ document }) => {
    expect(validate(schema, document)).toEqual([]);
  });

  // The guard's limits are not part of the schema. Without variables the values are refused, which comes after both.
  test.each(documents)("$name is taken by the server", async ({ document }) => {
    const { errors } = await usher.ask(print(document));
    for (const { extensions } of errors ?? [])
      expect(["BAD_USER_INPUT", "UNAUTHENTICATED"]).toContain(extensions?.["code"]);
  });

  test("possibleTypes are those of a running server", () => {
    const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
    const types = abstract.map((type) => [
      type.name,
      schema.getPossibleTypes(type).filter(isObjectType).map(String).sort(),
    ]);
    const ours = Object.entries(operations.possibleTypes).filter(([name]) => !name.startsWith("__"));
    const remedy = "The schema's unions or interfaces have changed: run npm run codegen in web/apollo.";
    expect(Object.fromEntries(ours), remedy).toEqual(Object.fromEntries(types));
  });
});

describe("manifest", () => {
  test("it holds every document, and nothing else", () => {
    expect(manifest.format).toBe("apollo-persisted-query-manifest");
    expect(manifest.version).toBe(1);
    expect(manifest.operations.map(({ name }) => name).sort()).toEqual(documents.map(({ name }) => name).sort());
  });

  test.each(documents)("$name is sent with its id and its text", async ({ name, document }) => {
    const operation = manifest.operations.find((one) => one.name === name)!;
    const sent: { query?: string; extensions: { persistedQuery: { sha256Hash: string } } }[] = [];
    const client = new ApolloClient({
      cache: new InMemoryCache({ possibleTypes: operations.possibleTypes }),
      link: ApolloLink.from([
        new PersistedQueryLink({ sha256 }),
        new HttpLink({
          uri: "http://usher.invalid/graphql",
          fetch: async (_, init) => {
            sent.push(JSON.parse(String(init?.body)));
            const unknown = { message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } };
            return Response.json({ errors: [unknown] });
          },
        }),
      ]),
    });
    const mutation = parse(operation.body).definitions.some(
      (node) => node.kind === Kind.OPERATION_DEFINITION && node.operation === "mutation",
    );
    const options = { fetchPolicy: "no-cache", errorPolicy: "all" } as const;
    await (mutation
      ? client.mutate({ mutation: document, ...options })
      : client.query({ query: document, ...options }));
    expect(sent[0]?.extensions.persistedQuery.sha256Hash).toBe(operation.id);
    expect(sent[1]?.query).toBe(operation.body);
    expect(sha256(operation.body)).toBe(operation.id);
  });

  test("the link's own refresh is the manifest's", async () => {
    const { REFRESH_TOKENS } = await import("../src/link/document.js");
    expect(print(REFRESH_TOKENS)).toBe(manifest.operations.find(({ name }) => name === "RefreshTokens")?.body);
  });
});
