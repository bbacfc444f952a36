package kv

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"
)

// maxUpdateTries bounds how often Update begins anew. Each time, somebody else's update of the
// same key has succeeded.
const maxUpdateTries = 256

// ErrContended is what Update returns where others changed the value every time.
var ErrContended = errors.New("kv: the value is being changed by too many at once; try again later")

// Update changes a value such that no other change is lost. change gets the value, nil for none,
// and returns the one to write in its place, nil for none; it may be called several times and
// must do nothing else. What it leaves as it is keeps its life.
func Update(ctx context.Context, store Store, key string, life time.Duration, change func(old []byte) (next []byte)) error {
	for range maxUpdateTries {
		old, _, err := store.Get(ctx, key)
		if err != nil {
			return err
		}
		next := change(bytes.Clone(old))
		if (old == nil) == (next == nil) && bytes.Equal(old, next) {
			return nil
		}
		swapped, err := store.Swap(ctx, key, old, next, life)
		if err != nil || swapped {
			return err
		}
	}
	return ErrContended
}

// lockTokenBytes is the size of the random value that tells one holder of a lock from the next.
const lockTokenBytes = 16

// Lock takes the lock of this name if nobody has it; it does not wait. It ends with its life at
// the latest: choose one longer than the work under it, and let the work be harmless if done twice.
//
// unlock is never nil and does harm to nobody: it gives back this very lock, also after ctx has
// ended, and leaves alone one that somebody else took after this one's life was over. A lock that
// cannot be given back ends with its life.
func Lock(ctx context.Context, store Store, random io.Reader, key string, life time.Duration) (unlock func(), ok bool, err error) {
	secret := make([]byte, lockTokenBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return func() {}, false, fmt.Errorf("kv: no randomness for a lock: %w", err)
	}
	token := hex.AppendEncode(nil, secret)
	ok, err = store.SetIfAbsent(ctx, key, token, life)
	if err != nil || !ok {
		return func() {}, false, err
	}
	return func() { _, _ = store.Swap(context.WithoutCancel(ctx), key, token, nil, 0) }, true, nil
}

// checkLife is long enough for one Check to find what it has written.
const checkLife = time.Minute

// Check makes every kind of call, under a key of its own, and returns what failed: a store
// that answers may still refuse to write, or lack a command. Others may check at the same time.
func Check(ctx context.Context, store Store) error {
	const key = "kv check"
	value := []byte("value")
	_, errAbsent := store.SetIfAbsent(ctx, key, value, checkLife)
	if errAbsent != nil {
		return errAbsent // with a store that is not there, do not wait once for every call
	}
	_, errSwap := store.Swap(ctx, key, value, value, checkLife)
	_, _, errGet := store.Get(ctx, key)
	_, _, errTake := store.Take(ctx, key)
	errSet := store.Set(ctx, key, value, checkLife)
	_, errCount := store.Count(ctx, key, checkLife)
	bucket := []Bucket{{Key: key, Interval: time.Millisecond, Burst: 1}}
	_, errSpend := store.Spend(ctx, bucket)
	errRefund := store.Refund(ctx, bucket)
	return errors.Join(errSwap, errGet, errTake, errSet, errCount, errSpend, errRefund, store.Delete(ctx, key))
}
