import { gql } from "@apollo/client";

/**
 * The operation RefreshTokens as Apollo's cache would send it: servers that take only operations they know have it
 * in their list once. It is text, since the module of all operations would be more than the link itself.
 */
export const REFRESH_TOKENS = gql`
mutation RefreshTokens {
  refreshTokens {
    __typename
    ... on Session { tokens { accessToken idToken refreshToken expiresAt __typename } expiresAt __typename }
    ... on RateLimited { retryAfter __typename }
    ... on Problem { code message __typename }
  }
}`;
