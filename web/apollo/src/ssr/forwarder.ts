import { afterSetCookie, isOwn, nameOf, ownCookies } from "./cookies.js";

/** What the server that renders the page knows besides the request. */
export interface ForwarderOptions {
  /**
   * The user's IP address, as this server has seen it or as a proxy that it trusts has said. Usher counts tries by it where
   * USHER_TRUSTED_PROXIES names this server; without it all users are counted as one.
   */
  readonly clientAddress?: string | undefined;
  /** What sends the requests; the global `fetch` by default. */
  readonly fetch?: typeof fetch;
}

/** One request of a browser, on its way through the server that renders the page. */
export interface Forwarder {
  /** For the HttpLink to Usher, `new HttpLink({ uri, fetch: forwarder.fetch })`, and for no other: it sends Usher's cookies. */
  readonly fetch: typeof fetch;
  /** The headers to append to the page's answer: Set-Cookie, once for each cookie, and none where nothing was set. */
  headers(): Headers;
}

/**
 * Lets the server that renders a page ask Usher as the browser would, where tokens travel in cookies: Usher's cookies and
 * the user agent of the incoming request go along, and the cookies that Usher sets come back for the page's answer. Make one
 * for each incoming request, and a client for each: neither may be shared between users.
 */
export function usherForwarder(incoming: Request | Headers, options: ForwarderOptions = {}): Forwarder {
  const { clientAddress, fetch: send = fetch } = options;
  const from = incoming instanceof Headers ? incoming : incoming.headers;
  const userAgent = from.get("user-agent");
  const address = clientAddress === undefined ? null : oneAddress(clientAddress);
  const set = new Map<string, string>();
  let cookies = ownCookies(from.get("cookie"));

  const forward: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("apollo-require-preflight", "1");
    if (cookies.length > 0) headers.set("cookie", cookies.map(({ name, value }) => `${name}=${value}`).join("; "));
    if (userAgent !== null) headers.set("user-agent", userAgent);
    if (address !== null) headers.set("x-forwarded-for", address);
    // Another place is not to get the cookies.
    const response = await send(input, { ...init, headers, redirect: "error" });
    for (const header of response.headers.getSetCookie()) {
      // A balancer between here and Usher may set some of its own, which are not the browser's.
      if (!isOwn(nameOf(header))) continue;
      set.set(nameOf(header), header);
      cookies = afterSetCookie(cookies, header);
    }
    return response;
  };

  return {
    fetch: forward,
    headers: () => new Headers([...set.values()].map((value): [string, string] => ["set-cookie", value])),
  };
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const IPV6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i;

// More than one would be a chain of proxies, which Usher reads from its end.
function oneAddress(text: string): string {
  if (IPV4.test(text) || IPV6.test(text)) return text;
  throw new Error("clientAddress is to be one IP address, without port and brackets.");
}
