package auth_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/auth"
)

func TestSignOutEndsTheSessionHereAndUpstream(t *testing.T) {
	h := newHarness(t)
	var revoked string
	h.pool.OnRevokeToken = func(_ context.Context, token string) error { revoked = token; return nil }
	caller := &auth.Principal{Subject: "ann", SessionID: "s1"}
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

func TestASessionWithoutANameCannotBeSignedOutSilently(t *testing.T) {
	h := newHarness(t)
	wantCode(t, h.SignOut(t.Context(), &auth.Principal{Subject: "ann"}, ""), auth.Misconfigured)
}

func TestSignOutEverywhereWithATokenThatExpiredMeanwhile(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSignOutEverywhere = func(context.Context, string) error {
		return &auth.Error{Code: auth.Unauthenticated, Reason: auth.ReasonExpired}
	}
	ended := ""
	h.pool.OnEndSessions = func(_ context.Context, name string) (string, error) { ended = name; return "ann", nil }
	if err := h.SignOutEverywhere(t.Context(), auth.Principal{Subject: "ann", Username: "ann-name"}); err != nil || ended != "ann-name" {
		t.Errorf("%v, ended by name: %q", err, ended)
	}
}

func TestOtherSessionsEndHereEvenIfThePoolHearsOfItLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		calls := 0
		h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return nil }
		h.pool.OnEndSessions = func(context.Context, string) (string, error) {
			if calls++; calls == 1 {
				return "", errDown
			}
			return "ann-sub", nil
		}
		wantCode(t, h.ConfirmForgotPassword(t.Context(), proof("123456", "correct horse 9")), "")
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(h.users) != 1 || h.users[0] != "ann-sub" {
			t.Errorf("revoked here: %v", h.users)
		}
		h.Close(t.Context())
	})
}

func TestWhatCannotSucceedDoesNotHoldUpWhatCan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return nil }
		h.pool.OnEndSessions = func(context.Context, string) (string, error) { return "", &auth.Error{Code: auth.Misconfigured} }
		wantCode(t, h.ConfirmForgotPassword(t.Context(), proof("123456", "correct horse 9")), "")
		began, calls := time.Now(), 0
		var told time.Duration
		h.pool.OnRevokeToken = func(context.Context, string) error {
			if calls++; calls == 1 {
				return errDown
			}
			told = time.Since(began)
			return nil
		}
		if err := h.SignOut(t.Context(), nil, "refresh"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if told != time.Second {
			t.Errorf("told after %v, want one second", told)
		}
		h.Close(t.Context())
	})
}

func TestClosingKeepsToItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHarness(t)
		h.pool.OnRevokeToken = func(ctx context.Context, _ string) error {
			wait, cancel := context.WithTimeout(ctx, 3*time.Second)
			defer cancel()
			<-wait.Done()
			return errDown
		}
		for range 3 {
			_ = h.SignOut(t.Context(), nil, "refresh")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		began := time.Now()
		h.Close(ctx)
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("closing took %v of 4s", took)
		}
	})
}

// Pages navigate away as they sign out, and take their requests back.
func TestWhoHangsUpHasEndedTheirSessionsAllTheSame(t *testing.T) {
	var caller auth.Principal
	for name, end := range map[string]func(context.Context, *harness) error{
		"signing out": func(ctx context.Context, h *harness) error { return h.SignOut(ctx, &caller, "refresh") },
		"everywhere":  func(ctx context.Context, h *harness) error { return h.SignOutEverywhere(ctx, caller) },
		"the others":  func(ctx context.Context, h *harness) error { _, err := h.SignOutOthers(ctx, caller); return err },
		"another one": func(ctx context.Context, h *harness) error {
			_, err := h.Service.RevokeSession(ctx, caller, "other")
			return err
		},
		"by a new password": func(ctx context.Context, h *harness) error {
			return h.ConfirmForgotPassword(ctx, auth.Proof{Username: "ann@example.com", Code: "123456", Password: "battery staple 7"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			caller = h.caller()
			h.active = []auth.ActiveSession{{ID: "mine", Current: true}, {ID: "other"}}
			h.pool.OnRevokeToken = func(ctx context.Context, _ string) error { return ctx.Err() }
			h.pool.OnSignOutEverywhere = func(ctx context.Context, _ string) error { return ctx.Err() }
			h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return nil }
			h.pool.OnEndSessions = func(ctx context.Context, _ string) (string, error) { return "ann", ctx.Err() }
			gone, hangUp := context.WithCancel(t.Context())
			hangUp()
			wantCode(t, end(gone, h), "")
			if len(h.sessions)+len(h.users) != 1 {
				t.Errorf("ended: sessions %v, users %v", h.sessions, h.users)
			}
			if said := h.log.String(); strings.Contains(said, "could not be told") {
				t.Errorf("the log says %q", said)
			}
		})
	}
}
