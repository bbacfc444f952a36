package kv_test

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"usher/internal/kv"
)

// Two instances and a burst that no limit was made for.
const (
	calls = 2000
	held  = 5
)

// storm makes all calls at once on the stores in turn and returns how many were let pass.
func storm(t *testing.T, stores []kv.Store, b kv.Bucket, during func(done int64)) int64 {
	t.Helper()
	var all sync.WaitGroup
	var passed, done atomic.Int64
	start := make(chan struct{})
	for i := range calls {
		all.Go(func() {
			<-start
			spent, err := stores[i%len(stores)].Spend(t.Context(), []kv.Bucket{b, {Key: "all", Interval: time.Second, Burst: calls}})
			if err != nil {
				t.Error(err)
			} else if spent.Refused < 0 {
				passed.Add(1)
			}
			during(done.Add(1))
		})
	}
	close(start)
	all.Wait()
	return passed.Load()
}

func TestTwoInstancesHoldOneLimitExactly(t *testing.T) {
	server := startRedis(t)
	stores := []kv.Store{openRedis(t, server.URL(), patient()), openRedis(t, server.URL(), patient())}
	begin := time.Now()
	if passed := storm(t, stores, kv.Bucket{Key: "k", Interval: time.Hour, Burst: held}, func(int64) {}); passed != held {
		t.Errorf("%d of %d calls have passed, want %d", passed, calls, held)
	}
	t.Logf("%d calls took %v", calls, time.Since(begin))
	spent, err := stores[0].Spend(t.Context(), []kv.Bucket{{Key: "other", Interval: time.Hour, Burst: 1}})
	if err != nil || spent.Instances != 2 {
		t.Errorf("Spend = %+v, %v; want 2 instances", spent, err)
	}
}

// A server forgets its scripts when somebody tells it to, and in a restart.
func TestALimitHoldsWhileScriptsAreForgotten(t *testing.T) {
	server := startRedis(t)
	stores := []kv.Store{openRedis(t, server.URL(), patient()), openRedis(t, server.URL(), patient())}
	passed := storm(t, stores, kv.Bucket{Key: "k", Interval: time.Hour, Burst: held}, func(done int64) {
		if done%100 == 0 {
			if err := server.Admin().ScriptFlush(t.Context()).Err(); err != nil {
				t.Error(err)
			}
		}
	})
	if passed != held {
		t.Errorf("%d of %d calls have passed, want %d", passed, calls, held)
	}
}

func TestALimitHoldsWhileTheServerDies(t *testing.T) {
	for name, killAt := range map[string]int64{"before": 0, "early": 3, "in between": calls / 4} {
		t.Run(name, func(t *testing.T) {
			server := startRedis(t)
			var stores []kv.Store
			for range 2 {
				f := kv.NewFallback(openRedis(t, server.URL(), patient()), kv.NewMemory(time.Now, 0), kv.FallbackOptions{
					Now: time.Now, Logger: slog.New(slog.DiscardHandler), Failures: 1,
				})
				t.Cleanup(f.Close)
				stores = append(stores, f)
			}
			for range 2 { // the first to come does not know the second yet
				for _, store := range stores {
					if err := kv.Check(t.Context(), store); err != nil {
						t.Fatal(err)
					}
				}
			}
			var once sync.Once
			kill := func() { once.Do(server.Kill) }
			if killAt == 0 {
				kill()
			}
			passed := storm(t, stores, kv.Bucket{Key: "k", Interval: time.Hour, Burst: held}, func(done int64) {
				if done == killAt {
					kill()
				}
			})
			t.Logf("%d have passed", passed)
			if passed > 2*held || passed == 0 {
				t.Errorf("%d of %d calls have passed, want 1 to %d", passed, calls, 2*held)
			}
		})
	}
}

func TestRedisCountsInstances(t *testing.T) {
	server := miniredis.RunT(t)
	clock := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	server.SetTime(clock)
	named := func(instance string) *kv.Redis {
		o := patient()
		o.Instance = instance
		return openRedis(t, "redis://"+server.Addr(), o)
	}
	one, two, sameAsTwo, unnamed := named("1"), named("2"), named("2"), named("")
	b := []kv.Bucket{{Key: "k", Interval: time.Second, Burst: 1}}
	for _, step := range []struct {
		name  string
		store *kv.Redis
		after time.Duration
		want  int
	}{
		{"the first", one, 0, 1},
		{"the second", two, time.Minute, 2},
		{"the second by another client", sameAsTwo, 0, 2},
		{"one without a name", unnamed, 0, 3},
		{"a refusal counts", one, 0, 3},
		{"the others are silent", one, 10*time.Minute - time.Second, 3},
		{"and forgotten", one, time.Second, 1},
	} {
		clock = clock.Add(step.after)
		server.SetTime(clock)
		if spent, err := step.store.Spend(t.Context(), b); err != nil || spent.Instances != step.want {
			t.Errorf("%s: Spend = %+v, %v; want %d instances", step.name, spent, err, step.want)
		}
	}
	if life := server.TTL("test:instances"); life != 10*time.Minute {
		t.Errorf("the set of instances lives %v", life)
	}
}

func TestRedisHealsABucketWithoutALife(t *testing.T) {
	server := miniredis.RunT(t)
	store := openRedis(t, "redis://"+server.Addr(), patient())
	b := kv.Bucket{Key: "k", Interval: time.Minute, Burst: 3}
	if err := server.Set("test:b:k", ""); err != nil {
		t.Fatal(err)
	}
	if gives(t, store, b) {
		t.Error("what never ends was taken for nothing")
	}
	if got := server.TTL("test:b:k"); got != 3*time.Minute {
		t.Errorf("the bucket's life is %v", got)
	}
}

// A bucket must be gone when it is full, or the server fills up.
func TestRedisKeepsNoFullBucket(t *testing.T) {
	server := miniredis.RunT(t)
	store := openRedis(t, "redis://"+server.Addr(), patient())
	b := kv.Bucket{Key: "k", Interval: time.Minute, Burst: 3}
	for want := time.Minute; want <= 3*time.Minute; want += time.Minute {
		gives(t, store, b)
		if got := server.TTL("test:b:k"); got != want {
			t.Errorf("the bucket's life is %v, want %v", got, want)
		}
	}
	for range 3 {
		if err := store.Refund(t.Context(), []kv.Bucket{b}); err != nil {
			t.Fatal(err)
		}
	}
	if server.Exists("test:b:k") {
		t.Error("a full bucket is kept")
	}
}
