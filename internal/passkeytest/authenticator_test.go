package passkeytest_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"usher/internal/passkeytest"
)

const (
	origin    = "http://localhost:3000"
	challenge = "AAECAwQFBgcICQoLDA0ODw"
)

func creation(rp, verification string, algorithms string, exclude ...string) []byte {
	excluded := ""
	for _, id := range exclude {
		excluded += `{"type":"public-key","id":"` + id + `"}`
	}
	return []byte(`{"rp":{"id":"` + rp + `","name":"n"},"user":{"id":"dXNlcg","name":"u","displayName":"U"},"challenge":"` + challenge + `",
		"pubKeyCredParams":[` + algorithms + `],"excludeCredentials":[` + excluded + `],"authenticatorSelection":{"userVerification":"` + verification + `"}}`)
}

func request(rp, allow string) []byte {
	return []byte(`{"challenge":"` + challenge + `","rpId":"` + rp + `","allowCredentials":[` + allow + `],"userVerification":"required"}`)
}

func param(alg string) string { return `{"type":"public-key","alg":` + alg + `}` }

// answer is what a relying party reads.
type answer struct {
	ID, RawID, Type string
	Response        struct {
		ClientDataJSON, AuthenticatorData, AttestationObject, PublicKey, Signature, UserHandle string
		PublicKeyAlgorithm                                                                     int
	}
}

func read(t *testing.T, raw []byte, err error) answer {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		t.Fatal(err)
	}
	if a.ID == "" || a.ID != a.RawID || a.Type != "public-key" {
		t.Fatalf("credential %s", raw)
	}
	return a
}

func unbase64(t *testing.T, s string) []byte {
	t.Helper()
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return raw
}

func wantClientData(t *testing.T, raw []byte, ceremony string) {
	t.Helper()
	var got struct{ Type, Challenge, Origin string }
	if err := json.Unmarshal(raw, &got); err != nil || got.Type != ceremony || got.Challenge != challenge || got.Origin != origin {
		t.Errorf("client data %s, %v", raw, err)
	}
}

// verifies checks a signature with the standard library.
func verifies(t *testing.T, der, message, signature []byte) bool {
	t.Helper()
	public, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(message)
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest[:], signature)
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature) == nil
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, signature)
	}
	t.Fatalf("key %T", public)
	return false
}

func TestPasskeySignsWithTheKeyItAttested(t *testing.T) {
	for name, algorithm := range map[string]passkeytest.Algorithm{"ES256": passkeytest.ES256, "RS256": passkeytest.RS256, "EdDSA": passkeytest.EdDSA} {
		t.Run(name, func(t *testing.T) {
			a := &passkeytest.Authenticator{Origin: origin, Algorithm: algorithm}
			raw, err := a.Create(creation("localhost", "required", param("-7")+","+param("-8")+","+param("-257")))
			made := read(t, raw, err)
			wantClientData(t, unbase64(t, made.Response.ClientDataJSON), "webauthn.create")
			data := unbase64(t, made.Response.AuthenticatorData)
			hash := sha256.Sum256([]byte("localhost"))
			// Hash, flags UP UV BE BS AT, counter, AAGUID, length of the id, id, key.
			if string(data[:32]) != string(hash[:]) || data[32] != 0x5d || binary.BigEndian.Uint32(data[33:37]) != 0 ||
				binary.BigEndian.Uint16(data[53:55]) != 32 || string(data[55:87]) != string(unbase64(t, made.ID)) {
				t.Errorf("authenticator data %x", data)
			}
			if !strings.Contains(string(unbase64(t, made.Response.AttestationObject)), string(data)) || made.Response.PublicKeyAlgorithm != int(algorithm) {
				t.Error("the attestation object holds other data")
			}
			for count := uint32(1); count <= 2; count++ {
				raw, err := a.Get(request("localhost", `{"type":"public-key","id":"`+made.ID+`"}`))
				used := read(t, raw, err)
				clientData, data := unbase64(t, used.Response.ClientDataJSON), unbase64(t, used.Response.AuthenticatorData)
				wantClientData(t, clientData, "webauthn.get")
				if len(data) != 37 || data[32] != 0x1d || binary.BigEndian.Uint32(data[33:]) != count || string(unbase64(t, used.Response.UserHandle)) != "user" {
					t.Errorf("assertion %d: data %x, handle %s", count, data, used.Response.UserHandle)
				}
				digest := sha256.Sum256(clientData)
				message := append(data, digest[:]...)
				if !verifies(t, unbase64(t, made.Response.PublicKey), message, unbase64(t, used.Response.Signature)) {
					t.Error("the signature does not verify")
				}
			}
		})
	}
}

func TestBrowserRefuses(t *testing.T) {
	es256 := param("-7")
	holder := &passkeytest.Authenticator{Origin: origin}
	raw, err := holder.Create(creation("localhost", "preferred", es256))
	held := read(t, raw, err).ID
	create := func(a *passkeytest.Authenticator, options []byte) func() error {
		return func() error { _, err := a.Create(options); return err }
	}
	get := func(a *passkeytest.Authenticator, options []byte) func() error {
		return func() error { _, err := a.Get(options); return err }
	}
	at := func(origin string) *passkeytest.Authenticator { return &passkeytest.Authenticator{Origin: origin} }
	unverified := &passkeytest.Authenticator{Origin: origin, Unverified: true}
	for name, c := range map[string]struct {
		call func() error
		want error
	}{
		"a relying party elsewhere":     {create(at("https://example.com"), creation("example.org", "preferred", es256)), passkeytest.ErrSecurity},
		"a relying party below":         {create(at("https://example.com"), creation("app.example.com", "preferred", es256)), passkeytest.ErrSecurity},
		"a look-alike":                  {create(at("https://evilexample.com"), creation("example.com", "preferred", es256)), passkeytest.ErrSecurity},
		"plain http":                    {create(at("http://example.com"), creation("example.com", "preferred", es256)), passkeytest.ErrSecurity},
		"a passkey it holds":            {create(holder, creation("localhost", "preferred", es256, held)), passkeytest.ErrInvalidState},
		"an algorithm nobody asked for": {create(holder, creation("localhost", "preferred", param("-257"))), passkeytest.ErrNotSupported},
		"a verification it cannot give": {create(unverified, creation("localhost", "required", es256)), passkeytest.ErrNotAllowed},
		"options that are no JSON":      {create(holder, []byte("{")), passkeytest.ErrSyntax},
		"options without a user":        {create(holder, []byte(`{"rp":{"id":"localhost","name":"n"}}`)), passkeytest.ErrSyntax},
		"a challenge in padded base64":  {create(holder, []byte(strings.Replace(string(creation("localhost", "preferred", es256)), challenge, "AA==", 1))), passkeytest.ErrSyntax},
		"to use what it does not hold":  {get(holder, request("localhost", `{"type":"public-key","id":"AAAA"}`)), passkeytest.ErrNotAllowed},
		"to use it elsewhere":           {get(holder, request("example.com", "")), passkeytest.ErrSecurity},
		"to use it unverified":          {get(unverified, request("localhost", "")), passkeytest.ErrNotAllowed},
		"a request without a challenge": {get(holder, []byte(`{"rpId":"localhost"}`)), passkeytest.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.call(); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	if _, err := holder.Get([]byte(`{"publicKey":` + string(request("localhost", "")) + `}`)); err != nil {
		t.Errorf("a passkey that no list names, wrapped options: %v", err)
	}
	if _, err := at("https://app.example.com:8443").Create(creation("example.com", "preferred", es256)); err != nil {
		t.Errorf("a page below the relying party: %v", err)
	}
}

func TestCloneCountsForItself(t *testing.T) {
	a := &passkeytest.Authenticator{Origin: origin}
	if _, err := a.Create(creation("localhost", "preferred", param("-7"))); err != nil {
		t.Fatal(err)
	}
	clone := a.Clone()
	counter := func(a *passkeytest.Authenticator) uint32 {
		raw, err := a.Get(request("localhost", ""))
		return binary.BigEndian.Uint32(unbase64(t, read(t, raw, err).Response.AuthenticatorData)[33:])
	}
	if one, two, three := counter(a), counter(a), counter(clone); one != 1 || two != 2 || three != 1 {
		t.Errorf("counters %d, %d and the clone's %d; want 1, 2 and 1", one, two, three)
	}
	if len(clone.CredentialIDs()) != 1 || string(clone.CredentialIDs()[0]) != string(a.CredentialIDs()[0]) {
		t.Error("the clone has other passkeys")
	}
}
