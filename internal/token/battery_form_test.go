package token_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/pem"
	"strconv"
	"strings"
	"testing"

	"usher/internal/token"
)

// refusal is one case of the battery: an access token that is good but for its
// edit, and the reason it must be refused for. No reason: it must pass.
type refusal struct {
	name string
	edit edit
	want token.Reason
}

// runBattery verifies each case three times: on a new verifier, on one that
// has the keys, and after the good token was cached.
func runBattery(t *testing.T, use token.Use, cases []refusal) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			v := newVerifier(t, newKeyServer(poolKeys()), newClock())
			attack := mint(t, use, test.edit)
			for range 2 {
				_, err := verify(t, v, attack, use)
				wantReason(t, err, test.want)
			}
			if _, err := verify(t, v, mint(t, use), use); err != nil {
				t.Fatalf("the good token is refused: %v", err)
			}
			_, err := verify(t, v, attack, use)
			wantReason(t, err, test.want)
		})
	}
}

func TestBatteryAlgorithm(t *testing.T) {
	public, err := x509.MarshalPKIXPublicKey(&accessKey().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	hs256 := func(secret []byte) edit {
		return all(header("alg", `"HS256"`), signedBy(func(_ testing.TB, input string) string {
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte(input))
			return b64(mac.Sum(nil))
		}))
	}
	sha512Signature := func(tb testing.TB, input string) string {
		tb.Helper()
		digest := sha512.Sum512([]byte(input))
		signature, err := rsa.SignPKCS1v15(nil, accessKey(), crypto.SHA512, digest[:])
		if err != nil {
			tb.Fatal(err)
		}
		return b64(signature)
	}
	pss := func(tb testing.TB, input string) string {
		tb.Helper()
		digest := sha256.Sum256([]byte(input))
		signature, err := rsa.SignPSS(rand.Reader, accessKey(), crypto.SHA256, digest[:], nil)
		if err != nil {
			tb.Fatal(err)
		}
		return b64(signature)
	}
	es256 := func(tb testing.TB, input string) string {
		tb.Helper()
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			tb.Fatal(err)
		}
		digest := sha256.Sum256([]byte(input))
		signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
		if err != nil {
			tb.Fatal(err)
		}
		return b64(signature)
	}
	runBattery(t, token.Access, []refusal{
		{"none without signature", all(header("alg", `"none"`), part(2, func(string) string { return "" })), token.ReasonMalformed},
		{"none with the signature kept", header("alg", `"none"`), token.ReasonAlgorithm},
		{"NoNe", header("alg", `"NoNe"`), token.ReasonAlgorithm},
		{"HS256 with the public key as PEM", hs256(publicPEM), token.ReasonAlgorithm},
		{"HS256 with the public key as DER", hs256(public), token.ReasonAlgorithm},
		{"HS256 with an empty secret", hs256(nil), token.ReasonAlgorithm},
		{"RS384", header("alg", `"RS384"`), token.ReasonAlgorithm},
		{"RS512 rightly signed", all(header("alg", `"RS512"`), signedBy(sha512Signature)), token.ReasonAlgorithm},
		{"PS256 rightly signed", all(header("alg", `"PS256"`), signedBy(pss)), token.ReasonAlgorithm},
		{"ES256", all(header("alg", `"ES256"`), signedBy(es256)), token.ReasonAlgorithm},
		{"missing", headerWithout("alg"), token.ReasonAlgorithm},
		{"empty", header("alg", `""`), token.ReasonAlgorithm},
		{"null", header("alg", `null`), token.ReasonAlgorithm},
		{"lower case", header("alg", `"rs256"`), token.ReasonAlgorithm},
		{"RS256 says the header, PSS was used", signedBy(pss), token.ReasonSignature},
		{"RS256 says the header, SHA-512 was used", signedBy(sha512Signature), token.ReasonSignature},
	})
}

func TestBatteryKeySelection(t *testing.T) {
	foreign := signedBy(signer(foreignKey()))
	foreignJWK := jwk(accessKID, &foreignKey().PublicKey)
	runBattery(t, token.Access, []refusal{
		{"kid missing", headerWithout("kid"), token.ReasonHeader},
		{"kid empty", header("kid", `""`), token.ReasonHeader},
		{"kid number", header("kid", `0`), token.ReasonHeader},
		{"kid null", header("kid", `null`), token.ReasonHeader},
		{"kid array", header("kid", `["`+accessKID+`"]`), token.ReasonHeader},
		{"kid unknown", header("kid", `"unknown"`), token.ReasonKey},
		{"kid in other case", header("kid", quote(strings.ToUpper(accessKID))), token.ReasonKey},
		{"kid of the pool's other key", header("kid", quote(idKID)), token.ReasonSignature},
		{"kid a path", header("kid", `"../../../../dev/null"`), token.ReasonKey},
		{"kid SQL", header("kid", `"x' UNION SELECT 'key"`), token.ReasonHeader},
		{"kid a URL", header("kid", `"https://example.com/jwks.json"`), token.ReasonKey},
		{"kid with NUL", header("kid", `"`+accessKID+`\u0000"`), token.ReasonHeader},
		{"kid of 1,000 characters", header("kid", quote(strings.Repeat("k", 1000))), token.ReasonHeader},
		{"own key in jwk", all(header("jwk", foreignJWK), foreign), token.ReasonHeader},
		{"jku", all(header("jku", `"https://example.com/jwks.json"`), foreign), token.ReasonHeader},
		{"jku of the issuer itself", header("jku", quote(issuer+"/.well-known/jwks.json")), token.ReasonHeader},
		{"x5u", all(header("x5u", `"https://example.com/cert.pem"`), foreign), token.ReasonHeader},
		{"x5c", all(header("x5c", `["MIIB"]`), foreign), token.ReasonHeader},
		{"x5t", header("x5t", `"AQAB"`), token.ReasonHeader},
		{"foreign key under our kid", foreign, token.ReasonSignature},
	})
}

func TestBatteryExtensions(t *testing.T) {
	runBattery(t, token.Access, []refusal{
		{"crit with an unknown name", header("crit", `["x"]`), token.ReasonHeader},
		{"crit with exp", header("crit", `["exp"]`), token.ReasonHeader},
		{"crit empty", header("crit", `[]`), token.ReasonHeader},
		{"crit null", header("crit", `null`), token.ReasonHeader},
		{"b64 false", all(header("b64", `false`), header("crit", `["b64"]`)), token.ReasonHeader},
		{"b64 true", header("b64", `true`), token.ReasonHeader},
		{"zip", header("zip", `"DEF"`), token.ReasonHeader},
		{"cty JWT", header("cty", `"JWT"`), token.ReasonHeader},
		{"typ at+jwt", header("typ", `"at+jwt"`), token.ReasonHeader},
		{"typ number", header("typ", `1`), token.ReasonHeader},
		{"typ jwt", header("typ", `"jwt"`), token.ReasonHeader},
		{"typ JWT", header("typ", `"JWT"`), ""},
		{"enc", header("enc", `"A256GCM"`), token.ReasonHeader},
	})
}

func TestBatteryEncoding(t *testing.T) {
	suffix := func(text string) func(string) string { return func(part string) string { return part + text } }
	insert := func(text string) func(string) string {
		return func(part string) string { return part[:4] + text + part[4:] }
	}
	runBattery(t, token.Access, []refusal{
		{"padding on the header", part(0, suffix("=")), token.ReasonMalformed},
		{"padding on the payload", part(1, suffix("==")), token.ReasonMalformed},
		{"padding on the signature", part(2, suffix("==")), token.ReasonMalformed},
		{"line feed at the end", compact(suffix("\n")), token.ReasonMalformed},
		{"line feed in the payload", part(1, insert("\n")), token.ReasonMalformed},
		{"carriage return in the signature", part(2, insert("\r\n")), token.ReasonMalformed},
		{"space at the start", compact(func(s string) string { return " " + s }), token.ReasonMalformed},
		{"space at the end", compact(suffix(" ")), token.ReasonMalformed},
		{"unused bits of the signature set", part(2, nextSpelling), token.ReasonMalformed},
		{"signature in the standard alphabet", part(2, func(string) string { return strings.Repeat("+/", 171) }), token.ReasonMalformed},
		{"two parts", compact(func(s string) string { return s[:strings.LastIndex(s, ".")] }), token.ReasonMalformed},
		{"four parts", compact(suffix(".AA")), token.ReasonMalformed},
		{"trailing dot", compact(suffix(".")), token.ReasonMalformed},
		{"empty header", part(0, func(string) string { return "" }), token.ReasonMalformed},
		{"empty payload", part(1, func(string) string { return "" }), token.ReasonMalformed},
		{"empty token", compact(func(string) string { return "" }), token.ReasonMalformed},
		{"Bearer in front", compact(func(s string) string { return "Bearer " + s }), token.ReasonMalformed},
		{"quotes around", compact(func(s string) string { return `"` + s + `"` }), token.ReasonMalformed},
		{"percent escapes", compact(func(s string) string { return strings.ReplaceAll(s, ".", "%2E") }), token.ReasonMalformed},
		{"fullwidth dot", compact(func(s string) string { return strings.Replace(s, ".", "．", 1) }), token.ReasonMalformed},
		{"two tokens", compact(func(s string) string { return s + "," + s }), token.ReasonMalformed},
		{"JSON serialization", compact(func(s string) string {
			p := strings.Split(s, ".")
			return `{"protected":"` + p[0] + `","payload":"` + p[1] + `","signature":"` + p[2] + `"}`
		}), token.ReasonMalformed},
		{"one signature bit changed", part(2, func(s string) string { return s[:10] + flip(s[10]) + s[11:] }), token.ReasonSignature},
		{"signature cut to 255 bytes", part(2, func(s string) string { return s[:340] }), token.ReasonSignature},
	})
}

// nextSpelling changes bits of a 256-byte signature's last character that
// lenient decoders drop.
func nextSpelling(part string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(part) - 1
	return part[:last] + string(alphabet[strings.IndexByte(alphabet, part[last])+1])
}

func flip(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

func TestBatterySizeAndNesting(t *testing.T) {
	arrays := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	runBattery(t, token.Access, []refusal{
		{"token of 7 KiB", claim("custom", quote(strings.Repeat("a", 9<<9))), ""},
		{"payload above 8 KiB", claim("custom", quote(strings.Repeat("a", 8<<10))), token.ReasonMalformed},
		{"payload of 1 MiB", claim("custom", quote(strings.Repeat("a", 1<<20))), token.ReasonMalformed},
		{"header above 8 KiB", header("kid", quote(strings.Repeat("k", 8<<10))), token.ReasonMalformed},
		{"15 levels in a claim", claim("custom", arrays(15)), ""},
		{"16 levels in a claim", claim("custom", arrays(16)), token.ReasonMalformed},
		{"2,000 levels in a claim", claim("custom", arrays(2000)), token.ReasonMalformed},
		{"levels in the header", header("kid", arrays(1000)), token.ReasonMalformed},
		{"5,000 dots", compact(func(string) string { return strings.Repeat(".", 5000) }), token.ReasonMalformed},
		{"300 members", func(d *draft) {
			for i := range 300 {
				d.payload = append(d.payload, member{"m" + strconv.Itoa(i), "1"})
			}
		}, ""},
	})
}
