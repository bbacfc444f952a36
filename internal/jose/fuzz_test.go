package jose_test

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"usher/internal/jose"
)

// FuzzPreParse holds that an accepted token has one spelling, a header within
// the allow-list, and a payload that encoding/json reads as an object too.
func FuzzPreParse(f *testing.F) {
	f.Add(unsigned(goodHeader, goodPayload))
	f.Add(unsigned(`{"alg":"RS256","kid":"k","typ":"JWT"}`, `{"a":[{"b":null}],"c":"\ud83d\ude00"}`))
	f.Add(unsigned(`{"alg":"none","kid":"k"}`, goodPayload))
	f.Add(unsigned(`{"alg":"RS256","alg":"HS256","kid":"k"}`, `{"sub":"a","sub":"b"}`))
	f.Add("..")
	f.Fuzz(func(t *testing.T, compact string) {
		u, err := jose.Parse(compact)
		if err != nil {
			if u != nil {
				t.Fatal("a refused token was returned")
			}
			return
		}
		var parts []string
		for part := range strings.SplitSeq(compact, ".") {
			decoded, err := base64.RawURLEncoding.DecodeString(part)
			if err != nil {
				t.Fatalf("accepted part is not base64url: %v", err)
			}
			if base64.RawURLEncoding.EncodeToString(decoded) != part {
				t.Fatal("accepted part has a second spelling")
			}
			parts = append(parts, string(decoded))
		}
		if len(parts) != 3 || parts[2] == "" {
			t.Fatalf("accepted %d parts", len(parts))
		}
		var header, payload map[string]any
		for i, into := range []*map[string]any{&header, &payload} {
			if err := json.Unmarshal([]byte(parts[i]), into); err != nil || !utf8.ValidString(parts[i]) {
				t.Fatalf("accepted part %d is not JSON: %v", i, err)
			}
		}
		for name := range header {
			if name != "alg" && name != "kid" && name != "typ" {
				t.Fatalf("accepted header member %q", name)
			}
		}
		if header["alg"] != "RS256" || header["kid"] != u.KeyID() || u.KeyID() == "" {
			t.Fatalf("accepted header %v", header)
		}
		if typ, present := header["typ"]; present && typ != "JWT" {
			t.Fatalf("accepted typ %v", typ)
		}
		if len(payload) != len(u.Claims()) {
			t.Fatalf("read %d claims, encoding/json %d", len(u.Claims()), len(payload))
		}
	})
}

// FuzzParseObject holds the scanner against encoding/json: what it accepts,
// that accepts too, with the same top-level names and values.
func FuzzParseObject(f *testing.F) {
	f.Add([]byte(goodPayload))
	f.Add([]byte(`{"a":[0,-1.5e+3,true,null,{"b":"\ud83d\ude00\n"}]}`))
	f.Add([]byte(`{"a":"\ud83d","b":01}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		object, err := jose.ParseObject(data)
		if err != nil {
			return
		}
		var reference map[string]json.RawMessage
		if err := json.Unmarshal(data, &reference); err != nil {
			t.Fatalf("accepted what encoding/json refuses: %v", err)
		}
		if len(reference) != len(object) {
			t.Fatalf("%d members, encoding/json %d", len(object), len(reference))
		}
		for name, value := range reference {
			if string(object[name]) != string(value) {
				t.Fatalf("member %q: %s, encoding/json %s", name, object[name], value)
			}
		}
	})
}

// FuzzParseKeySet holds that every key that comes out may verify RS256, and
// that keys and skipped keys have different indexes and kids.
func FuzzParseKeySet(f *testing.F) {
	good := jwkText("k", signingKey().N, 65537)
	f.Add([]byte(document(good)))
	f.Add([]byte(document(good, good)))
	f.Add([]byte(document(jwkText("weak", modulus(1024), 3), jwkText("one", modulus(2048), 1))))
	f.Add([]byte(document(`{"kty":"oct","k":"AA","kid":"s"}`, `{"kty":"RSA","kid":"p","d":"AQ"}`, `7`)))
	f.Add([]byte(`{"keys":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := jose.ParseKeySet(data)
		if (err == nil) != (len(set.Keys) > 0) {
			t.Fatalf("%d keys beside error %v", len(set.Keys), err)
		}
		for kid, key := range set.Keys {
			mustBeFit(t, kid, key)
		}
		for _, skipped := range set.Skipped {
			if skipped.Reason == "" {
				t.Fatal("a key was skipped without a reason")
			}
			if set.Keys[skipped.KeyID] != nil {
				t.Fatalf("kid %q is both used and skipped", skipped.KeyID)
			}
		}
	})
}

func mustBeFit(t *testing.T, kid string, key *rsa.PublicKey) {
	t.Helper()
	if kid == "" || len(kid) > 128 {
		t.Fatalf("kid %q", kid)
	}
	if bits := key.N.BitLen(); bits < 2048 || bits > 8192 || key.N.Bit(0) == 0 {
		t.Fatalf("modulus of %d bits", bits)
	}
	if key.E < 3 || key.E%2 == 0 {
		t.Fatalf("exponent %d", key.E)
	}
}
