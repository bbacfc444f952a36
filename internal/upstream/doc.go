// Package upstream decides which user pool this process stands in front of: one at AWS, or the
// embedded one of local mode.
//
// It owns the wiring of either: adapter, accepted issuers and app clients, credentials, and the
// secret that the instances of a deployment share. It refuses to call the pool: that is package
// cognito's, the same for both. server.go is its only caller.
package upstream
