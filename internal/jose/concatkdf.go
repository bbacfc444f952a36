package jose

import (
	"crypto/sha256"
	"encoding/binary"
)

// concatKDF makes a key out of an agreed secret (RFC 7518, section 4.6.2). One round gives all the
// bytes that are asked for: at most 32.
func concatKDF(secret []byte, algorithm, partyU, partyV string, size uint32) []byte {
	const round, bits = 1, 8
	hash := sha256.New()
	number := func(n uint32) { hash.Write(binary.BigEndian.AppendUint32(nil, n)) }
	number(round)
	hash.Write(secret)
	for _, field := range []string{algorithm, partyU, partyV} {
		number(uint32(len(field))) //nolint:gosec // names of ours, of a few bytes
		hash.Write([]byte(field))
	}
	number(size * bits)
	return hash.Sum(nil)[:size]
}
