package kv

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Figures of a Fallback unless others are given.
const (
	DefaultFailures   = 3           // in a row, after which the primary counts as failed
	DefaultProbeEvery = time.Second // while it has failed
	maxUnsent         = 10_000      // kept values that wait for the primary
)

// FallbackOptions are what a [Fallback] is told. Now and Logger are needed.
type FallbackOptions struct {
	Now    func() time.Time
	Logger *slog.Logger
	// Keep tells the keys whose values must not be forgotten over a failure, such as revocations:
	// values that stay true until their life ends. nil means none.
	Keep func(key string) bool
	// Merge joins a kept value from here with another one from the primary, whichever is newer.
	// The order must not matter, and a value merged with itself must be itself. nil lets the value
	// from here win, which is right where a key has one value only.
	Merge      func(here, there []byte) []byte
	Failures   int
	ProbeEvery time.Duration
}

// Fallback is a Store that goes on in this process when the primary store fails, so that no call
// fails for its sake. While the primary works, a call that it fails is answered locally; after
// some failures in a row all calls are, at once, until a probe finds that it works again.
//
// What is lost meanwhile: instances do not see each other's values and counters, so locks and
// SetIfAbsent hold per instance; values from before are not found, and so cannot be taken or
// swapped; counters begin anew; and what is written here is forgotten when the primary returns.
// Buckets are divided by the number of instances, and go on with what was spent from them here.
//
// Kept keys are the exception. Their values are copied as they are written and found, so that this
// instance goes on honouring what it knew, and gives it back to a primary that has lost it, say in
// a restart; what is written during a failure is merged into the primary before anything is read
// from it again. Kept values are not for removing: during a failure that does not reach the
// primary, and without one not the copies of other instances.
//
// A call that ends because its own context has ended returns that error and says nothing about the
// primary.
type Fallback struct {
	primary, local Store
	o              FallbackOptions

	mu       sync.Mutex
	failures int       // in a row
	learnt   int       // goes up with everything learnt about the primary
	since    time.Time // the primary has failed; zero: it works
	cause    error
	unsent   map[string]unsent
	serial   int
	dropped  int // kept values that found no room in unsent
	// instances is how many there were when the primary was last heard of; 0: it never was.
	instances int

	wake chan struct{}
	stop context.CancelFunc
	done chan struct{}
}

// unsent is a kept value that the primary does not have yet.
type unsent struct {
	value  []byte
	life   time.Duration
	diesAt time.Time
	serial int // tells a value from the one that took its place while it was sent
}

// NewFallback joins a primary store with a local one. The local one must never wait: it is a
// [Memory], used by nobody else. Close ends the watch over the primary.
func NewFallback(primary, local Store, o FallbackOptions) *Fallback {
	if o.Keep == nil {
		o.Keep = func(string) bool { return false }
	}
	if o.Merge == nil {
		o.Merge = func(here, _ []byte) []byte { return here }
	}
	if o.Failures <= 0 {
		o.Failures = DefaultFailures
	}
	if o.ProbeEvery <= 0 {
		o.ProbeEvery = DefaultProbeEvery
	}
	ctx, stop := context.WithCancel(context.Background())
	f := &Fallback{
		primary: primary, local: local, o: o, unsent: map[string]unsent{},
		wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{}),
	}
	go f.watch(ctx)
	return f
}

// Close ends the watch and waits for it. The stores stay open; values that wait for the primary
// are lost.
func (f *Fallback) Close() {
	f.stop()
	<-f.done
}

// Degraded says since when and why the primary is not used; nil means that it is.
func (f *Fallback) Degraded() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.since.IsZero() {
		return nil
	}
	return fmt.Errorf("kv: the shared store has failed since %s; this instance goes on alone: %w",
		f.since.UTC().Format(time.RFC3339), f.cause)
}

// Get implements Store.
func (f *Fallback) Get(ctx context.Context, key string) (value []byte, found bool, err error) {
	settled := f.try(ctx, key, func() error {
		value, found, err = f.primary.Get(ctx, key)
		return err
	})
	if !settled {
		return f.local.Get(ctx, key)
	}
	switch {
	case err != nil || !f.o.Keep(key):
		return value, found, err
	case !found:
		return f.restore(ctx, key)
	}
	f.copyHere(ctx, key, value, lifeUnknown)
	return value, true, nil
}

// Set implements Store.
func (f *Fallback) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	_, err := f.write(ctx, key, copyOf(value), life, func(s Store) (bool, error) {
		return true, s.Set(ctx, key, value, life)
	})
	return err
}

// SetIfAbsent implements Store.
func (f *Fallback) SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (bool, error) {
	return f.write(ctx, key, copyOf(value), life, func(s Store) (bool, error) {
		return s.SetIfAbsent(ctx, key, value, life)
	})
}

// Swap implements Store.
func (f *Fallback) Swap(ctx context.Context, key string, old, next []byte, life time.Duration) (bool, error) {
	return f.write(ctx, key, next, life, func(s Store) (bool, error) {
		return s.Swap(ctx, key, old, next, life)
	})
}

// Take implements Store.
func (f *Fallback) Take(ctx context.Context, key string) (value []byte, found bool, err error) {
	found, err = f.write(ctx, key, nil, 0, func(s Store) (found bool, err error) {
		value, found, err = s.Take(ctx, key)
		return found, err
	})
	return value, found, err
}

// Delete implements Store.
func (f *Fallback) Delete(ctx context.Context, key string) error {
	_, err := f.write(ctx, key, nil, 0, func(s Store) (bool, error) {
		return true, s.Delete(ctx, key)
	})
	if err == nil {
		_ = f.local.Delete(ctx, key) // the copy of a bucket, too
	}
	return err
}

// Count implements Store.
func (f *Fallback) Count(ctx context.Context, key string, life time.Duration) (n int64, err error) {
	settled := f.try(ctx, key, func() error {
		n, err = f.primary.Count(ctx, key, life)
		return err
	})
	if !settled {
		return f.local.Count(ctx, key, life)
	}
	return n, err
}

// try makes the call on the primary and reports whether that settles it. If not, the local store
// answers.
func (f *Fallback) try(ctx context.Context, key string, call func() error) (settled bool) {
	f.mu.Lock()
	_, waiting := f.unsent[key]
	usable := f.since.IsZero() && !waiting
	learnt := f.learnt
	f.mu.Unlock()
	if !usable {
		return false
	}
	err := call()
	switch {
	case errors.Is(err, ErrNoLife), errors.Is(err, ErrEmptySwap):
		return true
	case err != nil && ctx.Err() != nil:
		return true
	}
	f.judge(err, learnt)
	return err == nil
}

// judge counts failures in a row and leaves the primary after too many. learnt is what was known
// when the call began: calls that time out side by side in one short stall, of the primary or of
// this process, are one failure. Leaving costs the sight of what other instances revoke.
func (f *Fallback) judge(err error, learnt int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		f.failures = 0
		f.learnt++
		return
	}
	if f.learnt != learnt {
		return
	}
	f.failures++
	f.learnt++
	if f.failures < f.o.Failures || !f.since.IsZero() {
		return
	}
	f.since, f.cause = f.o.Now(), err
	f.o.Logger.Warn("the shared store has failed; this instance goes on alone", "error", err)
	f.wakeWatch()
}

// wakeWatch tells the watch that there is something to do.
func (f *Fallback) wakeWatch() {
	select {
	case f.wake <- struct{}{}:
	default: // it knows already
	}
}
