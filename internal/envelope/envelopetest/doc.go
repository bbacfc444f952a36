// Package envelopetest makes envelopes as a client does, and as one who attacks does, for tests of
// whatever opens them.
//
// It owns the client's side of the agreement, written from RFC 7516 and RFC 7518 with the standard
// library alone so that it shares no mistake with what opens, and the recipes of
// testdata/badinput/envelopes.json. It refuses a recipe that names what it does not have. Tests call
// it, and nothing else.
package envelopetest
