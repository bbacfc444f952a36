package localpool_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"strings"
	"testing"
)

// jwt is a token taken apart with the standard library alone, so that no JOSE package vouches for another.
type jwt struct {
	raw    string
	header map[string]any
	claims map[string]any
}

func parseJWT(t *testing.T, raw string) jwt {
	t.Helper()
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		t.Fatalf("token has %d parts, want 3", len(parts))
	}
	token := jwt{raw: raw}
	for i, into := range []*map[string]any{&token.header, &token.claims} {
		plain, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatalf("part %d is not base64url: %v", i, err)
		}
		if err := json.Unmarshal(plain, into); err != nil {
			t.Fatalf("part %d is not JSON: %v", i, err)
		}
	}
	return token
}

func (j jwt) text(name string) string {
	value, _ := j.claims[name].(string)
	return value
}

func (j jwt) number(name string) int64 {
	value, _ := j.claims[name].(float64)
	return int64(value)
}

// verify checks the RS256 signature against the key that the header names.
func (j jwt) verify(keys map[string]*rsa.PublicKey) bool {
	kid, _ := j.header["kid"].(string)
	key := keys[kid]
	cut := strings.LastIndexByte(j.raw, '.')
	signature, err := base64.RawURLEncoding.DecodeString(j.raw[cut+1:])
	if err != nil || key == nil || j.header["alg"] != "RS256" {
		return false
	}
	digest := sha256.Sum256([]byte(j.raw[:cut]))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature) == nil
}

// jwk is one published key with every member a client reads.
type jwk struct {
	KID string `json:"kid"`
	Alg string `json:"alg"`
	Kty string `json:"kty"`
	Use string `json:"use"`
	N   string `json:"n"`
	E   string `json:"e"`
}

// published fetches the key set of a pool.
func (r *rig) published(poolID string) []jwk {
	r.t.Helper()
	answer := r.do(http.MethodGet, "/"+poolID+"/.well-known/jwks.json", "", nil)
	if answer.status != http.StatusOK {
		r.t.Fatalf("jwks.json answers %d: %.200s", answer.status, answer.body)
	}
	var set struct {
		Keys []jwk `json:"keys"`
	}
	if err := json.Unmarshal([]byte(answer.body), &set); err != nil {
		r.t.Fatal(err)
	}
	return set.Keys
}

// publicKeys is the key set in the form that crypto/rsa takes.
func (r *rig) publicKeys(poolID string) map[string]*rsa.PublicKey {
	r.t.Helper()
	keys := map[string]*rsa.PublicKey{}
	for _, k := range r.published(poolID) {
		n, err := base64.RawURLEncoding.DecodeString(k.N)
		if err != nil {
			r.t.Fatalf("modulus of %s: %v", k.KID, err)
		}
		e, err := base64.RawURLEncoding.DecodeString(k.E)
		if err != nil {
			r.t.Fatalf("exponent of %s: %v", k.KID, err)
		}
		keys[k.KID] = &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
	}
	return keys
}

// segment is the base64url form of a JSON value.
func segment(t *testing.T, value any) string {
	t.Helper()
	plain, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(plain)
}
