package session_test

import (
	"context"
	"crypto/rand"
	"maps"
	"net/http"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/session"
)

// cookieInstance is one of several Managers on a store that carry tokens in cookies.
func (c *carried) cookieInstance(t *testing.T, store kv.Store) *session.Manager {
	t.Helper()
	m, err := session.NewManager(session.Config{
		Verifier: c, Refresher: c, Revocations: session.NewRevocationSet(store), Registry: c, Now: c.now, Store: store, Sealer: c.sealer, Rand: rand.Reader,
		Transport: session.Transport{Sealer: c.sealer, Cookies: true, HTTPS: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheNextRequestGetsTheTokensAtAnyInstance(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(true, 0)
	store := kv.NewMemory(c.now, 0)
	instances := []*session.Manager{c.cookieInstance(t, store), c.cookieInstance(t, store), c.cookieInstance(t, store)}
	b := c.browser(t)
	b.m = instances[0]
	first, err := c.signIn(b, "ann", many)
	if err != nil {
		t.Fatal(err)
	}
	b.m = instances[1]
	b.want(first)
	c.pass(time.Hour)
	b.want(likeCognitos("fresh1", many))
	rotated, _, err := c.sealer.OpenRefresh(b.holds[refreshCookie])
	if err != nil {
		t.Fatal(err)
	}
	kept, _, _ := store.Get(t.Context(), resultKey(rotated.Token))
	if value, _, err := c.sealer.OpenResult(string(kept)); err != nil || value.Access != likeCognitos("fresh1", many) || value.Refresh != "" {
		t.Errorf("the store keeps %.20q and a refresh token of %d characters, %v", value.Access, len(value.Refresh), err)
	}
	b.m = instances[2]
	b.want(likeCognitos("fresh1", many))
	b.sets("another instance", true, false)
	if n := c.calls(); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}

// countingStore counts what is set under a key.
type countingStore struct {
	kv.Store
	mu   sync.Mutex
	sets map[string]int
}

func (s *countingStore) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	s.mu.Lock()
	s.sets[key]++
	s.mu.Unlock()
	return s.Store.Set(ctx, key, value, life)
}

func TestTokensAreKeptOnceForAllThatRefreshTogether(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(true, 0)
	store := &countingStore{Store: kv.NewMemory(c.now, 0), sets: map[string]int{}}
	b := c.browser(t)
	b.m = c.cookieInstance(t, store)
	if _, err := c.signIn(b, "ann", many); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	var all sync.WaitGroup
	for range 50 {
		tab := &browser{t: t, m: b.m, holds: maps.Clone(b.holds)}
		all.Go(func() { tab.want(likeCognitos("fresh1", many)) })
	}
	all.Wait()
	if n := store.sets[resultKey(longRefresh("rotated1"))]; n != 1 {
		t.Errorf("set %d times, want once", n)
	}
}

func TestSigningOutEndsTokensThatHaveNotLeftYet(t *testing.T) {
	for name, test := range map[string]struct{ refreshed, byTheOldToken bool }{
		"after signing in":                        {false, false},
		"after a refresh":                         {true, false},
		"after a refresh, by the token before it": {true, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			c.rotates(true, time.Minute)
			store := kv.NewMemory(c.now, 0)
			here, there := c.cookieInstance(t, store), c.cookieInstance(t, store)
			b := c.browser(t)
			b.m = here
			if _, err := c.signIn(b, "ann", many); err != nil {
				t.Fatal(err)
			}
			held := b.holds[refreshCookie]
			if test.refreshed {
				c.pass(time.Minute)
				if _, err := b.as(); err != nil {
					t.Fatal(err)
				}
			}
			latest := b.holds[refreshCookie]
			if !test.byTheOldToken {
				held = latest
			}
			ctx := there.Attach(t.Context(), http.Header{"Cookie": {refreshCookie + "=" + held}})
			caller, _, err := session.From(ctx).SignedOutBy("")
			if err != nil || caller == nil || caller.SessionID != named("session of ann") {
				t.Fatalf("signing out ends the session of %+v, %v", caller, err)
			}
			value, _, err := c.sealer.OpenRefresh(latest)
			if err != nil {
				t.Fatal(err)
			}
			if _, found, _ := store.Get(t.Context(), resultKey(value.Token)); found {
				t.Error("the tokens still lie in the store")
			}
			// What Service.SignOut does with the caller.
			if err := session.NewRevocationSet(store).RevokeSession(t.Context(), caller.SessionID); err != nil {
				t.Fatal(err)
			}
			for _, m := range []*session.Manager{here, there} {
				thief := &browser{t: t, m: m, holds: map[string]string{refreshCookie: latest}}
				if _, err := thief.as(); reason(err) != auth.ReasonExpired || len(thief.holds) != 0 {
					t.Errorf("the refresh cookie of a session that was signed out: %v", err)
				}
			}
		})
	}
}

func TestWithoutItsStoreTheNextRequestRefreshesElsewhere(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(true, 0)
	b := c.browser(t)
	b.m = c.cookieInstance(t, failingStore{kv.NewMemory(c.now, 0)})
	first, err := c.signIn(b, "ann", many)
	if err != nil {
		t.Fatal(err)
	}
	b.want(first) // in this process
	if _, err := c.signIn(b, "ann", many); err != nil {
		t.Fatal(err)
	}
	b.m = c.cookieInstance(t, failingStore{kv.NewMemory(c.now, 0)})
	b.want(likeCognitos("fresh1", many))
}
