// Package httpapi is everything between a socket and the GraphQL handler: the route map, the middleware chain,
// what browsers of which origins may do, health, the server's limits, and its shutdown.
//
// It owns HTTP: status codes, headers, methods, who the client is and how long anything may take. It refuses to
// know GraphQL, tokens or Cognito; the GraphQL handler, the session middleware and the pages of local mode are
// handed in by main, and a handler that is not handed in has no route.
package httpapi
