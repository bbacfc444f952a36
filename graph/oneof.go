package graph

import "github.com/vektah/gqlparser/v2/ast"

// isOneOf says whether an input type takes exactly one of its fields.
func isOneOf(def *ast.Definition) bool {
	return def.Directives.ForName("oneOf") != nil
}

// oneOfHolds checks @oneOf on a value that came as a variable: exactly one
// member, and that one not null. gqlparser checks this for literals only, and
// clients send variables.
func oneOfHolds(members map[string]any) bool {
	if len(members) != 1 {
		return false
	}
	for _, value := range members {
		if value == nil {
			return false
		}
	}
	return true
}
