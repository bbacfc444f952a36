package kv_test

import (
	"fmt"
	"testing"
	"time"

	"usher/internal/kv"
	"usher/internal/kv/kvtest"
)

func TestMemoryIsAStore(t *testing.T) {
	t.Parallel()
	kvtest.Run(t, func(t *testing.T) (kv.Store, func(time.Duration)) {
		clock := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		return kv.NewMemory(func() time.Time { return clock }, 0), func(d time.Duration) { clock = clock.Add(d) }
	})
}

func TestAFullMemoryDropsWhatWouldDieFirst(t *testing.T) {
	clock := time.Now()
	m := kv.NewMemory(func() time.Time { return clock }, 3)
	for i := 1; i <= 4; i++ {
		if err := m.Set(t.Context(), fmt.Sprint(i), nil, time.Duration(10-i)*time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	for key, want := range map[string]bool{"1": true, "2": true, "3": false, "4": true} {
		if _, found, _ := m.Get(t.Context(), key); found != want {
			t.Errorf("key %s found = %v, want %v", key, found, want)
		}
	}
}

func TestACounterIsDroppedLikeAValue(t *testing.T) {
	clock := time.Now()
	m := kv.NewMemory(func() time.Time { return clock }, 2)
	if _, err := m.Count(t.Context(), "k", time.Minute); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"k", "other"} {
		if err := m.Set(t.Context(), key, nil, time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := m.Count(t.Context(), "k", time.Hour); n != 1 || err != nil {
		t.Errorf("Count = %d, %v; the counter would have died first and was kept", n, err)
	}
}
