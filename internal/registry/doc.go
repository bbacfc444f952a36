// Package registry knows which sessions each user has: for lists of them, for a limit to their
// number, and to tell whose session a refresh token belonged to.
//
// It owns the list of a user, one sealed value in the shared store: since when each session exists,
// when, from which network and with which device it was last used. It refuses to decide who is
// signed in: that are the tokens, and the set of refusals, which it writes to when a session is to
// end. A list that is lost costs nobody a session; every session enters it again when it is used.
//
// Package session tells it of every session that is used; package auth ends sessions through it.
// What it does by itself, because of a limit or a copied token, it records in the audit trail.
package registry
