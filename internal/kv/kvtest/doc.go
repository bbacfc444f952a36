// Package kvtest is the suite that every [kv.Store] passes, and a Redis server for tests.
//
// It owns what a Store promises, as tests, and the process of the server it starts. It refuses to
// wait for time to pass. Tests of the implementations, and tests that need a shared store, call it.
package kvtest
