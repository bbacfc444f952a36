package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// form is what a document says apart from how it is written: the hash of its tokens, definition by
// definition, in an order that is not the document's. Blanks, commas and comments are no tokens.
//
// Apollo's tool sorts the definitions of an operation before it writes them into a manifest, and Apollo
// Client sends them as the app has them; other clients print in other ways. So equal texts are too much
// to ask, and a parser would be too much to run for what is to be refused.
type form [sha256.Size]byte

// formOf reads the tokens of a text, maxTokens at most; ok is false beyond that, and for what is no token.
// For documents that parse, equal forms mean the same definitions.
func formOf(text string, maxTokens int) (written form, ok bool) {
	lex := lexer.New(&ast.Source{Input: text})
	var definitions []string
	var current []byte
	braces, parentheses := 0, 0
	for range maxTokens + 1 {
		token, err := lex.ReadToken()
		switch {
		case err != nil:
			return form{}, false
		case token.Kind == lexer.EOF:
			return sealForm(append(definitions, string(current))), true
		case token.Kind == lexer.Comment:
			continue
		}
		// The length before the text keeps two tokens from reading like one.
		current = binary.AppendUvarint(current, uint64(token.Kind)) //nolint:gosec // a small constant of the lexer
		current = binary.AppendUvarint(current, uint64(len(token.Value)))
		current = append(current, token.Value...)
		switch token.Kind {
		case lexer.ParenL:
			parentheses++
		case lexer.ParenR:
			parentheses--
		case lexer.BraceL:
			braces++
		case lexer.BraceR:
			braces--
			// A definition ends with its selection set; the braces of a default value stand in parentheses.
			if braces == 0 && parentheses == 0 {
				definitions = append(definitions, string(current))
				current = current[:0]
			}
		default:
		}
	}
	return form{}, false
}

func sealForm(definitions []string) form {
	slices.Sort(definitions)
	var all []byte
	for _, definition := range definitions {
		all = binary.AppendUvarint(all, uint64(len(definition)))
		all = append(all, definition...)
	}
	return sha256.Sum256(all)
}
