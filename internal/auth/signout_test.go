package auth_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/auth"
)

func TestSignOutEndsTheSessionHereAndUpstream(t *testing.T) {
	h := newHarness(t)
	var revoked string
	h.pool.OnRevokeToken = func(_ context.Context, token string) error { revoked = token; return nil }
	caller := &auth.Principal{Subject: "ann", OriginJTI: "s1"}
	if err := h.SignOut(t.Context(), caller, "refresh"); err != nil {
		t.Fatal(err)
	}
	if len(h.sessions) != 1 || h.sessions[0] != "s1" || revoked != "refresh" {
		t.Errorf("here: %v, upstream: %q", h.sessions, revoked)
	}
	if err := h.SignOut(t.Context(), nil, ""); err != nil {
		t.Errorf("signing out of nothing: %v", err)
	}
}

func TestWhatThePoolCouldNotBeToldIsToldLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		calls := 0
		h.pool.OnRevokeToken = func(context.Context, string) error {
			if calls++; calls < 4 {
				return errDown
			}
			return nil
		}
		if err := h.SignOut(t.Context(), nil, "refresh"); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		time.Sleep(time.Minute)
		synctest.Wait()
		if calls != 4 {
			t.Errorf("%d calls after %v, want 4: one at once, three after 1, 2 and 4 seconds", calls, time.Since(began))
		}
		h.Close(t.Context())
	})
}

func TestClosingGivesWhatWaitsALastTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		calls := 0
		h.pool.OnSignOutEverywhere = func(context.Context, string) error {
			if calls++; calls == 1 {
				return errDown
			}
			return nil
		}
		if err := h.SignOutEverywhere(t.Context(), auth.Principal{Subject: "ann", AccessToken: "a"}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		h.Close(t.Context())
		if calls != 2 || len(h.users) != 1 {
			t.Errorf("%d calls, revoked here: %v", calls, h.users)
		}
	})
}

func TestSignOutEverywhereWithADeadTokenIsDone(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSignOutEverywhere = func(context.Context, string) error {
		return &auth.Error{Code: auth.Unauthenticated, Reason: auth.ReasonRevoked}
	}
	if err := h.SignOutEverywhere(t.Context(), auth.Principal{Subject: "ann"}); err != nil || len(h.users) != 1 {
		t.Errorf("%v, revoked here: %v", err, h.users)
	}
}
