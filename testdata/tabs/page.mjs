// A page that does nothing but ask: what tabs of an app with the package do, without the app.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { memoryStore, possibleTypes, sessionStore, usherLink } from "../../web/apollo/src/index.ts";
import { MeDocument, SignInDocument, SignOutDocument } from "../../web/apollo/src/operations/index.ts";

const { mode, store } = document.documentElement.dataset;
const link = usherLink({ mode, store: store === "session" ? sessionStore() : memoryStore() });
const client = new ApolloClient({ cache: new InMemoryCache({ possibleTypes }), link: ApolloLink.from([link, new HttpLink({ uri: "/graphql" })]) });

/** Asks who is signed in, past the cache and without joining equal questions. */
async function ask() {
  try {
    const { data } = await client.query({ query: MeDocument, fetchPolicy: "no-cache", context: { queryDeduplication: false } });
    return data?.me?.email ?? "nobody";
  } catch (error) {
    return error.message;
  }
}

globalThis.tab = {
  /** Says what the app got: the link keeps tokens to itself. */
  async signIn(username, password) {
    const { data } = await client.mutate({ mutation: SignInDocument, variables: { input: { username, password } } });
    return data.signIn.tokens === null ? data.signIn.__typename : "tokens";
  },
  async signOut() {
    const { data } = await client.mutate({ mutation: SignOutDocument });
    return data.signOut.__typename;
  },
  /** Asks so many times at once and says how many got which answer. */
  async ask(times) {
    const counts = {};
    for (const answer of await Promise.all(Array.from({ length: times }, ask))) {
      counts[answer] = (counts[answer] ?? 0) + 1;
    }
    return Object.entries(counts).map(([answer, count]) => `${count} ${answer}`).join(", ");
  },
  status: () => link.session.get().status,
};
