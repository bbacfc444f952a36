package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// The tutorial that this API answers to has eleven faults; docs/from-the-tutorial.md tells of
// each. These tests show that ours are not among them.

func TestS01SignUpNeverTouchesAnExistingAccount(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	for _, input := range []map[string]any{{"email": "ann@example.com"}, {"email": "ANN@example.com ", "password": "strangers own 1"}} {
		in.want("a stranger's sign-up", "SignUpStarted", in.do("signUp", signUpOp, input))
	}
	if who := field[me](t, in.call(meOp, nil, bearer(session)), "me"); who.Email != "ann@example.com" {
		t.Errorf("the owner's session: %+v", who)
	}
	in.signedIn("ann@example.com", "correct horse 9")
}

func TestS02AMissingOrGarbledTokenEndsNothingButTheRequest(t *testing.T) {
	in := startUsher(t)
	for name, header := range map[string]string{"none": "X-Nothing: 1", "garbage": "Authorization: Bearer garbage", "half": "Authorization: Bearer", "dots": "Authorization: Bearer ..", "nul": "X-Access-Token: %00"} {
		if code, _ := in.call(meOp, nil, header).code(); code != "UNAUTHENTICATED" {
			t.Errorf("%s: code %q", name, code)
		}
	}
	in.signedUp("ann@example.com", "correct horse 9") // it still serves
}

func TestS03AForgedTokenSignsNobodyOut(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	_, claims := decode(t, session.IDToken)
	forged := "Authorization: Bearer " + segment(t, map[string]any{"alg": "none"}) + "." + segment(t, claims) + "."
	out := field[struct{ WasSignedIn bool }](t, in.call(signOutOp, nil, forged), "signOut")
	if out.WasSignedIn {
		t.Error("a forged token passed for a session")
	}
	if code, _ := in.call(signOutEverywhereOp, nil, forged).code(); code != "UNAUTHENTICATED" {
		t.Errorf("signOutEverywhere: code %q", code)
	}
	if a := in.call(meOp, nil, bearer(session)); a.Errors != nil {
		t.Errorf("the owner was signed out: %s", a.body)
	}
}

func TestS04BrowsersMayReadTheTokenHeaders(t *testing.T) {
	in := startUsher(t, "USHER_ALLOWED_ORIGINS=https://app.example.com")
	a := in.call(meOp, nil, "Origin: https://app.example.com")
	exposed := strings.ToLower(a.header.Get("Access-Control-Expose-Headers"))
	for _, name := range []string{"x-access-token", "x-id-token", "x-refresh-token"} {
		if !strings.Contains(exposed, name) {
			t.Errorf("%s is not exposed: %q", name, exposed)
		}
	}
	if got := a.header.Get("Access-Control-Allow-Origin"); got != "https://app.example.com" {
		t.Errorf("the allowed origin is %q", got)
	}
}

func TestS05NoHeaderNameHasAnUnderscore(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	session := in.signedUp("ann@example.com", "correct horse 9")
	c.pass(time.Hour)
	a := in.call(meOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
	if a.header.Get("X-Access-Token") == "" {
		t.Fatalf("no refresh: %s", a.body)
	}
	for name := range a.header {
		if strings.Contains(name, "_") {
			t.Errorf("nginx would drop %s", name)
		}
	}
}

func TestS06TheCodeIsNoPassword(t *testing.T) {
	in := startUsher(t)
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}))
	code := in.mailedCode("ann@example.com")
	if got := in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": code}); got.Typename != "InvalidCredentials" {
		t.Errorf("signing in with the code: %+v", got)
	}
	in.signedUp("bob@example.com", "correct horse 9")
}

func TestS07AnAddressIsVerifiedByItsCodeOnly(t *testing.T) {
	in := startUsher(t)
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com", "password": "correct horse 9"}))
	if got := in.do("signIn", signInOp, map[string]any{"username": "ann@example.com", "password": "correct horse 9"}); got.Typename != "NotConfirmed" {
		t.Errorf("before the code: %+v", got)
	}
	forbidden := map[string]any{"email": "eve@example.com", "attributes": []map[string]any{{"name": "email_verified", "value": "true"}}}
	if got := in.do("signUp", signUpOp, forbidden); got.Typename != "InvalidInput" {
		t.Errorf("signing up as verified: %+v", got)
	}
	done := in.do("confirmSignUp", confirmOp, map[string]any{"username": "ann@example.com", "code": in.mailedCode("ann@example.com"), "password": "correct horse 9"})
	if who := field[me](t, in.call(meOp, nil, bearer(done.Tokens)), "me"); !who.EmailVerified {
		t.Errorf("after the code: %+v", who)
	}
}

func TestS08OutcomesHaveStableCodesAndNoWordOfAWS(t *testing.T) {
	in := startUsher(t)
	in.signedUp("ann@example.com", "correct horse 9")
	for name, a := range map[string]answer{
		"a wrong password":  in.call(signInOp, map[string]any{"input": map[string]any{"username": "ann@example.com", "password": "wrong guess 1"}}),
		"an unknown user":   in.call(signInOp, map[string]any{"input": map[string]any{"username": "eve@example.com", "password": "wrong guess 1"}}),
		"a wrong code":      in.call(resetOp, map[string]any{"input": map[string]any{"username": "ann@example.com", "code": "000000", "newPassword": "battery staple 7"}}),
		"a dead token":      in.call(refreshOp, map[string]any{"input": map[string]any{"refreshToken": "dead"}}),
		"no session at all": in.call(meOp, nil),
	} {
		if a.status != http.StatusOK {
			t.Errorf("%s: status %d", name, a.status)
		}
		for _, word := range []string{"Exception", "Cognito", "aws", "operation error", "api error", "https response"} {
			if strings.Contains(a.body, word) {
				t.Errorf("%s: the answer says %q: %s", name, word, a.body)
			}
		}
	}
}

func TestS09ASignedOutTokenIsRefusedBeforeItExpires(t *testing.T) {
	in := startUsher(t)
	in.signedUp("ann@example.com", "correct horse 9")
	here, there := in.signedIn("ann@example.com", "correct horse 9"), in.signedIn("ann@example.com", "correct horse 9")
	in.call(meOp, nil, bearer(here)) // the verified-token cache is warm
	in.call(meOp, nil, bearer(there))
	in.call(signOutOp, nil, bearer(here), "X-Refresh-Token: "+here.RefreshToken)
	if _, reason := in.call(meOp, nil, bearer(here)).code(); reason != "REVOKED" {
		t.Errorf("here: reason %q", reason)
	}
	if a := in.call(meOp, nil, bearer(there)); a.Errors != nil {
		t.Errorf("there: %s", a.body)
	}
	in.call(signOutEverywhereOp, nil, bearer(there))
	if _, reason := in.call(meOp, nil, bearer(there)).code(); reason != "REVOKED" {
		t.Errorf("after signing out everywhere: reason %q", reason)
	}
	in.signedIn("ann@example.com", "correct horse 9")
}

func TestS10KeysComeFromThePoolAndAnUnknownOneIsNoEvent(t *testing.T) {
	in := startUsher(t)
	session := in.signedUp("ann@example.com", "correct horse 9")
	header, claims := decode(t, session.AccessToken)
	for _, kid := range []any{"unknown", "", "../../etc/passwd", 7, nil, strings.Repeat("k", 5000)} {
		header["kid"] = kid
		token := segment(t, header) + "." + segment(t, claims) + "." + strings.Split(session.AccessToken, ".")[2]
		if code, reason := in.call(meOp, nil, "Authorization: Bearer "+token).code(); code != "UNAUTHENTICATED" || reason != "INVALID" {
			t.Errorf("kid %.20v: %q %q", kid, code, reason)
		}
	}
	if a := in.call(meOp, nil, bearer(session)); a.Errors != nil {
		t.Errorf("the true token afterwards: %s", a.body)
	}
}

func TestS11TheSDKIsTheMaintainedOne(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in.signedUp("ann@example.com", "correct horse 9")
	modules := strings.Fields(readFile(t, "go.mod"))
	var v2 bool
	for _, word := range modules {
		if word == "github.com/aws/aws-sdk-go" {
			t.Error("go.mod names version 1 of the AWS SDK, which is out of support")
		}
		v2 = v2 || word == "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	}
	if !v2 {
		t.Error("go.mod does not name version 2 of the SDK's Cognito client")
	}
}
