package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"usher/internal/kv/kvtest"
)

// TestADumpOfTheStoreTellsNothing runs the flows over several instances and looks for what they
// handled in all that Redis holds, also in disguise.
func TestADumpOfTheStoreTellsNothing(t *testing.T) {
	const email, first, second = "canary-ann@example.com", "canary-Grey-heron-under-moss-1", "canary-Grey-heron-under-moss-2"
	const code = "739105826417" // so long that it stands nowhere by chance
	f := startFleet(t, "USHER_LOCAL_CODE="+code)
	secrets := map[string]string{"e-mail": email, "password": first, "new password": second, "code": code}
	keep := func(name string, tok tokens) {
		for kind, text := range map[string]string{"access": tok.AccessToken, "ID": tok.IDToken, "refresh": tok.RefreshToken} {
			secrets[kind+" token of "+name] = text
			for i, part := range strings.Split(text, ".") {
				if i > 0 && part != "" { // the header is the same for all
					secrets[fmt.Sprintf("part %d of the %s token of %s", i+1, kind, name)] = part
				}
			}
		}
	}

	f.all[0].want("sign up", "SignUpStarted", f.all[0].do("signUp", signUpOp, map[string]any{"email": email}))
	confirm := map[string]any{"username": email, "code": code, "password": first}
	f.pool.fail("AdminSetUserPassword")
	f.all[0].call(confirmOp, map[string]any{"input": confirm})
	receipt := dump(t, f.redis) // which the next step uses up
	f.pool.fail()
	keep("the sign-up", f.all[1].want("confirm", "Session", f.all[1].do("confirmSignUp", confirmOp, confirm)).Tokens)
	session := f.all[1].signedIn(email, first)
	keep("the sign-in", session)
	renewed := f.all[2].want("refresh", "Session", f.all[2].do("refreshTokens", refreshOp, map[string]any{"refreshToken": session.RefreshToken})).Tokens
	keep("the refresh", renewed)
	f.all[0].want("forgot", "CodeSent", f.all[0].do("forgotPassword", forgotOp, map[string]any{"username": email}))
	f.all[1].do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": other(code), "newPassword": second})
	f.all[1].call(signOutOp, nil, bearer(renewed))
	f.all[2].want("reset", "PasswordChanged", f.all[2].do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": code, "newPassword": second}))

	text := receipt + dump(t, f.redis)
	for _, kind := range []string{"usher:v:refresh/result/", "usher:v:revoked/session/", "usher:v:revoked/user/", "usher:b:limit/"} {
		if !strings.Contains(text, kind) {
			t.Errorf("the store holds nothing under %s, so its silence proves nothing", kind)
		}
	}
	for name, secret := range secrets {
		if secret == "" {
			t.Errorf("no %s was planted", name)
			continue
		}
		for disguise, hidden := range disguises(secret) {
			if strings.Contains(text, hidden) {
				t.Errorf("the store holds the %s %s", name, disguise)
			}
		}
	}
}

// disguises are the forms in which a secret might lie about.
func disguises(secret string) map[string]string {
	sum := sha256.Sum256([]byte(secret))
	forms := map[string]string{
		"as it is": secret, "in hex": hex.EncodeToString([]byte(secret)), "in a URL": url.QueryEscape(secret),
	}
	// In a longer text base64 of it depends on where it begins; the ends mix with the neighbours.
	for shift := range 3 {
		padded := append(make([]byte, shift), secret...)
		encoded := base64.RawStdEncoding.EncodeToString(padded)
		if middle := encoded[4 : len(encoded)-2]; len(middle) >= 6 {
			forms[fmt.Sprintf("in base64, shifted by %d", shift)] = middle
			forms[fmt.Sprintf("in base64url, shifted by %d", shift)] = strings.NewReplacer("+", "-", "/", "_").Replace(middle)
		}
	}
	if len(secret) < 100 { // a hash of a token tells nothing, that of a name or a code can be guessed
		forms["as a plain hash"] = hex.EncodeToString(sum[:])
		forms["as a plain hash in base64"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return forms
}

// dump is all keys of the server and their values.
func dump(t *testing.T, redis *kvtest.Redis) string {
	t.Helper()
	keys, err := redis.Admin().Keys(t.Context(), "*").Result()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, key := range keys {
		value, err := redis.Admin().Get(t.Context(), key).Result()
		if err != nil { // a set of ids with their times
			members, notASet := redis.Admin().ZRange(t.Context(), key, 0, -1).Result()
			if notASet != nil {
				t.Fatalf("%s is neither a text nor a sorted set: %v", key, errors.Join(err, notASet))
			}
			value = strings.Join(members, " ")
		}
		_, _ = fmt.Fprintf(&text, "%s = %s\n", key, value)
	}
	return text.String()
}
