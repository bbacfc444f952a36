package auth_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"usher/internal/auth"
)

const answerTime = 400 * time.Millisecond

// paced is a Service that holds its answers by the harness's clock.
func paced(t *testing.T) *harness {
	t.Helper()
	return newHarness(t, func(h *harness, cfg *auth.Config) {
		cfg.AnswerTime = answerTime
		cfg.Pause = func(ctx context.Context, d time.Duration) {
			if ctx.Err() == nil {
				h.pass(d)
			}
		}
	})
}

// lasted is how long an operation took by the clock.
func (h *harness) lasted(do func() error) (time.Duration, error) {
	began := h.now()
	err := do()
	return h.now().Sub(began), err
}

func TestAnAnswerThatMustTellNothingTakesAsLongWhateverThePoolFinds(t *testing.T) {
	const lastAnswer = 9 * time.Second
	for name, op := range neutral() {
		for account, k := range op.kinds {
			for _, delay := range []time.Duration{0, time.Millisecond, 130 * time.Millisecond, 266 * time.Millisecond, 399 * time.Millisecond, 400 * time.Millisecond, 401 * time.Millisecond, 800 * time.Millisecond, 3 * time.Second, 4499 * time.Millisecond, 10 * time.Second} {
				t.Run(fmt.Sprintf("%s, %s, %v a call", name, account, delay), func(t *testing.T) {
					h, challenge := paced(t), ""
					if op.first.Username != "" {
						h.slowPool(k, 0)
						challenge = h.start(t, op.first).Token
					}
					calls := h.slowPool(k, delay)
					got, err := h.lasted(func() error { return op.do(t.Context(), h, challenge) })
					if auth.CodeOf(err) == auth.Internal {
						t.Fatal(err)
					}
					floor, took := op.units*answerTime, time.Duration(calls.Load())*delay
					want := max(floor, (took+floor-1)/floor*floor)
					if want > lastAnswer {
						want = max(took, lastAnswer)
					}
					if got != want || took == 0 && delay > 0 {
						t.Errorf("answered after %v, want %v; the pool took %v", got, want, took)
					}
				})
			}
		}
	}
}

func TestWhoHangsUpIsNotHeld(t *testing.T) {
	for name, op := range neutral() {
		t.Run(name, func(t *testing.T) {
			h, challenge := paced(t), ""
			for _, k := range op.kinds {
				h.slowPool(k, 0)
				if op.first.Username != "" {
					challenge = h.start(t, op.first).Token
				}
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				if got, _ := h.lasted(func() error { return op.do(ctx, h, challenge) }); got != 0 {
					t.Errorf("held for %v", got)
				}
				return
			}
		})
	}
}

func TestWhatTellsAnAccountApartByItselfIsNotHeld(t *testing.T) {
	const code = "123456"
	proof := auth.Proof{Username: ann, Code: code, Password: annsSecret}
	for name, test := range map[string]struct {
		want auth.Code
		do   func(ctx context.Context, h *harness) error
	}{
		"the right password": {"", func(ctx context.Context, h *harness) error {
			_, err := h.StartSignIn(ctx, auth.SignIn{Username: ann, Password: annsSecret})
			return err
		}},
		"a second factor after it, and its wrong code": {auth.InvalidCode, func(ctx context.Context, h *harness) error {
			h.asks(auth.Challenge{Kind: auth.ChallengeTOTP, Session: "s"})
			step, err := h.StartSignIn(ctx, auth.SignIn{Username: ann, Password: annsSecret})
			if err != nil {
				return err
			}
			h.pool.OnRespond = func(context.Context, auth.Answer) (auth.Step, error) {
				return auth.Step{}, &auth.Error{Code: auth.InvalidCode}
			}
			_, err = h.RespondToChallenge(ctx, step.Challenge.Token, totp("000000"))
			return err
		}},
		"the right sign-up code": {"", func(ctx context.Context, h *harness) error { _, err := h.ConfirmSignUp(ctx, proof); return err }},
		"the right recovery code": {"", func(ctx context.Context, h *harness) error {
			h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return nil }
			return h.ConfirmForgotPassword(ctx, proof)
		}},
		"no address": {auth.InvalidInput, func(ctx context.Context, h *harness) error {
			_, err := h.SignUp(ctx, auth.SignUp{Email: "ann"})
			return err
		}},
		"no code": {auth.InvalidInput, func(ctx context.Context, h *harness) error {
			_, err := h.ConfirmSignUp(ctx, auth.Proof{Username: ann})
			return err
		}},
		"a weak password": {auth.WeakPassword, func(ctx context.Context, h *harness) error {
			return h.ConfirmForgotPassword(ctx, auth.Proof{Username: ann, Code: code, Password: "x"})
		}},
		"no challenge": {auth.ChallengeExpired, func(ctx context.Context, h *harness) error {
			_, err := h.RespondToChallenge(ctx, "none", totp("000000"))
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := paced(t)
			h.hold(&account{email: ann, code: code, password: annsSecret})
			got, err := h.lasted(func() error { return test.do(t.Context(), h) })
			wantCode(t, err, test.want)
			if got != 0 {
				t.Errorf("held for %v", got)
			}
		})
	}
}

// The time of an answer is part of it: one from after the pool was asked would tell how long it took.
func TestNoTimeInAnAnswerTellsHowLongThePoolTook(t *testing.T) {
	for name, do := range map[string]func(h *harness) (time.Time, error){
		"signUp": func(h *harness) (time.Time, error) {
			out, err := h.SignUp(t.Context(), auth.SignUp{Email: ann})
			if err != nil {
				return time.Time{}, err
			}
			return out.Delivery.ExpiresAt.Add(-auth.SignUpCodeLife), nil
		},
		"resendConfirmationCode": func(h *harness) (time.Time, error) {
			out, err := h.ResendConfirmationCode(t.Context(), ann)
			return out.ExpiresAt.Add(-auth.SignUpCodeLife), err
		},
		"forgotPassword": func(h *harness) (time.Time, error) {
			out, err := h.ForgotPassword(t.Context(), ann)
			return out.ExpiresAt.Add(-auth.RecoveryCodeLife), err
		},
		"signIn": func(h *harness) (time.Time, error) {
			out, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Factor: auth.FactorEmail})
			if err != nil {
				return time.Time{}, err
			}
			return out.Challenge.ExpiresAt.Add(-auth.ChallengeLife), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := paced(t)
			h.slowPool(kind{"SignUp": &auth.Error{Code: auth.UserExists}, "Resend": nil, "Forgot": nil, "SignIn": &auth.Error{Code: auth.InvalidCredentials}, "stand-in": nil}, 300*time.Millisecond)
			began := h.now()
			at, err := do(h)
			if err != nil || !at.Equal(began) {
				t.Errorf("it counts from %v after the beginning (%v)", at.Sub(began), err)
			}
		})
	}
}

func TestAnAnswerTimeThatCannotBeHeldIsRefused(t *testing.T) {
	pause := func(context.Context, time.Duration) {}
	for name, cfg := range map[string]auth.Config{
		"below zero":          {AnswerTime: -1, Pause: pause},
		"beyond an operation": {AnswerTime: auth.MaxAnswerTime + 1, Pause: pause},
		"nothing to wait by":  {AnswerTime: answerTime},
	} {
		t.Run(name, func(t *testing.T) {
			newHarness(t, func(_ *harness, good *auth.Config) {
				cfg.Pool, cfg.Store, cfg.Sessions, cfg.Secret, cfg.Now, cfg.Logger = good.Pool, good.Store, good.Sessions, good.Secret, good.Now, good.Logger
				if _, err := auth.New(cfg); err == nil {
					t.Error("it is taken")
				}
			})
		})
	}
}
