package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// stepFields is what a client asks of every step of signing in.
const stepFields = `{ __typename
	... on Challenge { challenge expiresAt }
	... on TotpChallenge { deviceName }
	... on CodeChallenge { delivery { channel destination expiresAt } }
	... on NewPasswordChallenge { policy { minLength rules } requiredAttributes }
	... on SelectFactorChallenge { factors }
	... on MfaSetupChallenge { factors totp { secret otpauthUri qrCode } }
	... on PasskeyChallenge { options }
	... on CustomChallenge { parameters { key value } }
	... on Session { me { id } tokens { accessToken idToken refreshToken expiresAt } }
	... on InvalidInput { fields { path message } } ... on NotEnabled { feature }
	... on Problem { code message } }`

const (
	beginOp   = `mutation($input: SignInInput!) { signIn(input: $input) ` + stepFields + ` }`
	respondOp = `mutation($input: RespondToChallengeInput!) { respondToChallenge(input: $input) ` + stepFields + ` }`
)

// step is the answer of a step of signing in.
type step struct {
	Typename           string `json:"__typename"`
	Challenge          string
	ExpiresAt          time.Time
	DeviceName         string
	Delivery           struct{ Channel, Destination string }
	RequiredAttributes []string
	Factors            []string
	Totp               enrollment
	Options            json.RawMessage
	Tokens             tokens
	Fields             []struct {
		Path    []string
		Message string
	}
	Feature, Code, Message string
}

type enrollment struct{ Secret, OtpauthURI, QRCode string }

// begin starts a sign-in, and the answer must be of the type.
func (in *instance) begin(typename string, input map[string]any, headers ...string) step {
	in.t.Helper()
	return in.is(typename, field[step](in.t, in.call(beginOp, map[string]any{"input": input}, headers...), "signIn"))
}

// respond answers a challenge, and the answer must be of the type.
func (in *instance) respond(typename, challenge string, answer map[string]any, headers ...string) step {
	in.t.Helper()
	input := map[string]any{"challenge": challenge, "answer": answer}
	return in.is(typename, field[step](in.t, in.call(respondOp, map[string]any{"input": input}, headers...), "respondToChallenge"))
}

func (in *instance) is(typename string, got step) step {
	in.t.Helper()
	if got.Typename != typename {
		in.t.Fatalf("got %s (%s %s %s %v), want %s", got.Typename, got.Code, got.Message, got.Feature, got.Fields, typename)
	}
	return got
}

func TestSignInWithAnAuthenticatorApp(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email, password = "ann@example.com", "correct horse 9"
	secret := in.withTotp(c, in.signedUp(email, password))

	first := in.begin("TotpChallenge", map[string]any{"username": email, "password": password})
	if left := first.ExpiresAt.Sub(c.Now()); left <= 2*time.Minute || left > 3*time.Minute || first.DeviceName != "Ann's phone" {
		t.Errorf("the challenge: %+v", first)
	}
	in.respond("InvalidCode", first.Challenge, map[string]any{"totpCode": other(app(t, c, secret))})
	wrong := in.respond("InvalidInput", first.Challenge, map[string]any{"code": "123456"})
	if len(wrong.Fields) != 1 || strings.Join(wrong.Fields[0].Path, ".") != "input.answer" || !strings.Contains(wrong.Fields[0].Message, "totpCode") {
		t.Errorf("an answer of another kind: %+v", wrong.Fields)
	}
	done := in.respond("Session", first.Challenge, map[string]any{"totpCode": app(t, c, secret)})
	if got := field[me](t, in.call(meOp, nil, bearer(done.Tokens)), "me"); got.Email != email {
		t.Errorf("me = %+v", got)
	}
	in.respond("ChallengeExpired", first.Challenge, map[string]any{"totpCode": app(t, c, secret)})
	c.pass(time.Minute)
	late := in.begin("TotpChallenge", map[string]any{"username": email, "password": password})
	c.pass(3*time.Minute + time.Second)
	in.respond("ChallengeExpired", late.Challenge, map[string]any{"totpCode": app(t, c, secret)})
	in.respond("ChallengeExpired", "made-up", map[string]any{"totpCode": app(t, c, secret)})
}

func TestAChallengeTakesExactlyOneAnswer(t *testing.T) {
	in := startUsher(t)
	for name, answer := range map[string]string{
		"none":        `{}`,
		"two":         `{"totpCode":"123456","code":"123456"}`,
		"one is null": `{"totpCode":"123456","code":null}`,
		"it is null":  `{"totpCode":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			got := in.call(respondOp, map[string]any{"input": map[string]any{"challenge": "x", "answer": json.RawMessage(answer)}})
			if code, _ := got.code(); code != "BAD_USER_INPUT" {
				t.Errorf("as a variable: %s", got.body)
			}
			literal := strings.NewReplacer(`"totpCode"`, "totpCode", `"code"`, "code").Replace(answer)
			got = in.call(fmt.Sprintf(`mutation { respondToChallenge(input: {challenge: "x", answer: %s}) { __typename } }`, literal), nil)
			if code, _ := got.code(); code != "GRAPHQL_VALIDATION_FAILED" {
				t.Errorf("as a literal: %s", got.body)
			}
		})
	}
}

func TestSignInWithoutAPassword(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	in.signedUp("ann@example.com", "correct horse 9")

	first := in.begin("CodeChallenge", map[string]any{"username": "ann@example.com", "factor": "EMAIL"})
	if first.Delivery.Channel != "EMAIL" || first.Delivery.Destination != "a***@e***" {
		t.Errorf("delivery %+v", first.Delivery)
	}
	code := in.mailedCode("ann@example.com")
	in.respond("InvalidCode", first.Challenge, map[string]any{"code": other(code)})
	done := in.respond("Session", first.Challenge, map[string]any{"code": code})
	if got := field[me](t, in.call(meOp, nil, bearer(done.Tokens)), "me"); got.Email != "ann@example.com" {
		t.Errorf("me = %+v", got)
	}

	choice := in.begin("SelectFactorChallenge", map[string]any{"username": "ann@example.com"})
	if !slices.Contains(choice.Factors, "PASSWORD") || !slices.Contains(choice.Factors, "EMAIL") {
		t.Fatalf("factors %v", choice.Factors)
	}
	in.respond("InvalidInput", choice.Challenge, map[string]any{"factor": "TOTP"})
	in.respond("InvalidInput", choice.Challenge, map[string]any{"factor": "PASSWORD"})
	mailed := in.respond("CodeChallenge", choice.Challenge, map[string]any{"factor": "EMAIL"})
	in.respond("Session", mailed.Challenge, map[string]any{"code": in.mailedCode("ann@example.com")})

	choice = in.begin("SelectFactorChallenge", map[string]any{"username": "ann@example.com"})
	in.respond("InvalidCredentials", choice.Challenge, map[string]any{"password": "wrong horse 9"})
	choice = in.begin("SelectFactorChallenge", map[string]any{"username": "ann@example.com"})
	in.respond("Session", choice.Challenge, map[string]any{"password": "correct horse 9"})

	for name, input := range map[string]map[string]any{
		"the password and another factor": {"username": "ann@example.com", "password": "correct horse 9", "factor": "EMAIL"},
		"a factor that cannot come first": {"username": "ann@example.com", "factor": "TOTP"},
		"the password without one":        {"username": "ann@example.com", "factor": "PASSWORD"},
	} {
		if got := in.begin("InvalidInput", input); len(got.Fields) != 1 || got.Fields[0].Path[0] != "input" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestSignInByThePoolsOwnTriggers(t *testing.T) {
	in := startUsher(t)
	in.signedUp("ann@example.com", "correct horse 9")
	first := in.begin("CustomChallenge", map[string]any{"username": "ann@example.com", "factor": "CUSTOM"})
	word := in.mailedCode("ann@example.com")
	second := in.respond("CustomChallenge", first.Challenge, map[string]any{"custom": "not " + word})
	in.respond("ChallengeExpired", first.Challenge, map[string]any{"custom": word})
	in.respond("InvalidInput", second.Challenge, map[string]any{"code": "123456"})
	in.respond("Session", second.Challenge, map[string]any{"custom": word})
	in.respond("ChallengeExpired", second.Challenge, map[string]any{"custom": word})
}

func TestAStrangersChallengeLooksLikeAnOwners(t *testing.T) {
	in := startUsher(t)
	in.signedUp("ann@example.com", "correct horse 9")
	for name, input := range map[string]map[string]any{"a code by mail": {"factor": "EMAIL"}, "the choice": {}} {
		t.Run(name, func(t *testing.T) {
			shapes := map[string]string{}
			for _, email := range []string{"ann@example.com", "amy@example.com"} {
				input["username"] = email
				got := field[step](t, in.call(beginOp, map[string]any{"input": input}), "signIn")
				if got.Challenge == "" {
					t.Fatalf("%s got no challenge: %+v", email, got)
				}
				shapes[email] = fmt.Sprint(got.Typename, got.Delivery, got.Factors, len(got.Challenge))
			}
			if shapes["ann@example.com"] != shapes["amy@example.com"] {
				t.Errorf("the answers tell them apart: %v", shapes)
			}
		})
	}
}

func TestAnyInstanceTakesTheAnswer(t *testing.T) {
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	settings := inFrontOf(t, pool, pool.wire)
	first, second := startUsher(t, settings...), startUsher(t, settings...)
	first.mailbox, second.mailbox = pool, pool
	first.signedUp("ann@example.com", "correct horse 9")
	begun := first.begin("CodeChallenge", map[string]any{"username": "ann@example.com", "factor": "EMAIL"})
	second.respond("Session", begun.Challenge, map[string]any{"code": pool.mailedCode("ann@example.com")})
}

func TestInCookiesAChallengeEndsInCookies(t *testing.T) {
	in := startUsher(t, "USHER_TRANSPORT=cookie")
	const preflight = "Apollo-Require-Preflight: 1"
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}, preflight))
	in.want("confirm", "Session", in.do("confirmSignUp", confirmOp,
		map[string]any{"username": "ann@example.com", "code": in.mailedCode("ann@example.com"), "password": "correct horse 9"}, preflight))
	begun := in.begin("CodeChallenge", map[string]any{"username": "ann@example.com", "factor": "EMAIL"}, preflight)
	input := map[string]any{"challenge": begun.Challenge, "answer": map[string]any{"code": in.mailedCode("ann@example.com")}}
	got := in.call(respondOp, map[string]any{"input": input}, preflight)
	if done := in.is("Session", field[step](t, got, "respondToChallenge")); done.Tokens != (tokens{}) || len(got.header.Values("Set-Cookie")) != 3 {
		t.Errorf("tokens %+v, cookies %v", done.Tokens, got.header.Values("Set-Cookie"))
	}
	held := ""
	for _, cookie := range got.header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(cookie, ";")
		held = strings.TrimPrefix(held+"; "+pair, "; ")
	}
	gone := in.call(`mutation { deleteAccount { __typename } }`, nil, preflight, "Cookie: "+held)
	in.want("delete the account", "AccountDeleted", field[outcome](t, gone, "deleteAccount"))
	for _, cookie := range gone.header.Values("Set-Cookie") {
		if !strings.Contains(cookie, "=;") {
			t.Errorf("a session of no account is set: %s", cookie)
		}
	}
	if n := len(gone.header.Values("Set-Cookie")); n == 0 {
		t.Error("the cookies stay")
	}
}
