import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { usherLink, type UsherLink, type UsherLinkOptions } from "../src/index.js";
import { PASSWORD, type Usher } from "./usher.js";

/** What a page sent, in its order. */
export interface Sent {
  readonly operation: string;
  readonly headers: Headers;
  readonly credentials: RequestCredentials | undefined;
  readonly body: string;
}

/** One page: a client with its link, and what went over the wire. */
export interface Page {
  readonly client: ApolloClient;
  readonly link: UsherLink;
  readonly sent: Sent[];
  /** How often an operation was sent. */
  count(operation: string): number;
  /** Sends the operation SignIn for a user of {@link Usher.user}. */
  signIn(email: string): Promise<void>;
  /** Takes the place of the network: return undefined to let a request through. */
  network: ((sent: Sent) => Promise<Response> | Response | undefined) | null;
}

export const ME = gql`
  query Me {
    me {
      email
    }
  }
`;

export const SESSION = gql`
  query Session {
    session {
      me {
        email
      }
      expiresAt
    }
  }
`;

export const SIGN_IN = gql`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      ... on Session {
        me {
          email
        }
        tokens {
          accessToken
          idToken
          refreshToken
          expiresAt
        }
        expiresAt
      }
    }
  }
`;

export const SIGN_OUT = gql`
  mutation SignOut {
    signOut {
      wasSignedIn
    }
  }
`;

export const CONFIG = gql`
  query Config {
    config {
      firstFactors
    }
  }
`;

/** Opens a page. Its cookies are its own, unless a jar is handed in. */
export function openPage(usher: Pick<Usher, "url">, options: UsherLinkOptions = {}, jar: Map<string, string> = new Map()): Page {
  const sent: Sent[] = [];
  const link = usherLink(options);
  const http = new HttpLink({
    uri: usher.url,
    fetch: async (url, init = {}) => {
      const headers = new Headers(init.headers);
      const body = String(init.body);
      const request = { operation: (JSON.parse(body) as { operationName: string }).operationName, headers, credentials: init.credentials, body };
      sent.push(request);
      const answer = page.network?.(request);
      if (answer) {
        return answer;
      }
      if (init.credentials === "include" && jar.size > 0) {
        headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
      }
      const response = await fetch(url, { ...init, headers });
      response.headers.getSetCookie().forEach((line) => keepCookie(jar, line));
      return response;
    },
  });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([link, http]),
    defaultOptions: { query: { fetchPolicy: "network-only" } },
    // Twenty queries at once are to be twenty requests.
    queryDeduplication: false,
  });
  const page: Page = {
    client,
    link,
    sent,
    network: null,
    count: (operation) => sent.filter((request) => request.operation === operation).length,
    signIn: async (email) => {
      await client.mutate({ mutation: SIGN_IN, variables: { input: { username: email, password: PASSWORD } } });
      if (link.session.get().status !== "signed-in") {
        throw new Error(`${email} was not signed in.`);
      }
    },
  };
  return page;
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const [name = "", value = ""] = pair.split("=");
  if (value === "" || /max-age=0/i.test(line)) {
    jar.delete(name);
  } else {
    jar.set(name, value);
  }
}
