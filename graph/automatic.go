package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// automatic holds the texts of automatic persisted queries by their SHA-256. A text comes in after it was
// accepted, under the hash that we computed, and goes through the guard again whenever it is asked for;
// so nothing can be put here that would not run when it is sent.
//
// It lives in the memory of this process and not in the shared store: what strangers may write without
// end must not crowd out sign-outs there, and a text that an instance does not have costs its client one
// more request, once.
type automatic struct {
	texts   *lru.Cache[string, string]
	longest int // in bytes
}

// newAutomatic keeps as many texts, and as long ones, as the guard keeps documents.
func newAutomatic(limits Limits) (*automatic, error) {
	texts, err := lru.New[string, string](limits.CachedDocuments)
	if err != nil {
		return nil, fmt.Errorf("graph: cache of %d texts: %w", limits.CachedDocuments, err)
	}
	return &automatic{texts: texts, longest: limits.CachedDocumentBytes}, nil
}

// get gives the text of a hash.
func (a *automatic) get(hash string) (string, bool) { return a.texts.Get(hash) }

// keep stores an accepted document and reports whether it did.
func (a *automatic) keep(hash, text string, document *ast.QueryDocument) bool {
	if len(text) > a.longest || holdsSecrets(text, document) {
		return false
	}
	a.texts.Add(hash, text)
	return true
}

// hashOf is how Apollo's protocol names a text.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// holdsSecrets tells whether a text could hold a password, a code or a token. Whoever knew the hash of
// such a text, which travels in URLs and stands in their logs, could send it again in its owner's place.
// What clients generate has variables for all of that.
func holdsSecrets(text string, document *ast.QueryDocument) bool {
	// Strings stand in quotes wherever they stand, also as descriptions; comments begin with a #.
	if strings.ContainsAny(text, "\"#") {
		return true
	}
	for _, operation := range document.Operations {
		if literalIn(operation.Directives) || defaults(operation.VariableDefinitions) || literalBelow(operation.SelectionSet) {
			return true
		}
	}
	for _, fragment := range document.Fragments {
		if literalIn(fragment.Directives) || defaults(fragment.VariableDefinition) || literalBelow(fragment.SelectionSet) {
			return true
		}
	}
	return false
}

func defaults(variables ast.VariableDefinitionList) bool {
	for _, variable := range variables {
		if literal(variable.DefaultValue) || literalIn(variable.Directives) {
			return true
		}
	}
	return false
}

func literalBelow(set ast.SelectionSet) bool {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			for _, argument := range selection.Arguments {
				if literal(argument.Value) {
					return true
				}
			}
			if literalIn(selection.Directives) || literalBelow(selection.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if literalIn(selection.Directives) || literalBelow(selection.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if literalIn(selection.Directives) {
				return true
			}
		}
	}
	return false
}

func literalIn(directives ast.DirectiveList) bool {
	for _, directive := range directives {
		for _, argument := range directive.Arguments {
			if literal(argument.Value) {
				return true
			}
		}
	}
	return false
}

// literal tells whether a value, or one in it, was written out that is not one of a few known words or a
// count. Numbers pass where the schema wants a number, and words where it has an enum: a custom scalar may
// take digits for a code, and words for the parts of a credential.
func literal(value *ast.Value) bool {
	if value == nil {
		return false
	}
	of := value.Definition
	switch value.Kind {
	case ast.Variable, ast.BooleanValue, ast.NullValue:
		return false
	case ast.EnumValue:
		return of == nil || of.Kind != ast.Enum
	case ast.IntValue, ast.FloatValue:
		return of == nil || of.Name != "Int" && of.Name != "Float"
	case ast.ListValue, ast.ObjectValue:
		for _, child := range value.Children {
			if literal(child.Value) {
				return true
			}
		}
		return false
	default:
		return true
	}
}
