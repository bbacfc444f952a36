package auth_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

// oneWord is a blocklist that knows one common password, and refuses the names themselves.
type oneWord string

func (w oneWord) Common(password string) bool { return password == string(w) }

func (oneWord) Personal(password string, names ...string) bool {
	return slices.Contains(names, password)
}

// strictHarness is a harness whose service asks for twelve characters and has a blocklist.
func strictHarness(t *testing.T) *harness {
	t.Helper()
	h := newHarness(t)
	service, err := auth.New(auth.Config{
		Pool: h.pool, Store: h.store, Sessions: h, Limits: h, Secret: bytes.Repeat([]byte{7}, 32), Now: h.now, Challenges: boxes{now: h.now},
		MinPasswordLength: 12, Blocklist: oneWord("the most common 1"), Logger: slog.New(slog.NewTextHandler(&h.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Service = service
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	return h
}

func TestThePolicyIsTheStricter(t *testing.T) {
	all := []auth.PasswordRule{auth.RuleMinLength, auth.RuleMaxLength, auth.RuleNoEdgeSpace, auth.RuleDigit, auth.RuleNotCommon, auth.RuleNotPersonal}
	for name, test := range map[string]struct{ pools, want int }{
		"ours":       {8, 12},
		"the pool's": {20, 20},
	} {
		t.Run(name, func(t *testing.T) {
			h := strictHarness(t)
			h.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
				return auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: test.pools, Digit: true}}, nil
			}
			got := h.Settings(t.Context()).PasswordPolicy
			if got.MinLength != test.want {
				t.Errorf("%d characters, want %d", got.MinLength, test.want)
			}
			if diff := cmp.Diff(all, got.Rules()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("neither, without a blocklist", func(t *testing.T) {
		if got := newHarness(t).Settings(t.Context()).PasswordPolicy; got.MinLength != 8 || slices.Contains(got.Rules(), auth.RuleNotCommon) {
			t.Errorf("%+v", got)
		}
	})
}

// TestEveryFlowThatSetsAPasswordChecksIt goes through all of them; the pool must hear of none that is refused.
func TestEveryFlowThatSetsAPasswordChecksIt(t *testing.T) {
	const email = "ann.miller@example.com"
	proof := func(p auth.Password) auth.Proof { return auth.Proof{Username: email, Code: "123456", Password: p} }
	flows := map[string]func(*testing.T, *harness, auth.Password) error{
		"signUp": func(t *testing.T, h *harness, p auth.Password) error {
			_, err := h.SignUp(t.Context(), auth.SignUp{Email: email, Password: p})
			return err
		},
		"confirmSignUp": func(t *testing.T, h *harness, p auth.Password) error {
			_, err := h.ConfirmSignUp(t.Context(), proof(p))
			return err
		},
		"confirmForgotPassword": func(t *testing.T, h *harness, p auth.Password) error {
			return h.ConfirmForgotPassword(t.Context(), proof(p))
		},
		"changePassword": func(t *testing.T, h *harness, p auth.Password) error {
			h.pool.OnUser = func(context.Context, string) (auth.User, error) {
				return auth.User{Attributes: []auth.Attribute{{Name: "email", Value: email}}}, nil
			}
			return h.ChangePassword(t.Context(), auth.Principal{Username: "3f2a", Subject: "3f2a", AccessToken: "access"}, "old", p, false)
		},
		"respondToChallenge": func(t *testing.T, h *harness, p auth.Password) error {
			h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
				return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeNewPassword, Username: "3f2a", Session: "session"}}, nil
			}
			begun, err := h.StartSignIn(t.Context(), auth.SignIn{Username: email, Password: "temporary"})
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.RespondToChallenge(t.Context(), begun.Challenge.Token, auth.Reply{NewPassword: &auth.NewPassword{Password: p}})
			return err
		},
	}
	for name, flow := range flows {
		for why, test := range map[string]struct {
			password auth.Password
			rule     auth.PasswordRule
		}{
			"too short for us":  {"otter 7 elm", auth.RuleMinLength},
			"too weak for them": {"otter seven elm", auth.RuleDigit},
			"common":            {"the most common 1", auth.RuleNotCommon},
			"personal":          {email, auth.RuleNotPersonal},
		} {
			t.Run(name+"/"+why, func(t *testing.T) {
				err := flow(t, strictHarness(t), test.password) // a call that the fake does not expect fails the test
				if e, ok := errors.AsType[*auth.Error](err); !ok || e.Code != auth.WeakPassword || !slices.Contains(e.Violated, test.rule) {
					t.Errorf("%v, want %s to be broken", err, test.rule)
				}
			})
		}
	}
}

func TestWhatIsNotLookedUp(t *testing.T) {
	t.Run("a password that is proven", func(t *testing.T) {
		h := strictHarness(t)
		h.hold(&account{email: "ann@example.com", password: "short"})
		if _, err := h.StartSignIn(t.Context(), auth.SignIn{Username: "ann@example.com", Password: "short"}); err != nil {
			t.Errorf("an old password no longer signs in: %v", err)
		}
	})
	t.Run("a change for an account that cannot be read", func(t *testing.T) {
		h := strictHarness(t)
		h.pool.OnUser = func(context.Context, string) (auth.User, error) { return auth.User{}, errDown }
		err := h.ChangePassword(t.Context(), auth.Principal{AccessToken: "access"}, "old", "quiet otter elm 7", false)
		wantCode(t, err, auth.UpstreamUnavailable)
	})
	t.Run("the form of a password", func(t *testing.T) {
		h, typed := strictHarness(t), auth.Password("quiet e\u0301toile ﬁ 7  ")
		typed = auth.Password(strings.TrimSpace(string(typed)))
		var got auth.Password
		h.pool.OnSignUp = func(_ context.Context, u auth.NewUser) (auth.SignUpReceipt, error) {
			got = u.Password
			return auth.SignUpReceipt{}, nil
		}
		if _, err := h.SignUp(t.Context(), auth.SignUp{Email: "ann@example.com", Password: typed}); err != nil || got != typed {
			t.Errorf("the pool got %q for %q (%v)", string(got), string(typed), err)
		}
	})
}
