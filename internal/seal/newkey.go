package seal

import (
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// NewKey returns a new key as base64, for an entry that [ParseKeys] reads.
func NewKey(random io.Reader) (string, error) {
	var secret [keyBytes]byte
	if _, err := io.ReadFull(random, secret[:]); err != nil {
		return "", fmt.Errorf("seal: no randomness for a key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(secret[:]), nil
}

// Rotate returns the text of a ring with a new key in front, or of a first one where text is empty.
// It takes no key away: what it sealed would be lost. Errors are [ErrKeys] or the source's.
func Rotate(text string, random io.Reader) (string, error) {
	text = strings.TrimSpace(text)
	var ids []string
	if text != "" {
		keys, err := ParseKeys(text)
		if err != nil {
			return "", err
		}
		ids = keys.IDs()
	}
	if len(ids) == maxKeys {
		return "", fmt.Errorf("%w: there are %d keys already; take the last one away first", ErrKeys, maxKeys)
	}
	secret, err := NewKey(random)
	if err != nil {
		return "", err
	}
	next := 1 + highest(ids)
	for slices.Contains(ids, fmt.Sprintf("k%d", next)) {
		next++
	}
	entry := fmt.Sprintf("k%d:%s", next, secret)
	if text == "" {
		return entry, nil
	}
	return entry + "," + text, nil
}

// highest returns the largest number of the ids that are k and a number, and 0 without any.
func highest(ids []string) int {
	largest := 0
	for _, id := range ids {
		digits, found := strings.CutPrefix(id, "k")
		if number, err := strconv.ParseUint(digits, 10, 31); found && err == nil {
			largest = max(largest, int(number))
		}
	}
	return largest
}
