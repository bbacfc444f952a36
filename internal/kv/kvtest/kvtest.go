package kvtest

import (
	"errors"
	"testing"
	"time"

	"usher/internal/kv"
)

// Run judges a Store. open returns an empty one and a way to let time pass for it.
func Run(t *testing.T, open func(t *testing.T) (store kv.Store, pass func(time.Duration))) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, kv.Store, func(time.Duration)){
		"an absent key is not an error":              absent,
		"a value comes back until its life is over":  lifetime,
		"writing again renews value and life":        renew,
		"a stored value is a copy":                   copies,
		"an empty value is a value":                  empty,
		"a value may hold any bytes":                 anyBytes,
		"a life that is not positive is refused":     noLife,
		"the shortest life is a life":                shortestLife,
		"delete removes, twice without harm":         remove,
		"a value is set only where there is none":    setIfAbsent,
		"a value is taken once":                      take,
		"a swap needs the old value":                 swap,
		"a swap writes a new life":                   swapLife,
		"a swap of nothing for nothing is refused":   emptySwap,
		"a counter counts and dies on time":          count,
		"counters and values do not meet":            spaces,
		"an update changes, removes and leaves be":   update,
		"a lock has one holder and ends in time":     lock,
		"a late unlock leaves the next holder be":    lateUnlock,
		"unlock works after the context has ended":   unlockLate,
		"parallel counts are all counted":            parallelCount,
		"parallel updates are all done":              parallelUpdate,
		"one of many wins":                           races,
		"a bucket gives its burst, then at its pace": burst,
		"buckets give all or none":                   allOrNone,
		"a refund gives back, up to the burst":       refunds,
		"a bucket of another limit owes no more":     another,
		"a deleted bucket is full":                   filled,
		"buckets, counters and values do not meet":   bucketsAside,
		"buckets that mean nothing are refused":      noBuckets,
		"an interval is rounded up":                  shortest,
		"parallel spends are all or none, and exact": parallelSpend,
		"parallel refunds lose and give nothing":     parallelRefund,
	} {
		t.Run(name, func(t *testing.T) {
			store, pass := open(t)
			check(t, store, pass)
		})
	}
}

func expect(t *testing.T, s kv.Store, key, want string, wantFound bool) {
	t.Helper()
	got, found, err := s.Get(t.Context(), key)
	if err != nil || found != wantFound || string(got) != want || (got != nil) != found {
		t.Errorf("Get(%q) = %#v, %v, %v; want %q, %v", key, got, found, err, want, wantFound)
	}
}

func set(t *testing.T, s kv.Store, key, value string, life time.Duration) {
	t.Helper()
	if err := s.Set(t.Context(), key, []byte(value), life); err != nil {
		t.Fatal(err)
	}
}

func absent(t *testing.T, s kv.Store, _ func(time.Duration)) {
	expect(t, s, "nothing", "", false)
	if value, found, err := s.Take(t.Context(), "nothing"); value != nil || found || err != nil {
		t.Errorf("Take of nothing = %q, %v, %v", value, found, err)
	}
	if err := s.Delete(t.Context(), "nothing"); err != nil {
		t.Errorf("Delete of nothing: %v", err)
	}
}

func lifetime(t *testing.T, s kv.Store, pass func(time.Duration)) {
	set(t, s, "k", "v", time.Minute)
	pass(59 * time.Second)
	expect(t, s, "k", "v", true)
	pass(time.Second)
	expect(t, s, "k", "", false)
}

func renew(t *testing.T, s kv.Store, pass func(time.Duration)) {
	set(t, s, "k", "old", time.Minute)
	pass(50 * time.Second)
	set(t, s, "k", "new", time.Minute)
	pass(50 * time.Second)
	expect(t, s, "k", "new", true)
}

func copies(t *testing.T, s kv.Store, _ func(time.Duration)) {
	write := map[string]func(value []byte) error{
		"set": func(v []byte) error { return s.Set(t.Context(), "k", v, time.Minute) },
		"set if absent": func(v []byte) error {
			_, err := s.SetIfAbsent(t.Context(), "k", v, time.Minute)
			return err
		},
		"swap": func(v []byte) error {
			_, err := s.Swap(t.Context(), "k", nil, v, time.Minute)
			return err
		},
	}
	for name, write := range write {
		mine := []byte("abc")
		if err := write(mine); err != nil {
			t.Fatal(name, err)
		}
		mine[0] = 'x'
		got, _, _ := s.Get(t.Context(), "k")
		got[1] = 'x'
		expect(t, s, "k", "abc", true)
		if err := s.Delete(t.Context(), "k"); err != nil {
			t.Fatal(err)
		}
	}
}

func empty(t *testing.T, s kv.Store, _ func(time.Duration)) {
	for name, value := range map[string][]byte{"nil": nil, "empty": {}} {
		if err := s.Set(t.Context(), name, value, time.Minute); err != nil {
			t.Fatal(err)
		}
		expect(t, s, name, "", true)
		if written, err := s.SetIfAbsent(t.Context(), name, []byte("other"), time.Minute); written || err != nil {
			t.Errorf("an empty value was taken for none: %v, %v", written, err)
		}
		if value, found, err := s.Take(t.Context(), name); value == nil || !found || err != nil {
			t.Errorf("Take = %#v, %v, %v; want an empty value", value, found, err)
		}
		if written, err := s.SetIfAbsent(t.Context(), name, value, time.Minute); !written || err != nil {
			t.Errorf("SetIfAbsent of an empty value = %v, %v", written, err)
		}
		expect(t, s, name, "", true)
		if swapped, err := s.Swap(t.Context(), name, []byte{}, []byte("full"), time.Minute); !swapped || err != nil {
			t.Errorf("Swap of an empty value = %v, %v", swapped, err)
		}
		expect(t, s, name, "full", true)
	}
}

func anyBytes(t *testing.T, s kv.Store, _ func(time.Duration)) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	key := "k\r\n {*}\x00ü"
	set(t, s, key, string(all), time.Minute)
	expect(t, s, key, string(all), true)
	if swapped, err := s.Swap(t.Context(), key, all, all[128:], time.Minute); !swapped || err != nil {
		t.Errorf("Swap = %v, %v", swapped, err)
	}
	expect(t, s, key, string(all[128:]), true)
	expect(t, s, key[:len(key)-1], "", false)
}

func noLife(t *testing.T, s kv.Store, _ func(time.Duration)) {
	set(t, s, "there", "v", time.Minute)
	if _, err := s.Count(t.Context(), "there", time.Minute); err != nil {
		t.Fatal(err)
	}
	for _, life := range []time.Duration{0, -1, -time.Second} {
		for name, call := range map[string]func() error{
			"Set":         func() error { return s.Set(t.Context(), "k", nil, life) },
			"SetIfAbsent": func() error { _, err := s.SetIfAbsent(t.Context(), "k", nil, life); return err },
			"Swap":        func() error { _, err := s.Swap(t.Context(), "k", nil, []byte("v"), life); return err },
			"Swap there":  func() error { _, err := s.Swap(t.Context(), "there", []byte("v"), []byte("w"), life); return err },
			"Count":       func() error { _, err := s.Count(t.Context(), "k", life); return err },
			"Count there": func() error { _, err := s.Count(t.Context(), "there", life); return err },
		} {
			if err := call(); !errors.Is(err, kv.ErrNoLife) {
				t.Errorf("%s with a life of %v: %v, want ErrNoLife", name, life, err)
			}
		}
	}
	expect(t, s, "k", "", false)
	expect(t, s, "there", "v", true)
}

func shortestLife(t *testing.T, s kv.Store, pass func(time.Duration)) {
	set(t, s, "k", "v", 1) // a nanosecond
	pass(time.Millisecond)
	expect(t, s, "k", "", false)
	if n, err := s.Count(t.Context(), "c", 1); n != 1 || err != nil {
		t.Errorf("Count = %d, %v", n, err)
	}
}

func remove(t *testing.T, s kv.Store, _ func(time.Duration)) {
	set(t, s, "k", "v", time.Minute)
	for range 2 {
		if err := s.Delete(t.Context(), "k"); err != nil {
			t.Error(err)
		}
	}
	expect(t, s, "k", "", false)
}

func count(t *testing.T, s kv.Store, pass func(time.Duration)) {
	for want := int64(1); want <= 3; want++ {
		if n, err := s.Count(t.Context(), "c", time.Minute); n != want || err != nil {
			t.Errorf("Count = %d, %v; want %d", n, err, want)
		}
		pass(19 * time.Second)
	}
	pass(3 * time.Second)
	if n, err := s.Count(t.Context(), "c", time.Minute); n != 1 || err != nil {
		t.Errorf("Count after its life = %d, %v; want 1", n, err)
	}
}

func spaces(t *testing.T, s kv.Store, _ func(time.Duration)) {
	set(t, s, "k", "12345678", time.Minute)
	for want := int64(1); want <= 2; want++ {
		if n, err := s.Count(t.Context(), "k", time.Minute); n != want || err != nil {
			t.Errorf("Count beside a value = %d, %v; want %d", n, err, want)
		}
	}
	expect(t, s, "k", "12345678", true)
	if _, found, err := s.Take(t.Context(), "k"); !found || err != nil {
		t.Errorf("Take = %v, %v", found, err)
	}
	if n, err := s.Count(t.Context(), "k", time.Minute); n != 3 || err != nil {
		t.Errorf("Count after the value was taken = %d, %v; want 3", n, err)
	}
	if err := s.Delete(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(t.Context(), "k", time.Minute); n != 1 || err != nil {
		t.Errorf("Count after Delete = %d, %v; want 1", n, err)
	}
}
