// @vitest-environment jsdom
import { ApolloProvider, useQuery } from "@apollo/client/react";
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { StrictMode, type ReactNode } from "react";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { MeDocument, SessionDocument, SessionsDocument, SignInDocument } from "../src/operations/index.js";
import { useAuthFlow, UsherProvider, useSession, type UseAuthFlow, type UseSession } from "../src/react/index.js";
import { newClient, type TestClient } from "./app.js";
import { CODE, PASSWORD, startUsher, type Usher } from "./usher.js";

let usher: Usher;
beforeAll(async () => {
  usher = await startUsher();
});
afterAll(() => usher?.stop());

let complaints: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  complaints = vi.spyOn(console, "error");
});
afterEach(() => {
  cleanup();
  // React and Apollo tell of updates after unmounting, of loops and of missing fields here.
  expect(complaints.mock.calls).toEqual([]);
  vi.restoreAllMocks();
});

/** What the hooks gave last, and how often the component was rendered. */
interface Seen {
  session: UseSession;
  flow: UseAuthFlow;
  renders: number;
}

function Page({ seen }: { seen: Seen }): ReactNode {
  seen.session = useSession();
  seen.flow = useAuthFlow();
  seen.renders++;
  return (
    <p>
      {seen.session.status} {seen.session.me?.email ?? "nobody"} {seen.flow.step.kind}
    </p>
  );
}

function mount({ client, link }: TestClient, children?: ReactNode) {
  const seen = { renders: 0 } as Seen;
  const view = render(
    <StrictMode>
      <ApolloProvider client={client}>
        <UsherProvider link={link}>
          <Page seen={seen} />
          {children}
        </UsherProvider>
      </ApolloProvider>
    </StrictMode>,
  );
  return { seen, ...view };
}

const shows = (text: string) => waitFor(() => expect(screen.getByText(text)).toBeTruthy());

describe("useSession", () => {
  test("asks once, and settles to nobody", async () => {
    const app = newClient(usher.url);
    const { seen } = mount(app, <Page seen={{ renders: 0 } as Seen} />);
    await waitFor(() => expect(screen.getAllByText("signed-out nobody start")).toHaveLength(2));
    expect(app.sent.length).toBeLessThanOrEqual(1);
    const { renders } = seen;
    await act(async () => void (await app.client.query({ query: MeDocument, errorPolicy: "all" })));
    expect(seen.renders).toBe(renders);
  });

  test("follows a sign-in and a sign-out, and leaves nothing in the cache", async () => {
    const email = await usher.user();
    const app = newClient(usher.url);
    const { seen } = mount(app);
    await shows("signed-out nobody start");
    await act(() => seen.flow.signIn({ username: email, password: PASSWORD }));
    await shows(`signed-in ${email} done`);
    expect(seen.session).toMatchObject({ status: "signed-in", fault: null, me: { emailVerified: true } });
    expect(seen.session.expiresAt!.getTime()).toBeGreaterThan(Date.now());
    expect(JSON.stringify(app.client.extract())).not.toMatch(/accessToken|refreshToken":"/);

    await act(() => seen.session.signOut());
    await shows("signed-out nobody done");
    expect(seen.session.reason).toBe("signed-out");
    expect(JSON.stringify(app.client.extract())).not.toContain(email);
  });

  test("finds out who it is after a sign-in elsewhere, though nobody was signed in before", async () => {
    const email = await usher.user();
    const app = newClient(usher.url);
    mount(app);
    await act(async () => void (await app.client.query({ query: SessionDocument })));
    await shows("signed-out nobody start");
    const input = { username: email, password: PASSWORD };
    await act(
      async () =>
        void (await app.client.mutate({ mutation: SignInDocument, variables: { input }, fetchPolicy: "no-cache" })),
    );
    await shows(`signed-in ${email} start`);
  });

  test("signs out everywhere", async () => {
    const email = await usher.user();
    const app = newClient(usher.url);
    const { seen } = mount(app);
    await act(() => seen.flow.signIn({ username: email, password: PASSWORD }));
    await shows(`signed-in ${email} done`);
    await act(() => seen.session.signOut({ everywhere: true }));
    await shows("signed-out nobody done");
    expect(app.sent.map(({ operationName }) => operationName)).toContain("SignOutEverywhere");
  });

  test("a second user in the same tab finds nothing of the first", async () => {
    const [first, second] = [await usher.user(), await usher.user()];
    const app = newClient(usher.url);
    const Sessions = () => <i>{useQuery(SessionsDocument).data?.sessions?.length ?? "?"} sessions</i>;
    const { seen } = mount(app, <Sessions />);
    await act(() => seen.flow.signIn({ username: first, password: PASSWORD }));
    await shows(`signed-in ${first} done`);
    await act(async () => void (await app.client.refetchQueries({ include: [SessionsDocument] })));
    await waitFor(() => expect(screen.getByText("2 sessions")).toBeTruthy());

    await act(() => seen.flow.signIn({ username: second, password: PASSWORD }));
    await shows(`signed-in ${second} done`);
    await waitFor(() => expect(JSON.stringify(app.client.extract())).not.toContain(first));
    await waitFor(() => expect(screen.getByText("2 sessions")).toBeTruthy());
  });

  test("what stays on the page over a sign-out shows nothing of the user before", async () => {
    const [first, second] = [await usher.user(), await usher.user()];
    const app = newClient(usher.url);
    const Bar = () => <b>bar: {useQuery(MeDocument).data?.me?.email ?? "nobody"}</b>;
    const { seen } = mount(app, <Bar />);
    await act(() => seen.flow.signIn({ username: first, password: PASSWORD }));
    await shows(`signed-in ${first} done`);
    await shows(`bar: ${first}`);

    await act(() => seen.session.signOut());
    await shows("signed-out nobody done");
    await shows("bar: nobody");

    await act(() => seen.flow.signIn({ username: second, password: PASSWORD }));
    await shows(`signed-in ${second} done`);
    await shows(`bar: ${second}`);
  });

  test("says what broke, and recovers", async () => {
    let broken = true;
    const app = newClient(usher.url, {}, (input, init) =>
      broken ? Promise.reject(new Error("offline")) : fetch(input, init),
    );
    const email = await usher.user();
    broken = false;
    const { seen } = mount(app);
    await act(() => seen.flow.signIn({ username: email, password: PASSWORD }));
    await shows(`signed-in ${email} done`);
    broken = true;
    await act(() => seen.session.refetch());
    await waitFor(() => expect(seen.session.fault?.message).toBe("offline"));
    expect(seen.session.status).toBe("signed-in");
    broken = false;
    await act(() => seen.session.refetch());
    await waitFor(() => expect(seen.session).toMatchObject({ fault: null, me: { email } }));
  });

  test("without the provider it says what is missing", () => {
    complaints.mockImplementation(() => undefined);
    const { client } = newClient(usher.url);
    const alone = () =>
      render(<ApolloProvider client={client}>{<Page seen={{ renders: 0 } as Seen} />}</ApolloProvider>);
    expect(alone).toThrow(/<UsherProvider link=\{link\}>/);
    complaints.mockClear();
  });
});

describe("useAuthFlow", () => {
  test("draws each step once, and its functions stay the same", async () => {
    const app = newClient(usher.url);
    const { seen } = mount(app);
    await shows("signed-out nobody start");
    const { signUp, confirm } = seen.flow;
    await act(() => signUp("hana@example.com"));
    await shows("signed-out nobody confirm-sign-up");
    expect(seen.flow.confirm).toBe(confirm);
    await act(() => confirm("654321", PASSWORD));
    expect(seen.flow.problem?.code).toBe("INVALID_CODE");
    await act(() => confirm(CODE, PASSWORD));
    await shows("signed-in hana@example.com done");
  });

  test("a call while another is under way is ignored", async () => {
    const email = await usher.user();
    const app = newClient(usher.url);
    const { seen } = mount(app);
    await shows("signed-out nobody start");
    await act(async () => {
      const first = seen.flow.signIn({ username: email, password: PASSWORD });
      await seen.flow.signIn({ username: email, password: "wrong password 1" });
      await first;
    });
    await shows(`signed-in ${email} done`);
    expect(app.sent.filter(({ operationName }) => operationName === "SignIn")).toHaveLength(1);
  });

  test("a component that goes gives up what is under way", async () => {
    const aborted: boolean[] = [];
    const app = newClient(usher.url, {}, (input, init) => {
      if (String(init?.body).includes("mutation SignIn")) {
        return new Promise((_, reject) =>
          init!.signal!.addEventListener("abort", () => {
            aborted.push(true);
            reject(init!.signal!.reason);
          }),
        );
      }
      return fetch(input, init);
    });
    const { seen, unmount } = mount(app);
    await shows("signed-out nobody start");
    let call!: Promise<void>;
    act(() => void (call = seen.flow.signIn({ username: "ada@example.com", password: PASSWORD })));
    await waitFor(() => expect(app.sent.at(-1)?.operationName).toBe("SignIn"));
    unmount();
    await call;
    expect(aborted).toEqual([true]);
  });

  test("a call that does not fit the step says what to do", async () => {
    const { seen } = mount(newClient(usher.url));
    await shows("signed-out nobody start");
    await act(() => seen.flow.confirm(CODE));
    expect(seen.flow.fault?.message).toMatch(/call signUp first/);
    act(() => seen.flow.restart());
    expect(seen.flow.fault).toBeNull();
  });
});
