"use client";

import { useApolloClient, useQuery } from "@apollo/client/react";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { SessionState } from "../link/keeper.js";
import { SessionDocument, SignOutDocument, SignOutEverywhereDocument } from "../operations/index.js";
import { useUsherLink } from "./provider.js";
import type { UseSession } from "./types.js";

// A server that renders the page knows nobody's session; the browser finds out.
const ON_THE_SERVER: SessionState = { status: "unknown", id: null, expiresAt: null };
const onTheServer = () => ON_THE_SERVER;

/**
 * Who is signed in. The first component that uses it asks the server once; all others share the answer, and all hear of a
 * sign-in or sign-out here or in another tab.
 */
export function useSession(): UseSession {
  const { session } = useUsherLink();
  const client = useApolloClient();
  const subscribe = useCallback((listener: () => void) => session.subscribe(listener), [session]);
  const state = useSyncExternalStore(subscribe, () => session.get(), onTheServer);
  const query = useQuery(SessionDocument, { skip: state.status === "signed-out" });
  const { refetch: ask } = query;

  const signOut = useCallback<UseSession["signOut"]>(
    async (options) => {
      const mutation = options?.everywhere === true ? SignOutEverywhereDocument : SignOutDocument;
      await client.mutate<unknown>({ mutation, fetchPolicy: "no-cache" });
    },
    [client],
  );
  const refetch = useCallback(async () => {
    // The hook's own result has the error.
    await ask().catch(() => undefined);
  }, [ask]);

  const me = state.status === "signed-in" ? (query.data?.session?.me ?? null) : null;
  const fault = query.error ?? null;
  const { status, expiresAt, reason } = state;
  return useMemo(
    () => ({ status, me, expiresAt, reason, fault, signOut, refetch }),
    [status, me, expiresAt, reason, fault, signOut, refetch],
  );
}
