package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	ruleStringLength  = "StringLength"
	ruleScalarLiteral = "ScalarLiteral"
)

// stringBytes is how long a string of a scalar may be. Custom scalars know
// their own length: a token is longer than any name, and a password shorter.
func (l Limits) stringBytes(scalar *ast.Definition) int {
	if scalar.BuiltIn {
		return l.StringBytes
	}
	return l.ScalarBytes
}

// guardRules are the rules a document is validated by. A literal's length is
// among them because its type is known only while validation walks.
func guardRules(limits Limits) *rules.Rules {
	all := quietRules()
	all.AddRule(ruleStringLength, func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			isString := value.Kind == ast.StringValue || value.Kind == ast.BlockValue
			if isString && value.Definition != nil && len(value.Raw) > limits.stringBytes(value.Definition) {
				addError(core.At(value.Position))
			}
		})
	})
	// gqlparser leaves a custom scalar's literals to gqlgen, which reads a bare word as a string.
	all.AddRule(ruleScalarLiteral, func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			if value.Kind == ast.EnumValue && value.Definition != nil && value.Definition.Kind == ast.Scalar && !value.Definition.BuiltIn {
				addError(core.At(value.Position))
			}
		})
	})
	return all
}

// stringsFit looks at every string of a value that came as a variable. The
// value of a custom scalar may be of any shape; maxJSONNesting bounds the
// recursion.
func stringsFit(value any, most int) bool {
	switch value := value.(type) {
	case string:
		return len(value) <= most && !strings.ContainsRune(value, 0)
	case []any:
		for _, element := range value {
			if !stringsFit(element, most) {
				return false
			}
		}
	case map[string]any:
		for _, member := range value {
			if !stringsFit(member, most) {
				return false
			}
		}
	}
	return true
}
