// Package audit is the record of what happened to accounts and sessions: who did what, when, from
// where, and how it ended.
//
// It owns the names of the events and the form of their lines in the log, by which they can be told
// from everything else: each has the message "audit" and an attribute "event". It refuses secrets,
// and what names a person outside the pool: a user is known by the pool's sub.
//
// Packages auth and registry record what they do.
package audit
