package session

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// IsRevocation tells the keys of a [RevocationSet]. Their values stay true until their life ends,
// so an instance must not forget them when it loses the store.
func IsRevocation(key string) bool { return strings.HasPrefix(key, keyPrefix) }

// MergeRevocations joins two values of one key of a [RevocationSet] that two instances wrote
// without seeing each other. The order does not matter, and a value merged with itself is itself.
//
// The later sign-out covers the earlier one, with its exceptions. Of the same moment, the
// exceptions of both hold, up to the bound. A value that cannot be read stands: it refuses.
func MergeRevocations(a, b []byte) []byte {
	if bytes.Equal(a, b) {
		return a
	}
	first, errFirst := decodeEntry(a)
	second, errSecond := decodeEntry(b)
	switch {
	case errFirst != nil && errSecond != nil:
		return slices.MaxFunc([][]byte{a, b}, bytes.Compare)
	case errFirst != nil:
		return a
	case errSecond != nil:
		return b
	case first.At.After(second.At):
		return a
	case second.At.After(first.At):
		return b
	}
	all := slices.Concat(first.Except, second.Except)
	slices.Sort(all)
	all = slices.Compact(all)
	first.Except = all[:min(len(all), maxExceptions)]
	merged, err := json.Marshal(first)
	if err != nil {
		return slices.MaxFunc([][]byte{a, b}, bytes.Compare)
	}
	return merged
}
