package token_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"usher/internal/token"
)

// FuzzVerify signs whatever payload it is given with the pool's own key, so
// that nothing but the rules for claims stands in the way, and holds accepted
// tokens against a second reading of their payload. A compact text that it is
// given as it is must never pass: nobody signed it.
func FuzzVerify(f *testing.F) {
	render := func(d *draft, edits ...edit) string {
		for _, e := range edits {
			e(d)
		}
		return render(d.payload)
	}
	f.Add(render(accessDraft()), "")
	f.Add(render(idDraft()), "")
	f.Add(render(accessDraft(), claim("exp", "1e9"), claim("sub", `"\ud83d\ude00"`)), "..")
	f.Add(render(accessDraft(), again("sub", `"eve"`)), mint(f, token.Access, header("alg", `"none"`)))
	f.Add(render(idDraft(), claim("aud", `["a"]`), claim("email_verified", `"true"`)), "a.b.c.d.e")
	v := newVerifier(f, newKeyServer(poolKeys()), newClock())
	foreign := newVerifier(f, newKeyServer(jwks(jwk(accessKID, &foreignKey().PublicKey))), newClock())

	f.Fuzz(func(t *testing.T, payload, compact string) {
		for _, use := range []token.Use{token.Access, token.ID} {
			signed := mint(t, use, rawPayload(payload+" "))
			claims, err := verify(t, v, signed, use)
			if err == nil {
				mustBeClaimed(t, payload, use, claims)
			}
			if _, err := verify(t, foreign, signed, use); err == nil {
				t.Error("accepted with another key")
			}
			if _, err := verify(t, v, compact, use); err == nil {
				t.Error("accepted what nobody signed")
			}
		}
	})
}

func mustBeClaimed(t *testing.T, payload string, use token.Use, claims token.Claims) {
	t.Helper()
	var said map[string]any
	if err := json.Unmarshal([]byte(payload), &said); err != nil {
		t.Fatalf("accepted a payload that is not JSON: %v", err)
	}
	client, username := "client_id", "username"
	if use == token.ID {
		client, username = "aud", "cognito:username"
	}
	for name, got := range map[string]string{
		"sub": claims.Subject, "iss": claims.Issuer, client: claims.ClientID, username: claims.Username, "token_use": string(use),
	} {
		if said[name] != got || got == "" {
			t.Errorf("%s: claimed %v, returned %q", name, said[name], got)
		}
	}
	if exp, ok := said["exp"].(float64); !ok || exp <= float64(start.Unix()) {
		t.Errorf("accepted exp %v", said["exp"])
	}
	if !slices.Contains([]string{issuer, updated}, claims.Issuer) || !slices.Contains([]string{clientID, "another-client"}, claims.ClientID) {
		t.Errorf("accepted issuer %q, client %q", claims.Issuer, claims.ClientID)
	}
	if groups, ok := said["cognito:groups"].([]any); ok && len(groups) != len(claims.Groups) || !ok && claims.Groups != nil {
		t.Errorf("groups: claimed %v, returned %v", said["cognito:groups"], claims.Groups)
	}
	if scope, _ := said["scope"].(string); use == token.Access && len(strings.Fields(scope)) != len(claims.Scopes) {
		t.Errorf("scope: claimed %q, returned %v", scope, claims.Scopes)
	}
}
