import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { UsherLinkOptions } from "../src/index.js";
import { Browser } from "./browser.js";
import { CONFIG, ME, openPage, SESSION, SIGN_OUT } from "./client.js";
import { startUsher, type Usher } from "./usher.js";

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher({ USHER_TRANSPORT: "cookie" });
});
afterAll(() => usher.stop());

/** Pages of one browser: they share its cookies. */
function browserWith(count: number, options: UsherLinkOptions = {}) {
  const [jar, browser] = [new Map<string, string>(), new Browser()];
  const pages = Array.from({ length: count }, () =>
    openPage(usher, { mode: "cookie", platform: browser.tab().platform, ...options }, jar),
  );
  return { jar, pages, page: pages[0]!, other: pages[1]! };
}

describe("a session in cookies", () => {
  test("needs credentials and a header with every request, and no token", async () => {
    const { page } = browserWith(1);
    const email = await usher.user();
    await page.client.query({ query: CONFIG });
    await page.signIn(email);
    expect((await page.client.query({ query: ME })).data).toMatchObject({ me: { email } });
    for (const { headers, credentials } of page.sent) {
      expect(credentials).toBe("include");
      expect(headers.get("apollo-require-preflight")).toBe("true");
      expect(["authorization", "x-id-token", "x-refresh-token", "x-device-token"].filter((name) => headers.has(name))).toEqual([]);
    }
    expect(page.link.session.get().expiresAt!.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  test("is unknown until the server was asked", async () => {
    const { page, jar } = browserWith(1);
    expect(page.link.session.get().status).toBe("unknown");
    await page.client.query({ query: SESSION });
    expect(page.link.session.get().status).toBe("signed-out");
    await page.signIn(await usher.user());
    const reloaded = openPage(usher, { mode: "cookie" }, jar);
    expect(reloaded.link.session.get().status).toBe("unknown");
    await reloaded.client.query({ query: SESSION });
    expect(reloaded.link.session.get().status).toBe("signed-in");
  });

  test("is unknown to a tab that starts beside one that signed out", async () => {
    const jar = new Map<string, string>();
    const browser = new Browser();
    const open = () => openPage(usher, { mode: "cookie", platform: browser.tab().platform }, jar);
    const page = open();
    await page.signIn(await usher.user());
    await page.client.mutate({ mutation: SIGN_OUT });
    const other = open();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(other.link.session.get().status).toBe("unknown");
  });

  test("is asked for once where it is, and known in tabs that are there", async () => {
    const { page, other } = browserWith(2);
    await page.signIn(await usher.user());
    await vi.waitFor(() => expect(other.link.session.get()).toEqual(page.link.session.get()));
    const changes = vi.fn();
    page.link.session.subscribe(changes);
    await other.client.query({ query: SESSION });
    expect(other.link.session.get().id).toBe(page.link.session.get().id);
    expect(changes).not.toHaveBeenCalled();
  });

  test("ends in all tabs", async () => {
    const onSignedOut = vi.fn();
    const { pages, page, other } = browserWith(2, { onSignedOut });
    await page.signIn(await usher.user());
    await vi.waitFor(() => expect(other.link.session.get().status).toBe("signed-in"));
    await other.client.mutate({ mutation: SIGN_OUT });
    for (const { link } of pages) {
      await vi.waitFor(() => expect(link.session.get()).toMatchObject({ status: "signed-out", reason: "signed-out" }));
    }
    expect(onSignedOut).toHaveBeenCalledTimes(2);
  });

  test.each([
    ["protected field", ME],
    ["session query", SESSION],
  ])("that ran out is over with the next %s", async (_, query) => {
    const onSignedOut = vi.fn();
    const { page, jar } = browserWith(1, { onSignedOut });
    await page.signIn(await usher.user());
    jar.clear();
    await page.client.query({ query }).catch(() => undefined);
    expect(page.link.session.get()).toMatchObject({ status: "signed-out", reason: "expired" });
    expect(onSignedOut.mock.calls).toEqual([["expired"]]);
    expect(page.count("RefreshTokens")).toBe(0);
  });

  test("is refreshed by the server", async () => {
    const { page, jar } = browserWith(1);
    await page.signIn(await usher.user());
    jar.delete("usher-access");
    expect((await page.client.query({ query: ME })).data).toBeTruthy();
    expect(jar.has("usher-access")).toBe(true);
    expect(await page.link.refresh()).toBe(true);
    expect(page.count("RefreshTokens")).toBe(0);
  });

  test("is not ended by an answer from before it began", async () => {
    const { page } = browserWith(1);
    const email = await usher.user();
    let answer = (_: Response) => {};
    page.network = ({ operation }) => (operation === "Me" ? new Promise((resolve) => (answer = resolve)) : undefined);
    const me = page.client.query({ query: ME });
    await vi.waitFor(() => expect(page.count("Me")).toBe(1));
    await page.signIn(email);
    page.network = null;
    answer(Response.json({ data: { me: null }, errors: [{ message: "No.", extensions: { code: "UNAUTHENTICATED", reason: "MISSING" } }] }));
    expect((await me).data).toMatchObject({ me: { email } });
    expect(page.link.session.get().status).toBe("signed-in");
  });
});
