import { gql } from "@apollo/client";

/**
 * The operation RefreshTokens as Apollo's cache would send it: servers that take only operations they know have it
 * in their list once. It is text, since the module of all operations would be more than the link itself; the
 * parser is Apollo's, and an app that writes no document with gql gets it by this one.
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
