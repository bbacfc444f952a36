package kv

import (
	"errors"
	"time"
)

// Bounds of a call of Spend and Refund.
const (
	MaxBuckets = 8                    // of a call
	MaxSpan    = 366 * 24 * time.Hour // until an empty bucket is full
	MaxBurst   = 1_000_000_000        // of a bucket
)

// Bucket is a limit by the generic cell rate algorithm (GCRA): Burst at once, then one per
// Interval. It is full at first, and full again when it has been left alone for Burst times
// Interval, of which at most [MaxSpan]. An Interval counts in milliseconds, rounded up.
type Bucket struct {
	Key      string
	Interval time.Duration
	Burst    int
}

// Spent is what became of a Spend.
type Spent struct {
	// Wait is how long it takes until all buckets would give; 0 means that they have given.
	Wait time.Duration
	// Refused is the index of the bucket that takes longest, and -1 where all have given.
	Refused int
	// Instances is how many of them have lately spent from this store, this one included; 0 where
	// the store does not know.
	Instances int
}

// ErrBuckets is a fault of the caller: buckets that mean nothing.
var ErrBuckets = errors.New("kv: a call names 1 to 8 buckets, each key once, " +
	"and each with a burst and an interval that are positive and make a year at most")

// checkBuckets refuses buckets that mean nothing; every implementation calls it first.
func checkBuckets(buckets []Bucket) error {
	if len(buckets) == 0 || len(buckets) > MaxBuckets {
		return ErrBuckets
	}
	for i, b := range buckets {
		if b.Burst <= 0 || b.Burst > MaxBurst || b.Interval <= 0 || b.Interval > MaxSpan {
			return ErrBuckets
		}
		if b.interval() > MaxSpan/time.Duration(b.Burst) {
			return ErrBuckets
		}
		for _, other := range buckets[:i] {
			if other.Key == b.Key {
				return ErrBuckets
			}
		}
	}
	return nil
}

// interval is the Interval as it counts.
func (b Bucket) interval() time.Duration {
	return time.Duration(milliseconds(b.Interval)) * time.Millisecond
}

// span is how long an empty bucket takes until it is full.
func (b Bucket) span() time.Duration { return time.Duration(b.Burst) * b.interval() }
