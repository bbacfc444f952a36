package deployment

import (
	"time"

	"usher/internal/seal"
)

// Challenges seals the state of running sign-in challenges. It is a value of [seal.Challenge] and
// opens as nothing else.
type Challenges struct{ Sealer *seal.Sealer }

// Seal seals a state.
func (c Challenges) Seal(state []byte) (string, error) { return c.Sealer.Seal(seal.Challenge, state) }

// Open opens what Seal sealed, and tells when.
func (c Challenges) Open(sealed string) ([]byte, time.Time, error) {
	return c.Sealer.Open(seal.Challenge, sealed)
}
