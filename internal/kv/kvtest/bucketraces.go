package kvtest

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/kv"
)

const (
	bucketRounds = 20 // of each race for buckets
	losersAsked  = 10 // one loser in so many
)

// together runs one function per racer, all at once.
func together(run func(racer int)) {
	var ready, all sync.WaitGroup
	start := make(chan struct{})
	for racer := range racers {
		ready.Add(1)
		all.Go(func() {
			ready.Done()
			<-start
			run(racer)
		})
	}
	ready.Wait()
	close(start)
	all.Wait()
}

// parallelSpend lets all racers spend from one bucket, each together with one of its own: as many
// succeed as the bucket holds, and the others have taken nothing of their own.
func parallelSpend(t *testing.T, s kv.Store, _ func(time.Duration)) {
	const held = 5
	for round := range bucketRounds {
		common := hourly("common"+strconv.Itoa(round), held)
		own := func(racer int) kv.Bucket { return hourly(strconv.Itoa(round)+"/"+strconv.Itoa(racer), 1) }
		won := make([]bool, racers)
		together(func(racer int) {
			spent, err := s.Spend(t.Context(), []kv.Bucket{own(racer), common})
			if err != nil {
				t.Error(err)
			}
			won[racer] = err == nil && spent.Refused < 0
		})
		wins := 0
		for racer, won := range won {
			if won {
				wins++
			} else if racer%losersAsked == 0 {
				spend(t, s, own(racer))
			}
		}
		if wins != held {
			t.Fatalf("round %d: %d of %d have spent from a bucket of %d", round, wins, racers, held)
		}
	}
}

// parallelRefund lets all racers spend and give back: never do more hold something than there is,
// and in the end the bucket is as full as in the beginning.
func parallelRefund(t *testing.T, s kv.Store, _ func(time.Duration)) {
	const held = 5
	for round := range bucketRounds {
		b := []kv.Bucket{hourly("k"+strconv.Itoa(round), held)}
		var holding, most atomic.Int64
		together(func(int) {
			spent, err := s.Spend(t.Context(), b)
			if err != nil {
				t.Error(err)
				return
			}
			if spent.Refused >= 0 {
				return
			}
			n := holding.Add(1)
			for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
			}
			holding.Add(-1) // before it is given back, or another may hold it first
			refund(t, s, b...)
		})
		if n := most.Load(); n > held || n == 0 {
			t.Fatalf("round %d: %d held something of a bucket of %d", round, n, held)
		}
		for range held {
			spend(t, s, b...)
		}
		refuse(t, s, 0, time.Hour, b...)
	}
}
