import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { StoredSession } from "../src/index.js";
import { joinTabs } from "../src/tabs/tabs.js";
import { Browser, type Tab } from "./browser.js";

beforeEach(() => {
  vi.useFakeTimers();
  // The signal's own clock is none of the timers that are stood in for.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    return controller.signal;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const SESSION: StoredSession = {
  id: "a",
  since: 1,
  serial: 0,
  accessToken: "access",
  idToken: null,
  refreshToken: "refresh",
  expiresAt: null,
  lifetime: null,
};

function join(tab: Tab, held: StoredSession | null = null) {
  const listener = { held: () => held, heard: vi.fn(), ended: vi.fn() };
  return { tabs: joinTabs(tab.platform, "usher", listener), listener };
}

/** Joins tabs and lets the time go by in which a tab looks for others. */
async function started(browser: Browser, count: number) {
  const tab = Array.from({ length: count }, () => browser.tab());
  const joined = tab.map((each) => join(each));
  await vi.advanceTimersByTimeAsync(1_000);
  return tab.map((each, i) => ({ tab: each, ...joined[i]! }));
}

async function timeOf(work: Promise<unknown>): Promise<number> {
  const begun = Date.now();
  let ended: number | undefined;
  void work.then(() => (ended = Date.now()));
  await vi.advanceTimersByTimeAsync(60_000);
  return ended === undefined ? Infinity : ended - begun;
}

describe("catching up", () => {
  test("takes a lone tab no time", async () => {
    const [one] = await started(new Browser(), 1);
    expect(await timeOf(one!.tabs.catchUp())).toBe(0);
  });

  test("lasts until the last sibling has answered", async () => {
    const [one] = await started(new Browser((from, to) => (from === 2 || to === 2 ? 30 : 1)), 3);
    expect(await timeOf(one!.tabs.catchUp())).toBe(60);
  });

  test.each(["freezes", "dies"])("waits once for a sibling that %s", async (how) => {
    const [one, two] = await started(new Browser(), 2);
    if (how === "freezes") {
      two!.tab.freeze();
    } else {
      two!.tab.die();
    }
    expect(await timeOf(one!.tabs.catchUp())).toBe(500);
    expect(await timeOf(one!.tabs.catchUp())).toBe(0);
    // What comes back is asked again, and answers.
    two!.tab.thaw();
    await vi.advanceTimersByTimeAsync(10);
    expect(await timeOf(one!.tabs.catchUp())).toBeLessThan(10);
  });

  test("waits for no sibling that has left", async () => {
    const [one, two] = await started(new Browser(), 2);
    two!.tabs.stop();
    await vi.advanceTimersByTimeAsync(10);
    expect(await timeOf(one!.tabs.catchUp())).toBe(0);
  });
});

describe("the lock", () => {
  test("lets one tab work at a time", async () => {
    const [one, two] = await started(new Browser(), 2);
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push(`${name} ends`);
    };
    await timeOf(Promise.all([one!.tabs.alone(work("one")), two!.tabs.alone(work("two"))]));
    expect(order).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  });

  test("is waited for ten seconds, and gone without then", async () => {
    const [one, two] = await started(new Browser(), 2);
    void one!.tabs.alone(() => new Promise(() => {}));
    expect(await timeOf(two!.tabs.alone(() => Promise.resolve()))).toBe(10_000);
  });

  test("passes an error of the work on, and does not repeat it", async () => {
    const [one] = await started(new Browser(), 1);
    const work = vi.fn(() => Promise.reject(new Error("no")));
    await expect(one!.tabs.alone(work)).rejects.toThrow("no");
    expect(work).toHaveBeenCalledTimes(1);
  });

  test("that a page may not have is done without", async () => {
    const tab = new Browser().tab();
    const locks = { request: () => Promise.reject(new DOMException("opaque origin", "SecurityError")) };
    const tabs = joinTabs({ ...tab.platform, locks }, "usher", { held: () => null, heard: vi.fn(), ended: vi.fn() });
    expect(await tabs.alone(() => Promise.resolve("done"))).toBe("done");
  });
});

describe("what is heard", () => {
  const fits = { usher: 1, from: "x", kind: "have", session: SESSION };

  test.each<[string, unknown]>([
    ["null", null],
    ["text", "have"],
    ["another program's message", { type: "session", session: SESSION }],
    ["a later version's", { ...fits, usher: 2 }],
    ["one without a sender", { ...fits, from: undefined }],
    ["an unknown kind", { ...fits, kind: "steal" }],
    ["a session without an id", { ...fits, session: { ...SESSION, id: undefined } }],
    ["a session with a number for a token", { ...fits, session: { ...SESSION, accessToken: 7 } }],
    ["a session with text for a time", { ...fits, session: { ...SESSION, expiresAt: "soon" } }],
    ["an end for no reason", { usher: 1, from: "x", kind: "end", id: "a", reason: "because" }],
    ["an end of a number", { usher: 1, from: "x", kind: "end", id: 7, reason: "revoked" }],
  ])("is passed over where it is %s", async (_, message) => {
    const browser = new Browser();
    const [one] = await started(browser, 1);
    const stranger = browser.tab().platform.openChannel!("usher:usher");
    stranger.postMessage(message);
    await vi.advanceTimersByTimeAsync(10);
    expect(one!.listener.heard).not.toHaveBeenCalled();
    expect(one!.listener.ended).not.toHaveBeenCalled();
    stranger.postMessage(fits);
    await vi.advanceTimersByTimeAsync(10);
    expect(one!.listener.heard).toHaveBeenCalledWith(SESSION);
  });
});
