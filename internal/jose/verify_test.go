package jose_test

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"testing"

	"usher/internal/jose"
)

func TestVerifyReturnsTheSignedPayload(t *testing.T) {
	payload, err := jose.Verify(sign(t, goodHeader, goodPayload), &signingKey().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if string(payload) != goodPayload {
		t.Errorf("payload = %s, want the bytes that were signed", payload)
	}
}

func TestVerifyRefusesSignature(t *testing.T) {
	input := b64(goodHeader) + "." + b64(goodPayload)
	sum256, sum512 := sha256.Sum256([]byte(input)), sha512.Sum512([]byte(input))
	key := signingKey()
	must := func(signature []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return signature
	}
	good := must(rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum256[:]))
	flipped := bytes.Clone(good)
	flipped[100] ^= 1
	mac := hmac.New(sha256.New, key.N.Bytes())
	mac.Write([]byte(input))
	plusModulus := new(big.Int).Add(new(big.Int).SetBytes(good), key.N).Bytes()

	tests := []struct {
		name      string
		signature []byte
	}{
		{"one bit changed", flipped},
		{"another key", must(rsa.SignPKCS1v15(nil, foreignKey(), crypto.SHA256, sum256[:]))},
		{"PSS", must(rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum256[:], nil))},
		{"SHA-512", must(rsa.SignPKCS1v15(nil, key, crypto.SHA512, sum512[:]))},
		{"no digest info", must(rsa.SignPKCS1v15(nil, key, crypto.Hash(0), sum256[:]))},
		{"HMAC with the modulus", mac.Sum(nil)},
		{"last byte cut", good[:255]},
		{"byte added", append(bytes.Clone(good), 0)},
		{"zero in front", append([]byte{0}, good...)},
		{"plus the modulus", plusModulus},
		{"zeros", make([]byte, 256)},
		{"one", append(make([]byte, 255), 1)},
		{"one byte", []byte{1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			compact := input + "." + base64.RawURLEncoding.EncodeToString(test.signature)
			payload, err := jose.Verify(compact, &key.PublicKey)
			if !errors.Is(err, jose.ErrSignature) {
				t.Errorf("error = %v, want ErrSignature", err)
			}
			if payload != nil {
				t.Error("a refused token gave its payload")
			}
		})
	}
}

func TestVerifyBindsEveryPart(t *testing.T) {
	good := strings.Split(sign(t, goodHeader, goodPayload), ".")
	other := strings.Split(sign(t, `{"kid":"key-2","alg":"RS256"}`, `{"sub":"other"}`), ".")
	for i, name := range []string{"header", "payload", "signature"} {
		t.Run(name+" of another token", func(t *testing.T) {
			mixed := append([]string{}, good...)
			mixed[i] = other[i]
			if _, err := jose.Verify(strings.Join(mixed, "."), &signingKey().PublicKey); !errors.Is(err, jose.ErrSignature) {
				t.Errorf("error = %v, want ErrSignature", err)
			}
		})
	}
}

func TestVerifyRefusesKey(t *testing.T) {
	n := signingKey().N
	tests := []struct {
		name string
		key  *rsa.PublicKey
	}{
		{"nil", nil},
		{"no modulus", &rsa.PublicKey{E: 65537}},
		{"zero modulus", &rsa.PublicKey{N: new(big.Int), E: 65537}},
		{"negative modulus", &rsa.PublicKey{N: new(big.Int).Neg(n), E: 65537}},
		{"2047 bits", &rsa.PublicKey{N: modulus(2047), E: 65537}},
		{"8193 bits", &rsa.PublicKey{N: modulus(8193), E: 65537}},
		{"even modulus", &rsa.PublicKey{N: new(big.Int).Add(n, big.NewInt(1)), E: 65537}},
		{"exponent 0", &rsa.PublicKey{N: n, E: 0}},
		{"exponent 1", &rsa.PublicKey{N: n, E: 1}},
		{"exponent 2", &rsa.PublicKey{N: n, E: 2}},
		{"exponent -3", &rsa.PublicKey{N: n, E: -3}},
	}
	compact := sign(t, goodHeader, goodPayload)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := jose.Verify(compact, test.key); !errors.Is(err, jose.ErrKey) {
				t.Errorf("error = %v, want ErrKey", err)
			}
		})
	}
}

func TestVerifyParsesFirst(t *testing.T) {
	if _, err := jose.Verify(sign(t, `{"kid":"k","alg":"RS512"}`, goodPayload), &signingKey().PublicKey); !errors.Is(err, jose.ErrAlgorithm) {
		t.Errorf("error = %v, want ErrAlgorithm", err)
	}
}
