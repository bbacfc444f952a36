package session_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/kv/kvtest"
	"usher/internal/session"
	"usher/internal/token"
)

// Size of the races: every round has a refresh token of its own.
const (
	racers    = 200
	rounds    = 100
	instances = 3
)

// racePatience is how long a store may take on a busy machine: a race is not about time.
const racePatience = 20 * time.Second

// sharedStores runs a test over what instances may share.
func sharedStores(t *testing.T, test func(t *testing.T, store kv.Store)) {
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, kv.NewMemory(time.Now, 0))
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		server := kvtest.StartRedis(t, os.Getenv("CI") == "true") //nolint:forbidigo // a switch of the tests, not a setting
		address, err := kv.ParseURL(server.URL())
		if err != nil {
			t.Fatal(err)
		}
		store, err := kv.NewRedis(address, kv.RedisOptions{Prefix: "race:", DialTimeout: racePatience, OpTimeout: racePatience})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		test(t, store)
	})
}

// fleet is instances on one store, in front of a pool that rotates without a grace: it calls the
// second use of a refresh token dead, and issues other tokens for each trade.
type fleet struct {
	*harness
	all []*session.Manager

	mu     sync.Mutex
	trades map[string]int
}

func newFleet(t *testing.T, store kv.Store) *fleet {
	t.Helper()
	f := &fleet{harness: newHarness(t), trades: map[string]int{}}
	f.refresh = func(_ context.Context, refreshToken string) (auth.Tokens, error) {
		f.mu.Lock()
		f.trades[refreshToken]++
		trade := f.trades[refreshToken]
		f.mu.Unlock()
		if trade > 1 {
			return auth.Tokens{}, &auth.Error{Code: auth.SessionExpired}
		}
		return auth.Tokens{
			Access:  f.issue("access-for-"+refreshToken, token.Access, "ann", "session-of-"+refreshToken, time.Hour),
			Refresh: "rotated-" + refreshToken, ExpiresAt: f.now().Add(time.Hour),
		}, nil
	}
	for range instances {
		f.all = append(f.all, f.instance(t, store, "k"))
	}
	return f
}

func (f *fleet) tradesOf(refreshToken string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.trades[refreshToken]
}

// asked is one racer's answer.
type asked struct {
	tokens auth.Tokens
	err    error
}

// ask has one of the instances refresh.
func (f *fleet) ask(ctx context.Context, racer int, refreshToken string) asked {
	ctx = f.all[racer%instances].Attach(ctx, http.Header{"X-Refresh-Token": {refreshToken}})
	_, err := session.From(ctx).Refresh("")
	if issued := session.From(ctx).Issued(); issued != nil {
		return asked{*issued, err}
	}
	return asked{err: err}
}

// race starts all racers at one signal and returns when they are done.
func race(run func(racer int)) {
	start := make(chan struct{})
	var ready, all sync.WaitGroup
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

func TestARotatingRefreshTokenIsTradedOnceByAllInstancesTogether(t *testing.T) {
	sharedStores(t, func(t *testing.T, store kv.Store) {
		f := newFleet(t, store)
		for round := range rounds {
			refreshToken := fmt.Sprint("r", round)
			got := make([]asked, racers)
			race(func(racer int) { got[racer] = f.ask(t.Context(), racer, refreshToken) })
			if n := f.tradesOf(refreshToken); n != 1 {
				t.Fatalf("round %d: %d trades, want 1", round, n)
			}
			for racer, one := range got {
				if one.err != nil || one.tokens.Access != "access-for-"+refreshToken || one.tokens.Refresh != "rotated-"+refreshToken {
					t.Fatalf("round %d, racer %d: %q, %v; want the tokens that all get", round, racer, one.tokens.Access, one.err)
				}
			}
		}
	})
}

// A sign-out among the requests that share a refresh: whatever they got, it is worth nothing once
// the sign-out is done, and nobody gets it any more.
func TestATradedResultIsGivenToNobodyAfterASignOut(t *testing.T) {
	sharedStores(t, func(t *testing.T, store kv.Store) {
		f := newFleet(t, store)
		set := session.NewRevocationSet(store)
		for round := range rounds {
			refreshToken := fmt.Sprint("r", round)
			if first := f.ask(t.Context(), round, refreshToken); first.err != nil {
				t.Fatal(first.err)
			}
			leaver := round % racers
			got := make([]asked, racers)
			race(func(racer int) {
				if racer != leaver {
					got[racer] = f.ask(t.Context(), racer, refreshToken)
					return
				}
				// With the refresh token alone: nothing but the result tells whose session ends.
				caller, _, err := session.From(f.all[racer%instances].Attach(t.Context(), http.Header{})).SignedOutBy(refreshToken)
				if err != nil || caller == nil || caller.SessionID != named("session-of-"+refreshToken) {
					t.Errorf("round %d: signing out found %+v, %v", round, caller, err)
					return
				}
				if err := set.RevokeSession(t.Context(), caller.SessionID); err != nil {
					t.Error(err)
				}
			})
			for racer, one := range got {
				if one.err != nil && auth.CodeOf(one.err) != auth.SessionExpired {
					t.Fatalf("round %d, racer %d: %v", round, racer, one.err)
				}
			}
			if _, found, err := store.Get(t.Context(), resultKey(refreshToken)); found && f.tradesOf(refreshToken) == 1 || err != nil {
				t.Errorf("round %d: the result is still in the store, %v", round, err)
			}
			for racer := range instances {
				if late := f.ask(t.Context(), racer, refreshToken); late.tokens.Access != "" || auth.CodeOf(late.err) != auth.SessionExpired {
					t.Errorf("round %d: instance %d hands out %q, %v after the sign-out", round, racer, late.tokens.Access, late.err)
				}
				ctx := f.all[racer].Attach(t.Context(), http.Header{"Authorization": {"Bearer access-for-" + refreshToken}})
				if _, err := session.From(ctx).Authenticate(); reason(err) != auth.ReasonRevoked {
					t.Errorf("round %d: instance %d takes the tokens from before the sign-out: %v", round, racer, err)
				}
			}
		}
	})
}

// What counts a refresh is told by those who refresh; it must name each once.
func TestEachRequestToRefreshIsCountedOnce(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	var mu sync.Mutex
	counted := map[string]int{}
	open := func() *session.Manager {
		m, err := session.NewManager(session.Config{
			Verifier: h, Refresher: h, Revocations: session.NewRevocationSet(store), Registry: h, Now: h.now, Store: store, Sealer: h.sealer(t, "k"), Rand: rand.Reader,
			OnRefresh: func(result string) {
				mu.Lock()
				defer mu.Unlock()
				counted[result]++
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	refresh := func(m *session.Manager, token string) {
		_, _ = session.From(m.Attach(t.Context(), http.Header{})).Refresh(token)
	}
	one, two := open(), open()
	h.yields("r", "ann", "s1")
	answer, all := h.refresh, make(chan struct{})
	h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
		<-all
		return answer(ctx, r)
	}
	race(func(racer int) {
		if racer == racers-1 {
			close(all)
		}
		refresh(one, "r")
	})
	refresh(two, "r")      // by way of the store
	refresh(two, "r")      // and from memory
	refresh(one, "stolen") // refused by the pool
	refresh(one, "stolen") // from memory
	refresh(two, "stolen") // by way of the store
	h.refresh = func(context.Context, string) (auth.Tokens, error) {
		return auth.Tokens{}, &auth.Error{Code: auth.UpstreamUnavailable}
	}
	refresh(one, "in an outage")
	want := map[string]int{session.RefreshUpstream: 1, session.RefreshShared: racers + 1, session.RefreshDead: 3, session.RefreshFault: 1}
	if fmt.Sprint(counted) != fmt.Sprint(want) {
		t.Errorf("counted %v, want %v", counted, want)
	}
}
