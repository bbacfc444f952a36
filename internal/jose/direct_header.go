package jose

import (
	"fmt"
	"strings"
)

const (
	maxDirectName = 64 // characters of a kid or typ of ours

	directStart  = `{"alg":"dir","enc":"A256GCM","kid":"`
	directMiddle = `","typ":"`
	directEnd    = `"}`

	// maxDirectHeader is in characters of base64url: four for three bytes, rounded up.
	maxDirectHeader = (len(directStart)+len(directMiddle)+len(directEnd)+2*maxDirectName)*4/3 + 2
)

func directHeader(keyID, typ string) string {
	return directStart + keyID + directMiddle + typ + directEnd
}

// ReadDirectHeader returns the kid and typ that a JWE claims, for choosing a [DirectKey], and
// reads nothing else of it. Anybody can have written them; the chosen key compares the header
// again. A header that no DirectKey writes is refused without being parsed as JSON.
//
// Errors wrap [ErrTooLarge], [ErrMalformed] or [ErrHeader].
func ReadDirectHeader(compact string) (keyID, typ string, err error) {
	if len(compact) > MaxSealedBytes {
		return "", "", fmt.Errorf("%w: a sealed value has at most %d bytes", ErrTooLarge, MaxSealedBytes)
	}
	part, _, found := strings.Cut(compact, ".")
	if !found || len(part) > maxDirectHeader {
		return "", "", malformed("no header of a sealed value")
	}
	header, err := decodePart(part)
	if err != nil {
		return "", "", fmt.Errorf("header: %w", err)
	}
	names, starts := strings.CutPrefix(string(header), directStart)
	names, ends := strings.CutSuffix(names, directEnd)
	keyID, typ, both := strings.Cut(names, directMiddle)
	if !starts || !ends || !both || !validDirectName(keyID) || !validDirectName(typ) {
		return "", "", fmt.Errorf("%w: only alg dir, enc A256GCM, kid and typ, in this order", ErrHeader)
	}
	return keyID, typ, nil
}

func validDirectName(name string) bool {
	if name == "" || len(name) > maxDirectName {
		return false
	}
	for _, c := range []byte(name) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '.', c == '_', c == '+', c == '-':
		default:
			return false
		}
	}
	return true
}
