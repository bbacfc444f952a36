package badinput

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
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
)

const keyBits = 2048

// Signers holds the keys of a run: the pool's two, and a stranger's.
type Signers struct {
	access, identity, foreign *rsa.PrivateKey
	elliptic                  *ecdsa.PrivateKey
}

// NewSigners makes the keys.
func NewSigners() (*Signers, error) {
	var keys [3]*rsa.PrivateKey
	for i := range keys {
		key, err := rsa.GenerateKey(rand.Reader, keyBits)
		if err != nil {
			return nil, err
		}
		keys[i] = key
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return &Signers{keys[0], keys[1], keys[2], curve}, err
}

// KeySet is the JWKS document of the pool.
func (s *Signers) KeySet() string {
	return `{"keys":[` + jwk(IDKeyID, &s.identity.PublicKey) + "," + jwk(AccessKeyID, &s.access.PublicKey) + `]}`
}

func jwk(keyID string, key *rsa.PublicKey) string {
	number := func(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
	return fmt.Sprintf(`{"alg":"RS256","e":%q,"kid":%q,"kty":"RSA","n":%q,"use":"sig"}`,
		number(big.NewInt(int64(key.E))), keyID, number(key.N))
}

// sign signs in the way a recipe names.
func (s *Signers) sign(way, use, input string) ([]byte, error) {
	digest := sha256.Sum256([]byte(input))
	mac := func(secret []byte) []byte {
		sum := hmac.New(sha256.New, secret)
		sum.Write([]byte(input))
		return sum.Sum(nil)
	}
	public, err := x509.MarshalPKIXPublicKey(&s.access.PublicKey)
	if err != nil {
		return nil, err
	}
	switch way {
	case "":
		key := s.access
		if use == "id" {
			key = s.identity
		}
		return rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	case "identity":
		return rsa.SignPKCS1v15(nil, s.identity, crypto.SHA256, digest[:])
	case "foreign":
		return rsa.SignPKCS1v15(nil, s.foreign, crypto.SHA256, digest[:])
	case "RS512":
		long := sha512.Sum512([]byte(input))
		return rsa.SignPKCS1v15(nil, s.access, crypto.SHA512, long[:])
	case "PS256":
		return rsa.SignPSS(rand.Reader, s.access, crypto.SHA256, digest[:], nil)
	case "ES256":
		return ecdsa.SignASN1(rand.Reader, s.elliptic, digest[:])
	case "HS256 public key PEM":
		return mac(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})), nil
	case "HS256 public key DER":
		return mac(public), nil
	case "HS256 empty secret":
		return mac(nil), nil
	}
	return nil, fmt.Errorf("no way to sign %q", way)
}
