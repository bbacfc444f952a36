package kv_test

import (
	"crypto/rand"
	"errors"
	"strconv"
	"testing"
	"testing/iotest"
	"time"

	"usher/internal/kv"
)

func TestUpdateGivesUpInTheEnd(t *testing.T) {
	store := kv.NewMemory(time.Now, 0)
	tries := 0
	err := kv.Update(t.Context(), store, "k", time.Minute, func([]byte) []byte {
		tries++
		put(t, store, "k", strconv.Itoa(tries)) // somebody else is always faster
		return []byte("mine")
	})
	if !errors.Is(err, kv.ErrContended) {
		t.Errorf("Update = %v, want ErrContended", err)
	}
	wantValue(t, store, "k", strconv.Itoa(tries))
}

func TestUpdateAndLockPassOnFaults(t *testing.T) {
	for _, name := range []string{"Get", "Swap", "SetIfAbsent"} {
		t.Run(name, func(t *testing.T) {
			store := &breakable{Store: kv.NewMemory(time.Now, 0)}
			store.broken.Store(name)
			err := kv.Update(t.Context(), store, "k", time.Minute, func([]byte) []byte { return []byte("v") })
			if fails := name != "SetIfAbsent"; errors.Is(err, errDown) != fails {
				t.Errorf("Update = %v", err)
			}
			unlock, ok, err := kv.Lock(t.Context(), store, rand.Reader, "lock", time.Minute)
			if works := name != "SetIfAbsent"; ok != works || errors.Is(err, errDown) == works {
				t.Errorf("Lock = %v, %v", ok, err)
			}
			unlock()
		})
	}
}

func TestLockNeedsRandomness(t *testing.T) {
	store := kv.NewMemory(time.Now, 0)
	unlock, ok, err := kv.Lock(t.Context(), store, iotest.ErrReader(errDown), "lock", time.Minute)
	if ok || !errors.Is(err, errDown) {
		t.Errorf("Lock = %v, %v", ok, err)
	}
	unlock()
	wantValue(t, store, "lock", "")
}

func TestCheckFindsEveryCallThatFails(t *testing.T) {
	for _, name := range []string{"", "Get", "Set", "SetIfAbsent", "Swap", "Take", "Delete", "Count", "Spend", "Refund"} {
		t.Run(name, func(t *testing.T) {
			memory := kv.NewMemory(time.Now, 0)
			store := &breakable{Store: memory}
			store.broken.Store(name)
			if err := kv.Check(t.Context(), store); errors.Is(err, errDown) != (name != "") {
				t.Errorf("Check = %v", err)
			}
		})
	}
}
