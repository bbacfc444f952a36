// Package ratelimit holds whoever guesses, floods or lets messages be sent to what the limits of a
// policy allow.
//
// It owns the table of policies ([Defaults]) and how settings change it ([Policies.Override]), who
// is counted as whom ([Caller]), and the keys under which a store counts: HMACs, so that no store
// holds a name or an address. How a bucket counts is the store's (kv.Bucket).
//
// It refuses to know GraphQL, HTTP and outcomes: whoever takes says who calls, and gives back what
// did not count after all. It has no way of saying yes without having counted: a store that fails
// is an error, which is no less a no than a [Refusal].
//
// Package config lets it judge a setting; package graph takes, through what main wires.
package ratelimit
