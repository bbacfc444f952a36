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
 * Gives the hooks their link. It stands inside ApolloProvider. When the session ends, here or in another tab, it empties
 * the client's cache, and when another takes its place it also asks anew what is on the page, so that nothing of one user
 * is left for the next.
 */
export function UsherProvider({ link, children }: UsherProviderProps): ReactNode {
  const client = useApolloClient();
  useEffect(() => {
    let { id } = link.session.get();
    return link.session.subscribe(() => {
      const before = id;
      id = link.session.get().id;
      if (before === id) return;
      if (before === null) forgetNobody(client);
      // What was under way fails with it, which whoever asked is told by the query itself.
      else void (id === null ? client.clearStore() : client.resetStore()).catch(() => undefined);
    });
  }, [client, link]);
  return <LinkContext.Provider value={link}>{children}</LinkContext.Provider>;
}

// "Nobody is signed in" was true when it was cached.
function forgetNobody(client: ApolloClient): void {
  if (client.readQuery({ query: SessionDocument })?.session === null) {
    client.cache.evict({ id: "ROOT_QUERY", fieldName: "session" });
  }
}

/** The link of the provider above. */
export function useUsherLink(): SessionLink {
  const link = useContext(LinkContext);
  if (link === null)
    throw new Error("There is no UsherProvider above: put <UsherProvider link={link}> inside <ApolloProvider>.");
  return link;
}
