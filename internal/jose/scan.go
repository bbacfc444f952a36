package jose

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// maxNesting is how many objects and arrays may lie inside one another. A
// Cognito token has two levels; a trigger that adds claims may add some.
const maxNesting = 16

// scanner walks JSON text (RFC 8259) once and refuses what encoding/json lets
// pass: duplicate members, invalid UTF-8 and unpaired surrogate escapes. Two
// readers can disagree about each of those, and a token must have one meaning.
type scanner struct {
	data []byte
	pos  int
}

func scanObject(data []byte) (Object, error) {
	if !utf8.Valid(data) {
		return nil, malformed("text is not UTF-8")
	}
	s := scanner{data: data}
	s.skipSpace()
	if s.peek() != '{' {
		return nil, malformed("want a JSON object")
	}
	members, err := s.object(1)
	if err != nil {
		return nil, err
	}
	s.skipSpace()
	if s.pos != len(s.data) {
		return nil, malformed("data after the JSON object")
	}
	return members, nil
}

func malformed(cause string) error {
	return fmt.Errorf("%w: %s", ErrMalformed, cause)
}

// peek returns the byte at the position, or 0 at the end; NUL is not part of
// JSON's grammar outside strings, so the two need no telling apart.
func (s *scanner) peek() byte {
	if s.pos == len(s.data) {
		return 0
	}
	return s.data[s.pos]
}

func (s *scanner) skipSpace() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) value(depth int) error {
	switch c := s.peek(); c {
	case '{':
		_, err := s.object(depth + 1)
		return err
	case '[':
		return s.array(depth + 1)
	case '"':
		_, err := s.text()
		return err
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	default:
		return s.number()
	}
}

func (s *scanner) object(depth int) (Object, error) {
	if depth > maxNesting {
		return nil, malformed("JSON is nested too deeply")
	}
	s.pos++
	members := Object{}
	s.skipSpace()
	if s.peek() == '}' {
		s.pos++
		return members, nil
	}
	for {
		s.skipSpace()
		name, err := s.text()
		if err != nil {
			return nil, err
		}
		if _, twice := members[name]; twice {
			return nil, malformed("a JSON member occurs twice")
		}
		s.skipSpace()
		if s.peek() != ':' {
			return nil, malformed("a JSON member has no value")
		}
		s.pos++
		s.skipSpace()
		start := s.pos
		if err := s.value(depth); err != nil {
			return nil, err
		}
		members[name] = json.RawMessage(s.data[start:s.pos:s.pos])
		more, err := s.next('}')
		if err != nil {
			return nil, err
		}
		if !more {
			return members, nil
		}
	}
}

func (s *scanner) array(depth int) error {
	if depth > maxNesting {
		return malformed("JSON is nested too deeply")
	}
	s.pos++
	s.skipSpace()
	if s.peek() == ']' {
		s.pos++
		return nil
	}
	for {
		s.skipSpace()
		if err := s.value(depth); err != nil {
			return err
		}
		more, err := s.next(']')
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
	}
}

// next reads what follows an element: a comma, or the end of its container.
func (s *scanner) next(end byte) (more bool, err error) {
	s.skipSpace()
	switch s.peek() {
	case ',':
		s.pos++
		return true, nil
	case end:
		s.pos++
		return false, nil
	}
	return false, malformed("JSON is not closed")
}

func (s *scanner) literal(word string) error {
	if len(s.data)-s.pos < len(word) || string(s.data[s.pos:s.pos+len(word)]) != word {
		return malformed("unknown JSON value")
	}
	s.pos += len(word)
	return nil
}

func (s *scanner) number() error {
	if s.peek() == '-' {
		s.pos++
	}
	if s.peek() == '0' {
		s.pos++
	} else if !s.digits() {
		return malformed("unknown JSON value")
	}
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			return malformed("wrong JSON number")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			return malformed("wrong JSON number")
		}
	}
	return nil
}

func (s *scanner) digits() bool {
	start := s.pos
	for s.peek() >= '0' && s.peek() <= '9' {
		s.pos++
	}
	return s.pos > start
}
