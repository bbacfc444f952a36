package jose

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Object holds the members of one JSON object by their exact names.
//
// encoding/json would match the member "SUB" to a field tagged "sub", so that
// two members could claim one field; looking names up in a map cannot.
type Object map[string]json.RawMessage

// ParseObject reads data as exactly one JSON object in valid UTF-8. At any
// level, a duplicate member, an unpaired surrogate escape and nesting beyond 16
// levels are refused, and so is anything after the object. Errors wrap
// [ErrMalformed].
//
// The caller bounds the size of data.
func ParseObject(data []byte) (Object, error) {
	return scanObject(data)
}

// String returns a member's text. An absent member gives present = false; a
// member of another type, null included, gives an error that wraps
// [ErrMalformed].
func (o Object) String(name string) (value string, present bool, err error) {
	raw, present := o[name]
	if !present {
		return "", false, nil
	}
	value, err = decodeString(raw)
	if err != nil {
		return "", true, fmt.Errorf("member %s: %w", name, err)
	}
	return value, true, nil
}

// Strings returns a member that is an array of strings, as [Object.String]
// returns a string.
func (o Object) Strings(name string) (values []string, present bool, err error) {
	raw, present := o[name]
	if !present {
		return nil, false, nil
	}
	elements, err := decodeArray(raw)
	if err != nil {
		return nil, true, fmt.Errorf("member %s: %w", name, err)
	}
	values = make([]string, len(elements))
	for i, element := range elements {
		if values[i], err = decodeString(element); err != nil {
			return nil, true, fmt.Errorf("member %s: element %d: %w", name, i, err)
		}
	}
	return values, true, nil
}

// Bool returns a member that is true or false, as [Object.String] returns a
// string.
func (o Object) Bool(name string) (value, present bool, err error) {
	raw, present := o[name]
	switch {
	case !present:
		return false, false, nil
	case string(raw) == "true":
		return true, true, nil
	case string(raw) == "false":
		return false, true, nil
	}
	return false, true, fmt.Errorf("member %s: %w: want true or false", name, ErrMalformed)
}

// Number returns a member that is a JSON number, in its own digits: whoever
// reads it decides what range is sane.
func (o Object) Number(name string) (value json.Number, present bool, err error) {
	raw, present := o[name]
	if !present {
		return "", false, nil
	}
	if c := raw[0]; c != '-' && (c < '0' || c > '9') {
		return "", true, fmt.Errorf("member %s: %w: want a number", name, ErrMalformed)
	}
	return json.Number(raw), true, nil
}

func decodeString(raw json.RawMessage) (string, error) {
	if raw[0] != '"' {
		return "", fmt.Errorf("%w: want a string", ErrMalformed)
	}
	text := string(raw[1 : len(raw)-1])
	if !strings.Contains(text, `\`) {
		return text, nil
	}
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", fmt.Errorf("%w: want a string", ErrMalformed)
	}
	return text, nil
}

func decodeArray(raw json.RawMessage) ([]json.RawMessage, error) {
	var elements []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &elements) != nil {
		return nil, fmt.Errorf("%w: want an array", ErrMalformed)
	}
	return elements, nil
}
