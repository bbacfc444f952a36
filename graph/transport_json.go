package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// maxJSONNesting is how deep arrays and objects of a request may nest. The
// deepest input of the schema nests five levels.
const maxJSONNesting = 32

// maxJSONValues is how many values a request may hold, counted by what separates them. Each costs two
// hundred bytes once it is read; the largest input of the schema, a full list of attributes, has three
// hundred of them.
const maxJSONValues = 2_000

var (
	errJSONSyntax    = errors.New("the body is not one well-formed JSON object in UTF-8")
	errJSONNesting   = errors.New("the JSON nests deeper than " + strconv.Itoa(maxJSONNesting) + " levels")
	errJSONValues    = errors.New("the JSON holds more than " + strconv.Itoa(maxJSONValues) + " values")
	errJSONText      = errors.New("a string of the JSON holds a NUL or half of a surrogate pair")
	errJSONDuplicate = errors.New("a key of the JSON stands twice in one object")
	errJSONBatch     = errors.New("a batch of operations is not accepted: send one operation per request")
	errJSONRequest   = errors.New("query and operationName must be strings, variables and extensions objects")
)

// decodeRequest reads a GraphQL request from JSON, strictly: where two parsers
// could read different things, the request is refused. Errors never quote the
// input, which may hold a password. Unknown members are ignored, as
// GraphQL-over-HTTP asks.
func decodeRequest(body []byte) (graphql.RawParams, error) {
	var params graphql.RawParams
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		return params, errJSONBatch
	}
	members, err := decodeObject(body)
	if err != nil {
		return params, err
	}
	var fits [4]bool
	params.Query, fits[0] = memberAs[string](members, "query")
	params.OperationName, fits[1] = memberAs[string](members, "operationName")
	params.Variables, fits[2] = memberAs[map[string]any](members, "variables")
	params.Extensions, fits[3] = memberAs[map[string]any](members, "extensions")
	if fits != [4]bool{true, true, true, true} {
		return params, errJSONRequest
	}
	return params, nil
}

// memberAs gives the member as a T. A member that is absent or null is the
// zero T, which GraphQL-over-HTTP treats alike.
func memberAs[T any](members map[string]any, name string) (T, bool) {
	value, ok := members[name].(T)
	return value, ok || members[name] == nil
}

// decodeObject decodes one JSON object, numbers as json.Number.
func decodeObject(text []byte) (map[string]any, error) {
	if !utf8.Valid(text) {
		return nil, errJSONSyntax
	}
	if err := scanJSON(text); err != nil {
		return nil, err
	}
	// Valid also refuses data after the object.
	if !json.Valid(text) {
		return nil, errJSONSyntax
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	value, err := decodeValue(decoder)
	if err != nil {
		return nil, err
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errJSONSyntax
	}
	return object, nil
}

// decodeValue reads the next value token by token, because json.Unmarshal lets
// the last of several equal keys win in silence. Recursion is bounded by
// scanJSON.
func decodeValue(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, errJSONSyntax
	}
	switch token {
	case json.Delim('{'):
		object := make(map[string]any)
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return nil, errJSONSyntax
			}
			name, ok := key.(string)
			if !ok {
				return nil, errJSONSyntax
			}
			if _, taken := object[name]; taken {
				return nil, errJSONDuplicate
			}
			if object[name], err = decodeValue(decoder); err != nil {
				return nil, err
			}
		}
		_, err = decoder.Token()
		return object, err
	case json.Delim('['):
		array := []any{}
		for decoder.More() {
			element, err := decodeValue(decoder)
			if err != nil {
				return nil, err
			}
			array = append(array, element)
		}
		_, err = decoder.Token()
		return array, err
	default:
		return token, nil
	}
}

// scanJSON checks in one pass, without recursion, what encoding/json lets
// through: depth, the number of values, and escapes that it would turn into U+FFFD or NUL. It says
// nothing about syntax.
func scanJSON(text []byte) error {
	depth, values, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		if values > maxJSONValues {
			return errJSONValues
		}
		switch c := text[i]; {
		case inString && c == '\\':
			skip, ok := scanEscape(text[i:])
			if !ok {
				return errJSONText
			}
			i += skip
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			values++
			if depth++; depth > maxJSONNesting {
				return errJSONNesting
			}
		case c == ',':
			values++
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// scanEscape looks at the escape that text begins with and says how many
// further bytes to skip. ok is false for NUL and for a lone surrogate; a
// malformed escape is left to the decoder.
func scanEscape(text []byte) (skip int, ok bool) {
	unit, isUnit := codeUnit(text)
	switch {
	case !isUnit:
		return 1, true
	case unit == 0 || unit >= 0xDC00 && unit <= 0xDFFF:
		return 0, false
	case unit >= 0xD800 && unit <= 0xDBFF:
		low, isUnit := codeUnit(text[6:])
		return 11, isUnit && low >= 0xDC00 && low <= 0xDFFF
	default:
		return 5, true
	}
}

// codeUnit reads a \uXXXX escape at the start of text.
func codeUnit(text []byte) (uint64, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return unit, err == nil
}
