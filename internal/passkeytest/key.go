package passkeytest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
)

// rsaBits is the usual size of RS256 keys in TPMs.
const rsaBits = 2048

// COSE key parameters (RFC 9052, section 7 and RFC 9053, section 7).
const (
	coseKeyType   = 1
	coseAlgorithm = 3

	keyTypeOKP = 1
	keyTypeEC2 = 2
	keyTypeRSA = 3

	curveP256    = 1
	curveEd25519 = 6

	p256Bytes = 32
)

// key is a private key with its algorithm.
type key struct {
	algorithm Algorithm
	private   crypto.Signer
}

func newKey(algorithm Algorithm, random io.Reader) (key, error) {
	var private crypto.Signer
	var err error
	switch algorithm {
	case ES256:
		private, err = ecdsa.GenerateKey(elliptic.P256(), random)
	case RS256:
		private, err = rsa.GenerateKey(random, rsaBits)
	case EdDSA:
		_, private, err = ed25519.GenerateKey(random)
	default:
		err = fmt.Errorf("unknown algorithm %d", algorithm)
	}
	if err != nil {
		return key{}, fmt.Errorf("passkeytest: make a key: %w", err)
	}
	return key{algorithm: algorithm, private: private}, nil
}

// cose is the public key as an authenticator attests it.
func (k key) cose() ([]byte, error) {
	switch public := k.private.Public().(type) {
	case *ecdsa.PublicKey:
		point, err := public.Bytes() // 0x04, x, y
		if err != nil {
			return nil, fmt.Errorf("passkeytest: encode a key: %w", err)
		}
		return mapOf(
			number(coseKeyType), number(keyTypeEC2), number(coseAlgorithm), number(int64(ES256)),
			number(-1), number(curveP256), number(-2), byteString(point[1:1+p256Bytes]), number(-3), byteString(point[1+p256Bytes:]),
		), nil
	case *rsa.PublicKey:
		return mapOf(
			number(coseKeyType), number(keyTypeRSA), number(coseAlgorithm), number(int64(RS256)),
			number(-1), byteString(public.N.Bytes()), number(-2), byteString(big.NewInt(int64(public.E)).Bytes()),
		), nil
	case ed25519.PublicKey:
		return mapOf(
			number(coseKeyType), number(keyTypeOKP), number(coseAlgorithm), number(int64(EdDSA)),
			number(-1), number(curveEd25519), number(-2), byteString(public),
		), nil
	}
	return nil, fmt.Errorf("passkeytest: no COSE form of %T", k.private)
}

// spki is the public key as getPublicKey() gives it.
func (k key) spki() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k.private.Public())
	if err != nil {
		return nil, fmt.Errorf("passkeytest: encode a key: %w", err)
	}
	return der, nil
}

func (k key) sign(message []byte, random io.Reader) ([]byte, error) {
	digest, hash := message, crypto.Hash(0)
	if k.algorithm != EdDSA {
		sum := sha256.Sum256(message)
		digest, hash = sum[:], crypto.SHA256
	}
	signature, err := k.private.Sign(random, digest, hash)
	if err != nil {
		return nil, fmt.Errorf("passkeytest: sign: %w", err)
	}
	return signature, nil
}
