package cognito_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/auth"
	"usher/internal/localpool"
)

// A pool that hangs costs its budget and no more.
func TestBudgets(t *testing.T) {
	const quick, slow = 3 * time.Second, 8 * time.Second
	budget := func(name string) time.Duration {
		switch name {
		case "SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword", "ChangePassword",
			"SignIn by another factor", "Respond", "Respond with a password", "Respond with a passkey", "UpdateAttributes", "SendAttributeCode",
			"VerifyAttribute", "AssociateTOTP by Session", "VerifyTOTP", "VerifyTOTP by Session", "FinishPasskeyRegistration":
			return slow
		}
		return quick
	}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		p := r.open(t)
		for _, m := range methods() {
			r.pool.Faults().Inject(m.operation, localpool.Fault{Delay: time.Hour})
			started := time.Now()
			err := m.call(t.Context(), p)
			if got, want := time.Since(started), budget(m.name); got != want {
				t.Errorf("%s: took %s, want %s", m.name, got, want)
			}
			want := auth.UpstreamUnavailable
			if m.spends {
				want = auth.OutcomeUnknown
			}
			if got := auth.CodeOf(err); got != want {
				t.Errorf("%s: outcome %q, want %q (%v)", m.name, got, want, err)
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: the error does not say that time ran out: %v", m.name, err)
			}
			r.pool.Faults().Clear()
		}
	})
}

// The caller's own end is passed on, and a spending call that was under way is not said to have
// failed.
func TestCallerLeavesDuringTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		p := r.open(t)
		for _, m := range methods() {
			r.pool.Faults().Inject(m.operation, localpool.Fault{Delay: time.Hour})
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			started := time.Now()
			err := m.call(ctx, p)
			if got := time.Since(started); got != time.Second {
				t.Errorf("%s: ended after %s, want 1s", m.name, got)
			}
			want := auth.UpstreamUnavailable
			if m.spends {
				want = auth.OutcomeUnknown
			}
			if got := auth.CodeOf(err); got != want || !errors.Is(err, context.Canceled) {
				t.Errorf("%s: outcome %q (%v), want %q with context.Canceled", m.name, got, err, want)
			}
			r.pool.Faults().Clear()
		}
	})
}

// The answer to a refresh was lost; within the pool's grace the same token finishes the job.
func TestLostRefreshCanBeRepeated(t *testing.T) {
	r := newRig(t)
	p := r.open(t)
	tokens := r.session(t, p, r.newUser(t, p))
	r.pool.Faults().Inject("GetTokensFromRefreshToken", localpool.Fault{DropAnswer: true})
	_, err := p.Refresh(t.Context(), tokens.Refresh)
	wantCode(t, err, auth.OutcomeUnknown)
	renewed, err := p.Refresh(t.Context(), tokens.Refresh)
	wantCode(t, err, "")
	if renewed.Access == "" || renewed.Refresh == "" {
		t.Error("no new tokens")
	}
}

func TestLostConfirmTellsTheTruthWhenRepeated(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault localpool.Fault
		want  auth.Code
	}{
		{"the code was spent", localpool.Fault{DropAnswer: true}, auth.AlreadyConfirmed},
		{"the code was not spent", localpool.Fault{DropRequest: true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			p := r.open(t)
			email := r.newEmail()
			if _, err := p.SignUp(t.Context(), auth.NewUser{Username: email, Password: goodPassword}); err != nil {
				t.Fatal(err)
			}
			code := r.mail.code(t, email)
			r.pool.Faults().Inject("ConfirmSignUp", c.fault)
			wantCode(t, p.ConfirmSignUp(t.Context(), email, code), auth.OutcomeUnknown)
			wantCode(t, p.ConfirmSignUp(t.Context(), email, code), c.want)
		})
	}
}
