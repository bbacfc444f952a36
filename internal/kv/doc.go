// Package kv is the tiny store of short-lived values that instances may share: receipts, issue
// times, revocations, counters. Every value has a life; nothing in it is worth a backup.
//
// It owns the [Store] contract and the in-memory implementation; kvtest.Run is the suite every
// implementation passes. It refuses to be a database: no listing, no transactions over keys, no
// value without a life.
//
// Package auth uses it for its notes and package session for the revocation set, each through an
// interface of its own.
package kv
