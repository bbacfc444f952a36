//go:build unix

package kv_test

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"usher/internal/kv"
	"usher/internal/kv/kvtest"
)

// callBound is what no call may take, whatever becomes of the server: some times 150 ms, for a
// busy machine, and far below the seconds that the library would wait by itself.
const callBound = 2 * time.Second

// load calls a store from several goroutines until it is stopped.
type load struct {
	calls atomic.Int64
	stop  context.CancelFunc
	all   sync.WaitGroup
	mu    sync.Mutex
	took  []time.Duration
}

func (l *load) note(took time.Duration) {
	l.calls.Add(1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.took = append(l.took, took)
}

func startLoad(t *testing.T, store kv.Store) *load {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l := &load{stop: stop}
	calls := everyCall()
	for worker := range 16 {
		l.all.Go(func() {
			key := strconv.Itoa(worker)
			pace := time.NewTicker(time.Millisecond)
			defer pace.Stop()
			for i := 0; ctx.Err() == nil; i++ {
				<-pace.C // or the load itself would make the calls wait, for a processor
				// The calls outlive the load: one that ends with its context would hide its failure.
				call := calls[i%len(calls)]
				begin := time.Now()
				if err := call(t.Context(), store, key); err != nil {
					t.Errorf("a call failed: %v", err)
				}
				l.note(time.Since(begin))
			}
		})
	}
	return l
}

// end stops the load and judges its slowest call.
func (l *load) end(t *testing.T) {
	t.Helper()
	l.stop()
	l.all.Wait()
	slices.Sort(l.took)
	at := func(part float64) time.Duration { return l.took[int(part*float64(len(l.took)-1))] }
	t.Logf("%d calls: p50 %v, p99 %v, max %v", len(l.took), at(0.5), at(0.99), at(1))
	if at(1) > callBound {
		t.Errorf("the slowest call took %v", at(1))
	}
}

// everyCall makes each kind of call.
func everyCall() []func(ctx context.Context, s kv.Store, key string) error {
	value := []byte("value")
	return []func(ctx context.Context, s kv.Store, key string) error{
		func(ctx context.Context, s kv.Store, key string) error { return s.Set(ctx, key, value, time.Minute) },
		func(ctx context.Context, s kv.Store, key string) error { _, _, err := s.Get(ctx, key); return err },
		func(ctx context.Context, s kv.Store, key string) error {
			_, err := s.Swap(ctx, key, value, value, time.Minute)
			return err
		},
		func(ctx context.Context, s kv.Store, key string) error { _, _, err := s.Take(ctx, key); return err },
		func(ctx context.Context, s kv.Store, key string) error {
			_, err := s.SetIfAbsent(ctx, key, value, time.Minute)
			return err
		},
		func(ctx context.Context, s kv.Store, key string) error {
			_, err := s.Count(ctx, key, time.Minute)
			return err
		},
		func(ctx context.Context, s kv.Store, key string) error { return s.Delete(ctx, key) },
		func(ctx context.Context, s kv.Store, key string) error {
			_, err := s.Spend(ctx, []kv.Bucket{{Key: key, Interval: time.Second, Burst: 5}})
			return err
		},
		func(ctx context.Context, s kv.Store, key string) error {
			return s.Refund(ctx, []kv.Bucket{{Key: key, Interval: time.Second, Burst: 5}})
		},
	}
}

// until waits for a condition, while the load goes on.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	deadline := time.After(patience)
	for !ok() {
		select {
		case <-poll.C:
		case <-deadline:
			t.Fatalf("in vain waited until %s", what)
		}
	}
}

func TestFaultsOfTheServerFailNoCall(t *testing.T) {
	for name, c := range map[string]struct{ breakIt, mend func(*kvtest.Redis) }{
		"frozen": {
			func(r *kvtest.Redis) { r.Signal(syscall.SIGSTOP) },
			func(r *kvtest.Redis) { r.Signal(syscall.SIGCONT) },
		},
		"killed": {(*kvtest.Redis).Kill, (*kvtest.Redis).Start},
		"full": {
			func(r *kvtest.Redis) { r.Admin().ConfigSet(context.Background(), "maxmemory", "1") },
			func(r *kvtest.Redis) { r.Admin().ConfigSet(context.Background(), "maxmemory", "0") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := startRedis(t)
			var log lines
			store := kv.NewFallback(openRedis(t, server.URL(), kv.RedisOptions{}), kv.NewMemory(time.Now, 0), kv.FallbackOptions{
				Now: time.Now, Logger: slog.New(slog.NewTextHandler(&log, nil)), Keep: keepRevoked, Merge: latest,
			})
			defer store.Close()
			l := startLoad(t, store)
			until(t, "the load runs", func() bool { return l.calls.Load() > 100 })

			for round := range 2 {
				key := "revoked/" + strconv.Itoa(round)
				c.breakIt(server)
				until(t, "the failure is noticed", func() bool { return store.Degraded() != nil })
				put(t, store, key, "1")
				before := l.calls.Load()
				until(t, "the load has gone on alone", func() bool { return l.calls.Load() > before+1000 })
				wantValue(t, store, key, "1")

				c.mend(server)
				until(t, "the server is used again", func() bool { return store.Degraded() == nil })
				if stored := server.Admin().Get(t.Context(), "v:"+key).Val(); stored != "1" {
					t.Errorf("the server has %q for what was kept during the failure", stored)
				}
			}
			l.end(t)
			t.Logf("log:\n%s", strings.Join(log.all(), "\n"))
		})
	}
}

// Without a Fallback, a call on a server that does not answer ends within its budget.
func TestRedisGivesUpInTime(t *testing.T) {
	server := startRedis(t)
	store := openRedis(t, server.URL(), kv.RedisOptions{PoolSize: 2})
	put(t, store, "k", "v")
	server.Signal(syscall.SIGSTOP)
	var all sync.WaitGroup
	var longest atomic.Int64
	for range 20 { // of which most must wait for a connection
		all.Go(func() {
			begin := time.Now()
			if _, _, err := store.Get(t.Context(), "k"); err == nil {
				t.Error("a frozen server has answered")
			}
			for took := int64(time.Since(begin)); ; {
				if most := longest.Load(); took <= most || longest.CompareAndSwap(most, took) {
					return
				}
			}
		})
	}
	all.Wait()
	server.Signal(syscall.SIGCONT)
	t.Logf("the longest call took %v", time.Duration(longest.Load()))
	if took := time.Duration(longest.Load()); took > callBound {
		t.Errorf("a call took %v", took)
	}
	until(t, "it answers again", func() bool {
		_, found, err := store.Get(t.Context(), "k")
		return found && err == nil
	})
}
