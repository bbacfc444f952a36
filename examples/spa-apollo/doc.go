// Package spaapollo holds the built app, so that the server can show it without a package manager.
//
// It owns the embedding of dist, which `make web` writes and which is committed, and nothing else;
// the app is TypeScript and needs no Go. It refuses to know how it is served. internal/deployment
// hands it to internal/webapp.
package spaapollo
