package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	profileFields = `{ __typename ... on ProfileUpdated { me { email emailVerified phoneNumber phoneNumberVerified name givenName locale picture }
		delivery { channel destination expiresAt } } ... on InvalidInput { fields { path message } } ... on Problem { code message } }`
	updateProfileOp = `mutation($input: UpdateProfileInput!) { updateProfile(input: $input) ` + profileFields + ` }`
	emailChangeOp   = `mutation($input: RequestEmailChangeInput!) { requestEmailChange(input: $input) ` + profileFields + ` }`
	phoneChangeOp   = `mutation($input: RequestPhoneChangeInput!) { requestPhoneChange(input: $input) ` + profileFields + ` }`
	verifyContactOp = `mutation($input: VerifyContactInput!) { verifyContact(input: $input) ` + profileFields + ` }`
	resendContactOp = `mutation($input: ResendVerificationCodeInput!) { resendVerificationCode(input: $input) { __typename
		... on CodeSent { delivery { channel destination expiresAt } } ... on InvalidInput { fields { path message } } ... on Problem { code message } } }`
	deleteOp = `mutation($input: DeleteAccountInput) { deleteAccount(input: $input) { __typename ... on AccountDeleted { at } ... on Problem { code message } } }`
)

// profile is the answer of the mutations that change the profile. A nil field is null.
type profile struct {
	Typename string `json:"__typename"`
	Me       profileOfMe
	Delivery *struct{ Channel, Destination, ExpiresAt string }
	Fields   []struct{ Path []string }
	Code     string
	Message  string
}

type profileOfMe struct {
	Email, PhoneNumber, Name, GivenName, Locale, Picture *string
	EmailVerified, PhoneNumberVerified                   *bool
}

func (in *instance) profile(typename, name, op string, input any, headers ...string) profile {
	in.t.Helper()
	got := field[profile](in.t, in.call(op, map[string]any{"input": input}, headers...), name)
	if got.Typename != typename {
		in.t.Fatalf("%s answered %+v, want %s", name, got, typename)
	}
	return got
}

func TestWhatIsLeftOutOfAProfileStaysAndNullDeletes(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	ann, url := "Ann Example", "https://example.com/ann.png"
	for _, step := range []struct {
		name, input string
		want        profileOfMe
	}{
		{
			"set", `{"name":"Ann Example","givenName":"Ann","picture":"https://example.com/ann.png","attributes":[{"name":"locale","value":"de-DE"}]}`,
			profileOfMe{Name: &ann, GivenName: new("Ann"), Picture: &url, Locale: new("de-DE")},
		},
		{"nothing", `{}`, profileOfMe{Name: &ann, GivenName: new("Ann"), Picture: &url, Locale: new("de-DE")}},
		{"null", `{"givenName":null,"attributes":[{"name":"locale","value":""}]}`, profileOfMe{Name: &ann, Picture: &url}},
		{"null for what is not there", `{"givenName":null}`, profileOfMe{Name: &ann, Picture: &url}},
		{"an empty text, and null for a URL", `{"name":"","picture":null}`, profileOfMe{}},
	} {
		got := in.profile("ProfileUpdated", "updateProfile", updateProfileOp, json.RawMessage(step.input), bearer(session), "X-Id-Token: "+session.IDToken)
		step.want.Email, step.want.EmailVerified = new("ann@example.com"), new(true)
		if diff := cmp.Diff(step.want, got.Me); diff != "" || got.Delivery != nil {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
	literal := `mutation { updateProfile(input: {name: null}) { __typename ... on ProfileUpdated { me { name email } } } }`
	if got := field[profile](t, in.call(literal, nil, bearer(session)), "updateProfile"); got.Me.Name != nil || got.Me.Email == nil {
		t.Errorf("null as a literal: %+v", got)
	}
}

func TestAProfileDoesNotTakeWhatMustBeProven(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	for name, input := range map[string]string{
		"the address":                 `{"attributes":[{"name":"email","value":"eve@example.com"}]}`,
		"that it is proven":           `{"attributes":[{"name":"email_verified","value":"true"}]}`,
		"the number":                  `{"attributes":[{"name":"phone_number","value":"+4915112345678"}]}`,
		"the id":                      `{"attributes":[{"name":"sub","value":"x"}]}`,
		"a picture that is a program": `{"picture":"javascript:alert(1)"}`,
		"one attribute twice":         `{"name":"Ann","attributes":[{"name":"name","value":"Eve"}]}`,
	} {
		got := in.profile("InvalidInput", "updateProfile", updateProfileOp, json.RawMessage(input), bearer(session))
		if len(got.Fields) != 1 || got.Fields[0].Path[0] != "input" {
			t.Errorf("%s: fields %+v", name, got.Fields)
		}
	}
}

func TestChangingTheAddressTakesItsProof(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")

	asked := in.profile("ProfileUpdated", "requestEmailChange", emailChangeOp, map[string]any{"email": "New@Example.com"}, bearer(session))
	if asked.Delivery == nil || asked.Delivery.Channel != "EMAIL" || *asked.Me.Email != "ann@example.com" {
		t.Errorf("asked: %+v, delivery %+v", asked, asked.Delivery)
	}
	in.signedIn("ann@example.com", "correct horse 9")
	code := in.mailedCode("new@example.com")
	in.profile("InvalidCode", "verifyContact", verifyContactOp, map[string]any{"channel": "EMAIL", "code": other(code)}, bearer(session))
	in.want("resend", "CodeSent", in.do("resendVerificationCode", resendContactOp, map[string]any{"channel": "EMAIL"}, bearer(session)))
	done := in.profile("ProfileUpdated", "verifyContact", verifyContactOp,
		map[string]any{"channel": "EMAIL", "code": in.mailedCode("new@example.com")}, bearer(session), "X-Id-Token: "+session.IDToken)
	if *done.Me.Email != "new@example.com" || !*done.Me.EmailVerified {
		t.Errorf("done: %+v", done.Me)
	}
	in.signedIn("new@example.com", "correct horse 9")
	in.want("the old address", "InvalidCredentials", in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": "correct horse 9"}))

	for name, email := range map[string]string{"no address": "ann", "empty": " "} {
		if got := in.profile("InvalidInput", "requestEmailChange", emailChangeOp, map[string]any{"email": email}, bearer(session)); fmt.Sprint(got.Fields) != "[{[input email]}]" {
			t.Errorf("%s: %+v", name, got.Fields)
		}
	}
}

func TestChangingThePhoneNumberTakesItsProof(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	asked := in.profile("ProfileUpdated", "requestPhoneChange", phoneChangeOp, map[string]any{"phoneNumber": "+49 151 12345678"}, bearer(session))
	if asked.Delivery == nil || asked.Delivery.Channel != "SMS" { // although the pool sends none by itself
		t.Errorf("sent: %+v", asked.Delivery)
	}
	done := in.profile("ProfileUpdated", "verifyContact", verifyContactOp, map[string]any{"channel": "SMS", "code": in.mailedCode("+4915112345678")}, bearer(session))
	if *done.Me.PhoneNumber != "+4915112345678" || !*done.Me.PhoneNumberVerified {
		t.Errorf("done: %+v", done.Me)
	}
	if got := in.profile("InvalidInput", "requestPhoneChange", phoneChangeOp, map[string]any{"phoneNumber": "0151 12345678"}, bearer(session)); fmt.Sprint(got.Fields) != "[{[input phoneNumber]}]" {
		t.Errorf("without a country code: %+v", got.Fields)
	}
}

func TestAnotherAccountsAddressIsRefused(t *testing.T) {
	in := startUsher(t)
	in.signedUp("bob@example.com", "correct horse 9")
	session := in.signedUp("ann@example.com", "correct horse 9")
	in.profile("AliasInUse", "requestEmailChange", emailChangeOp, map[string]any{"email": "bob@example.com"}, bearer(session))
}

func TestDeletingAnAccountEndsItAndItsSessions(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	session := in.signedUp("ann@example.com", "correct horse 9")
	c.pass(5*time.Minute + time.Second)
	in.want("without a proof", "ReauthenticationRequired", in.do("deleteAccount", deleteOp, nil, bearer(session)))
	in.want("with a wrong password", "InvalidCredentials", in.do("deleteAccount", deleteOp, map[string]any{"password": "wrong horse 9"}, bearer(session)))
	other := in.signedIn("ann@example.com", "correct horse 9")
	c.pass(5*time.Minute + time.Second)
	in.want("with the password", "AccountDeleted", in.do("deleteAccount", deleteOp, map[string]any{"password": "correct horse 9"}, bearer(session)))
	for name, token := range map[string]tokens{"the session": session, "the other session": other} {
		if code, reason := in.call(meOp, nil, bearer(token)).code(); code != "UNAUTHENTICATED" || reason != "REVOKED" {
			t.Errorf("%s: %s %s", name, code, reason)
		}
		got := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": token.RefreshToken})
		in.want(name+" is refreshed", "SessionExpired", got)
	}
	in.want("sign in", "InvalidCredentials", in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": "correct horse 9"}))

	again := in.signedUp("ann@example.com", "correct horse 9")
	in.want("right after signing in", "AccountDeleted", field[outcome](t, in.call(`mutation { deleteAccount { __typename } }`, nil, bearer(again)), "deleteAccount"))
}

func TestDeletingTheAccountClearsTheCookies(t *testing.T) {
	in := startUsher(t, "USHER_TRANSPORT=cookie")
	const preflight = "Apollo-Require-Preflight: 1"
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}, preflight))
	begun := in.call(confirmOp, map[string]any{"input": map[string]any{
		"username": "ann@example.com", "code": in.mailedCode("ann@example.com"), "password": "correct horse 9",
	}}, preflight)
	var held []string
	for _, line := range begun.header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(line, ";")
		held = append(held, pair)
	}
	got := in.call(`mutation { deleteAccount { __typename } }`, nil, preflight, "Cookie: "+strings.Join(held, "; "))
	in.want("delete", "AccountDeleted", field[outcome](t, got, "deleteAccount"))
	cleared := got.header.Values("Set-Cookie")
	if len(held) == 0 || len(cleared) < len(held) {
		t.Fatalf("held %d cookies, set %q", len(held), cleared)
	}
	for _, line := range cleared {
		if !strings.Contains(line, "Max-Age=0") {
			t.Errorf("not cleared: %s", line)
		}
	}
}
