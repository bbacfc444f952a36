package main

import (
	"strings"
	"testing"
	"time"
)

// TestNoSecretReachesTheLog plants passwords, codes and tokens in every operation, in outages and
// in refusals, and looks for them in the log, also in disguise.
func TestNoSecretReachesTheLog(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LOG_LEVEL=debug")
	counted := countCalls(t, pool.wire)
	in := startAt(t, c, append(inFrontOf(t, pool, counted.url), "USHER_LOG_LEVEL=debug")...)
	in.mailbox = pool

	secrets := map[string]string{"password": "canary-Grey-heron-under-moss-1", "new password": "canary-Grey-heron-under-moss-2", "wrong password": "canary-Wr0ng-brook-3"}
	const email = "ann@example.com"
	in.want("sign up", "SignUpStarted", in.do("signUp", signUpOp, map[string]any{"email": email}))
	secrets["code"] = in.mailedCode(email)
	counted.fail("AdminSetUserPassword")
	in.call(confirmOp, map[string]any{"input": map[string]any{"username": email, "code": secrets["code"], "password": secrets["password"]}})
	counted.fail()
	done := in.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": secrets["code"], "password": secrets["password"]})
	keep := func(name string, tok tokens) {
		secrets["access token of "+name], secrets["ID token of "+name], secrets["refresh token of "+name] = tok.AccessToken, tok.IDToken, tok.RefreshToken
	}
	keep("the sign-up", done.Tokens)
	session := in.signedIn(email, secrets["password"])
	keep("the sign-in", session)

	in.do("signIn", signInOp, map[string]any{"username": email, "password": secrets["wrong password"]})
	in.do("signIn", signInOp, map[string]any{"username": "nobody@example.com", "password": secrets["wrong password"]})
	in.call(`{ me { id `, nil, bearer(session))
	in.post([]byte(`{"query":"mutation { signIn(input: {username: 1, password: \"` + secrets["wrong password"] + `\"}) { x } }"}`))
	in.post([]byte(`{"query": "` + secrets["wrong password"]))
	in.post([]byte(`[{"variables":{"password":"` + secrets["wrong password"] + `"}}]`))
	in.call(meOp, map[string]any{secrets["wrong password"]: 1}, bearer(session), "X-Id-Token: "+session.IDToken)
	in.call(meOp, nil, "Authorization: Bearer "+session.AccessToken+"x")
	in.do("changePassword", changeOp, map[string]any{"currentPassword": secrets["password"], "newPassword": secrets["new password"]}, bearer(session))
	c.pass(time.Hour)
	in.call(meOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
	counted.fail("*")
	in.call(signInOp, map[string]any{"input": map[string]any{"username": email, "password": secrets["new password"]}})
	in.call(refreshOp, map[string]any{"input": map[string]any{"refreshToken": session.RefreshToken}})
	in.call(signOutOp, nil, bearer(session), "X-Refresh-Token: "+session.RefreshToken)
	counted.fail()
	in.stop()
	pool.stop()

	logs := in.lines.String() + pool.lines.String()
	if !strings.Contains(logs, "UPSTREAM_UNAVAILABLE") || !strings.Contains(logs, "request_id") {
		t.Fatalf("the log does not tell of the outage, so its silence proves nothing:\n%s", logs)
	}
	keepsQuiet(t, logs, secrets)
}

// keepsQuiet looks for secrets in a log, as they are and in disguise.
func keepsQuiet(t *testing.T, logs string, secrets map[string]string) {
	t.Helper()
	for name, secret := range secrets {
		if secret == "" {
			t.Errorf("no %s was planted", name)
			continue
		}
		for disguise, text := range disguises(secret) {
			if strings.Contains(logs, text) {
				t.Errorf("the log holds the %s %s", name, disguise)
			}
		}
	}
}
