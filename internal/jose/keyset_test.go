package jose_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/jose"
)

func document(keys ...string) string { return `{"keys":[` + strings.Join(keys, ",") + `]}` }

func TestParseKeySet(t *testing.T) {
	n, e := signingKey().N, signingKey().E
	set, err := jose.ParseKeySet([]byte(document(jwkText("one", n, e), jwkText("two", foreignKey().N, e))))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Skipped) != 0 {
		t.Errorf("skipped %v, want none", set.Skipped)
	}
	if !set.Keys["one"].Equal(&signingKey().PublicKey) || !set.Keys["two"].Equal(&foreignKey().PublicKey) {
		t.Error("keys are not the published ones")
	}
	if _, err := jose.Verify(sign(t, goodHeader, goodPayload), set.Keys["one"]); err != nil {
		t.Errorf("a published key does not verify: %v", err)
	}
}

func TestParseKeySetAcceptsKey(t *testing.T) {
	n := b64(string(modulus(2048).Bytes()))
	tests := []struct{ name, key string }{
		{"no alg, no use", fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%q,"e":"AQAB"}`, n)},
		{"exponent 3", fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%q,"e":"Aw"}`, n)},
		{"key_ops with verify", fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%q,"e":"AQAB","key_ops":["verify"]}`, n)},
		{"members unknown to us", fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%q,"e":"AQAB","x5t":"a","foo":{}}`, n)},
		{"8192 bits", jwkText("k", modulus(8192), 65537)},
		{"largest exponent", jwkText("k", modulus(2048), 1<<31-1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, err := jose.ParseKeySet([]byte(document(test.key)))
			if err != nil || set.Keys["k"] == nil {
				t.Errorf("keys %v, skipped %v, error %v", set.Keys, set.Skipped, err)
			}
		})
	}
}

func TestParseKeySetSkipsKey(t *testing.T) {
	n := b64(string(modulus(2048).Bytes()))
	rsaKey := func(more string) string {
		return fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%q,"e":"AQAB"%s}`, n, more)
	}
	numbers := func(n, e string) string {
		return fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%s,"e":%s}`, n, e)
	}
	const badKid = "kid is missing or unusable"
	tests := []struct{ name, key, reason string }{
		{"not an object", `"k"`, "not an object"},
		{"null", `null`, "not an object"},
		{"no kid", fmt.Sprintf(`{"kty":"RSA","n":%q,"e":"AQAB"}`, n), badKid},
		{"empty kid", jwkText("", modulus(2048), 65537), badKid},
		{"kid number", fmt.Sprintf(`{"kty":"RSA","kid":1,"n":%q,"e":"AQAB"}`, n), badKid},
		{"kid too long", jwkText(strings.Repeat("k", 129), modulus(2048), 65537), badKid},
		{"symmetric", `{"kty":"oct","kid":"k","k":"c2VjcmV0","alg":"HS256"}`, "holds private members"},
		{"private exponent", rsaKey(`,"d":"AQAB"`), "holds private members"},
		{"prime", rsaKey(`,"p":"AQAB"`), "holds private members"},
		{"elliptic curve", `{"kty":"EC","kid":"k","crv":"P-256","x":"AQ","y":"AQ"}`, "kty is not RSA"},
		{"kty missing", fmt.Sprintf(`{"kid":"k","n":%q,"e":"AQAB"}`, n), "kty is not RSA"},
		{"kty rsa", fmt.Sprintf(`{"kty":"rsa","kid":"k","n":%q,"e":"AQAB"}`, n), "kty is not RSA"},
		{"RS512", rsaKey(`,"alg":"RS512"`), "alg is not RS256"},
		{"RSA-OAEP", rsaKey(`,"alg":"RSA-OAEP"`), "alg is not RS256"},
		{"alg null", rsaKey(`,"alg":null`), "alg is not RS256"},
		{"use enc", rsaKey(`,"use":"enc"`), "use is not sig"},
		{"use array", rsaKey(`,"use":["sig"]`), "use is not sig"},
		{"key_ops encrypt", rsaKey(`,"key_ops":["encrypt"]`), "key_ops is without verify"},
		{"key_ops empty", rsaKey(`,"key_ops":[]`), "key_ops is without verify"},
		{"key_ops string", rsaKey(`,"key_ops":"verify"`), "key_ops is without verify"},
		{"n missing", `{"kty":"RSA","kid":"k","e":"AQAB"}`, "n is not a canonical base64url number"},
		{"n empty", numbers(`""`, `"AQAB"`), "n is not a canonical base64url number"},
		{"n padded", numbers(`"`+n+`="`, `"AQAB"`), "n is not a canonical base64url number"},
		{"n with zero in front", numbers(`"AA`+n+`"`, `"AQAB"`), "n is not a canonical base64url number"},
		{"n number", numbers(`5`, `"AQAB"`), "n is not a canonical base64url number"},
		{"e missing", fmt.Sprintf(`{"kty":"RSA","kid":"k","n":%q}`, n), "e is not a canonical base64url number"},
		{"e number", numbers(`"`+n+`"`, `65537`), "e is not a canonical base64url number"},
		{"e zero", numbers(`"`+n+`"`, `"AA"`), "e is not a canonical base64url number"},
		{"e one", numbers(`"`+n+`"`, `"AQ"`), "exponent is even or below 3"},
		{"e even", numbers(`"`+n+`"`, `"AQAA"`), "exponent is even or below 3"},
		{"e of 2^31+1", numbers(`"`+n+`"`, `"gAAAAQ"`), "exponent is too large"},
		{"e of nine bytes", numbers(`"`+n+`"`, `"AQAAAAAAAAAB"`), "exponent is too large"},
		{"1024 bits", jwkText("k", modulus(1024), 65537), "modulus is below 2048 bits"},
		{"2047 bits", jwkText("k", modulus(2047), 65537), "modulus is below 2048 bits"},
		{"8193 bits", jwkText("k", modulus(8193), 65537), "modulus is above 8192 bits"},
		{"even modulus", jwkText("k", new(big.Int).Lsh(big.NewInt(1), 2047), 65537), "modulus is even"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			good := jwkText("good", signingKey().N, 65537)
			set, err := jose.ParseKeySet([]byte(document(test.key, good)))
			if err != nil {
				t.Fatalf("one unfit key spoils the set: %v", err)
			}
			if got := slices.Collect(maps.Keys(set.Keys)); !slices.Equal(got, []string{"good"}) {
				t.Errorf("keys = %v, want only good", got)
			}
			if len(set.Skipped) != 1 || set.Skipped[0].Reason != test.reason || set.Skipped[0].Index != 0 {
				t.Errorf("skipped = %+v, want key 0 for %q", set.Skipped, test.reason)
			}

			alone, err := jose.ParseKeySet([]byte(document(test.key)))
			if !errors.Is(err, jose.ErrKeySet) || alone.Keys != nil || len(alone.Skipped) != 1 {
				t.Errorf("alone: keys %v, skipped %v, error %v; want ErrKeySet and the reason", alone.Keys, alone.Skipped, err)
			}
		})
	}
}

func TestParseKeySetSkipsEveryKeyOfAnAmbiguousKid(t *testing.T) {
	set, err := jose.ParseKeySet([]byte(document(
		jwkText("twice", signingKey().N, 65537),
		jwkText("once", signingKey().N, 65537),
		jwkText("twice", foreignKey().N, 65537),
		`{"kty":"EC","kid":"mixed"}`,
		jwkText("mixed", foreignKey().N, 65537),
	)))
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Keys) != 1 || set.Keys["once"] == nil {
		t.Errorf("keys = %v, want only once", set.Keys)
	}
	want := []jose.SkippedKey{
		{Index: 0, KeyID: "twice", Reason: "kid occurs twice"},
		{Index: 2, KeyID: "twice", Reason: "kid occurs twice"},
		{Index: 3, KeyID: "mixed", Reason: "kty is not RSA"},
		{Index: 4, KeyID: "mixed", Reason: "kid occurs twice"},
	}
	if diff := cmp.Diff(want, set.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

func TestParseKeySetRefusesDocument(t *testing.T) {
	good := jwkText("k", signingKey().N, 65537)
	tests := []struct {
		name, document string
		want           error
	}{
		{"empty", "", jose.ErrKeySet},
		{"HTML", "<!DOCTYPE html><html></html>", jose.ErrKeySet},
		{"array of keys", `[` + good + `]`, jose.ErrKeySet},
		{"a key alone", good, jose.ErrKeySet},
		{"empty object", `{}`, jose.ErrKeySet},
		{"no key", `{"keys":[]}`, jose.ErrKeySet},
		{"keys null", `{"keys":null}`, jose.ErrKeySet},
		{"keys object", `{"keys":{}}`, jose.ErrKeySet},
		{"Keys", `{"Keys":[` + good + `]}`, jose.ErrKeySet},
		{"keys twice", `{"keys":[` + good + `],"keys":[]}`, jose.ErrKeySet},
		{"duplicate member in a key", document(strings.Replace(good, `"kty"`, `"kid":"k","kty"`, 1)), jose.ErrKeySet},
		{"cut short", document(good)[:200], jose.ErrKeySet},
		{"text after", document(good) + "x", jose.ErrKeySet},
		{"above 64 KiB", document(good) + strings.Repeat(" ", 64<<10), jose.ErrTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, err := jose.ParseKeySet([]byte(test.document))
			if !errors.Is(err, test.want) {
				t.Errorf("error = %v, want %v", err, test.want)
			}
			if set.Keys != nil {
				t.Error("a refused document gave keys")
			}
		})
	}
}
