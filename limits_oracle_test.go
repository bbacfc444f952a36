package main

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestWhatIsLeftOfALimitTellsNoAccount: whoever has proven nothing is refused after as many tries, and for
// as long, whatever becomes of the account behind the name.
func TestWhatIsLeftOfALimitTellsNoAccount(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	populate(t, c, in)
	const strong = "battery staple 7"
	for _, attack := range []struct {
		name  string
		tries []map[string]any // the mutations that take turns, with their inputs
	}{
		{"passwords", []map[string]any{{"signIn": map[string]any{"password": "wrong guess 1"}}}},
		{"codes", []map[string]any{
			{"confirmSignUp": map[string]any{"code": "000000", "password": strong}},
			{"confirmForgotPassword": map[string]any{"code": "000000", "newPassword": strong}},
		}},
		{"messages", []map[string]any{
			{"forgotPassword": map[string]any{}},
			{"resendConfirmationCode": map[string]any{}},
			{"signIn": map[string]any{"factor": "EMAIL"}},
			{"signUp": map[string]any{}},
			{"signUp": map[string]any{"password": strong}},
		}},
		{"what is refused at once", []map[string]any{
			{"confirmSignUp": map[string]any{"code": "letters", "password": strong}},
			{"confirmForgotPassword": map[string]any{"code": "000000", "newPassword": "short"}},
			{"signUp": map[string]any{"password": "short"}},
			{"signIn": map[string]any{"password": strong, "factor": "EMAIL"}},
		}},
	} {
		t.Run(attack.name, func(t *testing.T) {
			c.pass(24 * time.Hour) // all limits are full again
			var want []string
			for _, kind := range []string{
				"unknown", "confirmed", "unconfirmed", "disabled", "disabled and unconfirmed", "without a password", "with an authenticator app",
				"with a passkey", "invited", "to be reset",
			} {
				var got []string
				for i := range 2 * moreThanAChallengeTakes {
					for name, with := range attack.tries[i%len(attack.tries)] {
						got = append(got, in.tryFor(name, accounts()[kind], with.(map[string]any))) //nolint:forcetypeassert // see above
					}
				}
				if want == nil {
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-unknown +got):\n%s", kind, diff)
				}
			}
		})
	}
}

// tryFor calls a mutation for an account, and returns whether it is let through and how long it shall wait. What
// it is answered then is compared elsewhere.
func (in *instance) tryFor(name, email string, with map[string]any) string {
	input := map[string]any{"username": email}
	types := map[string]string{
		"signIn": "SignInInput", "confirmSignUp": "ConfirmSignUpInput", "confirmForgotPassword": "ConfirmForgotPasswordInput",
		"forgotPassword": "UsernameInput", "resendConfirmationCode": "UsernameInput", "signUp": "SignUpInput",
	}
	if name == "signUp" {
		input = map[string]any{"email": email}
	}
	maps.Copy(input, with)
	op := fmt.Sprintf(`mutation($input: %s!) { %s(input: $input) { __typename ... on RateLimited { retryAfter } } }`, types[name], name)
	if got := field[waitable](in.t, in.call(op, map[string]any{"input": input}), name); got.RetryAfter > 0 {
		return fmt.Sprintf("%s has to wait %d s", name, got.RetryAfter)
	}
	return name + " is let through"
}
