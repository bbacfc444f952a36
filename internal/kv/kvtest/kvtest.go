package kvtest

import (
	"sync"
	"testing"
	"time"

	"usher/internal/kv"
)

// Run judges a Store. open returns an empty one and a way to let time pass for it.
func Run(t *testing.T, open func(t *testing.T) (store kv.Store, pass func(time.Duration))) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, kv.Store, func(time.Duration)){
		"an absent key is not an error":             absent,
		"a value comes back until its life is over": lifetime,
		"writing again renews value and life":       renew,
		"a stored value is a copy":                  copies,
		"a life that is not positive is refused":    noLife,
		"delete removes, twice without harm":        remove,
		"a counter counts and dies on time":         count,
		"parallel counts are all counted":           parallelCount,
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
	if err != nil || found != wantFound || string(got) != want {
		t.Errorf("Get(%q) = %q, %v, %v; want %q, %v", key, got, found, err, want, wantFound)
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
	mine := []byte("abc")
	if err := s.Set(t.Context(), "k", mine, time.Minute); err != nil {
		t.Fatal(err)
	}
	mine[0] = 'x'
	got, _, _ := s.Get(t.Context(), "k")
	got[1] = 'x'
	expect(t, s, "k", "abc", true)
}

func noLife(t *testing.T, s kv.Store, _ func(time.Duration)) {
	for _, life := range []time.Duration{0, -time.Second} {
		if err := s.Set(t.Context(), "k", nil, life); err == nil {
			t.Errorf("a life of %v was taken", life)
		}
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

func parallelCount(t *testing.T, s kv.Store, _ func(time.Duration)) {
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() { _, _ = s.Count(t.Context(), "c", time.Minute) })
	}
	all.Wait()
	if n, err := s.Count(t.Context(), "c", time.Minute); n != 101 || err != nil {
		t.Errorf("Count = %d, %v; want 101", n, err)
	}
}
