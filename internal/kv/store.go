package kv

import (
	"context"
	"errors"
	"time"
)

// Store keeps values, counters and buckets for a time. Every call is atomic: of calls that run at once,
// each sees the others wholly done or not begun. Implementations are safe for concurrent use.
//
// An error is a fault of the system; an absent or outlived key is not one. After an error a write
// may or may not have happened. A life counts in milliseconds, rounded up; one that is not
// positive is [ErrNoLife].
//
// A value may be empty and is never nil when it is found. A key may have a value, a counter and a
// bucket; they do not see each other, and only Delete concerns them all. Keys and values must not hold
// personal data or secrets in the clear: a store may be somebody else's Redis.
type Store interface {
	// Get returns the value and whether there is one.
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	// Set writes the value with a new life.
	Set(ctx context.Context, key string, value []byte, life time.Duration) error
	// SetIfAbsent writes the value where there is none and reports whether it did: one of any
	// number of callers does.
	SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (written bool, err error)
	// Swap writes next with a new life where the value is old, and reports whether it was. A nil
	// old stands for no value; a nil next removes the value and needs no life. Both nil is
	// [ErrEmptySwap].
	Swap(ctx context.Context, key string, old, next []byte, life time.Duration) (swapped bool, err error)
	// Take removes the value and returns it: one of any number of callers finds it.
	Take(ctx context.Context, key string) (value []byte, found bool, err error)
	// Delete removes the value, the counter and the bucket, which thereby is full; removing what is
	// absent is success.
	Delete(ctx context.Context, key string) error
	// Count adds one to a counter and returns the new number. The counter's life begins with its
	// first count and is not prolonged by later ones.
	Count(ctx context.Context, key string, life time.Duration) (int64, error)
	// Spend takes one from each of the buckets, or, where one of them has none, from none.
	Spend(ctx context.Context, buckets []Bucket) (Spent, error)
	// Refund gives one back to each of the buckets; a full one stays as it is.
	Refund(ctx context.Context, buckets []Bucket) error
}

// Faults of the caller. They say nothing about the health of a store.
var (
	ErrNoLife    = errors.New("kv: a life must be positive")
	ErrEmptySwap = errors.New("kv: a swap of nothing for nothing")
)

// checkSwap refuses arguments that mean nothing; every implementation calls it first.
func checkSwap(old, next []byte, life time.Duration) error {
	switch {
	case old == nil && next == nil:
		return ErrEmptySwap
	case next != nil && life <= 0:
		return ErrNoLife
	}
	return nil
}
