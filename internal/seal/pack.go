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

// The forms of a part, in the two lowest bits of its length.
const (
	asBytes  = iota // base64url, decoded
	asText          // none, or not canonical
	asJSON          // base64url of JSON, decoded and made short
	formBits = 2
)

// Pack writes a compact token as bytes: its parts decoded, so that sealing does not encode them
// twice, and what is JSON in them made short. Any other text is packed too, at no gain. [Unpack]
// returns the very same text.
//
// The form is a count of parts, then for each its length shifted by two, with its form in the bits
// that this leaves, and its bytes. Text of more than five parts is a count of zero and the text.
func Pack(compact string) []byte {
	count := 1 + strings.Count(compact, ".")
	if count > maxParts {
		return append([]byte{0}, compact...)
	}
	packed := make([]byte, 0, len(compact)+1)
	packed = append(packed, byte(count)) //nolint:gosec // it is between 1 and maxParts here
	for part := range strings.SplitSeq(compact, ".") {
		form, data := packPart(part)
		packed = binary.AppendUvarint(packed, uint64(len(data))<<formBits|form)
		packed = append(packed, data...)
	}
	return packed
}

func packPart(part string) (form uint64, data []byte) {
	decoded, ok := decode(part)
	if !ok {
		return asText, []byte(part)
	}
	if short, ok := shorten(decoded); ok {
		return asJSON, short
	}
	return asBytes, decoded
}

// Unpack returns the text that [Pack] packed. It accepts only what Pack writes, so a token has one
// packed form. Every error is [ErrNotOurs].
func Unpack(packed []byte) (string, error) {
	r := reader{rest: packed}
	count := int(r.byte())
	if count > maxParts {
		return "", refuse(Unreadable)
	}
	text := make([]byte, 0, 2*len(packed))
	free := count == 0
	if free {
		text = append(text, r.all()...)
	}
	for i := range count {
		if i > 0 {
			text = append(text, '.')
		}
		head := r.uvarint()
		data := r.take(head >> formBits)
		form := head & (1<<formBits - 1)
		longer, ok := appendPart(text, form, data)
		if !ok {
			return "", refuse(Unreadable)
		}
		text, free = longer, free || form == asText
	}
	// Text is free to hold anything, say a part that Pack would have decoded.
	if !r.done() || free && !bytes.Equal(Pack(string(text)), packed) {
		return "", refuse(Unreadable)
	}
	return string(text), nil
}

// appendPart refuses what packPart would have written in another way, but for what stays text.
func appendPart(text []byte, form uint64, data []byte) (_ []byte, ok bool) {
	switch form {
	case asBytes:
		_, shorter := shorten(data)
		return base64.RawURLEncoding.AppendEncode(text, data), !shorter
	case asText:
		return append(text, data...), true
	case asJSON:
		part, ok := lengthen(data)
		if !ok {
			return text, false
		}
		short, ok := shorten(part)
		return base64.RawURLEncoding.AppendEncode(text, part), ok && bytes.Equal(short, data)
	}
	return text, false
}

// decode is strict about what the decoder passes over: trailing bits and line breaks.
func decode(part string) ([]byte, bool) {
	if strings.Contains(part, "\n") || strings.Contains(part, "\r") {
		return nil, false
	}
	decoded, err := canonical.DecodeString(part)
	return decoded, err == nil
}
