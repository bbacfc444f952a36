package kvtest

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"usher/internal/kv"
)

// slack is how much shorter than planned a wait may be: a real server's clock goes on by itself.
// Intervals are hours, so that nothing is given for it.
const slack = time.Minute

func hourly(key string, burst int) kv.Bucket {
	return kv.Bucket{Key: key, Interval: time.Hour, Burst: burst}
}

// spend wants the buckets to give.
func spend(t *testing.T, s kv.Store, buckets ...kv.Bucket) {
	t.Helper()
	if spent, err := s.Spend(t.Context(), buckets); err != nil || spent.Refused != -1 || spent.Wait != 0 {
		t.Errorf("Spend = %+v, %v; want all to give", spent, err)
	}
}

// refuse wants the bucket of this index to be the one with the longest wait.
func refuse(t *testing.T, s kv.Store, index int, wait time.Duration, buckets ...kv.Bucket) {
	t.Helper()
	spent, err := s.Spend(t.Context(), buckets)
	if err != nil || spent.Refused != index || spent.Wait > wait || spent.Wait < wait-slack {
		t.Errorf("Spend = %+v, %v; want refused by %d for %v", spent, err, index, wait)
	}
}

func refund(t *testing.T, s kv.Store, buckets ...kv.Bucket) {
	t.Helper()
	if err := s.Refund(t.Context(), buckets); err != nil {
		t.Error(err)
	}
}

func burst(t *testing.T, s kv.Store, pass func(time.Duration)) {
	b := hourly("b", 3)
	for range 3 {
		spend(t, s, b)
	}
	refuse(t, s, 0, time.Hour, b)
	refuse(t, s, 0, time.Hour, b) // a refusal has prolonged nothing
	pass(30 * time.Minute)
	refuse(t, s, 0, 30*time.Minute, b)
	pass(30 * time.Minute)
	spend(t, s, b)
	refuse(t, s, 0, time.Hour, b)
	pass(10 * time.Hour) // it fills to the burst, and no further
	for range 3 {
		spend(t, s, b)
	}
	refuse(t, s, 0, time.Hour, b)
}

func allOrNone(t *testing.T, s kv.Store, pass func(time.Duration)) {
	small, large := hourly("small", 1), hourly("large", 2)
	slow := kv.Bucket{Key: "slow", Interval: 5 * time.Hour, Burst: 1}
	spend(t, s, small, large)
	refuse(t, s, 1, time.Hour, large, small)
	refuse(t, s, 0, time.Hour, small, large)
	spend(t, s, large) // neither refusal has taken of it
	refuse(t, s, 0, time.Hour, large)
	spend(t, s, slow)
	refuse(t, s, 1, 5*time.Hour, small, slow, large)
	pass(4*time.Hour + 30*time.Minute)
	refuse(t, s, 2, 30*time.Minute, small, large, slow)
	spend(t, s, small)
}

func refunds(t *testing.T, s kv.Store, pass func(time.Duration)) {
	a, b := hourly("a", 2), hourly("b", 2)
	refund(t, s, a, b) // of full ones
	for range 2 {
		spend(t, s, a, b)
	}
	refund(t, s, a)
	refuse(t, s, 1, time.Hour, a, b)
	spend(t, s, a)
	refuse(t, s, 0, time.Hour, a)
	pass(30 * time.Minute)
	refund(t, s, a)
	spend(t, s, a) // what was on its way is not lost
	refuse(t, s, 0, 30*time.Minute, a)
	for range 5 {
		refund(t, s, a)
	}
	for range 2 {
		spend(t, s, a)
	}
	refuse(t, s, 0, time.Hour, a)
}

// another is a limit that was changed: a key that owes more than an empty bucket owes that, and pays
// it off from then on.
func another(t *testing.T, s kv.Store, pass func(time.Duration)) {
	before := kv.Bucket{Key: "k", Interval: 24 * time.Hour, Burst: 4}
	for range 4 {
		spend(t, s, before)
	}
	after := hourly("k", 2)
	refuse(t, s, 0, time.Hour, after)
	pass(30 * time.Minute)
	refuse(t, s, 0, 30*time.Minute, after)
	pass(30 * time.Minute)
	spend(t, s, after)
	refuse(t, s, 0, time.Hour, after)
	refund(t, s, after)
	spend(t, s, after)
	refuse(t, s, 0, time.Hour, after)
}

func filled(t *testing.T, s kv.Store, _ func(time.Duration)) {
	spend(t, s, hourly("k", 1))
	if err := s.Delete(t.Context(), "k"); err != nil {
		t.Error(err)
	}
	spend(t, s, hourly("k", 1))
}

func bucketsAside(t *testing.T, s kv.Store, _ func(time.Duration)) {
	set(t, s, "k", "v", time.Minute)
	if _, err := s.Count(t.Context(), "k", time.Minute); err != nil {
		t.Fatal(err)
	}
	spend(t, s, hourly("k", 1))
	expect(t, s, "k", "v", true)
	if n, err := s.Count(t.Context(), "k", time.Minute); n != 2 || err != nil {
		t.Errorf("Count beside a bucket = %d, %v; want 2", n, err)
	}
	refund(t, s, hourly("k", 1))
	expect(t, s, "k", "v", true)
}

func noBuckets(t *testing.T, s kv.Store, _ func(time.Duration)) {
	good := hourly("good", 1)
	many := make([]kv.Bucket, kv.MaxBuckets+1)
	for i := range many {
		many[i] = hourly(strconv.Itoa(i), 1)
	}
	for name, buckets := range map[string][]kv.Bucket{
		"none":               {},
		"too many":           many,
		"twice the same":     {good, good},
		"no burst":           {good, hourly("b", 0)},
		"negative burst":     {hourly("b", -1), good},
		"no interval":        {good, {Key: "b", Burst: 1}},
		"negative interval":  {good, {Key: "b", Burst: 1, Interval: -time.Second}},
		"more than a year":   {good, {Key: "b", Burst: 1, Interval: kv.MaxSpan + 1}},
		"a year in all":      {good, {Key: "b", Burst: 366*24 + 1, Interval: time.Hour}},
		"a burst to wrap at": {good, {Key: "b", Burst: 1 << 62, Interval: time.Hour}},
	} {
		if spent, err := s.Spend(t.Context(), buckets); !errors.Is(err, kv.ErrBuckets) {
			t.Errorf("%s: Spend = %+v, %v; want ErrBuckets", name, spent, err)
		}
		if err := s.Refund(t.Context(), buckets); !errors.Is(err, kv.ErrBuckets) {
			t.Errorf("%s: Refund = %v; want ErrBuckets", name, err)
		}
	}
	spend(t, s, many[:kv.MaxBuckets]...)
	spend(t, s, good) // nothing has been taken of it
	for _, widest := range []kv.Bucket{
		{Key: "long", Interval: kv.MaxSpan, Burst: 1},
		{Key: "any bytes \r\n\x00ü", Interval: time.Millisecond, Burst: kv.MaxBurst},
	} {
		spend(t, s, widest)
	}
	refuse(t, s, 0, kv.MaxSpan, kv.Bucket{Key: "long", Interval: kv.MaxSpan, Burst: 1})
}

// shortest shows that an interval is rounded up, alike everywhere.
func shortest(t *testing.T, s kv.Store, pass func(time.Duration)) {
	b := kv.Bucket{Key: "k", Interval: time.Hour + 1, Burst: 2}
	spend(t, s, b)
	spend(t, s, b)
	pass(time.Hour - slack)
	refuse(t, s, 0, slack+time.Millisecond, b)
	pass(slack + time.Millisecond)
	spend(t, s, b)
}
