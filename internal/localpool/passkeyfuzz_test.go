package localpool

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"usher/internal/passkeytest"
)

// fuzzRig is a pool for passkeys of localhost, a user with one, and honest answers to a registration and to a sign-in.
func fuzzRig(f *testing.F) (s *scope, u *userRecord, created, used []byte) {
	f.Helper()
	s = &scope{client: clientRecord{ID: "client"}, pool: poolRecord{
		Factors:  poolFactors{WebAuthn: &webAuthnSettings{RelyingPartyID: localhost}},
		Settings: poolSettings{Policies: &poolPolicies{SignInPolicy: &signInPolicy{AllowedFirstAuthFactors: []string{firstPassword, firstWebAuthn}}}},
	}}
	u = &userRecord{Username: "u", Sub: "s", NewPasskey: &passkeyStart{
		Challenge: make([]byte, challengeBytes), ClientID: "client", Expires: time.Unix(1, 0),
	}}
	a := &passkeytest.Authenticator{Origin: "http://localhost"}
	answer := func(options any, browser func([]byte) ([]byte, error)) []byte {
		raw, err := json.Marshal(options)
		if err != nil {
			f.Fatal(err)
		}
		credential, err := browser(raw)
		if err != nil {
			f.Fatal(err)
		}
		return credential
	}
	created = answer(s.creationOptions(u, u.NewPasskey.Challenge), a.Create)
	key, err := s.newPasskey(u, created, time.Unix(0, 0))
	if err != nil {
		f.Fatal(err)
	}
	u.Passkeys = []passkeyRecord{*key}
	used = answer(requestOptions{Challenge: strings.Repeat("A", 43), RPID: localhost}, a.Get)
	return s, u, created, used
}

// FuzzNewPasskey sends any credential: nothing panics, and what is taken is a key that can be used.
func FuzzNewPasskey(f *testing.F) {
	s, u, created, used := fuzzRig(f)
	u.Passkeys = nil
	for _, seed := range []string{string(created), string(used), `{}`, `null`, `[]`, `{"id":"AA","rawId":"AA","type":"public-key","response":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, credential []byte) {
		key, err := s.newPasskey(u, credential, time.Unix(0, 0))
		if (err == nil) != (key != nil) {
			t.Fatalf("key %v, error %v", key, err)
		}
		if key != nil && (len(key.ID) == 0 || len(key.Key) == 0 || key.RelyingPartyID != localhost) {
			t.Errorf("took %+v", key)
		}
	})
}

// FuzzAssertion sends any credential in the place of an honest one: whoever is let in signed the challenge with the key, so
// what is signed is as the authenticator wrote it.
func FuzzAssertion(f *testing.F) {
	s, u, created, used := fuzzRig(f)
	honest := signedPart(used)
	for _, seed := range []string{string(used), string(created), `{}`, `null`, `[]`, `{"id":"AA","rawId":"AA","type":"public-key","response":{}}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, credential string) {
		if _, _, err := s.checkAssertion(u, make([]byte, challengeBytes), credential); err == nil && signedPart([]byte(credential)) != honest {
			t.Errorf("took %s", credential)
		}
	})
}

// signedPart is what a signature covers.
func signedPart(credential []byte) (part [2]string) {
	var c struct {
		Response struct{ ClientDataJSON, AuthenticatorData string }
	}
	if json.Unmarshal(credential, &c) == nil {
		part = [2]string{strings.TrimRight(c.Response.ClientDataJSON, "="), strings.TrimRight(c.Response.AuthenticatorData, "=")}
	}
	return part
}
