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
