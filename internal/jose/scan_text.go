package jose

import (
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string and returns what it means, so that names which differ
// only in their escapes are seen to be one.
func (s *scanner) text() (string, error) {
	if s.peek() != '"' {
		return "", malformed("want a JSON string")
	}
	start := s.pos
	escaped := false
	for s.pos++; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return decodeText(s.data[start:s.pos], escaped)
		case c == '\\':
			escaped = true
			if err := s.escape(); err != nil {
				return "", err
			}
		case c < ' ':
			return "", malformed("control character in a JSON string")
		}
	}
	return "", malformed("JSON string is not closed")
}

func decodeText(quoted []byte, escaped bool) (string, error) {
	if !escaped {
		return string(quoted[1 : len(quoted)-1]), nil
	}
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return "", malformed("wrong JSON string")
	}
	return text, nil
}

// escape reads one escape sequence, or the two of a surrogate pair, and leaves
// the position on its last byte. json.Unmarshal would turn each half of a
// broken pair into U+FFFD, and so make different names equal.
func (s *scanner) escape() error {
	s.pos++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return nil
	case 'u':
		first, err := s.codeUnit()
		if err != nil || !utf16.IsSurrogate(first) {
			return err
		}
		if len(s.data)-s.pos < 3 || s.data[s.pos+1] != '\\' || s.data[s.pos+2] != 'u' {
			return malformed("unpaired surrogate in a JSON string")
		}
		s.pos += 2
		second, err := s.codeUnit()
		if err != nil {
			return err
		}
		if utf16.DecodeRune(first, second) == utf8.RuneError {
			return malformed("unpaired surrogate in a JSON string")
		}
		return nil
	}
	return malformed("unknown escape in a JSON string")
}

// codeUnit reads the four hex digits after the u at the position.
func (s *scanner) codeUnit() (rune, error) {
	const digits = 4
	if len(s.data)-s.pos <= digits {
		return 0, malformed("JSON string is not closed")
	}
	unit, err := strconv.ParseUint(string(s.data[s.pos+1:s.pos+1+digits]), 16, 16)
	if err != nil {
		return 0, malformed("unknown escape in a JSON string")
	}
	s.pos += digits
	return rune(unit), nil
}
