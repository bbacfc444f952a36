// Package deployment opens what the instances of a deployment share: the store of short-lived
// values, the keys that seal what leaves the process, those that clients seal passwords for, and the
// manifests of what clients may ask. It chooses the pages that the settings ask for, and at the start
// it says where things are. It also holds the real clock's pause, of which the domain has only the
// port, and ends the domain's work at the stop.
//
// It owns the choice: with REDIS_URL a Redis or Valkey server, and this process's memory while
// that one fails; otherwise memory alone. From the settings it makes the limiter that counts there,
// and holds refreshes to it.
// It refuses to know what is stored or sealed. server.go is its only caller.
//
// What lies in Redis is of no use to who reads it. Keys are hashes and ids; values are ids, HMACs,
// times and counters, and the results of refreshes, which hold tokens and are always sealed: under
// USHER_SEAL_KEYS, or without it under a key derived from the secret that the instances share
// anyway.
package deployment
