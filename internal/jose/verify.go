package jose

import (
	"crypto/rsa"
	"fmt"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jws"
)

// verifyRS256 hands the library bytes, never a token: it has no header to
// read, so nothing in the input can choose the algorithm or the key.
//
// A panic in the library counts as a refusal. Its v2 line is no longer
// maintained, and one crafted token must not end the process.
func verifyRS256(signed, signature []byte, key *rsa.PublicKey) (err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("%w: the check itself failed", ErrSignature)
		}
	}()
	verifier, err := jws.NewVerifier(jwa.RS256)
	if err != nil {
		return fmt.Errorf("%w: the library has no RS256", ErrSignature)
	}
	// The library's error is dropped on purpose: which step of the check
	// failed is of use to nobody but an attacker.
	if verifier.Verify(signed, signature, key) != nil {
		return ErrSignature
	}
	return nil
}
