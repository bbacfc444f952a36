// Package kv is the tiny store of short-lived values, counters and buckets that instances may share:
// receipts, issue times, revocations, locks, limits. Everything in it has a life; nothing in it is
// worth a backup.
//
// It owns the [Store] contract, a store in memory ([Memory]), one in Redis ([Redis]), and what
// makes the second as dependable as the first ([Fallback]): no request fails or waits because
// Redis is down. [Update] and [Lock] are what callers build on Swap and SetIfAbsent. kvtest.Run is
// the suite that every implementation passes.
//
// It refuses to be a database: no listing, no transactions over keys, nothing without a life. It
// hashes and seals nothing: callers do, before they call.
//
// Over a failure of Redis:
//
//   - Values and counters are kept per instance and forgotten when Redis returns. They are not
//     merged back: a receipt that was used up here and a counter of ten minutes ago say nothing
//     that is still of use, and a lock must not come to life again.
//   - Kept keys (FallbackOptions.Keep) are the exception, made for revocations: an instance goes on
//     refusing what it knew to be revoked, and what is revoked during the failure reaches the others
//     when Redis returns, up to 10,000 values, in no particular order. What another instance has
//     revoked and this one has not looked at before is not known here until then. A server that
//     returns empty is given back what the instances hold copies of, as it is asked for.
//   - Buckets go on with what this instance has spent from them, and give its share of the limit:
//     the whole, divided by the number of instances that were there when Redis was last heard of.
//     Redis does not learn of it. So a failure gives one burst more at most, or one for each instance
//     where they are more than that, and another if Redis returns empty. Nothing is let pass because
//     it could not be counted.
//   - If the process ends before Redis returns, what waited in it is lost.
//
// Package deployment opens it; package session builds on it; package auth is given it through an
// interface of its own.
package kv
