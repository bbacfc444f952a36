package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	rotationMembers = 6 // sessions for each way that tokens travel
	rotationTabs    = 2 // of each session, side by side
	rotationSize    = 3 // instances for each way
	// rotationStep is how long a step of the rotation may take: all sessions refresh in it.
	rotationStep = 15 * time.Second
	// rotationTTL is short against the half minute for which a refresh is shared, and the pool's grace
	// for a refresh token: a request that was under way while time passed finds both.
	rotationTTL = 5 * time.Second
)

// row is instances that are alike, and who asks them.
type row struct {
	t        *testing.T
	clock    *clock
	client   *http.Client
	settings []string // all but the keys
	members  []*member

	mu      sync.Mutex
	up      []*instance
	current []*instance // in their places, also while one of them restarts
}

// pick returns an instance that is up; n and n+1 are different ones if there are several.
func (r *row) pick(n int) *instance {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.up[n%len(r.up)]
}

// put starts the instance of one place with these keys; the others serve meanwhile.
func (r *row) put(place int, keys string) {
	r.t.Helper()
	if old := r.current[place]; old != nil {
		r.serve(place, nil)
		old.stop()
	}
	r.serve(place, startAt(r.t, r.clock, append(r.settings, "USHER_SEAL_KEYS="+keys)...))
}

func (r *row) serve(place int, in *instance) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.current[place] = in
	r.up = nil
	for _, one := range r.current {
		if one != nil {
			r.up = append(r.up, one)
		}
	}
}

// sealedWith is the id of the key that a value names.
func sealedWith(t *testing.T, value string) string {
	t.Helper()
	header, _ := decode(t, strings.Split(value, ".")[0]+".e30")
	kid, _ := header["kid"].(string)
	id, _, _ := strings.Cut(kid, ".")
	return id
}

// TestKeysRotateUnderLoadAndSignNobodyOut takes the steps of docs/sessions.md while sessions in
// headers and in cookies are in use, several requests of each at a time. After every restart all
// access tokens expire, so that sessions are sealed anew by whichever instance they come to and next
// go to another one.
func TestKeysRotateUnderLoadAndSignNobodyOut(t *testing.T) {
	redis := startRedis(t)
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LOCAL_ACCESS_TTL="+rotationTTL.String())
	const email, password = "ann@example.com", "correct horse 9"
	common := append(inFrontOf(t, pool, pool.wire), "REDIS_URL="+redis.URL())
	// Each request has a connection of its own: a server that ends waits for connections that a
	// client has opened in advance.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	rows := map[string]*row{
		"headers": {t: t, clock: c, client: client, settings: common, current: make([]*instance, rotationSize)},
		"cookies": {
			t: t, clock: c, client: client, settings: append(slices.Clip(common), "USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL=https://auth.example.com"),
			current: make([]*instance, rotationSize),
		},
	}
	restart := func(place int, keys string) {
		t.Helper()
		for _, r := range rows {
			r.put(place, keys)
			r.current[place].mailbox = pool
		}
	}
	for place := range rotationSize {
		restart(place, sealKey1)
	}
	rows["headers"].current[0].signedUp(email, password)
	for way, r := range rows {
		for i := range rotationMembers + 1 {
			m := &member{row: r, name: fmt.Sprint(way, " ", i), cookies: way == "cookies"}
			m.signIn(email, password)
			r.members = append(r.members, m)
		}
	}
	// Two sessions stay aside, sealed with the first key.
	var aside []*member
	ctx, cancel := context.WithCancel(t.Context())
	var load sync.WaitGroup
	defer load.Wait()
	defer cancel()
	for _, r := range rows {
		aside = append(aside, r.members[rotationMembers])
		r.members = r.members[:rotationMembers]
		for _, m := range r.members {
			for tab := range rotationTabs {
				load.Go(func() { m.use(ctx, tab) })
			}
		}
	}
	everybody := func(what string, is func(*member) bool) {
		t.Helper()
		eventually(t, rotationStep, what, func() bool {
			for _, r := range rows {
				for _, m := range r.members {
					if !is(m) {
						return t.Failed()
					}
				}
			}
			return true
		})
		if t.Failed() {
			t.FailNow()
		}
	}
	// moreThan tells who has got more of something than everybody has now.
	moreThan := func(count func(memberState) int, more int) func(*member) bool {
		now := map[*member]int{}
		for _, r := range rows {
			for _, m := range r.members {
				now[m] = count(m.state())
			}
		}
		return func(m *member) bool { return count(m.state()) > now[m]+more }
	}
	// No tab falls behind: a request that is still under way with a refresh token of several steps ago
	// would be that of a thief.
	answers := func(s memberState) int { return slices.Min(s.answers[:]) }
	refreshes := func(s memberState) int { return s.refreshes }
	sealedBy := func(id string) func(*member) bool {
		return func(m *member) bool {
			s := m.state()
			return sealedWith(t, s.access) == id && sealedWith(t, s.refresh) == id
		}
	}

	step := func(keys string) {
		t.Helper()
		for place := range rotationSize {
			restart(place, keys)
			refreshed, answered := moreThan(refreshes, 0), moreThan(answers, rotationSize-1)
			c.pass(rotationTTL)
			everybody("everybody has refreshed", refreshed)
			everybody("everybody has been to every instance", answered)
		}
	}
	step(sealKey1 + "," + sealKey2)
	everybody("the new key at the end seals nothing", sealedBy("k1"))
	step(sealKey2 + "," + sealKey1)
	everybody("the new key in front seals all sessions", sealedBy("k2"))
	step(sealKey2)
	cancel()
	load.Wait()

	var sum memberState
	answered := 0
	for _, r := range rows {
		for _, m := range r.members {
			s := m.state()
			answered += s.answers[0] + s.answers[1]
			sum.refreshes, sum.retries = sum.refreshes+s.refreshes, sum.retries+s.retries
		}
	}
	t.Logf("%d answers, %d with new tokens, %d requests sent again to another instance", answered, sum.refreshes, sum.retries)
	for _, r := range rows {
		for _, in := range r.current {
			if n := in.sum("usher_sealed_opens_total") - in.sum("usher_sealed_opens_total", `key="k2",outcome="opened"`); n != 0 {
				t.Errorf("%d values did not open with the new key alone", n)
			}
		}
	}
	for _, m := range aside {
		if m.row.ended(m); !m.state().over {
			t.Errorf("%s: a session sealed with the key that went is taken, so the keys were never changed", m.name)
		}
	}
}

// ended asks once more, for a member whose session has ended or should have.
func (r *row) ended(m *member) {
	r.t.Helper()
	a, err := m.send(r.t.Context(), r.pick(0))
	if err != nil {
		r.t.Fatal(err)
	}
	m.take(a, 0)
}

// use asks for a protected field again and again, as one tab of a page.
func (m *member) use(ctx context.Context, tab int) {
	const (
		pause = 100 * time.Millisecond
		tries = 10 // for one answer, each at another instance
	)
	next := time.NewTicker(pause)
	defer next.Stop()
	for n := tab; ; n++ {
		failed := 0
		for {
			a, err := m.send(ctx, m.row.pick(n+failed))
			if ctx.Err() != nil {
				return
			}
			if err == nil && a.status == http.StatusOK {
				if code, reason := a.code(); code == "" || code == "UNAUTHENTICATED" {
					if m.take(a, tab); m.state().over {
						m.row.t.Errorf("%s was signed out: %s %s", m.name, code, reason)
						return
					}
					break
				}
			}
			// Cut by a restart, or a fault: no reason to sign in again.
			m.again()
			if failed++; failed == tries {
				m.row.t.Errorf("%s got no answer in %d tries: %v %s", m.name, tries, err, a.body)
				return
			}
		}
		select {
		case <-next.C:
		case <-ctx.Done():
			return
		}
	}
}
