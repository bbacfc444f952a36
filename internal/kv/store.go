package kv

import (
	"context"
	"time"
)

// Store keeps values for a time. Implementations are safe for concurrent use. An error is a
// fault of the system; an absent or outlived key is not one. Keys and values must not hold
// personal data or secrets in the clear: a store may be somebody else's Redis.
type Store interface {
	// Get returns the value and whether there is one.
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	// Set writes the value with a new life. A life that is not positive is an error.
	Set(ctx context.Context, key string, value []byte, life time.Duration) error
	// Delete removes the value; removing an absent one is success.
	Delete(ctx context.Context, key string) error
	// Count adds one to a counter and returns the new value. The counter's life begins with its
	// first count and is not prolonged by later ones. Counters and values do not share keys.
	Count(ctx context.Context, key string, life time.Duration) (int64, error)
}
