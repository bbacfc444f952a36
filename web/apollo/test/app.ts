import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { possibleTypes, usherLink, type UsherLink, type UsherLinkOptions } from "../src/index.js";

/** A client as an app makes it, in a tab of its own. */
export interface TestClient {
  readonly client: ApolloClient;
  readonly link: UsherLink;
  /** The bodies of the requests that it has sent, in order. */
  readonly sent: { operationName: string; variables: Record<string, unknown> }[];
}

/** Makes a client for the server at this address. */
export function newClient(uri: string, options: UsherLinkOptions = {}, send: typeof fetch = fetch): TestClient {
  const link = usherLink({ channel: false, ...options });
  const sent: TestClient["sent"] = [];
  const http = new HttpLink({
    uri,
    fetch: (input, init) => {
      sent.push(JSON.parse(String(init?.body)) as TestClient["sent"][number]);
      return send(input, init);
    },
  });
  const client = new ApolloClient({ cache: new InMemoryCache({ possibleTypes }), link: ApolloLink.from([link, http]) });
  return { client, link, sent };
}
