package kvtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/kv"
)

// Size of the races: with the race detector, a store that reads and writes in two steps is caught in
// the first rounds already; the others look for what happens rarely. Most of their time is spent
// waiting for a server, so tests of several stores had better run side by side.
const (
	racers = 200
	rounds = 100
)

func parallelCount(t *testing.T, s kv.Store, _ func(time.Duration)) {
	var all sync.WaitGroup
	for range racers {
		all.Go(func() {
			if _, err := s.Count(t.Context(), "c", time.Minute); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n, err := s.Count(t.Context(), "c", time.Minute); n != racers+1 || err != nil {
		t.Errorf("Count = %d, %v; want %d", n, err, racers+1)
	}
}

func parallelUpdate(t *testing.T, s kv.Store, _ func(time.Duration)) {
	const writers, each = 8, 20
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				err := kv.Update(t.Context(), s, "k", time.Minute, func(old []byte) []byte { return append(old, '.') })
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, _, _ := s.Get(t.Context(), "k"); len(got) != writers*each {
		t.Errorf("%d updates of %d were kept", len(got), writers*each)
	}
}

func races(t *testing.T, s kv.Store, _ func(time.Duration)) {
	mine := func(racer int) []byte { return []byte(strconv.Itoa(racer)) }
	for name, race := range map[string]struct {
		prepare func(key string)
		run     func(ctx context.Context, key string, racer int) (won bool, err error)
		// left is what the winner leaves behind; nil is nothing.
		left func(winner int) []byte
	}{
		"set if absent": {
			run: func(ctx context.Context, key string, racer int) (bool, error) {
				return s.SetIfAbsent(ctx, key, mine(racer), time.Minute)
			},
			left: mine,
		},
		"take": {
			prepare: func(key string) { set(t, s, key, "v", time.Minute) },
			run: func(ctx context.Context, key string, _ int) (bool, error) {
				_, won, err := s.Take(ctx, key)
				return won, err
			},
		},
		"swap of a value": {
			prepare: func(key string) { set(t, s, key, "v", time.Minute) },
			run: func(ctx context.Context, key string, racer int) (bool, error) {
				return s.Swap(ctx, key, []byte("v"), mine(racer), time.Minute)
			},
			left: mine,
		},
		"swap of nothing": {
			run: func(ctx context.Context, key string, racer int) (bool, error) {
				return s.Swap(ctx, key, nil, mine(racer), time.Minute)
			},
			left: mine,
		},
		"swap for nothing": {
			prepare: func(key string) { set(t, s, key, "v", time.Minute) },
			run: func(ctx context.Context, key string, _ int) (bool, error) {
				return s.Swap(ctx, key, []byte("v"), nil, 0)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for round := range rounds {
				key := name + strconv.Itoa(round)
				if race.prepare != nil {
					race.prepare(key)
				}
				winner := soleWinner(t, func(racer int) (bool, error) { return race.run(t.Context(), key, racer) })
				var want []byte
				if race.left != nil {
					want = race.left(winner)
				}
				if got, _, err := s.Get(t.Context(), key); !bytes.Equal(got, want) || err != nil {
					t.Fatalf("round %d: %q is left, %v; the winner was %d", round, got, err, winner)
				}
			}
		})
	}
	t.Run("lock", func(t *testing.T) {
		for range rounds {
			unlocks := make([]func(), racers)
			winner := soleWinner(t, func(racer int) (bool, error) {
				unlock, ok, err := kv.Lock(t.Context(), s, rand.Reader, "race", time.Minute)
				unlocks[racer] = unlock
				return ok, err
			})
			unlocks[winner]() // or the next round has no winner
		}
	})
}

// soleWinner starts all racers at once, demands that exactly one of them wins, and names it.
func soleWinner(t *testing.T, run func(racer int) (won bool, err error)) int {
	t.Helper()
	var (
		ready, all   sync.WaitGroup
		start        = make(chan struct{})
		wins, winner atomic.Int64
	)
	for racer := range racers {
		ready.Add(1)
		all.Go(func() {
			ready.Done()
			<-start
			won, err := run(racer)
			if err != nil {
				t.Error(err)
			}
			if won {
				wins.Add(1)
				winner.Store(int64(racer))
			}
		})
	}
	ready.Wait()
	close(start)
	all.Wait()
	if n := wins.Load(); n != 1 {
		t.Fatalf("%d of %d have won, want 1", n, racers)
	}
	return int(winner.Load())
}
