package jose

import (
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"strings"
)

// MaxTokenBytes is the longest compact token that is looked at. A Cognito
// token with forty groups has about 2 KiB.
const MaxTokenBytes = 8 << 10

// strictBase64 refuses padding and set trailing bits. It still skips line
// breaks, which decodePart refuses before.
var strictBase64 = base64.RawURLEncoding.Strict()

// Unverified is a token whose form is right and whose signature is unchecked:
// anybody can have written it. Use it to choose a key and to refuse cheaply.
type Unverified struct {
	keyID        string
	claims       Object
	payload      []byte
	signingInput string
	signature    []byte
}

// Parse takes a compact JWS (RFC 7515, section 7.1) apart. What it accepts has
// exactly one spelling: encoding the parts again gives compact byte for byte.
//
// Errors wrap [ErrTooLarge], [ErrMalformed], [ErrHeader] or [ErrAlgorithm].
func Parse(compact string) (*Unverified, error) {
	if len(compact) > MaxTokenBytes {
		return nil, fmt.Errorf("%w: a token has at most %d bytes", ErrTooLarge, MaxTokenBytes)
	}
	header, rest, _ := strings.Cut(compact, ".")
	payload, signature, three := strings.Cut(rest, ".")
	if !three || strings.Contains(signature, ".") {
		return nil, malformed("a token has three parts")
	}
	headerJSON, err := decodePart(header)
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	payloadJSON, err := decodePart(payload)
	if err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	sig, err := decodePart(signature)
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	keyID, err := readHeader(headerJSON)
	if err != nil {
		return nil, err
	}
	claims, err := ParseObject(payloadJSON)
	if err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	return &Unverified{
		keyID:        keyID,
		claims:       claims,
		payload:      payloadJSON,
		signingInput: compact[:len(header)+1+len(payload)],
		signature:    sig,
	}, nil
}

// KeyID returns the header's kid: 1 to 128 visible ASCII characters.
func (u *Unverified) KeyID() string { return u.keyID }

// Claims returns the payload's members. They are nobody's word until
// [Unverified.Verify] has returned nil; the object must not be changed.
func (u *Unverified) Claims() Object { return u.claims }

// Verify checks the signature over exactly the bytes that [Parse] read, as
// RSASSA-PKCS1-v1_5 with SHA-256 and no other way. From nil on, the claims are
// the word of whoever holds the private key.
//
// Errors wrap [ErrKey] or [ErrSignature].
func (u *Unverified) Verify(key *rsa.PublicKey) error {
	if cause := unfitKey(key); cause != "" {
		return fmt.Errorf("%w: %s", ErrKey, cause)
	}
	return verifyRS256([]byte(u.signingInput), u.signature, key)
}

// Verify parses compact, checks its signature with key, and returns the bytes
// of its payload, which are one strict JSON object. On an error there is no
// payload.
func Verify(compact string, key *rsa.PublicKey) ([]byte, error) {
	unverified, err := Parse(compact)
	if err != nil {
		return nil, err
	}
	if err := unverified.Verify(key); err != nil {
		return nil, err
	}
	return unverified.payload, nil
}

func decodePart(part string) ([]byte, error) {
	if part == "" {
		return nil, malformed("empty part")
	}
	if strings.ContainsAny(part, "\r\n") {
		return nil, malformed("line break in base64url")
	}
	decoded, err := strictBase64.DecodeString(part)
	if err != nil {
		return nil, malformed("not canonical base64url without padding")
	}
	return decoded, nil
}
