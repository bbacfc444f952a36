import { useApolloClient } from "@apollo/client/react"
import { RevokeSessionDocument, SessionsDocument } from "@usher/apollo/operations"
import { useCallback, useEffect, useRef } from "react"

/**
 * Remembers the session of this page, to end it after the user has signed in anew. Otherwise the list of sessions would show
 * a stranger: the one that this page no longer has the tokens of.
 *
 * @returns a function that ends the remembered session. It never throws: what stays is in the list, and can be ended there.
 */
export function usePreviousSession(): () => Promise<void> {
  const client = useApolloClient()
  const previous = useRef<Promise<string | undefined>>(Promise.resolve(undefined))

  useEffect(() => {
    previous.current = client.query({ query: SessionsDocument, fetchPolicy: "no-cache" }).then(
      ({ data }) => data?.sessions?.find(({ current }) => current)?.id,
      () => undefined,
    )
  }, [client])

  return useCallback(async () => {
    const id = await previous.current
    if (id === undefined) return
    await client.mutate({ mutation: RevokeSessionDocument, variables: { input: { id } }, fetchPolicy: "no-cache" }).catch(() => undefined)
  }, [client])
}
