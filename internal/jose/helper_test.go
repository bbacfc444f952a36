package jose_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"
)

// Tokens are signed with crypto/rsa, never with the library under the package:
// the tests then hold whatever library that is.

var (
	signingKey = sync.OnceValue(newKey)
	foreignKey = sync.OnceValue(newKey)
)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

const (
	goodHeader  = `{"kid":"key-1","alg":"RS256"}`
	goodPayload = `{"sub":"7f9c","cognito:groups":["a","b"],"exp":1767225600}`
)

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func signInput(tb testing.TB, key *rsa.PrivateKey, input string) string {
	tb.Helper()
	digest := sha256.Sum256([]byte(input))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		tb.Fatal(err)
	}
	return b64(string(signature))
}

func sign(tb testing.TB, header, payload string) string {
	tb.Helper()
	input := b64(header) + "." + b64(payload)
	return input + "." + signInput(tb, signingKey(), input)
}

// unsigned has the form of a token, with a signature made up.
func unsigned(header, payload string) string {
	return b64(header) + "." + b64(payload) + "." + b64(strings.Repeat("s", 256))
}

func jwkText(kid string, n *big.Int, e int) string {
	return fmt.Sprintf(`{"kty":"RSA","alg":"RS256","use":"sig","kid":%q,"n":%q,"e":%q}`,
		kid, b64(string(n.Bytes())), b64(string(big.NewInt(int64(e)).Bytes())))
}

func modulus(bits int) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return n.SetBit(n, 0, 1)
}
