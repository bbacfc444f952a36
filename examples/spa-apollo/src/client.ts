import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client"
import { possibleTypes, sessionStore, usherLink, type UsherLink } from "@usher/apollo"
import type { Settings } from "./settings.js"

/**
 * Makes the client and its link, which keeps the session.
 *
 * @param transport how tokens travel. In cookies no script sees them. In headers they are kept in the tab's session
 *   storage, so that a reload does not sign out; `memoryStore()` would keep them from scripts that read storages.
 */
export function makeClient(transport: Settings["transport"]): { client: ApolloClient; link: UsherLink } {
  const link = usherLink(transport === "cookie" ? { mode: "cookie" } : { mode: "header", store: sessionStore() })
  const client = new ApolloClient({
    cache: new InMemoryCache({
      possibleTypes,
      // Each answer has all passkeys: what it lacks is deleted.
      typePolicies: { Me: { fields: { passkeys: { merge: false } } } },
    }),
    link: ApolloLink.from([link, new HttpLink({ uri: "/graphql" })]),
  })
  return { client, link }
}
