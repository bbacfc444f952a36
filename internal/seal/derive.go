package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
)

const (
	// derivedID names a derived key. It is not of the form that Rotate gives out.
	derivedID = "deployment"
	// minSecret is in bytes.
	minSecret = 32
)

// DeriveKeys makes a ring of one key out of a secret that the instances of a deployment share
// anyway. It is good for what lives for seconds between them, and for what can be done without: a
// value under it is lost with the secret, and the key cannot be rotated without it.
func DeriveKeys(secret []byte) (Keys, error) {
	if len(secret) < minSecret {
		return Keys{}, fmt.Errorf("seal: the secret has %d bytes, it needs %d", len(secret), minSecret)
	}
	derived, err := hkdf.Key(sha256.New, secret, nil, "usher/v1|seal", keyBytes)
	if err != nil {
		return Keys{}, fmt.Errorf("seal: a key cannot be derived: %w", err)
	}
	return Keys{ring: []masterKey{{id: derivedID, secret: func() [keyBytes]byte { return [keyBytes]byte(derived) }}}}, nil
}
