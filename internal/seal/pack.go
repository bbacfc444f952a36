package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// maxParts is what a JWE has; a JWS has three.
const maxParts = 5

var canonical = base64.RawURLEncoding.Strict()

// Pack writes a compact token as bytes: its parts decoded, so that sealing does not encode them
// twice. Any other text is packed too, at no gain. [Unpack] returns the very same text.
//
// The form is a count of parts, then for each its length shifted by one, the lowest bit set where
// the part is kept as text because it is not canonical base64url, and its bytes. Text of more
// than five parts is a count of zero and the text.
func Pack(compact string) []byte {
	count := 1 + strings.Count(compact, ".")
	if count > maxParts {
		return append([]byte{0}, compact...)
	}
	packed := make([]byte, 0, len(compact)+1)
	packed = append(packed, byte(count)) //nolint:gosec // it is between 1 and maxParts here
	for part := range strings.SplitSeq(compact, ".") {
		if decoded, ok := decode(part); ok {
			packed = binary.AppendUvarint(packed, uint64(len(decoded))<<1)
			packed = append(packed, decoded...)
			continue
		}
		packed = binary.AppendUvarint(packed, uint64(len(part))<<1|1)
		packed = append(packed, part...)
	}
	return packed
}

// Unpack returns the text that [Pack] packed. It accepts only what Pack writes, so a token has one
// packed form. Every error is [ErrNotOurs].
func Unpack(packed []byte) (string, error) {
	r := reader{rest: packed}
	count := int(r.byte())
	if count > maxParts {
		return "", refuse(Unreadable)
	}
	text := make([]byte, 0, base64.RawURLEncoding.EncodedLen(len(packed)))
	asText := count == 0
	if asText {
		text = append(text, r.all()...)
	}
	for i := range count {
		if i > 0 {
			text = append(text, '.')
		}
		head := r.uvarint()
		part := r.take(head >> 1)
		if head&1 == 1 {
			asText = true
			text = append(text, part...)
		} else {
			text = base64.RawURLEncoding.AppendEncode(text, part)
		}
	}
	// A part kept as text may hold anything, say one that Pack would have decoded.
	if !r.done() || asText && !bytes.Equal(Pack(string(text)), packed) {
		return "", refuse(Unreadable)
	}
	return string(text), nil
}

// decode is strict about what the decoder passes over: trailing bits and line breaks.
func decode(part string) ([]byte, bool) {
	if strings.Contains(part, "\n") || strings.Contains(part, "\r") {
		return nil, false
	}
	decoded, err := canonical.DecodeString(part)
	return decoded, err == nil
}
