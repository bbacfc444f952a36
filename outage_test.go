package main

import (
	"testing"
	"time"
)

// outage is an instance in front of a pool that can be made to fail, call by call.
func outage(t *testing.T, c *clock) (*instance, *callCounter) {
	t.Helper()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := startAt(t, c, inFrontOf(t, pool, counted.url)...)
	in.mailbox = pool
	return in, counted
}

func TestAConfirmThatDiesBetweenItsTwoCallsIsRepeatedAndFinishes(t *testing.T) {
	in, pool := outage(t, newClock())
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": "ann@example.com"}))
	code := in.mailedCode("ann@example.com")
	confirm := func(code, password string) answer {
		return in.call(confirmOp, map[string]any{"input": map[string]any{"username": "ann@example.com", "code": code, "password": password}})
	}

	pool.fail("AdminSetUserPassword")
	if got, _ := confirm(code, "correct horse 9").code(); got != "UPSTREAM_UNAVAILABLE" && got != "OUTCOME_UNKNOWN" {
		t.Fatalf("the pool failed after it had taken the code, and the answer was %q", got)
	}
	pool.fail()
	if got := field[outcome](t, confirm(other(code), "strangers own 1"), "confirmSignUp"); got.Typename != "InvalidCode" {
		t.Errorf("another code finished it: %+v", got)
	}
	in.want("repeated", "Session", field[outcome](t, confirm(code, "correct horse 9"), "confirmSignUp"))
	if got := field[outcome](t, confirm(code, "strangers own 1"), "confirmSignUp"); got.Typename != "InvalidCode" {
		t.Errorf("once finished, the code was taken again: %+v", got)
	}
	in.signedIn("ann@example.com", "correct horse 9")
}

// withoutCredentials is an instance in front of a pool that no AWS credentials are at hand for.
func withoutCredentials(t *testing.T, c *clock) (*instance, *callCounter) {
	t.Helper()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	settings := inFrontOf(t, pool, counted.url)
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	in := startAt(t, c, settings...)
	in.mailbox = pool
	return in, counted
}

func TestWithoutAWSCredentialsTheSignUpFinishesByChangePassword(t *testing.T) {
	in, counted := withoutCredentials(t, newClock())
	session := in.signedUp("ann@example.com", "Correct horse 9!")
	if who := field[me](t, in.call(meOp, nil, bearer(session)), "me"); who.Email != "ann@example.com" {
		t.Errorf("me = %+v", who)
	}
	in.signedIn("ann@example.com", "Correct horse 9!")
	for _, operation := range []string{"AdminSetUserPassword", "DescribeUserPool", "AdminUserGlobalSignOut"} {
		if n := counted.of(operation); n != 0 {
			t.Errorf("%d calls of %s without credentials", n, operation)
		}
	}
	if n := counted.of("ChangePassword"); n != 1 {
		t.Errorf("%d calls of ChangePassword, want 1", n)
	}
}

func TestSignOutWorksWhileTheUserPoolIsDown(t *testing.T) {
	in, pool := outage(t, newClock())
	session := in.signedUp("ann@example.com", "correct horse 9")
	pool.fail("*")
	out := field[struct{ WasSignedIn bool }](t, in.call(signOutOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken), "signOut")
	if !out.WasSignedIn {
		t.Error("no session was found")
	}
	if code, reason := in.call(meOp, nil, bearer(session)).code(); code != "UNAUTHENTICATED" || reason != "REVOKED" {
		t.Errorf("the signed-out token is answered with %q %q", code, reason)
	}
	pool.fail()
	in.stop() // what the pool was not told is tried once more at the stop
	if n := pool.of("RevokeToken"); n < 2 {
		t.Errorf("%d calls of RevokeToken, want a second one after the outage", n)
	}
}

func TestAnOutageSignsNobodyOut(t *testing.T) {
	c := newClock()
	in, pool := outage(t, c)
	session := in.signedUp("ann@example.com", "correct horse 9")
	pool.fail("*")

	a := in.call(`{ me { id email name } }`, nil, bearer(session))
	if code, _ := a.code(); code != "UPSTREAM_UNAVAILABLE" {
		t.Errorf("the profile during an outage: %s", a.body)
	}
	a.Errors = nil
	if who := field[struct{ ID *string }](t, a, "me"); who.ID == nil {
		t.Errorf("the claims did not arrive: %s", a.body)
	}
	if a := in.call(meOp, nil, bearer(session), "X-Id-Token: "+session.IDToken); a.Errors != nil {
		t.Errorf("with an ID token at hand no call is needed, but: %s", a.body)
	}

	c.pass(time.Hour)
	refresh := []string{bearer(session), "X-Refresh-Token: " + session.RefreshToken}
	if code, _ := in.call(`{ me { id } }`, nil, refresh...).code(); code != "UPSTREAM_UNAVAILABLE" {
		t.Errorf("a refresh during an outage is answered with %q: that would sign the user out", code)
	}
	pool.fail()
	if a := in.call(`{ me { id } }`, nil, refresh...); a.Errors != nil {
		t.Errorf("after the outage: %s", a.body)
	}
}

func TestWithoutAWSCredentialsAResetEndsTheSessionsOfAStranger(t *testing.T) {
	c := newClock()
	in, _ := withoutCredentials(t, c)
	const email, strangers, owners = "ann@example.com", "Strangers own 1!", "The owners own 2!"
	in.want("the stranger's sign-up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email, "password": strangers}))
	in.want("the owner's sign-up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
	// The owner proves the code, but without credentials the stranger's password cannot be replaced.
	in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": in.mailedCode(email), "password": owners})
	stranger := in.signedIn(email, strangers)
	c.pass(time.Second)

	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": owners}))
	if _, reason := in.call(meOp, nil, bearer(stranger)).code(); reason != "REVOKED" {
		t.Errorf("the stranger's access token: reason %q", reason)
	}
	if got := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": stranger.RefreshToken}); got.Typename != "SessionExpired" {
		t.Errorf("the stranger's refresh token: %s", got.Typename)
	}
	in.signedIn(email, owners)
}
