package main

import (
	"bytes"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/big"
	"strings"
	"testing"

	"github.com/c2sp/wycheproof"

	"usher/internal/badinput"
	"usher/internal/jose"
)

// vectorFile is what the four files on JOSE have in common.
type vectorFile struct {
	NumberOfTests int
	TestGroups    []struct {
		Private raw // a JWK or a set of them
		Public  raw // the same without private members, where there are any
		Tests   []vector
	}
}

type vector struct {
	TcID    int
	Comment string
	JWS     raw
	JWE     raw
	Result  string
}

// wycheproofVectors gives every vector to the parts that read tokens, sealed values and keys. Ours is a
// narrow profile of JOSE, so what is right for a library is mostly wrong here: what each vector must
// become is worked out from its own header by rules written down apart from the code under test.
func wycheproofVectors(t *testing.T, tally *badinput.Tally) {
	accepted := 0
	for _, file := range []struct {
		name  string
		count int
	}{
		{"json_web_signature", 401}, {"json_web_encryption", 139}, {"json_web_key", 26}, {"json_web_crypto", 83},
	} {
		text, err := fs.ReadFile(wycheproof.TestVectors, file.name+"_test.json")
		if err != nil {
			t.Fatal(err)
		}
		var vectors vectorFile
		if err := json.Unmarshal(text, &vectors); err != nil {
			t.Fatal(err)
		}
		if vectors.NumberOfTests != file.count {
			t.Errorf("%s has %d vectors, want %d", file.name, vectors.NumberOfTests, file.count)
		}
		for _, group := range vectors.TestGroups {
			keys := keysOf(t, group.Private, group.Public)
			for _, v := range group.Tests {
				tally.Try(t, file.name, fmt.Sprintf("%d %s", v.TcID, v.Comment), func(*testing.T) error {
					opened, wanted := v.tryWith(keys)
					if opened {
						accepted++
					}
					switch {
					case opened && !wanted:
						return badinput.ErrAccepted
					case wanted && !opened:
						return fmt.Errorf("refused, and is of our profile")
					}
					return nil
				})
			}
		}
	}
	t.Logf("figure: wycheproof vectors of our profile accepted %d", accepted)
}

// vectorKeys are the keys of one group, in each form that a part of ours takes.
type vectorKeys struct {
	set jose.KeySet      // as a JWKS document without private members
	rsa []*rsa.PublicKey // read apart from the code under test
	oct [][jose.DirectKeyBytes]byte
}

type jwk struct{ Kty, N, E, K string }

func keysOf(t *testing.T, private, public raw) vectorKeys {
	t.Helper()
	if public == nil {
		public = private
	}
	// The parser of documents must survive each form, whatever it makes of it.
	for _, document := range [][]byte{private, public, []byte(`{"keys":[` + string(private) + `]}`)} {
		_, _ = jose.ParseKeySet(document)
	}
	list := func(text raw) []jwk {
		var several struct{ Keys []jwk }
		if err := json.Unmarshal(text, &several); err == nil && several.Keys != nil {
			return several.Keys
		}
		var one jwk
		if err := json.Unmarshal(text, &one); err != nil {
			t.Fatal(err)
		}
		return []jwk{one}
	}
	document := public
	if !bytes.Contains(public, []byte(`"keys"`)) {
		document = raw(`{"keys":[` + string(public) + `]}`)
	}
	var keys vectorKeys
	keys.set, _ = jose.ParseKeySet(document)
	for _, k := range list(private) {
		modulus, _ := base64.RawURLEncoding.DecodeString(k.N)
		exponent, _ := base64.RawURLEncoding.DecodeString(k.E)
		if k.Kty == "RSA" {
			keys.rsa = append(keys.rsa, &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(new(big.Int).SetBytes(exponent).Int64())})
		}
		if secret, _ := base64.RawURLEncoding.DecodeString(k.K); len(secret) == jose.DirectKeyBytes {
			keys.oct = append(keys.oct, [jose.DirectKeyBytes]byte(secret))
		}
	}
	return keys
}

// tryWith says whether anything of ours took the vector, and whether it should.
func (v vector) tryWith(keys vectorKeys) (taken, wanted bool) {
	if v.JWE != nil {
		return v.open(keys), v.Result == "valid" && sealedProfile(textOf(v.JWE))
	}
	compact := textOf(v.JWS)
	all := append([]*rsa.PublicKey{nil}, keys.rsa...)
	for _, key := range keys.set.Keys {
		all = append(all, key)
	}
	fit := false
	for _, key := range all {
		_, err := jose.Verify(compact, key)
		taken = taken || err == nil
		fit = fit || key != nil && key.N.BitLen() >= 2048
	}
	return taken, v.Result == "valid" && fit && tokenProfile(compact)
}

func (v vector) open(keys vectorKeys) bool {
	compact := textOf(v.JWE)
	keyID, typ, err := jose.ReadDirectHeader(compact)
	if err != nil {
		keyID, typ = "k1", "t"
	}
	for _, secret := range append(keys.oct, [jose.DirectKeyBytes]byte{}) {
		key, err := jose.NewDirectKey(secret, keyID, typ)
		if err != nil {
			continue
		}
		if _, err := key.Open(compact); err == nil {
			return true
		}
	}
	return false
}

// textOf is a vector's text, or for one in JSON serialization the JSON.
func textOf(value raw) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}

// tokenProfile is Cognito's form of a JWS: three parts, RS256, a kid, no member but typ besides, and an
// object of claims.
func tokenProfile(compact string) bool {
	parts := strings.Split(compact, ".")
	if len(parts) != 3 {
		return false
	}
	header, claims := decodedObject(parts[0]), decodedObject(parts[1])
	keyID, _ := header["kid"].(string)
	if claims == nil || header["alg"] != "RS256" || keyID == "" {
		return false
	}
	for name, value := range header {
		if name != "alg" && name != "kid" && (name != "typ" || value != "JWT") {
			return false
		}
	}
	return true
}

// sealedProfile is our own form of a JWE: dir and A256GCM under a kid and a typ.
func sealedProfile(compact string) bool {
	parts := strings.Split(compact, ".")
	if len(parts) != 5 || parts[1] != "" {
		return false
	}
	header := decodedObject(parts[0])
	return len(header) == 4 && header["alg"] == "dir" && header["enc"] == "A256GCM" && header["kid"] != nil && header["typ"] != nil
}

func decodedObject(part string) map[string]any {
	text, err := base64.RawURLEncoding.Strict().DecodeString(part)
	var object map[string]any
	if err != nil || json.Unmarshal(text, &object) != nil {
		return nil
	}
	return object
}
