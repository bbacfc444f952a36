package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

func TestARefusedAccountIsActedOutAsANameThatNobodyHas(t *testing.T) {
	for name, refused := range map[string]struct {
		username string
		with     auth.Code
		kind     func(string) bool
	}{
		"disabled, an address":    {ann, auth.InvalidCredentials, func(s string) bool { return strings.HasSuffix(s, ".invalid") }},
		"unconfirmed, an address": {ann, auth.NotConfirmed, func(s string) bool { return strings.HasSuffix(s, ".invalid") }},
		"disabled, a number":      {"+4915112345678", auth.InvalidCredentials, func(s string) bool { return strings.HasPrefix(s, "+999") && len(s) <= 16 }},
		"disabled, a name":        {"ann", auth.InvalidCredentials, func(s string) bool { return !strings.ContainsAny(s, "@+") }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			var asked []string
			h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
				asked = append(asked, in.Username)
				if in.Username == refused.username {
					return auth.Step{}, &auth.Error{Code: refused.with}
				}
				return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: in.Username, Session: "an act"}}, nil
			}
			h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
				if in.Username == refused.username {
					t.Error("the refused account itself was asked")
				}
				return auth.Step{}, &auth.Error{Code: auth.InvalidCredentials}
			}
			h.sends(nil, nil)
			open := h.start(t, auth.SignIn{Username: refused.username, Factor: auth.FactorEmail})
			h.start(t, auth.SignIn{Username: refused.username, Factor: auth.FactorEmail})
			if len(asked) != 4 || asked[1] == refused.username || asked[1] != asked[3] || !refused.kind(asked[1]) {
				t.Errorf("the pool was asked for %q", asked)
			}
			_, err := h.RespondToChallenge(t.Context(), open.Token, auth.Reply{Code: "12345678"})
			wantCode(t, err, auth.InvalidCode)
		})
	}
}

func TestARefusedAccountIsRefusedWhereThePoolDoesNotAct(t *testing.T) {
	for name, answer := range map[string]auth.Code{"it says the password is wrong": auth.InvalidCredentials, "it says that nobody is": auth.UserNotFound} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) { return auth.Step{}, &auth.Error{Code: answer} }
			_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Factor: auth.FactorEmail})
			wantCode(t, err, auth.InvalidCredentials)
		})
	}
}

// Only for a name that somebody has is there anybody to mail to.
func TestMailThatFailsTellsNobodyApart(t *testing.T) {
	unsent := func(name string) error {
		if name == ann {
			return &auth.Error{Code: auth.DeliveryFailed, Err: errors.New("the sender is not verified")}
		}
		return nil
	}
	codeFor := func(name string) auth.Step {
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: name, Session: "s"}}
	}
	for name, begin := range map[string]func(t *testing.T, h *harness, username string) (auth.SignInStep, error){
		"asked for at once": func(t *testing.T, h *harness, username string) (auth.SignInStep, error) {
			t.Helper()
			return h.StartSignIn(t.Context(), auth.SignIn{Username: username, Factor: auth.FactorEmail})
		},
		"chosen": func(t *testing.T, h *harness, username string) (auth.SignInStep, error) {
			t.Helper()
			choice := h.start(t, auth.SignIn{Username: username})
			return h.RespondToChallenge(t.Context(), choice.Token, auth.Reply{Factor: auth.FactorEmail})
		},
	} {
		t.Run(name, func(t *testing.T) {
			var answers []auth.OpenChallenge
			for _, username := range []string{ann, "amy@example.com"} {
				h := newHarness(t)
				h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
					if in.Factor == "" {
						return auth.Step{Challenge: &auth.Challenge{
							Kind: auth.ChallengeSelectFactor, Username: in.Username, Session: "s", Factors: []auth.Factor{auth.FactorPassword, auth.FactorEmail},
						}}, nil
					}
					return codeFor(in.Username), unsent(in.Username)
				}
				h.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
					if in.Code != "" {
						return auth.Step{}, &auth.Error{Code: auth.InvalidCode}
					}
					return codeFor(in.Username), unsent(in.Username)
				}
				step, err := begin(t, h, username)
				if err != nil || step.Challenge == nil {
					t.Fatalf("%s: %+v, %v", username, step, err)
				}
				_, err = h.RespondToChallenge(t.Context(), step.Challenge.Token, auth.Reply{Code: "00000000"})
				wantCode(t, err, auth.InvalidCode)
				if logged := strings.Contains(h.log.String(), "the sender is not verified"); logged != (username == ann) {
					t.Errorf("%s: the log tells the operator: %v", username, logged)
				}
				length := len(step.Challenge.Token)
				step.Challenge.Token = strings.Repeat("x", length)
				answers = append(answers, *step.Challenge)
			}
			if diff := cmp.Diff(answers[1], answers[0]); diff != "" {
				t.Errorf("the owner is told apart (-unknown +owner):\n%s", diff)
			}
		})
	}
}

func TestMailThatFailsIsToldToWhoHasProvenAPassword(t *testing.T) {
	h := newHarness(t)
	h.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{}, &auth.Error{Code: auth.DeliveryFailed}
	}
	_, err := h.StartSignIn(t.Context(), auth.SignIn{Username: ann, Password: annsSecret})
	wantCode(t, err, auth.DeliveryFailed)
}
