package auth_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/auth"
	"usher/internal/deployment"
)

// A pool that is slow, and slower for the names that it knows, in the time of a synctest bubble: the
// measure is exact, whatever the machine is busy with.
const (
	skewPairs         = 2000
	skewBase          = 40 * time.Millisecond
	skewKnown         = 120 * time.Millisecond
	skewTail          = 100 * time.Millisecond
	skewTailMax       = 2 * time.Second
	leastAUC, mostAUC = 0.45, 0.55
)

type skewedPool struct {
	mu     sync.Mutex
	random *rand.Rand
}

func (s *skewedPool) linger(ctx context.Context, name string) {
	s.mu.Lock()
	d := time.Duration(float64(skewBase) * math.Exp(0.4*s.random.NormFloat64()))
	if s.random.Float64() < 0.02 {
		d += min(time.Duration(float64(skewTail)*math.Pow(1-s.random.Float64(), -1/1.5)), skewTailMax)
	}
	s.mu.Unlock()
	if isKnown(name) {
		d += skewKnown
	}
	deployment.Pause(ctx, d)
}

func isKnown(name string) bool { return name[0] == 'k' }

// answers makes the pool hold half of the names, and hide which.
func (s *skewedPool) answers(h *harness) {
	says := func(known, unknown auth.Code) func(context.Context, string) error {
		return func(ctx context.Context, name string) error {
			s.linger(ctx, name)
			code := unknown
			if isKnown(name) {
				code = known
			}
			if code == "" {
				return nil
			}
			return &auth.Error{Code: code}
		}
	}
	signUp, signIn := says(auth.UserExists, ""), says(auth.InvalidCredentials, auth.InvalidCredentials)
	confirm, reset := says(auth.AlreadyConfirmed, auth.CodeExpired), says(auth.InvalidCode, auth.CodeExpired)
	h.pool.OnSignUp = func(ctx context.Context, in auth.NewUser) (auth.SignUpReceipt, error) {
		return auth.SignUpReceipt{CodeSent: true}, signUp(ctx, in.Username)
	}
	h.pool.OnSignIn = func(ctx context.Context, in auth.SignIn) (auth.Step, error) {
		return auth.Step{}, signIn(ctx, in.Username)
	}
	h.pool.OnResendConfirmationCode, h.pool.OnForgotPassword = says(auth.AlreadyConfirmed, ""), says("", "")
	h.pool.OnConfirmSignUp = func(ctx context.Context, name, _ string) error { return confirm(ctx, name) }
	h.pool.OnConfirmForgotPassword = func(ctx context.Context, name, _ string, _ auth.Password) error { return reset(ctx, name) }
}

// above is how often one of the first is larger than one of the second, equal ones counted half.
func above(first, second []time.Duration) float64 {
	var wins float64
	for _, a := range first {
		for _, b := range second {
			switch {
			case a > b:
				wins++
			case a == b:
				wins += 0.5
			}
		}
	}
	return wins / float64(len(first)*len(second))
}

func TestASkewedPoolTellsNobodyApart(t *testing.T) {
	for name, do := range map[string]func(ctx context.Context, h *harness, name string) error{
		"signUp": func(ctx context.Context, h *harness, name string) error {
			_, err := h.SignUp(ctx, auth.SignUp{Email: name})
			return err
		},
		"signIn": func(ctx context.Context, h *harness, name string) error {
			_, err := h.StartSignIn(ctx, auth.SignIn{Username: name, Password: annsSecret})
			return err
		},
		"forgotPassword": func(ctx context.Context, h *harness, name string) error {
			_, err := h.ForgotPassword(ctx, name)
			return err
		},
		"resendConfirmationCode": func(ctx context.Context, h *harness, name string) error {
			_, err := h.ResendConfirmationCode(ctx, name)
			return err
		},
		"confirmSignUp": func(ctx context.Context, h *harness, name string) error {
			_, err := h.ConfirmSignUp(ctx, auth.Proof{Username: name, Code: "000000", Password: annsSecret})
			return err
		},
		"confirmForgotPassword": func(ctx context.Context, h *harness, name string) error {
			return h.ConfirmForgotPassword(ctx, auth.Proof{Username: name, Code: "000000", Password: annsSecret})
		},
	} {
		for floor, holds := range map[time.Duration]bool{answerTime: true, 0: false} {
			t.Run(fmt.Sprintf("%s, %v", name, floor), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := newHarness(t, func(_ *harness, cfg *auth.Config) {
						cfg.AnswerTime, cfg.Pause, cfg.Now = floor, deployment.Pause, time.Now
					})
					pool := &skewedPool{random: rand.New(rand.NewPCG(1, 2))} //nolint:gosec // it only spreads
					pool.answers(h)
					var took [2][]time.Duration
					for i := range skewPairs {
						for which, sort := range []string{"known", "unknown"} {
							began := time.Now()
							_ = do(t.Context(), h, fmt.Sprintf("%s%d@example.com", sort, i))
							took[which] = append(took[which], time.Since(began))
						}
					}
					auc := above(took[0], took[1])
					t.Logf("figure: timing %s skewed, held to %v: AUC %.3f n=%d", name, floor, auc, skewPairs)
					if got := auc >= leastAUC && auc <= mostAUC; got != holds {
						t.Errorf("AUC %.3f; within bounds: %v, want %v", auc, got, holds)
					}
				})
			})
		}
	}
}
