// Package session is one caller's tokens on one HTTP exchange.
//
// It owns how tokens arrive and leave ([Transport]: in headers or cookies, plain or sealed), the
// lazy and once-only [Request.Authenticate], the silent refresh with one refresh in flight per
// session ([Manager]), and the set of tokens that are refused although they verify
// ([RevocationSet]).
//
// It refuses to decide what a flow does: it neither signs in nor talks to Cognito, it asks the
// [Refresher] it is given. It verifies nothing and calls nobody until a protected field asks, so
// a public field costs no crypto and an expired token never blocks it.
//
// A request with an expired token:
//
//	@auth -> Request.Authenticate (once) -> Manager.verify = expired, everything else good
//	      -> Manager.refresh: one in flight per refresh token, result shared for 30 s
//	         (with a Store over all instances: a lock, and the result sealed)
//	      -> same sub? -> packed and staged -> the transport writes it once, before the body
//
// Cookies have to pass proxies that take 4 KiB of an answer's header. Where both have no room an
// answer sets one, and the tokens wait where latecomers find them:
//
//	sign-in, or a refresh that rotated -> refresh cookie -> Manager.remember
//	next request: refresh cookie alone, or beside an expired one -> Manager.refresh = remembered
//	      -> access cookie
//
// Beside the session travels what a device is known by ([Request.Device]): a sealed token that proves
// nothing and outlives the sessions. It lets limits tell the guesses of an account's owner from those
// of strangers.
//
// The middleware is mounted by package httpapi; directives and resolvers of package graph call
// [From]; the GraphQL transport calls [WriteHeaders].
package session
