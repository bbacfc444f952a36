package kvtest

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"usher/internal/kv"
)

func setIfAbsent(t *testing.T, s kv.Store, pass func(time.Duration)) {
	try := func(value string, want bool) {
		t.Helper()
		if written, err := s.SetIfAbsent(t.Context(), "k", []byte(value), time.Minute); written != want || err != nil {
			t.Errorf("SetIfAbsent(%q) = %v, %v; want %v", value, written, err, want)
		}
	}
	try("first", true)
	pass(30 * time.Second)
	try("second", false)
	expect(t, s, "k", "first", true)
	pass(30 * time.Second) // the refusal has prolonged nothing
	try("third", true)
	expect(t, s, "k", "third", true)
}

func take(t *testing.T, s kv.Store, pass func(time.Duration)) {
	set(t, s, "k", "v", time.Minute)
	if value, found, err := s.Take(t.Context(), "k"); string(value) != "v" || !found || err != nil {
		t.Errorf("Take = %q, %v, %v", value, found, err)
	}
	if value, found, err := s.Take(t.Context(), "k"); value != nil || found || err != nil {
		t.Errorf("Take again = %q, %v, %v", value, found, err)
	}
	expect(t, s, "k", "", false)
	set(t, s, "k", "v", time.Minute)
	pass(time.Minute)
	if value, found, err := s.Take(t.Context(), "k"); value != nil || found || err != nil {
		t.Errorf("Take of an outlived value = %q, %v, %v", value, found, err)
	}
}

func swap(t *testing.T, s kv.Store, pass func(time.Duration)) {
	for _, step := range []struct {
		name      string
		old, next []byte
		want      bool
		after     string
	}{
		{"a value that is not there", []byte("a"), []byte("b"), false, ""},
		{"removing what is not there", []byte("a"), nil, false, ""},
		{"an empty value is not nothing", []byte{}, []byte("b"), false, ""},
		{"nothing for a value", nil, []byte("a"), true, "a"},
		{"nothing, where there is a value", nil, []byte("b"), false, "a"},
		{"another value", []byte("ab"), []byte("b"), false, "a"},
		{"the value", []byte("a"), []byte("b"), true, "b"},
		{"the value before", []byte("a"), []byte("c"), false, "b"},
		{"the value for itself", []byte("b"), []byte("b"), true, "b"},
		{"removing another value", []byte("a"), nil, false, "b"},
		{"removing the value", []byte("b"), nil, true, ""},
	} {
		if swapped, err := s.Swap(t.Context(), "k", step.old, step.next, time.Minute); swapped != step.want || err != nil {
			t.Errorf("%s: Swap = %v, %v; want %v", step.name, swapped, err, step.want)
		}
		expect(t, s, "k", step.after, step.after != "")
	}
	set(t, s, "k", "v", time.Minute)
	pass(time.Minute)
	if swapped, err := s.Swap(t.Context(), "k", []byte("v"), []byte("w"), time.Minute); swapped || err != nil {
		t.Errorf("Swap of an outlived value = %v, %v", swapped, err)
	}
}

func swapLife(t *testing.T, s kv.Store, pass func(time.Duration)) {
	set(t, s, "k", "a", time.Minute)
	pass(50 * time.Second)
	if swapped, err := s.Swap(t.Context(), "k", []byte("a"), []byte("b"), time.Minute); !swapped || err != nil {
		t.Fatalf("Swap = %v, %v", swapped, err)
	}
	pass(50 * time.Second)
	if swapped, err := s.Swap(t.Context(), "k", []byte("a"), []byte("c"), time.Hour); swapped || err != nil {
		t.Fatalf("Swap of another value = %v, %v", swapped, err)
	}
	expect(t, s, "k", "b", true)
	pass(10 * time.Second)
	expect(t, s, "k", "", false)
}

func emptySwap(t *testing.T, s kv.Store, _ func(time.Duration)) {
	if swapped, err := s.Swap(t.Context(), "k", nil, nil, time.Minute); swapped || !errors.Is(err, kv.ErrEmptySwap) {
		t.Errorf("Swap = %v, %v; want ErrEmptySwap", swapped, err)
	}
}

func update(t *testing.T, s kv.Store, pass func(time.Duration)) {
	put := func(next []byte) {
		t.Helper()
		if err := kv.Update(t.Context(), s, "k", time.Minute, func([]byte) []byte { return next }); err != nil {
			t.Error(err)
		}
	}
	put(nil)
	expect(t, s, "k", "", false)
	put([]byte("a"))
	expect(t, s, "k", "a", true)
	pass(50 * time.Second)
	put([]byte("b"))
	pass(50 * time.Second)
	expect(t, s, "k", "b", true)
	put([]byte("b")) // as it was: it keeps its life
	pass(10 * time.Second)
	expect(t, s, "k", "", false)
	put([]byte{})
	expect(t, s, "k", "", true)
	put(nil)
	expect(t, s, "k", "", false)
}

func mustLock(t *testing.T, s kv.Store, want bool) (unlock func()) {
	t.Helper()
	unlock, ok, err := kv.Lock(t.Context(), s, rand.Reader, "lock", time.Minute)
	if ok != want || err != nil || unlock == nil {
		t.Fatalf("Lock = %v, %v; want %v", ok, err, want)
	}
	return unlock
}

func lock(t *testing.T, s kv.Store, pass func(time.Duration)) {
	unlock := mustLock(t, s, true)
	mustLock(t, s, false)() // the unlock of one who got nothing gives nothing back
	mustLock(t, s, false)
	unlock()
	unlock()
	mustLock(t, s, true)
	pass(time.Minute)
	mustLock(t, s, true)
}

func lateUnlock(t *testing.T, s kv.Store, pass func(time.Duration)) {
	late := mustLock(t, s, true)
	pass(time.Minute)
	mustLock(t, s, true)
	late()
	mustLock(t, s, false)
}

func unlockLate(t *testing.T, s kv.Store, _ func(time.Duration)) {
	ctx, cancel := context.WithCancel(t.Context())
	unlock, ok, err := kv.Lock(ctx, s, rand.Reader, "lock", time.Minute)
	if !ok || err != nil {
		t.Fatalf("Lock = %v, %v", ok, err)
	}
	cancel()
	unlock()
	mustLock(t, s, true)
}
