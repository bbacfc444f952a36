package kv

import (
	"context"
	"time"
)

// Spend implements Store. What the primary gives is noted here, too, so that a failure does not
// make full again what this instance has used up; what it refuses is nothing to note.
func (f *Fallback) Spend(ctx context.Context, buckets []Bucket) (spent Spent, err error) {
	if err := checkBuckets(buckets); err != nil {
		return Spent{}, err
	}
	settled := f.try(ctx, noKey, func() error {
		spent, err = f.primary.Spend(ctx, buckets)
		return err
	})
	if !settled {
		return f.local.Spend(ctx, f.shares(buckets))
	}
	if err == nil {
		f.meet(spent.Instances)
		if spent.Refused < 0 {
			f.note(ctx, buckets)
		}
	}
	return spent, err
}

// Refund implements Store. One that the primary fails is not sent later: a limit that is too strict
// for a while does less harm than one that is given back twice.
func (f *Fallback) Refund(ctx context.Context, buckets []Bucket) error {
	if err := checkBuckets(buckets); err != nil {
		return err
	}
	var err error
	settled := f.try(ctx, noKey, func() error {
		err = f.primary.Refund(ctx, buckets)
		return err
	})
	if !settled {
		return f.local.Refund(ctx, f.shares(buckets))
	}
	if err == nil {
		_ = f.local.Refund(ctx, buckets)
	}
	return err
}

// note spends here what the primary has given: one by one, as here one may be used up that is not
// there.
func (f *Fallback) note(ctx context.Context, buckets []Bucket) {
	for i := range buckets {
		_, _ = f.local.Spend(ctx, buckets[i:i+1])
	}
}

// noKey is the key of a call that has nothing to do with kept values.
const noKey = ""

// meet notes how many instances there are.
func (f *Fallback) meet(instances int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.instances = max(instances, 1)
}

// shares are this instance's parts of the buckets while each instance goes on alone. Together the
// parts give no more than the bucket would; but each gives one, however many they are.
func (f *Fallback) shares(buckets []Bucket) []Bucket {
	f.mu.Lock()
	instances := max(f.instances, 1)
	f.mu.Unlock()
	parts := make([]Bucket, len(buckets))
	for i, b := range buckets {
		burst := max(b.Burst/instances, 1)
		interval := (MaxSpan / time.Duration(burst)).Truncate(time.Millisecond) // the slowest there is
		if b.interval() < interval/time.Duration(instances) {
			interval = b.interval() * time.Duration(instances)
		}
		parts[i] = Bucket{Key: b.Key, Interval: interval, Burst: burst}
	}
	return parts
}
