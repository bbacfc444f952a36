package jose

import (
	"crypto/rsa"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"math/big"
	"testing"

	"github.com/c2sp/wycheproof"
)

// TestVerifyRS256OnWycheproof gives the check of signatures the vectors for its algorithm as bytes: in
// the vectors for JOSE no RS256 token has the form that is looked at, so they end before it.
func TestVerifyRS256OnWycheproof(t *testing.T) {
	const count = 259
	text, err := fs.ReadFile(wycheproof.TestVectors, "rsa_signature_2048_sha256_test.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		NumberOfTests int
		TestGroups    []struct {
			PublicKey struct{ Modulus, PublicExponent string }
			Tests     []struct {
				TcID                      int
				Comment, Msg, Sig, Result string
			}
		}
	}
	if err := json.Unmarshal(text, &vectors); err != nil || vectors.NumberOfTests != count {
		t.Fatalf("%d vectors, want %d; %v", vectors.NumberOfTests, count, err)
	}
	number := func(text string) *big.Int {
		n, ok := new(big.Int).SetString(text, 16)
		if !ok {
			t.Fatalf("no number: %q", text)
		}
		return n
	}
	decoded := func(text string) []byte {
		data, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	tried, accepted, wrong := 0, 0, 0
	for _, group := range vectors.TestGroups {
		key := &rsa.PublicKey{N: number(group.PublicKey.Modulus), E: int(number(group.PublicKey.PublicExponent).Int64())}
		for _, v := range group.Tests {
			tried++
			err := verifyRS256(decoded(v.Msg), decoded(v.Sig), key)
			// "acceptable" are signatures over a digest whose name lacks its NULL parameter, which
			// RFC 8017 asks for.
			if wanted := v.Result == "valid"; (err == nil) != wanted {
				t.Errorf("%d %s: %v, and the vector is %s", v.TcID, v.Comment, err, v.Result)
			}
			switch {
			case err == nil && v.Result == "valid":
				accepted++
			case err == nil:
				wrong++
			}
		}
	}
	if tried != count || accepted == 0 {
		t.Errorf("%d vectors tried, %d accepted", tried, accepted)
	}
	t.Logf("figure: wycheproof RS256 signatures %d vectors, %d accepted, %d wrong accepts", tried, accepted, wrong)
}
