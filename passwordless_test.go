package main

import "testing"

const confirmWithoutOp = `mutation($input: ConfirmSignUpInput!) { confirmSignUp(input: $input) { __typename
	... on Session { me { id } tokens { accessToken refreshToken } } ... on Problem { code message } } }`

func TestAnAccountNeedsNoPassword(t *testing.T) {
	in := startUsher(t)
	const email = "ann@example.com"
	// A stranger was there first, with a password.
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email, "password": "strangers own 1"}))
	confirmed := in.want("confirm", "Session", in.do("confirmSignUp", confirmWithoutOp, map[string]any{"username": email, "code": in.mailedCode(email)}))
	if got := in.reason(bearer(confirmed.Tokens)); got != "" {
		t.Errorf("the first session is %q", got)
	}
	in.want("the stranger", "InvalidCredentials", in.do("signIn", signInOp, map[string]any{"username": email, "password": "strangers own 1"}))

	asked := in.begin("CodeChallenge", map[string]any{"username": email, "factor": "EMAIL"})
	in.respond("Session", asked.Challenge, map[string]any{"code": in.mailedCode(email)})

	// Whoever wants a password later gets one as if it were forgotten.
	in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	in.want("reset", "PasswordChanged", in.do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": in.mailedCode(email), "newPassword": "battery staple 7"}))
	in.signedIn(email, "battery staple 7")
}
