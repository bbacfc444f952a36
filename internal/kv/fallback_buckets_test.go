package kv_test

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/kv"
)

// many is a primary that says how many instances it serves.
type many struct {
	kv.Store
	instances int
}

func (m *many) Spend(ctx context.Context, buckets []kv.Bucket) (kv.Spent, error) {
	spent, err := m.Store.Spend(ctx, buckets)
	spent.Instances = m.instances
	return spent, err
}

// among is a pair that has learnt of a number of instances.
func among(t *testing.T, p *pair, instances int) {
	t.Helper()
	primary := &many{p.primary.Store, instances}
	p.primary.Store = primary
	gives(t, p, byAccount("any"))
}

func TestFallbackDividesLimitsByInstances(t *testing.T) {
	for name, c := range map[string]struct {
		instances, burst, want int
		pace                   time.Duration
	}{
		"nobody was counted":        {0, 6, 6, time.Minute},
		"one":                       {1, 6, 6, time.Minute},
		"two":                       {2, 6, 3, 2 * time.Minute},
		"not evenly":                {2, 5, 2, 2 * time.Minute},
		"more than there is to get": {10, 5, 1, 10 * time.Minute},
		"more than could be":        {1 << 40, 5, 1, kv.MaxSpan},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
				among(t, p, c.instances)
				p.fail(t)
				b := kv.Bucket{Key: "k", Interval: time.Minute, Burst: c.burst}
				if got := useUp(t, p, b); got != c.want {
					t.Errorf("alone it gives %d, want %d", got, c.want)
				}
				spent, err := p.Spend(t.Context(), []kv.Bucket{b})
				if err != nil || spent.Wait != c.pace {
					t.Errorf("Spend = %+v, %v; want a wait of %v", spent, err, c.pace)
				}
			})
		})
	}
}

func TestFallbackDividesTheWidestBuckets(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		among(t, p, 7)
		p.fail(t)
		for i, b := range []kv.Bucket{
			{Interval: kv.MaxSpan, Burst: 1},
			{Interval: kv.MaxSpan - 1, Burst: 1},
			{Interval: kv.MaxSpan / 6, Burst: 6},
			{Interval: 1, Burst: kv.MaxBurst},
			{Interval: 31 * time.Millisecond, Burst: kv.MaxBurst},
		} {
			b.Key = strconv.Itoa(i)
			if _, err := p.Spend(t.Context(), []kv.Bucket{b}); err != nil {
				t.Errorf("%+v: %v", b, err)
			}
			if err := p.Refund(t.Context(), []kv.Bucket{b}); err != nil {
				t.Errorf("%+v: %v", b, err)
			}
		}
	})
}

func TestFallbackKnowsWhatItHasUsedUp(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		used, refunded, deleted := byAccount("used"), byAccount("refunded"), byAccount("deleted")
		for _, b := range []kv.Bucket{used, refunded, deleted} {
			useUp(t, p, b)
		}
		if err := p.Refund(t.Context(), []kv.Bucket{refunded}); err != nil {
			t.Fatal(err)
		}
		if err := p.Delete(t.Context(), deleted.Key); err != nil {
			t.Fatal(err)
		}
		p.fail(t)
		for b, want := range map[kv.Bucket]int{used: 0, refunded: 1, deleted: 5} {
			if got := useUp(t, p, b); got != want {
				t.Errorf("%s gives %d after the failure, want %d", b.Key, got, want)
			}
		}
	})
}

// What was used up during a failure must not keep the rest from being noted after it.
func TestFallbackKnowsWhatItHasUsedUpAfterAFailure(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		ann, everybody := byAccount("ann"), kv.Bucket{Key: "all", Interval: time.Hour, Burst: 10}
		p.fail(t)
		useUp(t, p, everybody)
		p.comeBack(t)
		for range ann.Burst {
			if spent, err := p.Spend(t.Context(), []kv.Bucket{ann, everybody}); err != nil || spent.Refused >= 0 {
				t.Fatalf("Spend = %+v, %v", spent, err)
			}
		}
		p.fail(t)
		if got := useUp(t, p, ann); got != 0 {
			t.Errorf("ann's bucket gives %d in the next failure, want 0", got)
		}
	})
}

func TestFallbackTakesNoneOrAllAlone(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		p.fail(t)
		used, other := byAccount("used"), byAccount("other")
		useUp(t, p, used)
		spent, err := p.Spend(t.Context(), []kv.Bucket{other, used})
		if err != nil || spent.Refused != 1 {
			t.Errorf("Spend = %+v, %v", spent, err)
		}
		if got := useUp(t, p, other); got != other.Burst {
			t.Errorf("the refusal has taken of the other bucket: it gives %d", got)
		}
	})
}

// A caller who leaves gets an error, and no error is a yes.
func TestFallbackSpendOfACallerWhoHasLeft(t *testing.T) {
	inBubble(t, kv.FallbackOptions{}, func(t *testing.T, p *pair) {
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		p.primary.down.Store(true)
		for range 2 * kv.DefaultFailures {
			if spent, err := p.Spend(ended, []kv.Bucket{byAccount("ann")}); err == nil {
				t.Errorf("Spend = %+v without an error", spent)
			}
		}
		if err := p.Degraded(); err != nil {
			t.Error(err)
		}
	})
}

func TestFallbackLimitsLoseNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPair(time.Now, kv.FallbackOptions{Failures: 1000})
		defer p.Close()
		p.primary.loseAnswer.Store(true)
		if got, most := useUp(t, p, byAccount("ann")), 5; got > most {
			t.Errorf("with every answer lost it has given %d, want %d at most", got, most)
		}
	})
}
