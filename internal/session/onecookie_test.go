package session_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/session"
	"usher/internal/token"
)

// many is more groups than leave room for both cookies in one answer.
const many = 40

// rotates makes the pool issue a new refresh token for each that it is given, which stays good for
// a grace; without rotation, all go on.
func (c *carried) rotates(rotation bool, grace time.Duration) {
	var mu sync.Mutex
	used := map[string]time.Time{}
	c.refresh = func(_ context.Context, got string) (auth.Tokens, error) {
		mu.Lock()
		defer mu.Unlock()
		if first, ok := used[got]; ok && rotation && c.now().Sub(first) >= grace {
			return auth.Tokens{}, &auth.Error{Code: auth.SessionExpired}
		}
		if used[got].IsZero() {
			used[got] = c.now()
		}
		n := c.calls()
		tokens := auth.Tokens{
			Access: c.issue(likeCognitos(fmt.Sprint("fresh", n), many), token.Access, "ann", "session of ann", time.Hour), ExpiresAt: c.now().Add(time.Hour),
		}
		if rotation {
			tokens.Refresh = longRefresh(fmt.Sprint("rotated", n))
		}
		return tokens, nil
	}
}

var rotations = map[string]struct {
	on    bool
	grace time.Duration
}{"no rotation": {false, 0}, "rotation, no grace": {true, 0}, "rotation, grace of a minute": {true, time.Minute}}

func TestASessionThatNeedsTwoAnswersGoesOn(t *testing.T) {
	for name, pool := range rotations {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			c.rotates(pool.on, pool.grace)
			b := c.browser(t)
			first, err := c.signIn(b, "ann", many)
			if err != nil {
				t.Fatal(err)
			}
			b.sets("signing in", false, true)
			b.want(first)
			b.sets("the next request", true, false)
			b.want(first)
			b.sets("the one after", false, false)
			if n := c.calls(); n != 0 {
				t.Errorf("%d calls for tokens that were there", n)
			}
			for round := 1; round <= 3; round++ {
				c.pass(time.Hour)
				fresh := likeCognitos(fmt.Sprint("fresh", round), many)
				b.want(fresh)
				b.sets("refreshing", !pool.on, pool.on)
				if b.holds[accessCookie] == "" {
					t.Fatal("the expired access token is gone, which names the user")
				}
				b.want(fresh)
				b.sets("the next request", pool.on, false)
				b.want(fresh)
				b.sets("the one after", false, false)
				if n := c.calls(); n != round {
					t.Errorf("%d calls in round %d", n, round)
				}
			}
			c.pass(30 * time.Second)
			b.send(func(r *session.Request) {
				if _, err := r.Refresh(""); err != nil {
					t.Error(err)
				}
			})
			b.sets("refreshing because it was asked for", !pool.on, pool.on)
			fresh := likeCognitos("fresh4", many)
			b.want(fresh)
			b.want(fresh)
		})
	}
}

func TestARefreshTokenThatThePoolRepeatsIsNotTakenForANewOne(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(false, 0)
	answer := c.refresh
	c.refresh = func(ctx context.Context, got string) (auth.Tokens, error) {
		tokens, err := answer(ctx, got)
		tokens.Refresh = got
		return tokens, err
	}
	b := c.browser(t)
	if _, err := c.signIn(b, "ann", many); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	b.want(likeCognitos("fresh1", many))
	b.sets("refreshing", true, false)
}

func TestTokensThatAreGoneAreHadByARefresh(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(true, 0)
	b := c.browser(t)
	if _, err := c.signIn(b, "ann", many); err != nil {
		t.Fatal(err)
	}
	c.pass(30 * time.Second)
	b.want(likeCognitos("fresh1", many))
	b.want(likeCognitos("fresh1", many))
	if n := c.calls(); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}

func TestParallelRequestsOfASessionThatNeedsTwoAnswersGetTheSameTokens(t *testing.T) {
	for name, pool := range rotations {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			c.rotates(pool.on, pool.grace)
			b := c.browser(t)
			if _, err := c.signIn(b, "ann", many); err != nil {
				t.Fatal(err)
			}
			if _, err := b.as(); err != nil {
				t.Fatal(err)
			}
			for round := 1; round <= 2; round++ { // in the second, the access cookie is a session old
				c.pass(time.Hour)
				tabs := make([]*browser, 500)
				var all sync.WaitGroup
				for i := range tabs {
					tabs[i] = &browser{t: t, m: c.Manager, holds: map[string]string{accessCookie: b.holds[accessCookie], refreshCookie: b.holds[refreshCookie]}}
					all.Go(func() {
						for range 2 {
							if got, err := tabs[i].as(); err != nil || got != likeCognitos(fmt.Sprint("fresh", round), many) {
								t.Errorf("tab %d: %.20q, %v", i, got, err)
							}
						}
					})
				}
				all.Wait()
				for i, tab := range tabs {
					if fmt.Sprint(tab.holds) != fmt.Sprint(tabs[0].holds) {
						t.Fatalf("tab %d holds other cookies", i)
					}
				}
				if n := c.calls(); n != round {
					t.Errorf("%d calls in round %d", n, round)
				}
				b.holds = tabs[0].holds
			}
		})
	}
}

func TestASignInTakesNothingOverWhereItSetsOneCookie(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	b := c.browser(t)
	if _, err := c.signIn(b, "bob", short); err != nil {
		t.Fatal(err)
	}
	b.sets("signing in as bob", true, true)
	anns, err := c.signIn(b, "ann", many)
	if err != nil {
		t.Fatal(err)
	}
	if cleared, ok := b.set[accessCookie]; !ok || cleared || b.holds[accessCookie] != "" {
		t.Fatal("bob's access cookie stays")
	}
	b.want(anns)
}

// Whoever asks for new tokens is not served with the old ones for as long as these last.
func TestARefreshThatWasAskedForReplacesAGoodAccessToken(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(true, 0)
	b := c.browser(t)
	if _, err := c.signIn(b, "ann", many); err != nil {
		t.Fatal(err)
	}
	if _, err := b.as(); err != nil {
		t.Fatal(err)
	}
	c.pass(30 * time.Second)
	b.send(func(r *session.Request) {
		if _, err := r.Refresh(""); err != nil {
			t.Error(err)
		}
	})
	b.want(likeCognitos("fresh1", many))
}

func TestTheRefreshTokenOfAnotherUserIsRefusedBesideAnExpiredAccessToken(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.rotates(true, 0) // of ann
	b := c.browser(t)
	if _, err := c.signIn(b, "bob", many); err != nil {
		t.Fatal(err)
	}
	if _, err := b.as(); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	if _, err := b.as(); reason(err) != auth.ReasonInvalid || len(b.holds) != 0 {
		t.Errorf("%v; still held: %d", err, len(b.holds))
	}
}

func TestASessionInUseKeepsItsRefreshCookie(t *testing.T) {
	for name, test := range map[string]struct {
		wait time.Duration
		keys string // after the sign-in
		anew bool
	}{
		"an hour later":     {time.Hour, key1, false},
		"a day later":       {24 * time.Hour, key1, true},
		"under a newer key": {time.Hour, key2 + "," + key1, true},
		"with one to come":  {time.Hour, key1 + "," + key2, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			b := c.browser(t)
			if _, err := c.signIn(b, "ann", many); err != nil {
				t.Fatal(err)
			}
			if _, err := b.as(); err != nil {
				t.Fatal(err)
			}
			c.pass(test.wait)
			c.rotates(false, 0)
			c.sealer = newSealer(t, "pool", c.now, test.keys)
			m, err := session.NewManager(session.Config{
				Verifier: c, Refresher: c, Revocations: c.set, Registry: c, Now: c.now,
				Transport: session.Transport{Sealer: c.sealer, Cookies: true, HTTPS: true},
			})
			if err != nil {
				t.Fatal(err)
			}
			c.Manager, b.m = m, m
			b.want(likeCognitos("fresh1", many))
			b.sets("refreshing", !test.anew, test.anew)
			b.want(likeCognitos("fresh1", many))
			b.sets("the next request", test.anew, false)
			if n := c.calls(); n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
			if !c.sealer.UsesNewest(b.holds[refreshCookie]) || !c.sealer.UsesNewest(b.holds[accessCookie]) {
				t.Error("a cookie is left under the old key")
			}
		})
	}
}
