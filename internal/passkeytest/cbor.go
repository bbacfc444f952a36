package passkeytest

import (
	"encoding/binary"
	"math"
	"slices"
)

// Major types of CBOR (RFC 8949, section 3.1), in the upper three bits of an item's first byte.
const (
	majorUnsigned = 0 << 5
	majorNegative = 1 << 5
	majorBytes    = 2 << 5
	majorText     = 3 << 5
	majorMap      = 5 << 5

	// Values up to 23 stand in the first byte itself. Larger ones follow it in 1, 2 or 4 bytes.
	lastInline = 23
	oneByte    = 24
	twoBytes   = 25
	fourBytes  = 26
)

// head is the first byte of an item with its number, in the shortest form. Nothing here needs more than 32 bits.
func head(major byte, n uint32) []byte {
	switch {
	case n <= lastInline:
		return []byte{major | byte(n)}
	case n <= math.MaxUint8:
		return []byte{major | oneByte, byte(n)}
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16([]byte{major | twoBytes}, uint16(n))
	}
	return binary.BigEndian.AppendUint32([]byte{major | fourBytes}, n)
}

func number(n int64) []byte {
	if n < 0 {
		return head(majorNegative, uint32(-1-n)) //nolint:gosec // COSE's numbers are small
	}
	return head(majorUnsigned, uint32(n)) //nolint:gosec // COSE's numbers are small
}

func byteString(b []byte) []byte {
	return slices.Concat(head(majorBytes, uint32(len(b))), b) //nolint:gosec // no structure here is near 4 GiB
}

func text(s string) []byte {
	return slices.Concat(head(majorText, uint32(len(s))), []byte(s)) //nolint:gosec // no structure here is near 4 GiB
}

// mapOf takes keys and values in turn, in the order in which they are to stand.
func mapOf(items ...[]byte) []byte {
	return slices.Concat(head(majorMap, uint32(len(items)/2)), slices.Concat(items...)) //nolint:gosec // a handful of items
}
