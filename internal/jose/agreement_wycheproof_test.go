package jose

import (
	"crypto/ecdh"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"github.com/c2sp/wycheproof"
)

// vectors decodes a file of Wycheproof's.
func vectors[T any](t *testing.T, name string) (groups []T) {
	t.Helper()
	text, err := fs.ReadFile(wycheproof.TestVectors, name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ TestGroups []T }
	if err := json.Unmarshal(text, &file); err != nil || len(file.TestGroups) == 0 {
		t.Fatalf("%s holds no vectors (%v)", name, err)
	}
	return file.TestGroups
}

func privateKey(t *testing.T, d string) *ecdh.PrivateKey {
	t.Helper()
	scalar, err := base64.RawURLEncoding.DecodeString(d)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdh.P256().NewPrivateKey(scalar)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestWycheproofAgreement runs the vectors of ECDH over P-256 through the reader of an epk.
func TestWycheproofAgreement(t *testing.T) {
	type group struct {
		Tests []struct {
			Comment         string
			Public, Private map[string]string
			Shared, Result  string
		}
	}
	counts := map[string]int{}
	for _, g := range vectors[group](t, "ecdh_secp256r1_webcrypto_test.json") {
		for _, v := range g.Tests {
			counts[v.Result]++
			delete(v.Public, "kid")
			epk, err := json.Marshal(v.Public)
			if err != nil {
				t.Fatal(err)
			}
			public, err := readPoint(epk)
			if v.Result == "invalid" {
				if err == nil {
					t.Errorf("%s: accepted", v.Comment)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", v.Comment, err)
				continue
			}
			shared, err := privateKey(t, v.Private["d"]).ECDH(public)
			if err != nil || hex.EncodeToString(shared) != v.Shared {
				t.Errorf("%s: agreed on %x, %v; want %s", v.Comment, shared, err, v.Shared)
			}
		}
	}
	if counts["valid"] < 300 || counts["invalid"] < 20 {
		t.Errorf("ran %v", counts)
	}
}

// TestWycheproofEncryption opens the one vector that is ECDH-ES with A256GCM as an AgreementKey does,
// past its header, which has neither kid nor typ; with it, all are refused.
func TestWycheproofEncryption(t *testing.T) {
	type group struct {
		Private map[string]any
		Tests   []struct {
			Comment, Pt, Result string
			Jwe                 json.RawMessage
		}
	}
	opened, refused := 0, 0
	for _, g := range vectors[group](t, "json_web_encryption_test.json") {
		if g.Private["kty"] != "EC" || g.Private["crv"] != "P-256" {
			continue
		}
		private := privateKey(t, g.Private["d"].(string))
		key, err := NewAgreementKey(private, "k1", "test+jwe")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range g.Tests {
			var compact string
			if json.Unmarshal(v.Jwe, &compact) != nil {
				continue // the JSON serialization
			}
			if plaintext, err := key.Open(compact); err == nil {
				t.Errorf("%s: opened %q", v.Comment, plaintext)
			}
			refused++
			part, body, _ := strings.Cut(compact, "..")
			text, err := decodePart(part)
			if err != nil || v.Result != "valid" {
				continue
			}
			header, err := exactly(text, "alg", "enc", "epk")
			if err != nil || !isWord(header["alg"], algECDHES) || !isWord(header["enc"], encA256GCM) {
				continue
			}
			epk, err := readPoint(header["epk"])
			if err != nil {
				t.Fatal(err)
			}
			shared, err := private.ECDH(epk)
			if err != nil {
				t.Fatal(err)
			}
			aead, err := newA256GCM(concatKDF(shared, encA256GCM, "", "", DirectKeyBytes))
			if err != nil {
				t.Fatal(err)
			}
			plaintext, err := openParts(aead, body, []byte(part))
			if err != nil || hex.EncodeToString(plaintext) != v.Pt {
				t.Errorf("%s: opened %x, %v; want %s", v.Comment, plaintext, err, v.Pt)
			}
			opened++
		}
	}
	if opened == 0 || refused < 40 {
		t.Errorf("opened %d and refused %d", opened, refused)
	}
}
