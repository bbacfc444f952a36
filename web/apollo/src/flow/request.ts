import type { ApolloClient, OperationVariables, TypedDocumentNode } from "@apollo/client";

/**
 * Sends one mutation past the cache, which has no use for challenges and secrets. A profile field that failed beside a
 * session that was made is no failure of the mutation, so what arrived counts, and an error only where nothing did.
 */
export async function mutate<TData, TVariables extends OperationVariables>(
  client: ApolloClient,
  mutation: TypedDocumentNode<TData, TVariables>,
  variables: TVariables,
  signal?: AbortSignal,
): Promise<TData> {
  const context = signal === undefined ? {} : { fetchOptions: { signal } };
  const options = { mutation, variables, context, fetchPolicy: "no-cache", errorPolicy: "all" } as const;
  const { data, error } = await client.mutate<TData, OperationVariables>(options);
  if (data === undefined || data === null) throw error ?? new Error("The server's answer was empty: try again.");
  return data as TData;
}
