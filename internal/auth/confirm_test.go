package auth_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"usher/internal/auth"
)

func proof(code string, password auth.Password) auth.Proof {
	return auth.Proof{Username: "ann@example.com", Code: code, Password: password}
}

func TestConfirmChecksThePasswordBeforeItTouchesTheCode(t *testing.T) {
	h := newHarness(t) // a call of ConfirmSignUp would be Internal
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", "short"))
	wantCode(t, err, auth.WeakPassword)
}

func TestAHalfDoneConfirmIsFinishedByItsCodeOnly(t *testing.T) {
	h := newHarness(t)
	a := &account{email: "ann@example.com", code: "123456"}
	h.hold(a)
	set := h.pool.OnSetPassword
	h.pool.OnSetPassword = func(context.Context, string, auth.Password) error { return errDown }
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, auth.UpstreamUnavailable)

	h.pool.OnSetPassword = set
	_, err = h.ConfirmSignUp(t.Context(), proof("654321", "strangers own 1"))
	wantCode(t, err, auth.InvalidCode)
	done, err := h.ConfirmSignUp(t.Context(), proof("123 456", "correct horse 9"))
	wantCode(t, err, "")
	if done.Tokens == nil || a.password != "correct horse 9" {
		t.Errorf("done = %+v, password set: %v", done, a.password == "correct horse 9")
	}
	_, err = h.ConfirmSignUp(t.Context(), proof("123456", "strangers own 1"))
	wantCode(t, err, auth.InvalidCode)
	if a.sets != 1 {
		t.Errorf("the password was set %d times", a.sets)
	}
}

func TestAReceiptIsNoUseAfterItsTimeAndCannotBeGuessedAt(t *testing.T) {
	spoil := map[string]func(h *harness){
		"fifteen minutes": func(h *harness) { h.pass(15 * time.Minute) },
		"five wrong codes": func(h *harness) {
			for range 5 {
				_, _ = h.ConfirmSignUp(t.Context(), proof("000000", "strangers own 1"))
			}
		},
	}
	for name, do := range spoil {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			a := &account{email: "ann@example.com", code: "123456"}
			h.hold(a)
			set := h.pool.OnSetPassword
			h.pool.OnSetPassword = func(context.Context, string, auth.Password) error { return errDown }
			_, _ = h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
			h.pool.OnSetPassword = set
			do(h)
			_, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
			wantCode(t, err, auth.InvalidCode)
			if a.sets != 0 {
				t.Error("a password was set")
			}
		})
	}
}

func TestAlreadyConfirmedIsNoProof(t *testing.T) {
	h := newHarness(t)
	a := &account{email: "ann@example.com", code: "123456", confirmed: true, password: "the owners 1"}
	h.hold(a)
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", "strangers own 1"))
	wantCode(t, err, auth.InvalidCode)
	err = h.ConfirmForgotPassword(t.Context(), proof("123456", "strangers own 1"))
	wantCode(t, err, auth.InvalidCode)
	if a.sets != 0 {
		t.Error("a stranger set a password")
	}
}

func TestOneCodeSetsOnePassword(t *testing.T) {
	for range 20 {
		h := newHarness(t)
		a := &account{email: "ann@example.com", code: "123456"}
		h.hold(a)
		var successes atomic.Int32
		var all sync.WaitGroup
		for range 8 { // below the cap on guesses
			all.Go(func() {
				if _, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9")); err == nil {
					successes.Add(1)
				}
			})
		}
		all.Wait()
		if successes.Load() != 1 || a.sets != 1 {
			t.Fatalf("%d successes, %d passwords set; want 1 and 1", successes.Load(), a.sets)
		}
	}
}

func TestALostAnswerToTheCodeIsAskedForAgain(t *testing.T) {
	h := newHarness(t)
	a := &account{email: "ann@example.com", code: "123456"}
	h.hold(a)
	confirm := h.pool.OnConfirmSignUp
	tries := 0
	h.pool.OnConfirmSignUp = func(ctx context.Context, name, code string) error {
		if tries++; tries == 1 {
			return &auth.Error{Code: auth.OutcomeUnknown}
		}
		return confirm(ctx, name, code)
	}
	done, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, "")
	if done.Tokens == nil {
		t.Error("no session")
	}

	a.confirmed = true // and now the first call was carried out, unseen
	tries = 0
	_, err = h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, auth.OutcomeUnknown)
}

func TestConfirmEndsTheSessionsOfWhoeverHadThePasswordBefore(t *testing.T) {
	h := newHarness(t)
	h.hold(&account{email: "ann@example.com", code: "123456"})
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, "")
	if len(h.users) != 1 || h.users[0] != "sub-of-ann@example.com" {
		t.Errorf("revoked: %v", h.users)
	}
}

func TestConfirmWithoutCredentialsChangesTheDerivedPassword(t *testing.T) {
	h := newHarness(t)
	var initial auth.Password
	h.pool.OnSignUp = func(_ context.Context, in auth.NewUser) (auth.SignUpReceipt, error) {
		initial = in.Password
		return auth.SignUpReceipt{CodeSent: true}, nil
	}
	_, err := h.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com"})
	wantCode(t, err, "")

	a := &account{email: "ann@example.com", code: "123456", password: initial}
	h.hold(a)
	notEnabled := &auth.Error{Code: auth.NotEnabled}
	h.pool.OnSetPassword = func(context.Context, string, auth.Password) error { return notEnabled }
	h.pool.OnEndSessions = func(context.Context, string) (string, error) { return "", notEnabled }
	h.pool.OnChangePassword = func(_ context.Context, access string, previous, proposed auth.Password) error {
		if access != "access" || previous != initial {
			t.Errorf("changing with token %q", access)
		}
		a.password = proposed
		return nil
	}
	revoked := ""
	h.pool.OnRevokeToken = func(_ context.Context, token string) error { revoked = token; return nil }
	h.pool.OnUser = func(context.Context, string) (auth.User, error) {
		return auth.User{Attributes: []auth.Attribute{{Name: "sub", Value: "ann-sub"}}}, nil
	}
	ended := 0
	h.pool.OnSignOutEverywhere = func(context.Context, string) error { ended++; return nil }
	done, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, "")
	if done.Tokens == nil || revoked != "refresh" || ended != 1 || len(h.users) != 1 || h.users[0] != "ann-sub" {
		t.Errorf("done = %+v; the session in between was revoked: %q; the user's sessions ended %d times, here: %v", done, revoked, ended, h.users)
	}
}

func TestConfirmWithoutCredentialsDoesNotTakeAStrangersAccount(t *testing.T) {
	h := newHarness(t)
	a := &account{email: "ann@example.com", code: "123456", password: "a strangers own 1"}
	h.hold(a)
	notEnabled := &auth.Error{Code: auth.NotEnabled}
	h.pool.OnSetPassword = func(context.Context, string, auth.Password) error { return notEnabled }
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, auth.InvalidCode)
}

func TestAPasswordThatWasSetUnseenIsNotCalledReused(t *testing.T) {
	h := newHarness(t)
	a := &account{email: "ann@example.com", code: "123456"}
	h.hold(a)
	h.pool.OnRevokeToken = func(context.Context, string) error { return nil }
	set := h.pool.OnSetPassword
	h.pool.OnSetPassword = func(ctx context.Context, name string, password auth.Password) error {
		if a.password == password {
			return &auth.Error{Code: auth.PasswordReused}
		}
		_ = set(ctx, name, password)
		return &auth.Error{Code: auth.OutcomeUnknown}
	}
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, auth.OutcomeUnknown)
	done, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
	wantCode(t, err, "")
	if done.Tokens == nil {
		t.Error("no session")
	}
}

func TestAFaultOfTheSecondTryIsNotAWrongCode(t *testing.T) {
	for fault, want := range map[auth.Code]auth.Code{
		auth.UpstreamUnavailable: auth.UpstreamUnavailable, auth.OutcomeUnknown: auth.OutcomeUnknown,
		// The code was looked at before: limits must not take it for none.
		auth.UpstreamThrottled: auth.UpstreamUnavailable,
	} {
		h := newHarness(t)
		h.pool.OnConfirmSignUp = func(context.Context, string, string) error { return &auth.Error{Code: auth.AlreadyConfirmed} }
		h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return &auth.Error{Code: fault} }
		_, err := h.ConfirmSignUp(t.Context(), proof("123456", "correct horse 9"))
		wantCode(t, err, want)

		h = newHarness(t)
		h.pool.OnConfirmSignUp = func(context.Context, string, string) error { return &auth.Error{Code: fault} }
		h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error {
			return &auth.Error{Code: auth.InvalidCode}
		}
		wantCode(t, h.ConfirmForgotPassword(t.Context(), proof("123456", "correct horse 9")), want)
	}
}

func TestAskingAgainMayTellThatTheCodeIsWrong(t *testing.T) {
	h := newHarness(t)
	h.hold(&account{email: "ann@example.com", code: "123456"})
	confirm, tries := h.pool.OnConfirmSignUp, 0
	h.pool.OnConfirmSignUp = func(ctx context.Context, name, code string) error {
		if tries++; tries == 1 {
			return &auth.Error{Code: auth.OutcomeUnknown}
		}
		return confirm(ctx, name, code)
	}
	_, err := h.ConfirmSignUp(t.Context(), proof("654321", "correct horse 9"))
	wantCode(t, err, auth.InvalidCode)
}

func TestConfirmNeedsAPassword(t *testing.T) {
	h := newHarness(t) // a call of the pool would be Internal
	_, err := h.ConfirmSignUp(t.Context(), proof("123456", ""))
	wantCode(t, err, auth.InvalidInput)
	wantCode(t, h.ConfirmForgotPassword(t.Context(), proof("123456", "")), auth.InvalidInput)
}

func TestASignUpWithoutAPasswordLeavesNoneThatAnybodyKnows(t *testing.T) {
	for name, c := range map[string]struct {
		first []auth.Factor
		want  auth.Code
	}{
		"where mailed codes sign in": {[]auth.Factor{auth.FactorPassword, auth.FactorEmail}, ""},
		"where they do not":          {[]auth.Factor{auth.FactorPassword}, auth.InvalidInput},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
				return auth.PoolSettings{FirstFactors: c.first, PasswordPolicy: auth.PasswordPolicy{MinLength: 60, Digit: true, Symbol: true}}, nil
			}
			known := map[auth.Password]bool{}
			for range 2 { // a stranger's password goes each time, for another one
				a := &account{email: "ann@example.com", code: "123456", password: "strangers own 1"}
				h.hold(a)
				done, err := h.ConfirmSignUp(t.Context(), proof("123456", ""))
				wantCode(t, err, c.want)
				if c.want == "" && (done.Tokens == nil || len(a.password) < 60 || known[a.password]) {
					t.Errorf("signed in: %v; a password of %d characters, used before: %v", done.Tokens != nil, len(a.password), known[a.password])
				}
				if c.want != "" && (a.confirmed || a.password != "strangers own 1") {
					t.Error("the code was spent")
				}
				known[a.password] = true
				h.pass(time.Hour)
			}
		})
	}
}
