"use client";

import type { ApolloClient } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { SessionDocument } from "../operations/index.js";
import type { SessionLink } from "./types.js";

const LinkContext = createContext<SessionLink | null>(null);

/** What UsherProvider is given. */
export interface UsherProviderProps {
  /** The link of the client: the same object that stands in its chain. */
  readonly link: SessionLink;
  readonly children?: ReactNode;
}

/**
 * Gives the hooks their link. It stands inside ApolloProvider. When the session ends or another takes its place, here or in
 * another tab, it empties the client's cache and asks anew what stays on the page, so that nothing of one user is left for
 * the next. After a sign-in it asks anew what was refused before.
 */
export function UsherProvider({ link, children }: UsherProviderProps): ReactNode {
  const client = useApolloClient();
  useEffect(() => {
    let now = link.session.get();
    return link.session.subscribe(() => {
      const before = now;
      now = link.session.get();
      if (before.id === now.id) return;
      // What was under way fails with it, which whoever asked is told by the query itself.
      if (before.id !== null) void client.resetStore().catch(() => undefined);
      else if (before.status === "signed-out") forgetNobody(client);
    });
  }, [client, link]);
  return <LinkContext.Provider value={link}>{children}</LinkContext.Provider>;
}

// What was answered while nobody was signed in is out of date: the session in the cache, and what was refused for want of one.
function forgetNobody(client: ApolloClient): void {
  if (client.readQuery({ query: SessionDocument })?.session === null) {
    client.cache.evict({ id: "ROOT_QUERY", fieldName: "session" });
  }
  void client.refetchQueries({
    include: "active",
    onQueryUpdated: (query) => query.getCurrentResult().error !== undefined,
  });
}

/** The link of the provider above. */
export function useUsherLink(): SessionLink {
  const link = useContext(LinkContext);
  if (link === null)
    throw new Error("There is no UsherProvider above: put <UsherProvider link={link}> inside <ApolloProvider>.");
  return link;
}
