package httpapi

import (
	"net/netip"
	"sync"
	"testing"
	"time"
)

// handTime moves only when a test says so.
type handTime struct {
	mu  sync.Mutex
	now time.Time
}

func newHandTime() *handTime { return &handTime{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (h *handTime) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *handTime) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func numbered(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{198, byte(i >> 16), byte(i >> 8), byte(i)}) //nolint:gosec // cut on purpose
}

// passed is how many of n requests may pass.
func passed(g *floodGuard, ip netip.Addr, n int) int {
	count := 0
	for range n {
		if g.allow(ip) {
			count++
		}
	}
	return count
}

func TestAClientHasABurstAndThenItsRate(t *testing.T) {
	clock := newHandTime()
	g := newFloodGuard(5, clock.Now)
	for _, c := range []struct {
		name  string
		after time.Duration
		want  int
	}{
		{"at first four seconds' worth", 0, 20},
		{"then none", 0, 0},
		{"none in less than a fifth of a second", 199 * time.Millisecond, 0},
		{"one after a fifth", time.Millisecond, 1},
		{"five in a second", time.Second, 5},
		{"a clock that goes back gives nothing", -time.Hour, 0},
		{"and takes nothing", time.Hour + time.Second, 5},
		{"a day saves up no more than the burst", 24 * time.Hour, 20},
	} {
		clock.pass(c.after)
		if got := passed(g, numbered(1), 100); got != c.want {
			t.Errorf("%s: %d requests pass, want %d", c.name, got, c.want)
		}
	}
}

func TestWhoIsOneClient(t *testing.T) {
	for _, c := range []struct {
		name, first, second string
		same                bool
	}{
		{"an IPv4 address", "203.0.113.7", "203.0.113.7", true},
		{"its neighbour", "203.0.113.7", "203.0.113.8", false},
		{"two of one IPv6 network", "2001:db8:1:2::7", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
		{"of two networks", "2001:db8:1:2::7", "2001:db8:1:3::7", false},
		{"two without an address", "", "", true},
		{"with and without", "", "203.0.113.7", false},
		{"IPv6 zero and no address", "", "::", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := newFloodGuard(1, newHandTime().Now)
			address := func(text string) netip.Addr { ip, _ := netip.ParseAddr(text); return ip }
			passed(g, address(c.first), 100)
			if got := !g.allow(address(c.second)); got != c.same {
				t.Errorf("they share a limit: %t, want %t", got, c.same)
			}
		})
	}
}

// A client that is refused sends from as many other addresses as it likes, and stays refused until its
// own limit has refilled.
func TestOtherAddressesDoNotResetALimit(t *testing.T) {
	const most = 8
	clock := newHandTime()
	g := newBoundedGuard(5, most, clock.Now)
	if got := passed(g, numbered(0), 100); got != 20 {
		t.Fatalf("%d pass at first", got)
	}
	for others := range 10 * most {
		for i := range others {
			g.allow(numbered(1 + i))
		}
		if g.allow(numbered(0)) {
			t.Fatalf("it passes after %d other addresses", others)
		}
	}
	if got := g.clients.Len(); got != most {
		t.Errorf("%d clients are kept, want %d", got, most)
	}
	clock.pass(time.Second)
	if got := passed(g, numbered(0), 100); got != 5 {
		t.Errorf("%d pass after a second, want its rate", got)
	}
}

func TestNewcomersShareALimitWhileNoneCanBeForgotten(t *testing.T) {
	const most, perSecond = 8, 5
	clock := newHandTime()
	g := newBoundedGuard(perSecond, most, clock.Now)
	for i := range most {
		passed(g, numbered(i), 100)
	}
	count := 0
	for i := range 10_000 {
		count += passed(g, numbered(1000+i), 1)
	}
	if want := restShare * burstSeconds * perSecond; count != want {
		t.Errorf("%d requests of newcomers pass, want %d of all together", count, want)
	}
	clock.pass(burstSeconds * time.Second)
	if got := passed(g, numbered(5000), 100); got != burstSeconds*perSecond {
		t.Errorf("%d of a newcomer pass once others are forgotten, want a burst of its own", got)
	}
	if got := g.clients.Len(); got != most {
		t.Errorf("%d clients are kept, want %d", got, most)
	}
}

// What a guard of little memory lets a client send is what one that forgets nobody would, as long as
// the clients of the last seconds have room.
func TestForgettingChangesNothing(t *testing.T) {
	const most, perSecond = 16, 2
	clock := newHandTime()
	small, endless := newBoundedGuard(perSecond, most, clock.Now), newBoundedGuard(perSecond, 1<<14, clock.Now)
	seed := uint32(1)
	for step := range 20_000 {
		seed = seed*1664525 + 1013904223
		// Each address is of its own second: of the last six seconds there are twelve at most.
		ip := numbered(step/200*2 + int(seed>>31))
		if a, b := small.allow(ip), endless.allow(ip); a != b {
			t.Fatalf("step %d: %t, and %t with all the memory there is", step, a, b)
		}
		clock.pass(5 * time.Millisecond)
	}
	if small.clients.Len() > most {
		t.Errorf("%d clients are kept", small.clients.Len())
	}
}

func TestAGuardIsSafeForConcurrentUse(t *testing.T) {
	clock := newHandTime()
	g := newBoundedGuard(50, 64, clock.Now)
	var all sync.WaitGroup
	counts := make([]int, 8)
	for i := range counts {
		all.Go(func() {
			for j := range 500 {
				counts[i] += passed(g, numbered(1), 1)
				g.allow(numbered(100 + j%200))
			}
		})
	}
	all.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	if total != 200 {
		t.Errorf("%d requests of one client passed, want 200", total)
	}
}
