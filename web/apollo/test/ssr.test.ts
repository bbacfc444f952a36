import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  possibleTypes,
  SessionDocument,
  SessionsDocument,
  SignInDocument,
  SignOutDocument,
} from "../src/operations/index.js";
import { usherForwarder, type Forwarder } from "../src/ssr/index.js";
import { PASSWORD, startUsher, type Usher } from "./usher.js";

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher({
    USHER_TRANSPORT: "cookie",
    USHER_LOCAL_ACCESS_TTL: "5s",
    USHER_TRUSTED_PROXIES: "127.0.0.1/32",
  });
});
afterAll(() => usher?.stop());

const clientOf = ({ fetch }: Forwarder) =>
  new ApolloClient({
    ssrMode: true,
    cache: new InMemoryCache({ possibleTypes }),
    link: new HttpLink({ uri: usher.url, fetch }),
  });

/** A page's request with these cookies. */
const request = (cookies: string[]) =>
  new Request("https://app.example.com/", { headers: { cookie: cookies.join("; "), "user-agent": BROWSER } });

/** What a browser would keep of these headers. */
const kept = (headers: Headers) => headers.getSetCookie().map((header) => header.split(";")[0]!);

/** Signs a new user in through a page, and gives the browser's cookies. */
async function signedIn() {
  const forwarder = usherForwarder(request([]), { clientAddress: "203.0.113.9" });
  const input = { username: await usher.user(), password: PASSWORD };
  const { data } = await clientOf(forwarder).mutate({ mutation: SignInDocument, variables: { input } });
  expect(data?.signIn.__typename).toBe("Session");
  return { email: input.username, headers: forwarder.headers() };
}

describe("usherForwarder", () => {
  test("hands the cookies of a sign-in to the page's answer", async () => {
    const { headers } = await signedIn();
    expect(headers.getSetCookie().length).toBeGreaterThanOrEqual(2);
    for (const header of headers.getSetCookie()) expect(header).toMatch(/^usher-(access|refresh|device)=.*HttpOnly/);
    expect([...headers.keys()].every((name) => name === "set-cookie")).toBe(true);
  });

  test("asks as the browser would: who is signed in, with which device, from which network", async () => {
    const { email, headers } = await signedIn();
    const forwarder = usherForwarder(request(kept(headers)), { clientAddress: "203.0.113.9" });
    const client = clientOf(forwarder);
    expect((await client.query({ query: SessionDocument })).data?.session?.me.email).toBe(email);
    const { data } = await client.query({ query: SessionsDocument });
    expect(data?.sessions?.find(({ current }) => current)).toMatchObject({
      device: "Firefox on Linux",
      address: "203.0.113.0/24",
    });
    expect(forwarder.headers().getSetCookie()).toEqual([]);
  });

  test("later requests of one page carry what earlier ones set", async () => {
    const { headers } = await signedIn();
    const forwarder = usherForwarder(request(kept(headers)));
    const client = clientOf(forwarder);
    await client.mutate({ mutation: SignOutDocument });
    expect((await client.query({ query: SessionDocument, fetchPolicy: "network-only" })).data?.session).toBeNull();
    expect(forwarder.headers().getSetCookie().join()).toMatch(/usher-refresh=;.*Max-Age=0/);
  });

  test("a silent refresh reaches the browser", async () => {
    const { email, headers } = await signedIn();
    const withoutAccess = kept(headers).filter((cookie) => !cookie.startsWith("usher-access"));
    const forwarder = usherForwarder(request(withoutAccess));
    expect((await clientOf(forwarder).query({ query: SessionDocument })).data?.session?.me.email).toBe(email);
    expect(kept(forwarder.headers()).join()).toContain("usher-access=");
  });
});

describe("what goes along", () => {
  /** The headers that Usher would get. */
  async function sent(incoming: Request | Headers, clientAddress?: string, init?: RequestInit) {
    let seen!: RequestInit;
    const send: typeof fetch = async (_, init) => {
      seen = init!;
      return new Response("{}");
    };
    await usherForwarder(incoming, { fetch: send, ...(clientAddress && { clientAddress }) }).fetch(usher.url, init);
    return { headers: new Headers(seen.headers), redirect: seen.redirect };
  }

  test("no cookie of the page's own", async () => {
    const { headers } = await sent(
      request(["theme=dark", "__Host-usher-access=a", "usher-other=b", "usher-refresh=c=d"]),
    );
    expect(headers.get("cookie")).toBe("__Host-usher-access=a; usher-refresh=c=d");
  });

  test("two cookies of one name stay two, since one of them was planted", async () => {
    const { headers } = await sent(request(["usher-access=a", "usher-access=b"]));
    expect(headers.get("cookie")).toBe("usher-access=a; usher-access=b");
  });

  test("no cookie that an earlier answer has cleared", async () => {
    const seen: (string | null)[] = [];
    const send: typeof fetch = async (_, init) => {
      seen.push(new Headers(init?.headers).get("cookie"));
      return new Response("{}", { headers: { "set-cookie": "usher-access=; Path=/; Max-Age=0" } });
    };
    const forwarder = usherForwarder(request(["usher-access=a", "usher-device=d"]), { fetch: send });
    await forwarder.fetch(usher.url);
    await forwarder.fetch(usher.url);
    expect(seen).toEqual(["usher-access=a; usher-device=d", "usher-device=d"]);
  });

  test("no cookie that somebody between here and Usher has set comes back", async () => {
    const send: typeof fetch = async () =>
      new Response("{}", {
        headers: [
          ["set-cookie", "balancer=7; Path=/"],
          ["set-cookie", "usher-access=a; HttpOnly"],
        ],
      });
    const forwarder = usherForwarder(new Headers(), { fetch: send });
    await forwarder.fetch(usher.url);
    expect(forwarder.headers().getSetCookie()).toEqual(["usher-access=a; HttpOnly"]);
  });

  test("no address that the browser made up", async () => {
    const { headers } = await sent(
      new Headers({ "x-forwarded-for": "192.0.2.1", "x-real-ip": "192.0.2.1", authorization: "Bearer x" }),
    );
    expect([...headers.keys()]).toEqual(["apollo-require-preflight"]);
  });

  test("the address that the server knows, and the request's own headers", async () => {
    const { headers, redirect } = await sent(new Headers(), "2001:db8::1", {
      headers: { "content-type": "application/json" },
    });
    expect(headers.get("x-forwarded-for")).toBe("2001:db8::1");
    expect(headers.get("content-type")).toBe("application/json");
    expect(redirect).toBe("error");
  });

  test.each(["203.0.113.9, 198.51.100.7", "203.0.113.9:443", "localhost", ""])(
    "an address that is none: %s",
    (text) => {
      expect(() => usherForwarder(new Headers(), { clientAddress: text })).toThrow(/one IP address/);
    },
  );
});
