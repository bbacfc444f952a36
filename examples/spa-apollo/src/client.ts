import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client"

/** Makes the client. */
export function makeClient(): ApolloClient {
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([new HttpLink({ uri: "/graphql" })]),
  })
}
