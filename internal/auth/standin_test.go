package auth_test

import (
	"context"
	"strings"
	"testing"

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
