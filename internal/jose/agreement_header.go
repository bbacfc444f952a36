package jose

import (
	"crypto/ecdh"
	"encoding/json"
	"fmt"
)

const (
	algECDHES  = "ECDH-ES"
	encA256GCM = "A256GCM"

	coordinateBytes = 32 // of P-256

	// maxAgreementHeader is in characters of base64url. The longest header has some 340 bytes; the
	// rest is room for white space.
	maxAgreementHeader = 640
)

// agreementHeader is what a protected header says beside the algorithms, which are fixed.
type agreementHeader struct {
	keyID, typ string
	epk        *ecdh.PublicKey
}

// readAgreementHeader holds the header to exactly {alg, enc, kid, typ, epk}. Others would change how
// the value is read (crit, zip, cty), offer a key of the sender's choice (jku, jwk, x5u, x5c) or be
// a second spelling (apu, apv).
func readAgreementHeader(data []byte) (agreementHeader, error) {
	header, err := exactly(data, "alg", "enc", "kid", "typ", "epk")
	if err != nil {
		return agreementHeader{}, err
	}
	if !isWord(header["alg"], algECDHES) || !isWord(header["enc"], encA256GCM) {
		return agreementHeader{}, fmt.Errorf("%w: want alg %s and enc %s", ErrAlgorithm, algECDHES, encA256GCM)
	}
	keyID, _, errID := header.String("kid")
	typ, _, errTyp := header.String("typ")
	if errID != nil || errTyp != nil || !validDirectName(keyID) || !validDirectName(typ) ||
		!isWord(header["kid"], keyID) || !isWord(header["typ"], typ) {
		return agreementHeader{}, fmt.Errorf("%w: kid and typ must be 1 to %d characters of [A-Za-z0-9._+-]", ErrHeader, maxDirectName)
	}
	epk, err := readPoint(header["epk"])
	return agreementHeader{keyID: keyID, typ: typ, epk: epk}, err
}

// readPoint reads a JWK of exactly {kty, crv, x, y} as a point of P-256. A point that is not on the
// curve would make the agreement tell about the private key.
func readPoint(data []byte) (*ecdh.PublicKey, error) {
	key, err := exactly(data, "kty", "crv", "x", "y")
	if err != nil {
		return nil, fmt.Errorf("epk: %w", err)
	}
	if !isWord(key["kty"], "EC") || !isWord(key["crv"], "P-256") {
		return nil, fmt.Errorf("%w: epk must be of kty EC and crv P-256", ErrKey)
	}
	point := []byte{4} // not compressed: SEC 1, section 2.3.3
	for _, name := range []string{"x", "y"} {
		text, _, err := key.String(name)
		if err != nil {
			return nil, fmt.Errorf("epk: %w", err)
		}
		coordinate, err := decodePart(text)
		if err != nil {
			return nil, fmt.Errorf("epk: %w", err)
		}
		// RFC 7518, section 6.2.1.2: always the full size, with leading zeros.
		if len(coordinate) != coordinateBytes || !isWord(key[name], text) {
			return nil, fmt.Errorf("%w: x and y of epk have %d bytes each", ErrKey, coordinateBytes)
		}
		point = append(point, coordinate...)
	}
	public, err := ecdh.P256().NewPublicKey(point)
	if err != nil {
		return nil, fmt.Errorf("%w: epk is not on the curve", ErrKey)
	}
	return public, nil
}

// exactly reads an object that has these members and no others.
func exactly(data []byte, names ...string) (Object, error) {
	object, err := ParseObject(data)
	if err != nil {
		return nil, err
	}
	if len(object) != len(names) {
		return nil, fmt.Errorf("%w: want %v and nothing else", ErrHeader, names)
	}
	for _, name := range names {
		if _, there := object[name]; !there {
			return nil, fmt.Errorf("%w: want %v and nothing else", ErrHeader, names)
		}
	}
	return object, nil
}

// isWord tells whether a member is this string, written without escapes.
func isWord(raw json.RawMessage, word string) bool { return string(raw) == `"`+word+`"` }
