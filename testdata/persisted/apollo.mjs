// Sends operations as Apollo Client does, and prints what went over the wire. Its arguments are the URL of the
// API, the path of a manifest or "", and how to name operations:
//   hash       PersistedQueryLink, by the SHA-256 of what the client prints
//   hash-get   the same, with GET for queries
//   manifest   PersistedQueryLink, by the ids of the manifest
//   text       no such link
// Each further argument is an operation to run, one after the other: "Name" of the manifest, with its definitions
// in another order than there, or a document.
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client"
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries"
import { parse } from "graphql"

const [uri, manifestPath, naming, ...operations] = process.argv.slice(1)
const listed = manifestPath ? JSON.parse(readFileSync(manifestPath, "utf8")).operations : []

const requests = []
const watched = async (url, options) => {
  const body = options.body ? JSON.parse(options.body) : Object.fromEntries(new URL(url).searchParams)
  const extensions = typeof body.extensions === "string" ? JSON.parse(body.extensions) : body.extensions
  const response = await fetch(url, options)
  requests.push([options.method, body.query ? "text" : "", extensions?.persistedQuery ? "id" : "", response.status].filter(Boolean).join(" "))
  return response
}

const sha256 = (text) => createHash("sha256").update(text).digest("hex")
const nameOf = (document) => document.definitions.find((d) => d.kind === "OperationDefinition").name?.value
const links = {
  hash: () => [new PersistedQueryLink({ sha256 })],
  "hash-get": () => [new PersistedQueryLink({ sha256, useGETForHashedQueries: true })],
  manifest: () => [new PersistedQueryLink({
    generateHash: async (document) => listed.find((o) => o.name === nameOf(document))?.id ?? "unlisted",
    disable: () => false,
  })],
  text: () => [],
}[naming]()

const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([...links, new HttpLink({ uri, fetch: watched, headers: { "apollo-require-preflight": "true" } })]),
  defaultOptions: { query: { fetchPolicy: "no-cache" }, mutate: { fetchPolicy: "no-cache" } },
})

const outcomes = []
for (const operation of operations) {
  const found = listed.find((o) => o.name === operation)
  const document = parse(found ? found.body : operation)
  const query = { ...document, definitions: document.definitions.toReversed() }
  const variables = { input: { username: "nobody@example.com", password: "correct horse 9" } }
  try {
    const isMutation = document.definitions.some((d) => d.operation === "mutation")
    const { data } = isMutation ? await client.mutate({ mutation: query, variables }) : await client.query({ query })
    outcomes.push(Object.keys(data).map((key) => data[key]?.__typename ?? key).join())
  } catch (error) {
    outcomes.push(CombinedGraphQLErrors.is(error) ? error.errors[0].extensions.code : String(error))
  }
}
console.log(JSON.stringify({ requests, outcomes }))
