package kv_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/kv"
	"usher/internal/kv/kvtest"
)

func TestFallbackIsAStore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ down, keep bool }{
		"primary works": {}, "primary works, all kept": {keep: true},
		"primary fails": {down: true}, "primary fails, all kept": {down: true, keep: true},
	} {
		t.Run(name, func(t *testing.T) {
			kvtest.Run(t, func(t *testing.T) (kv.Store, func(time.Duration)) {
				clock := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
				p := newPair(func() time.Time { return clock }, kv.FallbackOptions{
					Keep: func(string) bool { return c.keep }, ProbeEvery: time.Hour,
				})
				t.Cleanup(p.Close)
				p.primary.down.Store(c.down)
				return p, func(d time.Duration) { clock = clock.Add(d) }
			})
		})
	}
}

func TestFallbackFailsNoCall(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		p.primary.down.Store(true)
		for range 3 * kv.DefaultFailures {
			if err := kv.Check(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		if n := p.primary.calls.Load(); n != kv.DefaultFailures {
			t.Errorf("the failed primary was called %d times, want %d", n, kv.DefaultFailures)
		}
	})
}

func TestFallbackReturnsByItselfAndSaysSoOnce(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		put(t, p, "k", "shared")
		p.fail(t)
		before := p.primary.calls.Load()
		await(10*kv.DefaultProbeEvery + time.Millisecond)
		if n := p.primary.calls.Load() - before; n != 10 {
			t.Errorf("the failed primary was probed %d times in 10 intervals", n)
		}
		wantValue(t, p, "k", "")
		p.comeBack(t)
		wantValue(t, p, "k", "shared")
		want := []string{
			`level=WARN msg="the shared store has failed; this instance goes on alone" error="connection refused"`,
			`level=INFO msg="the shared store works again" failed_for=11s sent=0 lost=0`,
		}
		if diff := cmp.Diff(want, p.log.all()); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
	})
}

func TestFallbackForgivesFailuresThatAreNotInARow(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		for range 5 {
			for _, down := range []bool{true, true, false} {
				p.primary.down.Store(down)
				wantValue(t, p, "k", "")
			}
		}
		if err := p.Degraded(); err != nil {
			t.Error(err)
		}
	})
}

func TestFallbackCountsAnewAfterAFailure(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		p.fail(t)
		p.comeBack(t)
		p.primary.down.Store(true)
		wantValue(t, p, "k", "")
		if err := p.Degraded(); err != nil {
			t.Error("one failure was enough:", err)
		}
	})
}

func TestFallbackStaysWhileAnyCallIsRefused(t *testing.T) {
	for _, name := range []string{"Get", "Set", "SetIfAbsent", "Swap", "Take", "Delete", "Count", "Spend", "Refund"} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
				p.fail(t)
				p.primary.down.Store(false)
				p.primary.broken.Store(name)
				await(5 * kv.DefaultProbeEvery)
				if err := p.Degraded(); !errors.Is(err, errDown) {
					t.Errorf("Degraded = %v", err)
				}
				p.primary.broken.Store("")
				p.comeBack(t)
			})
		})
	}
}

func TestFallbackKnowsTheCallersFaults(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		for range 2 * kv.DefaultFailures {
			if err := p.Set(t.Context(), "k", nil, 0); !errors.Is(err, kv.ErrNoLife) {
				t.Errorf("Set without a life: %v", err)
			}
			if _, err := p.Swap(t.Context(), "k", nil, nil, time.Hour); !errors.Is(err, kv.ErrEmptySwap) {
				t.Errorf("an empty swap: %v", err)
			}
			p.primary.down.Store(true)
			if _, _, err := p.Get(ended, "k"); !errors.Is(err, errDown) {
				t.Errorf("Get of a caller who has left: %v", err)
			}
			p.primary.down.Store(false)
		}
		if err := p.Degraded(); err != nil {
			t.Error(err)
		}
	})
}

func TestFallbackLeavesNothingForTheNextFailure(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, s kv.Store){
		"set":    func(t *testing.T, s kv.Store) { put(t, s, "k", "new") },
		"delete": func(t *testing.T, s kv.Store) { _ = s.Delete(t.Context(), "k") },
		"take":   func(t *testing.T, s kv.Store) { _, _, _ = s.Take(t.Context(), "k") },
		"swap":   func(t *testing.T, s kv.Store) { _, _ = s.Swap(t.Context(), "k", nil, []byte("new"), time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
				p.fail(t)
				put(t, p, "k", "old")
				p.comeBack(t)
				wantValue(t, p, "k", "") // not kept, so forgotten
				change(t, p)
				p.fail(t)
				wantValue(t, p, "k", "")
			})
		})
	}
}

func TestFallbackCloseEndsAProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPair(time.Now, kv.FallbackOptions{})
		p.fail(t)
		p.Close() // a watch that goes on fails the bubble
		p.Close()
		if err := kv.Check(t.Context(), p); err != nil {
			t.Error(err)
		}
	})
}

// stalling is a store whose reads time out.
type stalling struct{ kv.Store }

func (stalling) Get(context.Context, string) ([]byte, bool, error) {
	<-time.After(time.Second)
	return nil, false, errDown
}

func TestFallbackTakesOneStallForOneFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := kv.NewFallback(stalling{kv.NewMemory(time.Now, 0)}, kv.NewMemory(time.Now, 0), kv.FallbackOptions{
			Now: time.Now, Logger: slog.New(slog.DiscardHandler),
		})
		defer f.Close()
		for stall := range kv.DefaultFailures {
			if err := f.Degraded(); err != nil {
				t.Fatalf("after %d stalls: %v", stall, err)
			}
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() { _, _, _ = f.Get(t.Context(), "k") })
			}
			all.Wait()
		}
		if f.Degraded() == nil {
			t.Errorf("it still counts on a store that answered nothing for %d seconds", kv.DefaultFailures)
		}
	})
}
