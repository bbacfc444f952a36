package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
)

const (
	keyBytes = 32
	// maxKeys bounds what is opened with. More than two are of use only while rotating often.
	maxKeys = 8
	// maxKeysText is in bytes: room for maxKeys entries and generous white space.
	maxKeysText = 4 << 10

	redacted = "[redacted]"
)

// ErrKeys means that the text of a key ring is not usable. The error's text names what to mend,
// one problem a line, and never holds a part of a key.
var ErrKeys = errors.New("seal: unusable keys")

// keyID keeps an id fit for a header, a metric's label and a log line.
var keyID = regexp.MustCompile(`^[a-z0-9]{1,16}$`)

// Keys is the key ring of a deployment. It prints as [redacted].
type Keys struct{ ring []masterKey }

// masterKey keeps its bytes behind a function, because fmt cannot call the methods of unexported
// fields and follows a pointer there under some verbs, %s among them.
type masterKey struct {
	id     string
	secret func() [keyBytes]byte
}

// ParseKeys reads a ring as `k2:BASE64,k1:BASE64`: 1 to 8 keys of 32 bytes in standard or URL
// base64, with or without padding, each with an id of its own. The first key seals, all open; so a
// new key is put in front, and the last one taken away when nothing is opened with it any more.
// Where instances restart one by one, the new key is put at the end of all of them first: an
// instance that lacks it would take what others seal for a stranger's.
//
// Errors are [ErrKeys], with every problem of the text.
func ParseKeys(text string) (Keys, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Keys{}, fmt.Errorf("%w: no key; write ID:BASE64, and several with commas between them, the newest first", ErrKeys)
	}
	if len(text) > maxKeysText {
		return Keys{}, fmt.Errorf("%w: the text has more than %d bytes; write at most %d entries ID:BASE64", ErrKeys, maxKeysText, maxKeys)
	}
	entries := strings.Split(text, ",")
	if len(entries) > maxKeys {
		return Keys{}, fmt.Errorf("%w: %d entries, at most %d are read; take the oldest away", ErrKeys, len(entries), maxKeys)
	}
	var ring []masterKey
	var problems []error
	for i, entry := range entries {
		key, err := parseKey(i+1, strings.TrimSpace(entry))
		if err == nil {
			err = distinct(ring, key)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%w: %w", ErrKeys, err))
			continue
		}
		ring = append(ring, key)
	}
	if len(problems) > 0 {
		return Keys{}, errors.Join(problems...)
	}
	return Keys{ring: ring}, nil
}

// parseKey prints an id only once it is known to be one: what stands there may be a key.
func parseKey(position int, entry string) (masterKey, error) {
	id, encoded, found := strings.Cut(entry, ":")
	if !found {
		return masterKey{}, fmt.Errorf("entry %d has no id; write ID:BASE64", position)
	}
	if !keyID.MatchString(id) {
		return masterKey{}, fmt.Errorf("the id of entry %d must be 1 to 16 of a-z and 0-9", position)
	}
	secret, err := decodeKey(encoded)
	if err != nil {
		return masterKey{}, fmt.Errorf("key %s is not base64; write the 32 bytes as base64, without breaks", id)
	}
	if len(secret) != keyBytes {
		return masterKey{}, fmt.Errorf("key %s has %d bytes, not %d; make one with openssl rand -base64 %d", id, len(secret), keyBytes, keyBytes)
	}
	if bytes.Count(secret, secret[:1]) == keyBytes {
		return masterKey{}, fmt.Errorf("key %s is one byte over and over; make one with openssl rand -base64 %d", id, keyBytes)
	}
	return masterKey{id: id, secret: func() [keyBytes]byte { return [keyBytes]byte(secret) }}, nil
}

// decodeKey reads either alphabet. Bits that belong to no byte are refused: the text was not
// written by an encoder, so a character is missing or wrong.
func decodeKey(encoded string) ([]byte, error) {
	if strings.ContainsAny(encoded, "\r\n") {
		return nil, errors.New("a line break")
	}
	if len(encoded)%4 == 0 { // only then can it be padded
		encoded = strings.TrimSuffix(strings.TrimSuffix(encoded, "="), "=")
	}
	encoded = strings.NewReplacer("+", "-", "/", "_").Replace(encoded)
	return base64.RawURLEncoding.Strict().DecodeString(encoded)
}

func distinct(ring []masterKey, key masterKey) error {
	for _, other := range ring {
		switch {
		case other.id == key.id:
			return fmt.Errorf("id %s occurs twice; give each key its own", key.id)
		case other.secret() == key.secret():
			return fmt.Errorf("keys %s and %s are the same; a new key needs new bytes", other.id, key.id)
		}
	}
	return nil
}

// IDs returns the keys' ids, the sealing one first.
func (k Keys) IDs() []string {
	var ids []string
	for _, key := range k.ring {
		ids = append(ids, key.id)
	}
	return ids
}

// String implements fmt.Stringer.
func (Keys) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (Keys) GoString() string { return redacted }

// Format implements fmt.Formatter, so that no verb reaches the keys.
func (Keys) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue implements slog.LogValuer.
func (Keys) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, which JSON uses too.
func (Keys) MarshalText() ([]byte, error) { return []byte(redacted), nil }
