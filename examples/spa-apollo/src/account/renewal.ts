import { useApolloClient } from "@apollo/client/react"
import { RefreshTokensDocument } from "@usher/apollo/operations"
import { useCallback } from "react"

/**
 * A function that asks for new tokens after a change of the profile: tokens go on telling the one of when they were issued,
 * and the page would show that again after a reload. It never throws.
 */
export function useRenewal(): () => Promise<void> {
  const client = useApolloClient()
  return useCallback(async () => {
    // Without new tokens the change is made all the same, and shows with the next ones.
    await client.mutate({ mutation: RefreshTokensDocument, fetchPolicy: "no-cache" }).catch(() => undefined)
  }, [client])
}
