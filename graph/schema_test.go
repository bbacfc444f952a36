package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// TestOneDocumentCanAskForAllOfAUnion: fields of one name but of two types would force clients to use
// aliases as soon as one document serves every outcome.
func TestOneDocumentCanAskForAllOfAUnion(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(SDL())})
	for _, field := range schema.Mutation.Fields {
		union := schema.Types[field.Type.Name()]
		if union.Kind != ast.Union {
			continue
		}
		t.Run(field.Name, func(t *testing.T) {
			var document strings.Builder
			arguments, declared := "", ""
			if input := field.Arguments.ForName("input"); input != nil {
				arguments, declared = "(input: $input)", fmt.Sprintf("($input: %s)", input.Type)
			}
			fmt.Fprintf(&document, "mutation%s { %s%s {", declared, field.Name, arguments)
			for _, member := range union.Types {
				fmt.Fprintf(&document, " ... on %s { %s }", member, everything(schema, schema.Types[member], 3))
			}
			document.WriteString(" } }")
			if _, errs := gqlparser.LoadQueryWithRules(schema, document.String(), rules.NewDefaultRules()); len(errs) > 0 {
				t.Errorf("%v", errs)
			}
		})
	}
}

// everything selects all fields of a type, to a depth.
func everything(schema *ast.Schema, def *ast.Definition, depth int) string {
	selected := []string{"__typename"}
	for _, field := range def.Fields {
		of := schema.Types[field.Type.Name()]
		switch {
		case of.IsLeafType():
			selected = append(selected, field.Name)
		case depth > 1:
			selected = append(selected, field.Name+" { "+everything(schema, of, depth-1)+" }")
		}
	}
	return strings.Join(selected, " ")
}
