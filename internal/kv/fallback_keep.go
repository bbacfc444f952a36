package kv

import (
	"bytes"
	"context"
	"time"
)

const (
	lifeUnknown time.Duration = 0              // of a value that was read
	copyLife                  = 24 * time.Hour // of its copy
)

// write makes a call that leaves value under key, nil for none, if it returns true.
func (f *Fallback) write(
	ctx context.Context, key string, value []byte, life time.Duration, call func(Store) (bool, error),
) (did bool, err error) {
	settled := f.try(ctx, key, func() error {
		did, err = call(f.primary)
		return err
	})
	if !settled {
		return f.writeHere(key, value, life, call)
	}
	if err == nil {
		f.follow(ctx, key, value, life, did)
	}
	return did, err
}

// writeHere makes the call on the local store and notes a kept value for the primary. Both happen
// under the lock, so that what is sent in the end is what was written last.
func (f *Fallback) writeHere(key string, value []byte, life time.Duration, call func(Store) (bool, error)) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	did, err := call(f.local)
	if err != nil || !did || !f.o.Keep(key) {
		return did, err
	}
	_, waiting := f.unsent[key]
	switch {
	case value == nil:
		delete(f.unsent, key)
	case !waiting && len(f.unsent) >= maxUnsent:
		if f.dropped++; f.dropped == 1 {
			f.o.Logger.Error("too many kept values wait for the shared store; more will be lost when it returns",
				"waiting", len(f.unsent))
		}
	default:
		f.serial++
		f.unsent[key] = unsent{value: bytes.Clone(value), life: life, diesAt: f.o.Now().Add(life), serial: f.serial}
		f.wakeWatch()
	}
	return did, nil
}

// follow keeps the local store in step with what the primary has done: a kept value is copied, and
// nothing else stays that would come up again in a later failure.
func (f *Fallback) follow(ctx context.Context, key string, value []byte, life time.Duration, did bool) {
	switch {
	case value == nil || !f.o.Keep(key):
		_, _, _ = f.local.Take(ctx, key)
	case did:
		f.copyHere(ctx, key, value, life)
	}
}

// restore answers for a kept value that the primary does not have: with the copy, if there is one,
// which it gives back. Where somebody has written another value by now, the next call finds that.
func (f *Fallback) restore(ctx context.Context, key string) (value []byte, found bool, err error) {
	value, found, err = f.local.Get(ctx, key)
	if err == nil && found {
		_, _ = f.primary.SetIfAbsent(ctx, key, value, copyLife)
	}
	return value, found, err
}

// copyHere keeps a value of the primary for the time when it fails. Calls overtake each other
// between the primary and here, so an older value must not displace a newer one: they are merged.
func (f *Fallback) copyHere(ctx context.Context, key string, value []byte, life time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if here, found, err := f.local.Get(ctx, key); err == nil && found {
		if life == lifeUnknown && bytes.Equal(here, value) {
			return // the copy keeps the life that it was written with
		}
		value = f.o.Merge(value, here)
	}
	if life == lifeUnknown {
		life = copyLife
	}
	_ = f.local.Set(ctx, key, value, life)
}
