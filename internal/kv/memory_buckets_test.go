package kv_test

import (
	"strconv"
	"testing"
	"time"

	"usher/internal/kv"
)

// stopped is a clock that goes on when it is told to.
type stopped struct{ at time.Time }

func (s *stopped) now() time.Time { return s.at }

func newStopped() *stopped {
	return &stopped{time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

// gives reports whether the bucket had one to give.
func gives(t *testing.T, s kv.Store, b kv.Bucket) bool {
	t.Helper()
	spent, err := s.Spend(t.Context(), []kv.Bucket{b})
	if err != nil {
		t.Fatal(err)
	}
	return spent.Refused < 0
}

// useUp spends all that a bucket has and returns how much that was.
func useUp(t *testing.T, s kv.Store, b kv.Bucket) (n int) {
	t.Helper()
	for gives(t, s, b) {
		if n++; n > b.Burst {
			t.Fatalf("a bucket of %d gives and gives", b.Burst)
		}
	}
	return n
}

func byAccount(name string) kv.Bucket {
	return kv.Bucket{Key: "account/" + name, Interval: 16 * time.Minute, Burst: 5}
}

func byIP(ip string) kv.Bucket {
	return kv.Bucket{Key: "ip/" + ip, Interval: 2 * time.Second, Burst: 30}
}

func TestAFloodOfBucketsPushesOutNoLimitThatIsBeingHit(t *testing.T) {
	const room, flood = 200, 2000
	everybody := kv.Bucket{Key: "all", Interval: time.Second, Burst: 3}
	for name, junk := range map[string]func(i int) kv.Bucket{
		"of accounts":  func(i int) kv.Bucket { return byAccount(strconv.Itoa(i)) },
		"of addresses": func(i int) kv.Bucket { return byIP(strconv.Itoa(i)) },
	} {
		t.Run(name, func(t *testing.T) {
			clock := newStopped()
			m := kv.NewMemory(clock.now, room)
			used := []kv.Bucket{byAccount("victim"), byIP("attacker"), everybody}
			for _, b := range used {
				useUp(t, m, b)
			}
			for i := range flood {
				gives(t, m, junk(i))
			}
			for _, b := range used {
				if gives(t, m, b) {
					t.Errorf("the flood has filled %s", b.Key)
				}
			}
		})
	}
}

// Who uses up as many accounts as there is room for gets the first of them back, and no other.
func TestAFullMemoryForgetsTheBucketThatWouldBeFullFirst(t *testing.T) {
	const room = 10
	clock := newStopped()
	m := kv.NewMemory(clock.now, room)
	for i := range room + 1 {
		useUp(t, m, byAccount(strconv.Itoa(i)))
		clock.at = clock.at.Add(time.Second)
	}
	for i := room; i >= 1; i-- {
		if gives(t, m, byAccount(strconv.Itoa(i))) {
			t.Errorf("account %d was forgotten", i)
		}
	}
	if !gives(t, m, byAccount("0")) {
		t.Error("more is kept than there is room for")
	}
}

func TestBucketsAndValuesTakeNoRoomFromEachOther(t *testing.T) {
	m := kv.NewMemory(newStopped().now, 3)
	for i := range 3 {
		put(t, m, strconv.Itoa(i), "v")
		useUp(t, m, byAccount(strconv.Itoa(i)))
	}
	for i := range 3 {
		wantValue(t, m, strconv.Itoa(i), "v")
		if gives(t, m, byAccount(strconv.Itoa(i))) {
			t.Errorf("the values have pushed out bucket %d", i)
		}
	}
}

func TestFullBucketsTakeNoRoom(t *testing.T) {
	clock := newStopped()
	m := kv.NewMemory(clock.now, 3)
	useUp(t, m, byAccount("1"))
	gives(t, m, byIP("soon full"))
	clock.at = clock.at.Add(2 * time.Second)
	useUp(t, m, byAccount("2"))
	useUp(t, m, byAccount("3"))
	if err := m.Refund(t.Context(), []kv.Bucket{byAccount("full"), byIP("soon full")}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"1", "2", "3"} {
		if gives(t, m, byAccount(name)) {
			t.Errorf("a full bucket has pushed out that of %s", name)
		}
	}
}

func TestABucketSurvivesAClockThatIsSetBack(t *testing.T) {
	clock := newStopped()
	m := kv.NewMemory(clock.now, 0)
	b := byAccount("ann")
	useUp(t, m, b)
	clock.at = clock.at.Add(-24 * time.Hour)
	spent, err := m.Spend(t.Context(), []kv.Bucket{b})
	if err != nil || spent.Wait != b.Interval {
		t.Errorf("Spend = %+v, %v; want no more than an interval", spent, err)
	}
}
