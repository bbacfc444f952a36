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

// Derived is a secret that [Keys.Derive] made of one key, by that key's id. It stands behind a
// function for the reason that masterKey's does.
type Derived struct {
	ID     string
	Reveal func() []byte
}

// Derive makes a secret of 32 bytes out of each key, in the ring's order, for what is not sealed
// here but has to be known by all instances, too. No two purposes get the same secrets, and none
// tells of the keys.
func (k Keys) Derive(purpose string) ([]Derived, error) {
	out := make([]Derived, 0, len(k.ring))
	for _, key := range k.ring {
		master := key.secret()
		secret, err := hkdf.Key(sha256.New, master[:], nil, "usher/v1|derived|"+purpose, keyBytes)
		if err != nil {
			return nil, fmt.Errorf("seal: deriving a secret: %w", err)
		}
		out = append(out, Derived{ID: key.id, Reveal: func() []byte { return secret }})
	}
	return out, nil
}
