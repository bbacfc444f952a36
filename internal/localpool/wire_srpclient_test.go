package localpool_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"
)

// srpClient is the client's half of the exchange, written from the published algorithm and sharing nothing with the pool: its
// HKDF is spelled out, and its numbers are padded by their own rule.
type srpClient struct{ n, g, k, a, public *big.Int }

// The prime of RFC 3526 section 4, computed from its definition: 2^3072 - 2^3008 - 1 + 2^64 * (floor(2^2942 pi) + 1690314).
func newSRPClient(t *testing.T) *srpClient {
	t.Helper()
	one := big.NewInt(1)
	n := new(big.Int).Add(floorPi(2942), big.NewInt(1690314))
	n.Lsh(n, 64)
	n.Add(n, new(big.Int).Lsh(one, 3072)).Sub(n, new(big.Int).Lsh(one, 3008)).Sub(n, one)
	c := &srpClient{n: n, g: big.NewInt(2)}
	c.k = hashed(signed(c.n), signed(c.g))
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		t.Fatal(err)
	}
	c.a = new(big.Int).SetBytes(raw)
	c.public = new(big.Int).Exp(c.g, c.a, c.n)
	return c
}

// floorPi is floor(2^bits pi) by Machin's formula, with guard bits.
func floorPi(bits uint) *big.Int {
	const guard = 64
	arctan := func(inverse int64) *big.Int {
		term := new(big.Int).Lsh(big.NewInt(1), bits+guard)
		term.Quo(term, big.NewInt(inverse))
		sum, square := new(big.Int).Set(term), big.NewInt(inverse*inverse)
		for i := int64(3); term.Sign() != 0; i += 2 {
			term.Quo(term, square)
			part := new(big.Int).Quo(term, big.NewInt(i))
			if i%4 == 3 {
				sum.Sub(sum, part)
			} else {
				sum.Add(sum, part)
			}
		}
		return sum
	}
	pi := arctan(5)
	pi.Mul(pi, big.NewInt(4)).Sub(pi, arctan(239)).Mul(pi, big.NewInt(4))
	return pi.Rsh(pi, guard)
}

func signed(x *big.Int) []byte {
	text := x.Text(16)
	if len(text)%2 == 1 {
		text = "0" + text
	}
	if strings.ContainsRune("89abcdef", rune(text[0])) {
		text = "00" + text
	}
	n, _ := new(big.Int).SetString(text, 16)
	return n.FillBytes(make([]byte, len(text)/2))
}

func hashed(parts ...[]byte) *big.Int {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write(part)
	}
	return new(big.Int).SetBytes(sum.Sum(nil))
}

func authenticated(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// prove answers PASSWORD_VERIFIER.
func (c *srpClient) prove(t *testing.T, poolID, password string, at time.Time, parameters map[string]string) map[string]string {
	t.Helper()
	number := func(name string) *big.Int {
		n, ok := new(big.Int).SetString(parameters[name], 16)
		if !ok {
			t.Fatalf("%s is not a number: %v", name, parameters)
		}
		return n
	}
	salt, public := number("SALT"), number("SRP_B")
	_, pool, _ := strings.Cut(poolID, "_")
	user := parameters["USER_ID_FOR_SRP"]
	inner := sha256.Sum256([]byte(pool + user + ":" + password))
	x, u := hashed(signed(salt), inner[:]), hashed(signed(c.public), signed(public))
	base := new(big.Int).Exp(c.g, x, c.n)
	base.Mul(base, c.k).Sub(public, base).Mod(base, c.n)
	shared := base.Exp(base, new(big.Int).Add(c.a, new(big.Int).Mul(u, x)), c.n)
	key := authenticated(authenticated(signed(u), signed(shared)), []byte("Caldera Derived Key\x01"))[:16]
	block, err := base64.StdEncoding.DecodeString(parameters["SECRET_BLOCK"])
	if err != nil {
		t.Fatal(err)
	}
	timestamp := at.UTC().Format("Mon Jan 2 15:04:05 UTC 2006")
	return map[string]string{
		"PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"], "TIMESTAMP": timestamp,
		"PASSWORD_CLAIM_SIGNATURE": base64.StdEncoding.EncodeToString(authenticated(key, []byte(pool), []byte(user), block, []byte(timestamp))),
	}
}
