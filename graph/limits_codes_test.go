package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
)

// Each way of guessing a code has the account's limit; one that was right counts for nothing.
func TestCodesAreGuessedFiveTimes(t *testing.T) {
	for name, c := range map[string]struct {
		mutation, bearer string
		hold             func(e *edge, right *bool)
	}{
		"confirmSignUp": {`confirmSignUp(input: { username: "ann@example.com", code: "000000", password: "correct horse 9" })`, "", func(e *edge, _ *bool) {
			wrong := func(context.Context, string, string) error { return &auth.Error{Code: auth.InvalidCode} }
			e.pool.OnConfirmSignUp = wrong
			e.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return &auth.Error{Code: auth.InvalidCode} }
		}},
		"confirmForgotPassword": {`confirmForgotPassword(input: { username: "ann@example.com", code: "000000", newPassword: "correct horse 9" })`, "", func(e *edge, _ *bool) {
			e.pool.OnConfirmSignUp = func(context.Context, string, string) error { return &auth.Error{Code: auth.InvalidCode} }
			e.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return &auth.Error{Code: auth.InvalidCode} }
		}},
		"verifyContact": {`verifyContact(input: { channel: EMAIL, code: "000000" })`, "fresh", func(e *edge, right *bool) {
			e.pool.OnVerifyAttribute = func(context.Context, string, string, string) error {
				if *right {
					return nil
				}
				return &auth.Error{Code: auth.InvalidCode}
			}
		}},
		"confirmTotp": {`confirmTotp(input: { code: "000000" })`, "fresh", func(e *edge, right *bool) {
			e.pool.OnVerifyTOTP = func(context.Context, auth.TOTPGrant, auth.TOTPProof) (auth.Secret, error) {
				if *right {
					return "", nil
				}
				return "", &auth.Error{Code: auth.InvalidCode}
			}
			e.pool.OnSetFactorPreference = func(context.Context, string, []auth.FactorPreference) error { return nil }
		}},
	} {
		t.Run(name, func(t *testing.T) {
			e, right := newEdge(t), c.bearer != ""
			c.hold(e, &right)
			for i := range 12 {
				if body := e.tried(t, c.mutation, c.bearer); right && strings.Contains(body, "RateLimited") {
					t.Fatalf("right answer %d: %s", i+1, body)
				} else if !right {
					break
				}
			}
			right = false
			e.callFrom("198.51.100.7")
			e.pass(24 * time.Hour)
			for i := range 6 {
				body := e.tried(t, c.mutation, c.bearer)
				if limited := strings.Contains(body, isLimited); limited != (i == 5) {
					t.Errorf("guess %d: %s", i+1, body)
				}
			}
		})
	}
}

// The later steps of a sign-in are guesses at the account that it is of, whatever challenge carries them.
func TestTheStepsOfASignInCountForItsAccount(t *testing.T) {
	for name, c := range map[string]struct {
		kind   auth.ChallengeKind
		answer string
		code   auth.Code
	}{
		"a code":     {auth.ChallengeTOTP, `totpCode: "000000"`, auth.InvalidCode},
		"a password": {auth.ChallengeSelectFactor, `password: "wrong"`, auth.InvalidCredentials},
		"a word":     {auth.ChallengeCustom, `custom: "wrong"`, auth.InvalidCredentials},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			e.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
				return auth.Step{Challenge: &auth.Challenge{Kind: c.kind, Username: in.Username, Factors: []auth.Factor{auth.FactorPassword}}}, nil
			}
			answers := 0
			e.pool.OnRespond = func(context.Context, auth.Answer) (auth.Step, error) {
				answers++
				return auth.Step{}, &auth.Error{Code: c.code}
			}
			for i := range 6 {
				token := e.challengeOf(t, "ann@example.com") // each guess at a challenge of its own
				body := e.tried(t, fmt.Sprintf(`respondToChallenge(input: { challenge: %q, answer: { %s } })`, token, c.answer), "")
				if limited := strings.Contains(body, isLimited); limited != (i == 5) {
					t.Errorf("guess %d: %s", i+1, body)
				}
			}
			if answers != 5 {
				t.Errorf("%d answers reached the pool, want 5", answers)
			}
		})
	}
}

// challengeOf begins a sign-in without a password, which guesses nothing.
func (e *edge) challengeOf(t *testing.T, name string) string {
	t.Helper()
	body := e.ask(t, fmt.Sprintf("mutation { signIn(input: { username: %q }) { ... on Challenge { challenge } } }", name), nil, "")
	_, rest, _ := strings.Cut(body, `"challenge":"`)
	token, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("no challenge: %s", body)
	}
	return token
}
