package main

import (
	"fmt"
	"testing"
)

// The operations as a client sends them.
const (
	signUpOp = `mutation($input: SignUpInput!) { signUp(input: $input) { __typename
		... on SignUpStarted { confirmed delivery { channel destination } } ... on Problem { code message }
		... on WeakPassword { violated } ... on InvalidInput { fields { path message } } } }`
	resendOp = `mutation($input: UsernameInput!) { resendConfirmationCode(input: $input) { __typename
		... on CodeSent { delivery { channel destination } } ... on Problem { code message } } }`
	confirmOp = `mutation($input: ConfirmSignUpInput!) { confirmSignUp(input: $input) { __typename
		... on Session { me { id username } tokens { accessToken idToken refreshToken expiresAt } }
		... on Problem { code message } ... on WeakPassword { violated policy { minLength rules } } ... on InvalidCode { expired } } }`
	signInOp = `mutation($input: SignInInput!) { signIn(input: $input) { __typename
		... on Session { me { id } tokens { accessToken idToken refreshToken expiresAt } } ... on Problem { code message } } }`
	forgotOp = `mutation($input: UsernameInput!) { forgotPassword(input: $input) { __typename
		... on CodeSent { delivery { channel destination } } ... on Problem { code message } } }`
	resetOp = `mutation($input: ConfirmForgotPasswordInput!) { confirmForgotPassword(input: $input) { __typename
		... on PasswordChanged { at } ... on Problem { code message } ... on InvalidCode { expired } } }`
	changeOp = `mutation($input: ChangePasswordInput!) { changePassword(input: $input) { __typename
		... on PasswordChanged { at } ... on Problem { code message } } }`
	refreshOp = `mutation($input: RefreshInput) { refreshTokens(input: $input) { __typename
		... on Session { me { id } tokens { accessToken idToken refreshToken expiresAt } } ... on Problem { code message } } }`
	signOutOp           = `mutation { signOut { wasSignedIn } }`
	signOutEverywhereOp = `mutation { signOutEverywhere { wasSignedIn } }`
	meOp                = `{ me { id username email emailVerified groups scopes authenticatedAt } }`
	sessionOp           = `{ session { me { id } expiresAt } }`
)

type tokens struct{ AccessToken, IDToken, RefreshToken, ExpiresAt string }

type outcome struct {
	Typename string `json:"__typename"`
	Code     string
	Message  string
	Expired  bool
	Violated []string
	Me       struct{ ID, Username string }
	Tokens   tokens
	Delivery struct{ Channel, Destination string }
}

// do sends a mutation with one input and decodes its outcome.
func (in *instance) do(name, op string, input map[string]any, headers ...string) outcome {
	in.t.Helper()
	return field[outcome](in.t, in.call(op, map[string]any{"input": input}, headers...), name)
}

func (in *instance) want(step, typename string, got outcome) outcome {
	in.t.Helper()
	if got.Typename != typename {
		in.t.Fatalf("%s: got %s (%s %s), want %s", step, got.Typename, got.Code, got.Message, typename)
	}
	return got
}

func bearer(t tokens) string { return "Authorization: Bearer " + t.AccessToken }

// signedUp makes a confirmed account and returns its first session.
func (in *instance) signedUp(email, password string) tokens {
	in.t.Helper()
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
	done := in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": in.mailedCode(email), "password": password})
	return in.want("confirm", "Session", done).Tokens
}

func (in *instance) signedIn(email, password string) tokens {
	in.t.Helper()
	return in.want("sign in", "Session", in.do("signIn", signInOp, map[string]any{"username": email, "password": password})).Tokens
}

type me struct {
	ID, Username, Email, AuthenticatedAt string
	EmailVerified                        bool
	Groups, Scopes                       []string
}

func TestTheWholeFlowAndAgainAfterARestart(t *testing.T) {
	data := "USHER_LOCAL_DATA=" + t.TempDir()
	const email, password = "ann@example.com", "correct horse 9"

	first := startUsher(t, data)
	session := first.signedUp(email, password)
	walk(t, first, email, password, "battery staple 7", session)
	first.stop()

	second := startUsher(t, data)
	if n := len(second.mails(email)); n == 0 {
		t.Error("the mailbox forgot its messages")
	}
	walk(t, second, email, "battery staple 7", "purple otter elm 5", second.signedIn(email, "battery staple 7"))
	if got := second.do("signIn", signInOp, map[string]any{"username": email, "password": password}); got.Typename != "InvalidCredentials" {
		t.Errorf("the first password still works: %s", got.Typename)
	}
}

// walk goes through every step that a signed-in user of the flow takes.
func walk(t *testing.T, in *instance, email, password, newPassword string, session tokens) {
	t.Helper()
	who := field[me](t, in.call(meOp, nil, bearer(session)), "me")
	if who.ID == "" || who.ID != who.Username || who.Email != email || !who.EmailVerified || len(who.Groups) != 0 ||
		fmt.Sprint(who.Scopes) != "[aws.cognito.signin.user.admin]" {
		t.Errorf("me = %+v", who)
	}
	fresh := in.want("refresh", "Session", in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": session.RefreshToken}))
	if fresh.Tokens.AccessToken == session.AccessToken || fresh.Me.ID != who.ID {
		t.Error("refreshing gave nothing new, or somebody else")
	}
	changed := in.do("changePassword", changeOp, map[string]any{"currentPassword": password, "newPassword": "interim secret 3"}, bearer(fresh.Tokens))
	in.want("change the password", "PasswordChanged", changed)
	if a := in.call(meOp, nil, bearer(fresh.Tokens)); a.Errors != nil {
		t.Errorf("changing the password ended the session that did it: %s", a.body)
	}

	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp,
		map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": newPassword}))
	if code, reason := in.call(meOp, nil, bearer(fresh.Tokens)).code(); code != "UNAUTHENTICATED" || reason != "REVOKED" {
		t.Errorf("a session from before the reset is answered with %q %q", code, reason)
	}

	again := in.signedIn(email, newPassword)
	out := field[struct{ WasSignedIn bool }](t, in.call(signOutOp, nil, bearer(again), "X-Refresh-Token: "+again.RefreshToken), "signOut")
	if !out.WasSignedIn {
		t.Error("signing out found no session")
	}
	if code, reason := in.call(meOp, nil, bearer(again)).code(); code != "UNAUTHENTICATED" || reason != "REVOKED" {
		t.Errorf("a signed-out token is answered with %q %q", code, reason)
	}
	if got := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": again.RefreshToken}); got.Typename != "SessionExpired" {
		t.Errorf("a signed-out refresh token is answered with %s", got.Typename)
	}
	if body := in.call(sessionOp, nil, bearer(again)).body; body != `{"data":{"session":null}}` {
		t.Errorf("session = %s", body)
	}
}
