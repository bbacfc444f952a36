import { fileURLToPath } from "node:url";
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Kind, type DocumentNode } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../persisted-query-manifest.json" with { type: "json" };
import { AuthFlow, usherLink } from "../src/index.js";
import { MeDocument, possibleTypes, SessionsDocument, SignOutDocument } from "../src/operations/index.js";
import { CODE, PASSWORD, startUsher, type Usher } from "./usher.js";

// A server that takes the operations of the package and no others.
let usher: Usher;
beforeAll(async () => {
  usher = await startUsher({
    USHER_SAFELIST: "enforce",
    USHER_SAFELIST_MANIFESTS: fileURLToPath(new URL("../persisted-query-manifest.json", import.meta.url)),
  });
});
afterAll(() => usher?.stop());

const nameOf = (document: DocumentNode) =>
  document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)?.name?.value;

const ids = () =>
  new PersistedQueryLink({
    generateHash: async (document) => manifest.operations.find(({ name }) => name === nameOf(document))?.id ?? "unlisted",
    disable: () => false,
  });

/** A client, with what it sent. */
function open(...between: ApolloLink[]) {
  const sent: string[] = [];
  const http = new HttpLink({
    uri: usher.url,
    fetch: (url, init) => {
      const { query, operationName } = JSON.parse(String(init?.body)) as { query?: string; operationName: string };
      sent.push(`${operationName} ${query === undefined ? "by id" : "in full"}`);
      return fetch(url, init);
    },
  });
  const link = usherLink({ channel: false });
  const client = new ApolloClient({
    cache: new InMemoryCache({ possibleTypes }),
    link: ApolloLink.from([link, ...between, http]),
    defaultOptions: { query: { fetchPolicy: "network-only" } },
  });
  return { client, link, sent };
}

describe.each([
  { way: "in full", between: () => [] },
  { way: "by id", between: () => [ids()] },
])("a safelist of the package's operations, $way", ({ way, between }) => {
  test("lets the package sign up, look, refresh and sign out", async () => {
    const { client, link, sent } = open(...between());
    const flow = new AuthFlow(client);
    const email = `${way.replaceAll(" ", "-")}@example.com`;
    await flow.signUp(email);
    await flow.confirm(CODE, PASSWORD);
    expect(flow.get().step.kind).toBe("done");
    const { data } = await client.query({ query: MeDocument });
    expect(data?.me?.email).toBe(email);
    expect(await link.refresh()).toBe(true);
    expect((await client.query({ query: SessionsDocument })).data?.sessions).toHaveLength(1);
    expect((await client.mutate({ mutation: SignOutDocument })).data?.signOut.wasSignedIn).toBe(true);
    expect(sent).toContain(`RefreshTokens ${way}`);
    expect(sent.filter((one) => !one.endsWith(way))).toEqual([]);
  });

  test("refuses an operation of one's own", async () => {
    const { client } = open(...between());
    const failure = await client.query({ query: gql`query Custom { config { signUpOpen } }` }).catch((error: unknown) => error);
    expect(CombinedGraphQLErrors.is(failure) && failure.errors[0]?.extensions?.["code"]).toBe("PERSISTED_QUERY_REQUIRED");
  });
});
