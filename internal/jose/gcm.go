package jose

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"strings"
)

// The parts of an A256GCM value (RFC 7518, section 5.3).
const (
	nonceBytes = 12
	tagBytes   = 16
)

func newA256GCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("jose: AES-256: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("jose: A256GCM: %w", err)
	}
	return aead, nil
}

// openParts decrypts the last three parts of a compact JWE: nonce, ciphertext and tag. aad is the
// header's part as it was sent.
func openParts(aead cipher.AEAD, parts string, aad []byte) ([]byte, error) {
	noncePart, rest, _ := strings.Cut(parts, ".")
	boxPart, tagPart, five := strings.Cut(rest, ".")
	if !five { // a sixth would be a dot in the tag, which base64url lacks
		return nil, malformed("a sealed value has five parts")
	}
	nonce, err := decodePart(noncePart)
	if err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	tag, err := decodePart(tagPart)
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	if len(nonce) != nonceBytes || len(tag) != tagBytes {
		return nil, malformed("a nonce has 12 bytes and a tag 16")
	}
	box, err := decodeBox(boxPart)
	if err != nil {
		return nil, fmt.Errorf("ciphertext: %w", err)
	}
	plaintext, err := aead.Open(box[:0], nonce, append(box, tag...), aad)
	if err != nil {
		return nil, ErrDecrypt
	}
	return plaintext, nil
}

// decodeBox leaves room for the tag. Unlike other parts a ciphertext may be empty: GCM does not pad.
func decodeBox(part string) ([]byte, error) {
	// Two searches for one byte are several times faster here than one for a set of two.
	if strings.Contains(part, "\n") || strings.Contains(part, "\r") {
		return nil, malformed("line break in base64url")
	}
	box := make([]byte, 0, base64.RawURLEncoding.DecodedLen(len(part))+tagBytes)
	box, err := strictBase64.AppendDecode(box, []byte(part))
	if err != nil {
		return nil, malformed("not canonical base64url without padding")
	}
	return box, nil
}
