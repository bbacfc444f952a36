package jose

import (
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

const (
	// MaxSealedBytes is the longest JWE that is made or opened. Three Cognito tokens with forty
	// groups have about 6 KiB together.
	MaxSealedBytes = 16 << 10

	// DirectKeyBytes is the size of an A256GCM key.
	DirectKeyBytes = 32
)

// DirectKey seals and opens with one key under one protected header (RFC 7516, alg dir, enc
// A256GCM). The header is part of what is authenticated, so what is sealed under one kid and typ
// opens under no other. It is safe for concurrent use.
type DirectKey struct {
	lead string // the header's part, and the dots around the empty encrypted key
	aad  []byte
	aead cipher.AEAD
}

// NewDirectKey makes a DirectKey. keyID and typ are 1 to 64 characters of [A-Za-z0-9._+-], so that
// the header needs no escapes and has one spelling.
func NewDirectKey(key [DirectKeyBytes]byte, keyID, typ string) (*DirectKey, error) {
	if !validDirectName(keyID) || !validDirectName(typ) {
		return nil, fmt.Errorf("%w: kid and typ must be 1 to %d characters of [A-Za-z0-9._+-]", ErrHeader, maxDirectName)
	}
	aead, err := newA256GCM(key[:])
	if err != nil {
		return nil, err
	}
	header := b64url(directHeader(keyID, typ))
	return &DirectKey{lead: header + "..", aad: []byte(header), aead: aead}, nil
}

// Format implements fmt.Formatter: some verbs would print what the cipher keeps of the key.
func (*DirectKey) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// Seal encrypts plaintext under a fresh nonce from random: with a random nonce, one key is good for
// 2^32 values (NIST SP 800-38D, section 8.3). A result above [MaxSealedBytes] is [ErrTooLarge].
func (k *DirectKey) Seal(plaintext []byte, random io.Reader) (string, error) {
	if k.sealedLen(len(plaintext)) > MaxSealedBytes {
		return "", fmt.Errorf("%w: a sealed value has at most %d bytes", ErrTooLarge, MaxSealedBytes)
	}
	var nonce [nonceBytes]byte
	if _, err := io.ReadFull(random, nonce[:]); err != nil {
		return "", fmt.Errorf("jose: no randomness for a nonce: %w", err)
	}
	box := k.aead.Seal(make([]byte, 0, len(plaintext)+tagBytes), nonce[:], plaintext, k.aad)

	compact := make([]byte, 0, k.sealedLen(len(plaintext)))
	compact = append(compact, k.lead...)
	compact = base64.RawURLEncoding.AppendEncode(compact, nonce[:])
	compact = append(compact, '.')
	compact = base64.RawURLEncoding.AppendEncode(compact, box[:len(plaintext)])
	compact = append(compact, '.')
	compact = base64.RawURLEncoding.AppendEncode(compact, box[len(plaintext):])
	return string(compact), nil
}

// Open decrypts what [DirectKey.Seal] of the same key, kid and typ has made. The header is
// compared byte for byte before any crypto: nothing in the input chooses how it is read. What it
// accepts has exactly one spelling.
//
// Errors wrap [ErrTooLarge], [ErrMalformed], [ErrHeader] or [ErrDecrypt].
func (k *DirectKey) Open(compact string) ([]byte, error) {
	if len(compact) > MaxSealedBytes {
		return nil, fmt.Errorf("%w: a sealed value has at most %d bytes", ErrTooLarge, MaxSealedBytes)
	}
	body, ours := strings.CutPrefix(compact, k.lead)
	if !ours {
		return nil, fmt.Errorf("%w: not the one of this key", ErrHeader)
	}
	return openParts(k.aead, body, k.aad)
}

func (k *DirectKey) sealedLen(plaintext int) int {
	encoded := base64.RawURLEncoding.EncodedLen
	return len(k.lead) + encoded(nonceBytes) + 1 + encoded(plaintext) + 1 + encoded(tagBytes)
}

func b64url(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
