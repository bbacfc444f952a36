package cognito_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/cognito"
	"usher/internal/quota"
)

// ledger is a budget that answers by itself and keeps what it was asked.
type ledger struct {
	answer func(class string) (time.Duration, error)

	mu    sync.Mutex
	asked []string
	rates map[string]float64
	told  []string
}

func (l *ledger) Spend(_ context.Context, class string, perSecond float64) (time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rates == nil {
		l.rates = map[string]float64{}
	}
	l.asked = append(l.asked, class)
	l.rates[class] = perSecond
	if l.answer == nil {
		return 0, nil
	}
	return l.answer(class)
}

func (l *ledger) tell(class, outcome string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = append(l.told, class+" "+outcome)
}

func (l *ledger) keep(c *cognito.Config) { c.Budgets, c.OnBudget = l, l.tell }

// classOf is the class that a method's first request counts in.
func classOf(m method) string {
	if m.name == "Respond with a password" {
		return "UserAccountRecovery"
	}
	for class, operations := range map[string]string{
		"UserAuthentication":        "InitiateAuth GetTokensFromRefreshToken",
		"UserAuthenticationAnswers": "RespondToAuthChallenge",
		"UserCreation":              "SignUp ConfirmSignUp",
		"UserAccountRecovery":       "ForgotPassword ConfirmForgotPassword ChangePassword AdminSetUserPassword",
		"UserRead":                  "GetUser AdminGetUser GetUserAuthFactors",
		"UserUpdate":                "UpdateUserAttributes DeleteUserAttributes VerifyUserAttribute DeleteUser GlobalSignOut",
		"UserToken":                 "RevokeToken",
		"UserResourceRead":          "ResendConfirmationCode GetUserAttributeVerificationCode ListWebAuthnCredentials",
		"UserResourceUpdate": "AssociateSoftwareToken VerifySoftwareToken SetUserMFAPreference " +
			"StartWebAuthnRegistration CompleteWebAuthnRegistration DeleteWebAuthnCredential",
		"UserPoolRead": "DescribeUserPool",
	} {
		if slices.Contains(strings.Fields(operations), m.operation) {
			return class
		}
	}
	return "none"
}

func TestEveryRequestSpendsTheBudgetOfItsClass(t *testing.T) {
	raised, err := quota.Parse("UserRead=200")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range methods() {
		t.Run(m.name, func(t *testing.T) {
			var l ledger
			w := refusing("ABrandNewException", "")
			p := over(t, w, l.keep, func(c *cognito.Config) { c.Quotas = raised })
			wantCode(t, m.call(t.Context(), p), auth.Internal)
			class := classOf(m)
			if diff := cmp.Diff([]string{class}, l.asked); diff != "" {
				t.Fatalf("asked for (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{class + " " + cognito.BudgetSpent}, l.told); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
			want := 0.8 * float64(quota.Rates{}.Quota(quota.Class(class)))
			if class == "UserRead" {
				want = 0.8 * 200
			}
			if got := l.rates[class]; got != want {
				t.Errorf("a budget of %v calls a second, want %v", got, want)
			}
			if got := w.sent.Load(); got != 1 {
				t.Errorf("sent %d requests, want 1", got)
			}
		})
	}
}

func TestWithoutBudgetNothingIsSent(t *testing.T) {
	for _, m := range methods() {
		t.Run(m.name, func(t *testing.T) {
			l := ledger{answer: func(string) (time.Duration, error) { return 1500 * time.Millisecond, nil }}
			w := refusing("InternalErrorException", "")
			e := wantCode(t, m.call(t.Context(), over(t, w, l.keep)), auth.UpstreamThrottled)
			if e.RetryAfter != 1500*time.Millisecond {
				t.Errorf("wait %s, want 1.5s", e.RetryAfter)
			}
			if !strings.Contains(e.Error(), classOf(m)) || !strings.Contains(e.Error(), "USHER_COGNITO_QUOTAS") {
				t.Errorf("%q names neither the class nor the way out", e)
			}
			if got := w.sent.Load(); got != 0 {
				t.Errorf("sent %d requests, want none", got)
			}
			if diff := cmp.Diff([]string{classOf(m) + " " + cognito.BudgetRefused}, l.told); diff != "" {
				t.Errorf("told, and asked once (-want +got):\n%s", diff)
			}
		})
	}
}

// Cognito counts a second attempt like the first.
func TestASecondAttemptSpendsAnotherBudget(t *testing.T) {
	for _, c := range []struct {
		name    string
		budgets int
		sent    int32
		want    auth.Code
	}{
		{"there is one", 2, 2, auth.UpstreamUnavailable},
		{"there is none", 1, 1, auth.UpstreamThrottled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				left := c.budgets
				l := ledger{answer: func(string) (time.Duration, error) {
					if left--; left < 0 {
						return time.Second, nil
					}
					return 0, nil
				}}
				w := refusing("InternalErrorException", "")
				_, err := over(t, w, l.keep).User(t.Context(), aToken)
				wantCode(t, err, c.want)
				if got := w.sent.Load(); got != c.sent {
					t.Errorf("sent %d requests, want %d", got, c.sent)
				}
			})
		})
	}
}

// The store that counts is down: Cognito's own throttle is what is left, and nobody is locked out.
func TestABudgetThatCannotBeAskedLetsTheRequestPass(t *testing.T) {
	l := ledger{answer: func(string) (time.Duration, error) { return 0, errors.New("the store is down") }}
	w := refusing("ABrandNewException", "")
	_, err := over(t, w, l.keep).User(t.Context(), aToken)
	wantCode(t, err, auth.Internal)
	if diff := cmp.Diff([]string{"UserRead " + cognito.BudgetUnknown}, l.told); diff != "" || w.sent.Load() != 1 {
		t.Errorf("sent %d requests; told (-want +got):\n%s", w.sent.Load(), diff)
	}
}

// hanging is a budget that never answers by itself.
type hanging struct{}

func (hanging) Spend(ctx context.Context, _ string, _ float64) (time.Duration, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestABudgetThatHangsCostsAPartOfTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := refusing("ABrandNewException", "")
		p := over(t, w, func(c *cognito.Config) { c.Budgets = hanging{} })
		started := time.Now()
		_, err := p.User(t.Context(), aToken)
		wantCode(t, err, auth.Internal)
		if got := time.Since(started); got != 500*time.Millisecond || w.sent.Load() != 1 {
			t.Errorf("%d requests after %s, want 1 after 500ms", w.sent.Load(), got)
		}
	})
}

// The caller left while the budget was asked: nothing is sent, and nothing is said to be unknown.
func TestACallerWhoLeavesDuringTheBudgetSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(string, []byte) (*http.Response, error) { return nil, errors.New("sent") }}
		p := over(t, w, func(c *cognito.Config) { c.Budgets = hanging{} })
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		wantCode(t, methodNamed(t, "ConfirmSignUp").call(ctx, p), auth.UpstreamUnavailable)
		if got := w.sent.Load(); got != 0 {
			t.Errorf("sent %d requests, want none", got)
		}
	})
}
