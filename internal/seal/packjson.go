package seal

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
)

// The short form of a JSON part of a token. JSON without line breaks has no byte below
// firstLiteral, so those bytes stand for what Cognito's tokens are made of, and every other byte
// for itself. A part that does have one keeps its bytes as they are.
//
// Nothing here adapts to the text, as deflate does, and so nothing tells by its length what a
// secret is. What an adaptive compressor saves depends on how much of one text occurs in another:
// whoever may choose the one and see the length guesses the other byte by byte. Here a word is
// saved wherever it stands, whatever stands beside it. The one thing that looks back, againCode,
// does so for whole UUIDs: it answers no guess but that of all 122 random bits at once.
const (
	uuidCode   = iota // and its 16 bytes
	againCode         // and the number of a UUID that this part has had before
	timeCode          // and the four bytes of a number of ten digits, as seconds since 1970 are
	digestCode        // and the 32 bytes of a key id, which Cognito writes in base64
	firstWord
	firstLiteral = ' '
)

const (
	uuidBytes   = 16
	uuidText    = 36
	timeBytes   = 4
	timeText    = 10
	minTime     = 1_000_000_000
	digestBytes = 32
	digestText  = 44

	// maxAgain is how many UUIDs of a part can be named again. Cognito's tokens have four or five.
	maxAgain = 8
)

var keyIDText = base64.StdEncoding.Strict()

// shorten writes a JSON part in its short form, which is never longer. ok is false for what is no
// such part.
func shorten(part []byte) (short []byte, ok bool) {
	if len(part) > maxToken || len(part) == 0 || part[0] != '{' {
		return nil, false
	}
	var seen uuids
	short = make([]byte, 0, len(part))
	for len(part) > 0 {
		var taken int
		if part[0] < firstLiteral {
			return nil, false
		}
		if short, taken = appendShort(short, part, &seen); taken == 0 {
			short, taken = append(short, part[0]), 1
		}
		part = part[taken:]
	}
	return short, true
}

// appendShort adds the code for what text begins with; taken is 0 where there is none.
func appendShort(short, text []byte, seen *uuids) (_ []byte, taken int) {
	if id, ok := readUUID(text); ok {
		if n, again := seen.find(id); again {
			return append(short, againCode, n), uuidText
		}
		seen.add(id)
		return append(append(short, uuidCode), id[:]...), uuidText
	}
	if digest, ok := readDigest(text); ok {
		return append(append(short, digestCode), digest...), digestText
	}
	if seconds, ok := readTime(text); ok {
		return binary.BigEndian.AppendUint32(append(short, timeCode), seconds), timeText
	}
	if n, word := longestWord(text); word != "" {
		return append(short, firstWord+n), len(word)
	}
	return short, 0
}

// lengthen returns the part that shorten made short, and refuses what would be longer than any
// that it takes. It reads spellings, too, that shorten does not write: whoever needs a single one
// has to compare.
func lengthen(short []byte) (part []byte, ok bool) {
	r := reader{rest: short}
	var seen uuids
	part = make([]byte, 0, 3*len(short))
	for len(r.rest) > 0 && len(part) <= maxToken {
		switch code := r.byte(); code {
		case uuidCode:
			var id uuid
			copy(id[:], r.take(uuidBytes))
			seen.add(id)
			part = id.appendTo(part)
		case againCode:
			id, known := seen.get(r.byte())
			if !known {
				return nil, false
			}
			part = id.appendTo(part)
		case timeCode:
			part = appendTime(part, r.take(timeBytes))
		case digestCode:
			part = keyIDText.AppendEncode(part, r.take(digestBytes))
		default:
			if code >= firstLiteral {
				part = append(part, code)
				continue
			}
			part = append(part, words[code-firstWord]...)
		}
	}
	return part, !r.fault && len(part) <= maxToken
}

// longestWord finds the longest of the words that text begins with.
func longestWord(text []byte) (n byte, longest string) {
	switch text[0] {
	case '{', '"', ',', '.': // no word begins otherwise
	default:
		return 0, ""
	}
	for i, word := range words {
		if len(word) > len(longest) && len(word) <= len(text) && string(text[:len(word)]) == word {
			n, longest = byte(i), word
		}
	}
	return n, longest
}

func readDigest(text []byte) ([]byte, bool) {
	if len(text) < digestText || text[digestText-1] != '=' {
		return nil, false
	}
	digest, err := keyIDText.DecodeString(string(text[:digestText]))
	return digest, err == nil && len(digest) == digestBytes
}

func readTime(text []byte) (seconds uint32, ok bool) {
	if len(text) < timeText {
		return 0, false
	}
	var value uint64
	for _, digit := range text[:timeText] {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		value = value*10 + uint64(digit-'0')
	}
	return uint32(value), value >= minTime && value <= 1<<32-1
}

func appendTime(part, packed []byte) []byte {
	if len(packed) != timeBytes {
		return part
	}
	var digits [timeText]byte
	value := binary.BigEndian.Uint32(packed)
	for i := timeText - 1; i >= 0; i-- {
		digits[i] = '0' + byte(value%10)
		value /= 10
	}
	return append(part, digits[:]...)
}

// uuid is one in the canonical form of RFC 9562 with lower-case digits, as bytes.
type uuid [uuidBytes]byte

func readUUID(text []byte) (id uuid, ok bool) {
	if len(text) < uuidText || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return uuid{}, false
	}
	digits := make([]byte, 0, 2*uuidBytes)
	for i, part := 0, text[:uuidText]; i < len(part); i++ {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
		case part[i] >= '0' && part[i] <= '9' || part[i] >= 'a' && part[i] <= 'f':
			digits = append(digits, part[i])
		default:
			return uuid{}, false
		}
	}
	_, err := hex.Decode(id[:], digits)
	return id, err == nil
}

func (id uuid) appendTo(text []byte) []byte {
	text = hex.AppendEncode(text, id[:4])
	for at := 4; at < 10; at += 2 {
		text = hex.AppendEncode(append(text, '-'), id[at:at+2])
	}
	return hex.AppendEncode(append(text, '-'), id[10:])
}

// uuids are the first UUIDs of a part, each once.
type uuids struct {
	list [maxAgain]uuid
	n    int
}

func (u *uuids) add(id uuid) {
	if _, known := u.find(id); !known && u.n < maxAgain {
		u.list[u.n] = id
		u.n++
	}
}

func (u *uuids) find(id uuid) (n byte, known bool) {
	for i, one := range u.list[:u.n] {
		if one == id {
			return byte(i), true
		}
	}
	return 0, false
}

func (u *uuids) get(n byte) (uuid, bool) {
	if int(n) >= u.n {
		return uuid{}, false
	}
	return u.list[n], true
}
