// Package kvtest is the suite that every [kv.Store] passes. Tests of the implementations call it.
package kvtest
