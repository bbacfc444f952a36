// Package graph is the GraphQL edge: it translates between the schema and the domain, and
// nothing else.
//
// It owns the schema (schema/), the resolvers, the directives, the words in which outcomes reach
// a client (outcomes.go, problems.go, errors.go), the GraphQL-over-HTTP transport, the guard
// that limits a document before it is validated, and the choice of the documents that clients may name
// instead of sending them, or may send at all (persisted.go).
//
// It refuses to decide anything about accounts: a resolver calls one method of auth.Service,
// hands tokens to session.Request and turns the outcome into a type of the schema. No error text
// of another room reaches a client through it.
//
// Package httpapi mounts the handler that server.go makes with NewHandler.
package graph
