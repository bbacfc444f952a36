package envelope

import (
	"time"
)

// Sealing is what a client needs to seal passwords: one nonce is good for one envelope of each use.
type Sealing struct {
	KeyID     string
	X, Y      string // of the public key, a point of P-256, as a JWK holds them
	Nonce     string
	ExpiresAt time.Time // of the nonce
}

// Sealing returns the key of this week with a fresh nonce.
func (e *Envelopes) Sealing() (Sealing, error) {
	now := e.now()
	key, err := e.keys.publish(now)
	if err != nil {
		return Sealing{}, err
	}
	nonce, err := key.newNonce(now, e.rand)
	if err != nil {
		return Sealing{}, err
	}
	x, y := key.agreement.Public()
	return Sealing{KeyID: key.keyID, X: x, Y: y, Nonce: nonce, ExpiresAt: now.Truncate(time.Second).Add(NonceLife)}, nil
}
