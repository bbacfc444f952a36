package session_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

func (h *harness) sealer(t *testing.T, secret string) *seal.Sealer {
	t.Helper()
	keys, err := seal.DeriveKeys(bytes.Repeat([]byte(secret), 32))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: "pool", Client: "client", Now: h.now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

// instance is one of several Managers on a store, with the pool and the clock of the harness.
func (h *harness) instance(t *testing.T, store kv.Store, secret string) *session.Manager {
	t.Helper()
	m, err := session.NewManager(session.Config{
		Verifier: h, Refresher: h, Revocations: session.NewRevocationSet(store), Registry: h, Now: h.now,
		Store: store, Sealer: h.sealer(t, secret), Rand: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func ask(m *session.Manager) (access string, err error) {
	ctx := m.Attach(context.Background(), http.Header{"X-Refresh-Token": {"r"}})
	_, err = session.From(ctx).Refresh("")
	if issued := session.From(ctx).Issued(); issued != nil {
		access = issued.Access
	}
	return access, err
}

func resultKey(refreshToken string) string {
	sum := sha256.Sum256([]byte(refreshToken))
	return "refresh/result/" + hex.EncodeToString(sum[:])
}

func lockKey(refreshToken string) string {
	return strings.Replace(resultKey(refreshToken), "result", "lock", 1)
}

func TestInstancesTradeARefreshTokenOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		store := kv.NewMemory(h.now, 0)
		h.yields("r", "ann", "s1")
		answer := h.refresh
		h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
			<-time.After(2 * time.Second) // the others look and wait meanwhile
			return answer(ctx, r)
		}
		var all sync.WaitGroup
		for range 4 {
			m := h.instance(t, store, "k")
			for range 10 {
				all.Go(func() {
					if access, err := ask(m); err != nil || access != "fresh-access-of-ann" {
						t.Errorf("got %q, %v", access, err)
					}
				})
			}
		}
		all.Wait()
		if n := h.calls(); n != 1 {
			t.Errorf("%d calls, want 1", n)
		}
	})
}

func TestASharedResultIsHeldToItsHalfMinute(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	h.yields("r", "ann", "s1")
	first, second := h.instance(t, store, "k"), h.instance(t, store, "k")
	for _, step := range []struct {
		wait time.Duration
		at   *session.Manager
		want int
	}{{0, first, 1}, {20 * time.Second, second, 1}, {9 * time.Second, second, 1}, {time.Second, second, 2}} {
		h.pass(step.wait)
		if _, err := ask(step.at); err != nil {
			t.Fatal(err)
		}
		if n := h.calls(); n != step.want {
			t.Errorf("%v later: %d calls, want %d", step.wait, n, step.want)
		}
	}
}

func TestADeadTokenIsDeadForAllInstancesAndAFaultForNone(t *testing.T) {
	for code, want := range map[auth.Code]int{auth.SessionExpired: 1, auth.RefreshTokenReused: 1, auth.UpstreamUnavailable: 3} {
		h := newHarness(t)
		store := kv.NewMemory(h.now, 0)
		h.refresh = func(context.Context, string) (auth.Tokens, error) { return auth.Tokens{}, &auth.Error{Code: code} }
		shown := code
		if code == auth.RefreshTokenReused {
			shown = auth.SessionExpired
		}
		for range 3 {
			if _, err := ask(h.instance(t, store, "k")); auth.CodeOf(err) != shown {
				t.Errorf("error %v, want %s", err, shown)
			}
		}
		if reported := len(h.registered); code == auth.RefreshTokenReused && reported != 1 {
			t.Errorf("a copied token is reported %d times, want once", reported)
		}
		if n := h.calls(); n != want {
			t.Errorf("%s: %d calls, want %d", code, n, want)
		}
	}
}

func TestAHolderThatDiedIsNotWaitedForInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		store := kv.NewMemory(h.now, 0)
		if _, ok, err := kv.Lock(t.Context(), store, rand.Reader, lockKey("r"), time.Minute); !ok || err != nil {
			t.Fatal(ok, err)
		}
		h.yields("r", "ann", "s1")
		begun := time.Now()
		if _, err := ask(h.instance(t, store, "k")); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took != 5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func TestALockThatVanishesWithoutAResultIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		store := kv.NewMemory(h.now, 0)
		unlock, _, err := kv.Lock(t.Context(), store, rand.Reader, lockKey("r"), time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(100*time.Millisecond, unlock)
		h.yields("r", "ann", "s1")
		begun := time.Now()
		if _, err := ask(h.instance(t, store, "k")); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took > 150*time.Millisecond {
			t.Errorf("it took %v", took)
		}
	})
}

// Two trades of one token: without a grace the pool calls it dead for the second.
func TestTheFirstTradesTokensStandAgainstASecondThatCameTooLate(t *testing.T) {
	for _, dead := range []auth.Code{auth.SessionExpired, auth.RefreshTokenReused} {
		t.Run(string(dead), func(t *testing.T) {
			h := newHarness(t)
			store := kv.NewMemory(h.now, 0)
			h.yields("r", "ann", "s1")
			answer, other := h.refresh, h.instance(t, store, "k")
			h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
				h.refresh = answer
				_ = store.Delete(ctx, lockKey("r")) // its life was over
				if _, err := ask(other); err != nil {
					t.Error(err)
				}
				return auth.Tokens{}, &auth.Error{Code: dead}
			}
			if access, err := ask(h.instance(t, store, "k")); err != nil || access != "fresh-access-of-ann" {
				t.Errorf("got %q, %v", access, err)
			}
			if access, err := ask(h.instance(t, store, "k")); err != nil || access != "fresh-access-of-ann" {
				t.Errorf("a third instance got %q, %v", access, err)
			}
			if slices.ContainsFunc(h.registered, func(event string) bool { return strings.HasPrefix(event, "reused") }) {
				t.Errorf("nobody copied it: %q", h.registered)
			}
		})
	}
}

func TestWhatTheStoreSaysIsNotBelievedBlindly(t *testing.T) {
	for name, plant := range map[string]func(h *harness, store kv.Store){
		"sealed by somebody else": func(h *harness, store kv.Store) {
			h.yields("r", "ann", "s1")
			_, _ = ask(h.instance(t, store, "other keys"))
		},
		"the answer to another token": func(h *harness, store kv.Store) {
			sealed, err := h.sealer(t, "k").SealResult(seal.ResultValue{For: sha256.Sum256([]byte("bobs")), Access: "bobs", ExpiresAt: start.Add(time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
			_ = store.Set(t.Context(), resultKey("r"), []byte(sealed), time.Minute)
		},
		"tokens that have expired": func(h *harness, store kv.Store) {
			sealed, err := h.sealer(t, "k").SealResult(seal.ResultValue{For: sha256.Sum256([]byte("r")), Access: "old", ExpiresAt: start})
			if err != nil {
				t.Fatal(err)
			}
			_ = store.Set(t.Context(), resultKey("r"), []byte(sealed), time.Minute)
		},
		"rubbish": func(_ *harness, store kv.Store) {
			_ = store.Set(t.Context(), resultKey("r"), []byte("rubbish"), time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			store := kv.NewMemory(h.now, 0)
			plant(h, store)
			h.yields("r", "ann", "s1")
			before := h.calls()
			if access, err := ask(h.instance(t, store, "k")); err != nil || access != "fresh-access-of-ann" {
				t.Errorf("got %q, %v", access, err)
			}
			if n := h.calls() - before; n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
		})
	}
}

// failingStore has a revocation set that works, and nothing else.
type failingStore struct{ kv.Store }

func (f failingStore) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if session.IsRevocation(key) {
		return f.Store.Get(ctx, key)
	}
	return nil, false, errors.New("gone")
}

func (failingStore) SetIfAbsent(context.Context, string, []byte, time.Duration) (bool, error) {
	return false, errors.New("gone")
}

func (failingStore) Set(context.Context, string, []byte, time.Duration) error {
	return errors.New("gone")
}

func TestAStoreThatFailsFailsNoRefresh(t *testing.T) {
	h := newHarness(t)
	h.yields("r", "ann", "s1")
	if access, err := ask(h.instance(t, failingStore{kv.NewMemory(h.now, 0)}, "k")); err != nil || access != "fresh-access-of-ann" {
		t.Errorf("got %q, %v", access, err)
	}
}

func TestSigningOutByTheRefreshTokenAloneEndsWhatAnotherInstanceTradedItFor(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	h.yields("r", "ann", "s1")
	if _, err := ask(h.instance(t, store, "k")); err != nil {
		t.Fatal(err)
	}
	ctx := h.instance(t, store, "k").Attach(t.Context(), http.Header{})
	caller, _, err := session.From(ctx).SignedOutBy("r")
	if err != nil || caller == nil || caller.SessionID != named("s1") {
		t.Errorf("caller %+v, error %v", caller, err)
	}
	if _, found, _ := store.Get(t.Context(), resultKey("r")); found {
		t.Error("the tokens are still handed out")
	}
}

func TestASessionSignedOutAtOneInstanceIsRefusedAtAnother(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	good := h.issue("good", token.Access, "ann", "s1", time.Hour)
	m := h.instance(t, store, "k")
	check := func() error {
		_, err := session.From(m.Attach(t.Context(), http.Header{"Authorization": {"Bearer " + good}})).Authenticate()
		return err
	}
	if err := check(); err != nil {
		t.Fatal(err)
	}
	if err := session.NewRevocationSet(store).RevokeSession(t.Context(), named("s1")); err != nil {
		t.Fatal(err)
	}
	if err := check(); reason(err) != auth.ReasonRevoked {
		t.Errorf("error %v, want REVOKED", err)
	}
}

func TestAStoreNeedsWhatSealsItsTokens(t *testing.T) {
	h := newHarness(t)
	store := kv.NewMemory(h.now, 0)
	for name, cfg := range map[string]session.Config{
		"no sealer": {Rand: rand.Reader}, "no randomness": {Sealer: h.sealer(t, "k")},
	} {
		cfg.Verifier, cfg.Refresher, cfg.Revocations, cfg.Now, cfg.Store = h, h, h.set, h.now, store
		if _, err := session.NewManager(cfg); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestASignOutDuringItsRefreshLeavesNoTokens(t *testing.T) {
	for name, c := range map[string]struct{ alone, elsewhere bool }{
		"at the only instance": {alone: true}, "at the same instance": {}, "at another instance": {elsewhere: true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			store := kv.NewMemory(h.now, 0)
			instance := func() *session.Manager {
				if c.alone {
					return h.Manager
				}
				return h.instance(t, store, "k")
			}
			h.yields("r", "ann", "s1")
			yield, asked, release := h.refresh, make(chan struct{}), make(chan struct{})
			h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
				close(asked)
				<-release
				return yield(ctx, r)
			}
			here := instance()
			there := here
			if c.elsewhere {
				there = instance()
			}
			refreshed := make(chan error)
			go func() { refreshed <- func() error { _, err := ask(here); return err }() }()
			<-asked
			if _, _, err := session.From(there.Attach(t.Context(), http.Header{})).SignedOutBy("r"); err != nil {
				t.Fatal(err)
			}
			close(release)
			if err := <-refreshed; auth.CodeOf(err) != auth.SessionExpired {
				t.Errorf("the refresh that was under way: %v", err)
			}
			h.refresh = func(context.Context, string) (auth.Tokens, error) {
				return auth.Tokens{}, &auth.Error{Code: auth.SessionExpired}
			}
			for _, m := range []*session.Manager{here, there, instance()} {
				if _, err := ask(m); auth.CodeOf(err) != auth.SessionExpired {
					t.Errorf("a latecomer: %v", err)
				}
			}
			if len(h.abandoned) != 1 || h.abandoned[0] != "rotated-r" {
				t.Errorf("the pool was told of %v, want the new refresh token", h.abandoned)
			}
		})
	}
}
