package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"usher/internal/auth"
)

// guessedAt repeats a mutation until it is refused, and returns how often it was not.
func (e *edge) guessedAt(t *testing.T, mutation, bearer string) int {
	t.Helper()
	const most = 12
	for i := range most {
		e.callFrom(fmt.Sprintf("192.0.2.%d", i+1))
		if strings.Contains(e.tried(t, mutation, bearer), isLimited) {
			return i
		}
	}
	return most
}

// An empty password is none: what has a code sent counts as a message, whatever else stands beside it.
func TestAnEmptyPasswordIsNoWayAroundTheLimitOfMessages(t *testing.T) {
	e := newEdge(t)
	sent := 0
	e.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		sent++
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: in.Username}}, nil
	}
	e.guessedAt(t, `signIn(input: { username: "ann@example.com", password: "", factor: EMAIL })`, "")
	e.guessedAt(t, `signIn(input: { username: "ann@example.com", factor: EMAIL })`, "")
	if sent != 5 {
		t.Errorf("%d messages were sent, want 5", sent)
	}
}

// Whoever knows the sub of an account can write it as a name, and must not thereby use up what its
// signed-in owner may try.
func TestStrangersCannotShutASessionOut(t *testing.T) {
	e := newEdge(t)
	e.guessed("right")
	e.pool.OnConfirmSignUp = func(context.Context, string, string) error { return &auth.Error{Code: auth.InvalidCode} }
	e.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return &auth.Error{Code: auth.InvalidCode} }
	e.pool.OnChangePassword = func(context.Context, string, auth.Password, auth.Password) error { return nil }
	e.pool.OnVerifyAttribute = func(context.Context, string, string, string) error { return nil }
	e.guessedAt(t, signInOf("ann", "wrong"), "") // "ann" is the sub
	e.guessedAt(t, `confirmForgotPassword(input: { username: "ann", code: "000000", newPassword: "correct horse 9" })`, "")
	for _, mutation := range []string{
		`changePassword(input: { currentPassword: "right", newPassword: "correct horse 9" })`,
		`verifyContact(input: { channel: EMAIL, code: "123456" })`,
	} {
		if body := e.tried(t, mutation, "fresh"); strings.Contains(body, isLimited) {
			t.Errorf("%s: %s", mutation, body)
		}
	}
}

// A refusal that may come after the pool has looked at a guess gives nothing back, or wrong ones would be free.
func TestWhatWasLookedAtStaysCounted(t *testing.T) {
	const reset = `confirmForgotPassword(input: { username: "ann@example.com", code: "000000", newPassword: "correct horse 9" })`
	const confirm = `confirmSignUp(input: { username: "ann@example.com", code: "000000", password: "correct horse 9" })`
	says := func(code auth.Code) error {
		if code == "" {
			return nil
		}
		return &auth.Error{Code: code}
	}
	for name, c := range map[string]struct {
		mutation, bearer string
		signUp, recovery auth.Code
		change           auth.Code
	}{
		"a wrong recovery code, then a busy pool":      {mutation: reset, recovery: auth.InvalidCode, signUp: auth.UpstreamThrottled},
		"a wrong sign-up code, then a busy pool":       {mutation: confirm, signUp: auth.InvalidCode, recovery: auth.UpstreamThrottled},
		"a lost answer, then a busy pool":              {mutation: reset, recovery: auth.InvalidCode, signUp: auth.OutcomeUnknown},
		"a password of before, beside a recovery code": {mutation: reset, recovery: auth.PasswordReused},
		"a password of before, beside the present one": {mutation: `changePassword(input: { currentPassword: "wrong", newPassword: "correct horse 9" })`, bearer: "fresh", change: auth.PasswordReused},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			lost := false
			e.pool.OnConfirmSignUp = func(context.Context, string, string) error {
				if lost = !lost; !lost && c.signUp == auth.OutcomeUnknown {
					return says(auth.UpstreamThrottled)
				}
				return says(c.signUp)
			}
			e.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error { return says(c.recovery) }
			e.pool.OnChangePassword = func(context.Context, string, auth.Password, auth.Password) error { return says(c.change) }
			if n := e.guessedAt(t, c.mutation, c.bearer); n != 5 {
				t.Errorf("%d guesses were looked at, want 5", n)
			}
		})
	}
}

// A pool's trigger may say no to a wrong answer by failing.
func TestWhatATriggerRefusesStaysCounted(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeCustom, Username: in.Username}}, nil
	}
	answers := 0
	e.pool.OnRespond = func(context.Context, auth.Answer) (auth.Step, error) {
		answers++
		return auth.Step{}, &auth.Error{Code: auth.NotEnabled, Feature: "this pool's trigger refuses it"}
	}
	for range 12 {
		e.tried(t, fmt.Sprintf(`respondToChallenge(input: { challenge: %q, answer: { custom: "wrong" } })`, e.challengeOf(t, "ann@example.com")), "")
	}
	if answers != 5 {
		t.Errorf("%d answers were looked at, want 5", answers)
	}
}

// Strangers at addresses enough can use up what is sent to strangers. Users have a budget of their own.
func TestAFloodOfStrangersCostsUsersNoMessage(t *testing.T) {
	e := newEdge(t)
	e.pool.OnForgotPassword = func(context.Context, string) error { return nil }
	e.pool.OnResendConfirmationCode = func(context.Context, string) error { return nil }
	e.pool.OnUpdateAttributes = func(context.Context, string, []auth.Attribute) ([]auth.AttributeDelivery, error) {
		return []auth.AttributeDelivery{{Attribute: "email"}}, nil
	}
	limited := false
	for i := range 400 {
		e.callFrom(fmt.Sprintf("2001:db8:0:%x::1", i))
		limited = strings.Contains(e.tried(t, fmt.Sprintf(`forgotPassword(input: { username: "user%d@example.com" })`, i), ""), isLimited)
	}
	e.callFrom("192.0.2.1")
	if !limited {
		t.Fatal("strangers have not used up their budget")
	}
	if body := e.tried(t, `requestEmailChange(input: { email: "new@example.com" })`, "fresh"); !strings.Contains(body, "ProfileUpdated") {
		t.Errorf("the signed-in: %s", body)
	}
	known := `mutation { forgotPassword(input: { username: "ann@example.com" }) { __typename } }`
	if w := e.exchange(t, known, "", "laptop"); !strings.Contains(w.Body.String(), "CodeSent") {
		t.Errorf("a known device: %s", w.Body)
	}
}
