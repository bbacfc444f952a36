package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
)

// tried is what a mutation without variables answers, of one field.
func (e *edge) tried(t *testing.T, mutation, bearer string) string {
	t.Helper()
	return e.ask(t, "mutation { "+mutation+" { __typename ... on RateLimited { code message retryAfter } } }", nil, bearer)
}

const isLimited = `"__typename":"RateLimited","code":"RATE_LIMITED"`

func signInOf(name, password string) string {
	return fmt.Sprintf("signIn(input: { username: %q, password: %q })", name, password)
}

// guessed has the pool refuse every password but one, and counts what it was asked.
func (e *edge) guessed(right string) *int {
	asked := new(int)
	e.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		*asked++
		if string(in.Password) == right {
			return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeTOTP, Username: in.Username}}, nil
		}
		return auth.Step{}, &auth.Error{Code: auth.InvalidCredentials}
	}
	return asked
}

func TestPasswordsOfOneAccountAreGuessedFiveTimes(t *testing.T) {
	e := newEdge(t)
	asked := e.guessed("right")
	spellings := []string{"ann@example.com", " Ann@Example.COM", "ANN@example.com ", "ann@example.com", "aNn@example.com"}
	for i, name := range spellings {
		e.callFrom(fmt.Sprintf("192.0.2.%d", i+1)) // another address does not help
		if body := e.tried(t, signInOf(name, "wrong"), ""); !strings.Contains(body, "InvalidCredentials") {
			t.Fatalf("guess %d: %s", i+1, body)
		}
	}
	e.callFrom("198.51.100.1")
	for _, password := range []string{"wrong", "right"} { // else the answer would tell which
		if body := e.tried(t, signInOf("ann@example.com", password), ""); !strings.Contains(body, isLimited) || !strings.Contains(body, `"retryAfter":960`) {
			t.Errorf("%s: %s", password, body)
		}
	}
	if *asked != len(spellings) {
		t.Errorf("%d guesses reached the pool", *asked)
	}
	if body := e.tried(t, signInOf("bob@example.com", "wrong"), ""); !strings.Contains(body, "InvalidCredentials") {
		t.Errorf("another account: %s", body)
	}
	e.pass(16 * time.Minute)
	if body := e.tried(t, signInOf("ann@example.com", "right"), ""); !strings.Contains(body, "TotpChallenge") {
		t.Errorf("after the wait: %s", body)
	}
}

func TestARightPasswordIsNoGuess(t *testing.T) {
	e := newEdge(t)
	e.guessed("right")
	for i := range 12 {
		if body := e.tried(t, signInOf("ann@example.com", "right"), ""); !strings.Contains(body, "TotpChallenge") {
			t.Fatalf("sign-in %d: %s", i+1, body)
		}
	}
}

// A pool that refuses a call for its rate has looked at nothing. Of any other fault nobody knows, and a guess of
// which only the answer was lost must stay counted.
func TestAGuessThatABusyPoolNeverSawIsGivenBack(t *testing.T) {
	for code, counts := range map[auth.Code]bool{auth.UpstreamThrottled: false, auth.UpstreamUnavailable: true, auth.OutcomeUnknown: true} {
		t.Run(string(code), func(t *testing.T) {
			e := newEdge(t)
			e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) { return auth.Step{}, &auth.Error{Code: code} }
			for i := range 6 {
				body := e.tried(t, signInOf("ann@example.com", "wrong"), "")
				if limited := strings.Contains(body, isLimited); limited != (counts && i == 5) {
					t.Errorf("guess %d: %s", i+1, body)
				}
			}
		})
	}
}

// A stolen session is no way to guess at the password.
func TestPasswordsOfTheSignedInAreGuessedFiveTimes(t *testing.T) {
	for name, mutation := range map[string]string{
		"changePassword": `changePassword(input: { currentPassword: "wrong", newPassword: "correct horse 9" })`,
		"deleteAccount":  `deleteAccount(input: { password: "wrong" })`,
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			e.guessed("right")
			e.pool.OnChangePassword = func(context.Context, string, auth.Password, auth.Password) error {
				return &auth.Error{Code: auth.InvalidCredentials}
			}
			for i := range 6 {
				e.callFrom(fmt.Sprintf("192.0.2.%d", i+1))
				body := e.tried(t, mutation, "fresh")
				if limited := strings.Contains(body, isLimited); limited != (i == 5) {
					t.Errorf("guess %d: %s", i+1, body)
				}
			}
			if body := e.tried(t, `deleteAccount`, "good"); !strings.Contains(body, "ReauthenticationRequired") {
				t.Errorf("without a password: %s", body)
			}
			if body := e.tried(t, mutation, ""); !strings.Contains(body, CodeUnauthenticated) {
				t.Errorf("without a session: %s", body)
			}
		})
	}
}

// Whoever has the password of an account with codes as its second factor could have any number sent.
func TestASignInThatHasACodeSentIsCounted(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeSMS, Username: in.Username}}, nil
	}
	for i := range 6 {
		body := e.tried(t, signInOf("ann@example.com", "right"), "")
		if limited := strings.Contains(body, isLimited); limited != (i == 5) {
			t.Errorf("message %d: %s", i+1, body)
		}
	}
}

// Known and unknown names are counted alike, so that no limit tells one from the other.
func TestMessagesAreCountedAlikeForKnownAndUnknown(t *testing.T) {
	for name, outcome := range map[string]error{"known": nil, "unknown": &auth.Error{Code: auth.UserNotFound}} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			calls := 0
			e.pool.OnForgotPassword = func(context.Context, string) error { calls++; return outcome }
			e.pool.OnResendConfirmationCode = func(context.Context, string) error { return outcome }
			e.pool.OnSignUp = func(context.Context, auth.NewUser) (auth.SignUpReceipt, error) {
				calls++
				return auth.SignUpReceipt{CodeSent: true}, nil
			}
			// All that sends to one address shares its limit.
			for i, mutation := range []string{"forgotPassword", "resendConfirmationCode", "forgotPassword", "resendConfirmationCode"} {
				if body := e.tried(t, mutation+`(input: { username: "ann@example.com" })`, ""); !strings.Contains(body, "CodeSent") {
					t.Fatalf("message %d: %s", i+1, body)
				}
			}
			if body := e.tried(t, `signUp(input: { email: "ann@example.com" })`, ""); !strings.Contains(body, "SignUpStarted") {
				t.Fatalf("message 5: %s", body)
			}
			sent := calls
			for _, mutation := range []string{
				`forgotPassword(input: { username: " Ann@example.com" })`, `signUp(input: { email: "ann@example.com" })`,
				`signIn(input: { username: "ann@example.com", factor: EMAIL })`,
			} {
				if body := e.tried(t, mutation, ""); !strings.Contains(body, isLimited) || !strings.Contains(body, `"retryAfter":720`) {
					t.Errorf("message 6, %s: %s", mutation, body)
				}
			}
			if calls != sent {
				t.Error("the pool was asked beyond the limit")
			}
			e.pass(12 * time.Minute)
			if body := e.tried(t, `forgotPassword(input: { username: "ann@example.com" })`, ""); !strings.Contains(body, "CodeSent") {
				t.Errorf("after the wait: %s", body)
			}
		})
	}
}

func TestWhatWasRefusedBeforeItIsGivenBack(t *testing.T) {
	e := newEdge(t)
	for _, mutation := range []string{
		`confirmSignUp(input: { username: "ann@example.com", code: "123456", password: "short" })`,
		`confirmForgotPassword(input: { username: "ann@example.com", code: "letters", newPassword: "correct horse 9" })`,
		`signUp(input: { email: "ann@example.com", password: "short" })`,
		`signUp(input: { email: "not an address" })`,
		`signIn(input: { username: "ann@example.com", password: "x", factor: EMAIL })`,
	} {
		t.Run(mutation, func(t *testing.T) {
			for i := range 12 {
				e.callFrom(fmt.Sprintf("192.0.2.%d", i+1))
				if body := e.tried(t, mutation, ""); !strings.Contains(body, "WeakPassword") && !strings.Contains(body, "InvalidInput") {
					t.Fatalf("try %d: %s", i+1, body)
				}
			}
		})
	}
}

func TestMessagesOfTheSignedInAreCountedByAccountAndByAddress(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"by account":                            func(i int) string { return strings.Repeat("x", i+1) + "@example.com" },
		"by address, which may be a stranger's": func(int) string { return "victim@example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			e.pool.OnUpdateAttributes = func(context.Context, string, []auth.Attribute) ([]auth.AttributeDelivery, error) {
				return []auth.AttributeDelivery{{Attribute: "email"}}, nil
			}
			for i := range 6 {
				body := e.tried(t, fmt.Sprintf(`requestEmailChange(input: { email: %q })`, address(i)), "fresh")
				if limited := strings.Contains(body, isLimited); limited != (i == 5) {
					t.Errorf("message %d: %s", i+1, body)
				}
			}
		})
	}
}
