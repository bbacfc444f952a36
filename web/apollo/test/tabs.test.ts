import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { memoryStore, type UsherLinkOptions } from "../src/index.js";
import { Browser, type Tab } from "./browser.js";
import { ME, openPage, SIGN_OUT, type Page } from "./client.js";
import { startUsher, type Usher } from "./usher.js";

const HOUR_MS = 3_600_000;

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher();
});
afterAll(() => usher.stop());

describe("three tabs whose token expires", () => {
  test.each([
    ["at once", () => 0],
    // A lock changes hands long before the news of its last holder is there.
    ["late", () => 40],
    ["at different speeds", (from: number, to: number) => (from * 3 + to) * 10],
  ])("make one refresh for sixty queries, where messages arrive %s", async (_, latency) => {
    const { pages, clock } = await tabs(3, new Browser(latency));
    const before = await usher.metric("usher_refresh_total");
    clock.now += HOUR_MS;
    const results = await Promise.allSettled(pages.flatMap((page) => Array.from({ length: 20 }, () => page.client.query({ query: ME }))));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(60);
    expect(pages.map((page) => page.count("RefreshTokens")).sort()).toEqual([0, 0, 1]);
    expect((await usher.metric("usher_refresh_total")) - before).toBe(1);
  });

  test("are not kept by one that dies in the middle", async () => {
    const { pages, tab, clock, browser } = await tabs(2);
    clock.now += HOUR_MS;
    let dying = () => {};
    const held = new Promise<void>((resolve) => (dying = resolve));
    pages[0]!.network = ({ operation }) => {
      if (operation !== "RefreshTokens") {
        return undefined;
      }
      dying();
      return new Promise<never>(() => {});
    };
    void pages[0]!.client.query({ query: ME }).catch(() => undefined);
    await held;
    const other = pages[1]!.client.query({ query: ME });
    await vi.waitFor(() => expect(browser.lockQueue("usher:usher")).toBe(2));
    tab[0]!.die();
    expect((await other).data).toBeTruthy();
    expect(pages[1]!.count("RefreshTokens")).toBe(1);
  });

  test("are not kept by one that is frozen, which catches up", async () => {
    const { pages, tab, clock } = await tabs(2);
    clock.now += HOUR_MS;
    tab[0]!.freeze();
    await pages[1]!.client.query({ query: ME });
    tab[0]!.thaw();
    await pages[0]!.client.query({ query: ME });
    expect(pages.map((page) => page.count("RefreshTokens"))).toEqual([0, 1]);
  });
});

describe("a tab that starts", () => {
  test("has the session of its siblings, and what needs it waits for it", async () => {
    const browser = new Browser(() => 20);
    const { pages, clock } = await tabs(1, browser);
    const page = open(browser.tab(() => clock.now));
    expect(page.link.session.get().status).toBe("unknown");
    expect((await page.client.query({ query: ME })).data).toBeTruthy();
    expect(page.link.session.get()).toEqual(pages[0]!.link.session.get());
  });

  test("knows after a while that it has none", async () => {
    const page = open(new Browser().tab());
    expect(page.link.session.get().status).toBe("unknown");
    await vi.waitFor(() => expect(page.link.session.get().status).toBe("signed-out"));
  });

  test("with an old copy of the session takes the newer", async () => {
    const browser = new Browser();
    const { pages, stores, clock } = await tabs(1, browser);
    const old = stores[0]!.read()!;
    await pages[0]!.link.refresh();
    const store = memoryStore();
    store.write(old);
    clock.now += HOUR_MS - 20_000;
    await pages[0]!.link.refresh();
    const page = open(browser.tab(() => clock.now), { store });
    await page.client.query({ query: ME });
    expect(page.count("RefreshTokens")).toBe(0);
    expect(store.read()).toEqual(stores[0]!.read());
  });

  test("shares nothing where it was told not to", async () => {
    const browser = new Browser();
    const { pages } = await tabs(1, browser);
    const page = open(browser.tab(), { channel: false });
    expect(page.link.session.get().status).toBe("signed-out");
    expect(pages[0]!.link.session.get().status).toBe("signed-in");
  });
});

describe("all tabs hear of", () => {
  test("a sign-in", async () => {
    const { pages } = await tabs(3);
    const { id } = pages[0]!.link.session.get();
    const bob = await usher.user();
    await pages[2]!.signIn(bob);
    for (const page of pages) {
      await vi.waitFor(() => expect(page.link.session.get().id).not.toBe(id));
      expect((await page.client.query({ query: ME })).data).toMatchObject({ me: { email: bob } });
    }
  });

  test("a sign-out, once", async () => {
    const reasons: string[] = [];
    const { pages, stores } = await tabs(3, new Browser(), { onSignedOut: (reason) => reasons.push(reason) });
    const changes = vi.fn();
    pages[1]!.link.session.subscribe(changes);
    await pages[0]!.client.mutate({ mutation: SIGN_OUT });
    await vi.waitFor(() => expect(stores.map((store) => store.read())).toEqual([null, null, null]));
    expect(changes).toHaveBeenCalledTimes(1);
    expect(reasons).toEqual(["signed-out", "signed-out", "signed-out"]);
  });

  test("nothing, while they are in the back/forward cache; then they ask", async () => {
    const { pages, tab } = await tabs(2);
    tab[1]!.hide();
    const bob = await usher.user();
    await pages[0]!.signIn(bob);
    await pages[0]!.client.query({ query: ME });
    expect(pages[1]!.link.session.get().id).not.toBe(pages[0]!.link.session.get().id);
    tab[1]!.show();
    await vi.waitFor(() => expect(pages[1]!.link.session.get()).toEqual(pages[0]!.link.session.get()));
  });

  test("a sign-out that they missed in the back/forward cache, when they are back", async () => {
    const { pages, tab } = await tabs(2);
    tab[1]!.hide();
    await pages[0]!.client.mutate({ mutation: SIGN_OUT });
    expect(pages[1]!.link.session.get().status).toBe("signed-in");
    // The news is on its way for a moment, and passes the closed channel by.
    await new Promise((resolve) => setTimeout(resolve, 20));
    tab[1]!.show();
    await vi.waitFor(() => expect(pages[1]!.link.session.get()).toMatchObject({ status: "signed-out", reason: "signed-out" }));
    expect(pages[0]!.link.session.get().status).toBe("signed-out");
  });

  test("nothing any more after stop", async () => {
    const { pages } = await tabs(2);
    pages[1]!.link.stop();
    await pages[0]!.client.mutate({ mutation: SIGN_OUT });
    await pages[0]!.client.query({ query: ME }).catch(() => undefined);
    expect(pages[1]!.link.session.get().status).toBe("signed-in");
  });
});

function open(tab: Tab, options: UsherLinkOptions = {}): Page {
  return openPage(usher, { platform: tab.platform, ...options });
}

/** Opens tabs with one clock that share a session which began in the first. */
async function tabs(count: number, browser = new Browser(), options: UsherLinkOptions = {}) {
  const clock = { now: Date.now() };
  const tab = Array.from({ length: count }, () => browser.tab(() => clock.now));
  const stores = tab.map(() => memoryStore());
  const pages = tab.map((each, i) => open(each, { store: stores[i]!, ...options }));
  await pages[0]!.signIn(await usher.user());
  await vi.waitFor(() => expect(pages.map((page) => page.link.session.get().status)).not.toContain("unknown"));
  await vi.waitFor(() => expect(new Set(stores.map((store) => store.read()?.serial)).size).toBe(1));
  return { pages, tab, stores, clock, browser };
}
