package envelope

import (
	"unicode/utf8"

	"usher/internal/jose"
)

// maxPassword is in characters. It is Cognito's limit, which holds for plain passwords, too.
const maxPassword = 256

// claims is what an envelope holds.
type claims struct{ pwd, op, sub, nonce string }

// readClaims takes an object of exactly these four texts. White space around it is let pass, so that
// clients can hide the length of the password.
func readClaims(plaintext []byte) (claims, error) {
	object, err := jose.ParseObject(plaintext)
	if err != nil {
		return claims{}, refused("the plaintext: %w", err)
	}
	var in claims
	members := map[string]*string{"pwd": &in.pwd, "op": &in.op, "sub": &in.sub, "nonce": &in.nonce}
	if len(object) != len(members) {
		return claims{}, refused("the plaintext needs pwd, op, sub and nonce, and nothing else")
	}
	for name, value := range members {
		var there bool
		if *value, there, err = object.String(name); err != nil || !there {
			return claims{}, refused("the plaintext needs the text %s", name)
		}
	}
	if n := utf8.RuneCountInString(in.pwd); n == 0 || n > maxPassword {
		return claims{}, refused("a password has 1 to %d characters", maxPassword)
	}
	return in, nil
}
