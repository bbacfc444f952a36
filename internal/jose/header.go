package jose

import "fmt"

const (
	algRS256    = "RS256"
	typJWT      = "JWT"
	maxKeyIDLen = 128 // characters; Cognito's have 44
)

// readHeader holds the header to the allow-list {alg, kid, typ} and returns
// the kid. An unknown member is refused rather than passed over: crit, b64 and
// zip change what the token says, and jku, jwk, x5u and x5c offer a key of the
// sender's own choice (RFC 8725, sections 3.1, 3.2 and 3.10).
func readHeader(data []byte) (keyID string, err error) {
	header, err := ParseObject(data)
	if err != nil {
		return "", fmt.Errorf("header: %w", err)
	}
	for name := range header {
		switch name {
		case "alg", "kid", "typ":
		default:
			return "", fmt.Errorf("%w: only alg, kid and typ may stand there", ErrHeader)
		}
	}
	if alg, _, err := header.String("alg"); err != nil || alg != algRS256 {
		return "", fmt.Errorf("%w: alg must be %s", ErrAlgorithm, algRS256)
	}
	if typ, present, err := header.String("typ"); err != nil || present && typ != typJWT {
		return "", fmt.Errorf("%w: typ must be %s or absent", ErrHeader, typJWT)
	}
	keyID, _, err = header.String("kid")
	if err != nil || !validKeyID(keyID) {
		return "", fmt.Errorf("%w: kid must be 1 to %d visible ASCII characters", ErrHeader, maxKeyIDLen)
	}
	return keyID, nil
}

// validKeyID keeps a kid fit to be a map key and a word in a log line.
func validKeyID(keyID string) bool {
	if keyID == "" || len(keyID) > maxKeyIDLen {
		return false
	}
	for _, c := range []byte(keyID) {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}
