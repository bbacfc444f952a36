package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"usher/internal/passkeytest"
)

// accounts are one address for each kind of account. They have one length and one mask, so that
// whole answers can be compared.
func accounts() map[string]string {
	return map[string]string{
		"unknown":                   "amy@example.com",
		"confirmed":                 "ann@example.com",
		"unconfirmed":               "abe@example.com",
		"disabled":                  "ada@example.com",
		"disabled and unconfirmed":  "abi@example.com",
		"without a password":        "ali@example.com",
		"with an authenticator app": "art@example.com",
		"with a passkey":            "alf@example.com",
		"invited":                   "amo@example.com",
		"to be reset":               "ava@example.com",
	}
}

// populate makes the accounts.
func populate(t *testing.T, c *clock, in *instance) {
	t.Helper()
	const password = "correct horse 9"
	email, admin, pool := accounts(), sdk(in), aws.String(logged(t, in, "pool"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range []string{"unconfirmed", "disabled and unconfirmed"} {
		in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email[kind]}))
	}
	in.signedUp(email["confirmed"], password)
	in.signedUp(email["disabled"], password)
	for _, kind := range []string{"disabled", "disabled and unconfirmed"} {
		_, err := admin.AdminDisableUser(t.Context(), &cip.AdminDisableUserInput{UserPoolId: pool, Username: aws.String(email[kind])})
		must(err)
	}
	invite(t, in, email["without a password"], "")
	invite(t, in, email["invited"], "Temporary-pass-1")
	in.signedUp(email["to be reset"], password)
	_, err := admin.AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: pool, Username: aws.String(email["to be reset"])})
	must(err)
	in.withTotp(c, in.signedUp(email["with an authenticator app"], password))
	made := in.register(&passkeytest.Authenticator{Origin: "http://localhost:3000"}, in.signedUp(email["with a passkey"], password))
	if made.Typename != "PasskeyRegistered" {
		t.Fatalf("the passkey: %+v", made)
	}
}

// invite has an administrator make an account. Without a temporary password it is one that signs in
// by mailed codes.
func invite(t *testing.T, in *instance, email, temporary string) {
	t.Helper()
	request := &cip.AdminCreateUserInput{
		UserPoolId: aws.String(logged(t, in, "pool")), Username: &email, MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &email}, {Name: aws.String("email_verified"), Value: aws.String("true")}},
	}
	if temporary != "" {
		request.TemporaryPassword = &temporary
	}
	if _, err := sdk(in).AdminCreateUser(t.Context(), request); err != nil {
		t.Fatal(err)
	}
}

// sealedText finds what is random in an answer: the sealed challenge.
var sealedText = regexp.MustCompile(`"challenge":"([^"]+)"`)

// seen is all of an answer that its caller can compare. The clock stands still, so times are part of
// it; a sealed challenge is, by its length.
func seen(a answer) string {
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		if name != "Date" && name != "X-Request-Id" {
			fmt.Fprintln(&lines, name, a.header[name])
		}
	}
	body := sealedText.ReplaceAllStringFunc(a.body, func(found string) string { return fmt.Sprintf("a challenge of %d characters", len(found)) })
	return fmt.Sprintf("%d\n%s%s", a.status, lines.String(), body)
}

// gist is an answer's type, with the factors that it offers.
func gist(seen string) string {
	return strings.Join(regexp.MustCompile(`"__typename":"\w+"|"factors":\[[^]]*]`).FindAllString(seen, -1), " ")
}

// moreThanAChallengeTakes is one more wrong answer than a challenge takes, and more wrong passwords
// than begin a lock.
const moreThanAChallengeTakes = 6

// attempt begins a sign-in and goes on wrongly, with the factor chosen where one is given.
func (in *instance) attempt(input map[string]any, choose string) []string {
	in.t.Helper()
	respond := func(challenge string, reply map[string]any) answer {
		return in.call(respondOp, map[string]any{"input": map[string]any{"challenge": challenge, "answer": reply}})
	}
	first := in.call(beginOp, map[string]any{"input": input})
	begun, all := field[step](in.t, first, "signIn"), []string{seen(first)}
	if begun.Typename == "SelectFactorChallenge" && choose != "" {
		next := respond(begun.Challenge, map[string]any{"factor": choose})
		begun, all = field[step](in.t, next, "respondToChallenge"), append(all, seen(next))
	}
	wrong := map[string]any{"password": "wrong guess 1"}
	switch begun.Typename {
	case "CodeChallenge":
		wrong = map[string]any{"code": "00000000"}
	case "PasskeyChallenge":
		wrong = map[string]any{"passkey": json.RawMessage(`{"id":"AAAA"}`)}
	}
	for range moreThanAChallengeTakes {
		if begun.Challenge == "" {
			all = append(all, seen(in.call(beginOp, map[string]any{"input": input})))
			continue
		}
		all = append(all, seen(respond(begun.Challenge, wrong)))
	}
	return all
}

// send calls an operation for each input in turn, for one account.
func (in *instance) send(email string, calls ...func(email string) answer) (all []string) {
	for _, call := range calls {
		all = append(all, seen(call(email)))
	}
	return all
}

func TestAllKindsOfAccountsAreAnsweredAlike(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LIMITS=inbox.recipient=5/1h") // as in front of a pool
	populate(t, c, in)
	email := accounts()

	on := func(op, key string, input map[string]any) func(string) answer {
		return func(email string) answer {
			input := maps.Clone(input)
			input[key] = email
			return in.call(op, map[string]any{"input": input})
		}
	}
	wrongConfirm := on(confirmOp, "username", map[string]any{"code": "000000", "password": "battery staple 7"})
	wrongReset := on(resetOp, "username", map[string]any{"code": "000000", "newPassword": "battery staple 7"})
	forgot, resend := on(forgotOp, "username", map[string]any{}), on(resendOp, "username", map[string]any{})
	attempt := func(input map[string]any, choose string) func(string) []string {
		return func(email string) []string {
			input["username"] = email
			return in.attempt(input, choose)
		}
	}
	// What an account has to sign in with is what these steps are there to say.
	has := map[string]string{
		"with a passkey":            `"__typename":"SelectFactorChallenge" "factors":["PASSWORD","EMAIL","PASSKEY"]`,
		"without a password":        `"__typename":"SelectFactorChallenge" "factors":["EMAIL"]`,
		"with an authenticator app": `"__typename":"SelectFactorChallenge" "factors":["PASSWORD"]`, // Cognito takes no code first where one comes second
		"invited":                   `"__typename":"SelectFactorChallenge" "factors":["PASSWORD"]`, // the temporary one
	}
	with := func(kind, gist string) map[string]string {
		all := maps.Clone(has)
		all[kind] = gist
		return all
	}
	only := func(kinds ...string) map[string]string {
		some := maps.Clone(has)
		maps.DeleteFunc(some, func(kind, _ string) bool { return !slices.Contains(kinds, kind) })
		return some
	}
	for _, way := range []struct {
		name  string
		do    func(email string) []string
		tells map[string]string // the gist of the first answer, where it is not a stranger's
	}{
		{name: "confirmSignUp and confirmForgotPassword before any code", do: func(email string) []string { return in.send(email, wrongConfirm, wrongReset) }},
		{name: "resendConfirmationCode, wrong codes", do: func(email string) []string { return in.send(email, resend, wrongConfirm, wrongConfirm) }},
		{name: "forgotPassword, wrong codes", do: func(email string) []string { return in.send(email, forgot, wrongReset, wrongReset) }},
		{name: "a wrong code when it is too late", do: func(email string) []string { return in.send(email, wrongReset, wrongConfirm) }},
		{name: "too many messages", do: func(email string) []string { return in.send(email, forgot, resend, forgot, resend, forgot, resend) }},
		{name: "a wrong password", do: func(email string) []string {
			return in.send(email, on(signInOp, "username", map[string]any{"password": "wrong guess 1"}))
		}, tells: map[string]string{
			"to be reset": `"__typename":"PasswordResetRequired"`, // Cognito says so before it looks at the password, and the owner must learn it
		}},
		{name: "factor EMAIL", do: attempt(map[string]any{"factor": "EMAIL"}, ""), tells: only("with an authenticator app", "invited")},
		{name: "factor SMS", do: attempt(map[string]any{"factor": "SMS"}, ""), tells: has},
		{name: "factor PASSKEY", do: attempt(map[string]any{"factor": "PASSKEY"}, ""), tells: with("with a passkey", `"__typename":"PasskeyChallenge"`)},
		{name: "the name only, a wrong password", do: attempt(map[string]any{}, ""), tells: has},
		{name: "the name only, EMAIL, a wrong code", do: attempt(map[string]any{}, "EMAIL"), tells: has},
		{name: "signUp", do: func(address string) []string {
			return in.send(strings.Replace(address, email["unknown"], "aya@example.com", 1), on(signUpOp, "email", map[string]any{}))
		}},
		{name: "signUp with a password", do: func(address string) []string {
			return in.send(strings.Replace(address, email["unknown"], "aza@example.com", 1), on(signUpOp, "email", map[string]any{"password": "strangers own 1"}))
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			c.pass(2 * time.Hour) // what was counted is forgotten, and what was mailed is too late
			strangers := way.do(email["unknown"])
			for _, kind := range slices.Sorted(maps.Keys(email)) {
				if kind == "unknown" {
					continue
				}
				got := way.do(email[kind])
				if tells, differs := way.tells[kind]; differs {
					if gist(got[0]) != tells || gist(strangers[0]) == tells {
						t.Errorf("%s: %s, want %s; a stranger gets %s", kind, gist(got[0]), tells, gist(strangers[0]))
					}
					continue
				}
				if diff := cmp.Diff(strangers, got); diff != "" {
					t.Errorf("%s is told apart (-unknown +%s):\n%s", kind, kind, diff)
				}
			}
		})
	}
}

// A lock begins for a name that nobody has as for one that somebody has. Disabled accounts and those
// to be reset are left out: the pool refuses them before it counts.
func TestTooManyWrongPasswordsAreAnsweredAlike(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	populate(t, c, in)
	c.pass(time.Hour)
	email := accounts()
	wrong := map[string]any{"password": "wrong guess 1"}
	guess := func(kind string) []string { wrong["username"] = email[kind]; return in.attempt(wrong, "") }
	strangers := guess("unknown")
	if last := gist(strangers[len(strangers)-1]); last != `"__typename":"RateLimited"` {
		t.Fatalf("%d wrong passwords end with %s", len(strangers), last)
	}
	for _, kind := range []string{"confirmed", "unconfirmed", "without a password", "with an authenticator app", "with a passkey", "invited"} {
		if diff := cmp.Diff(strangers, guess(kind)); diff != "" {
			t.Errorf("%s is told apart (-unknown +%s):\n%s", kind, kind, diff)
		}
	}
}
