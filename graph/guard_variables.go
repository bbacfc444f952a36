package graph

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// variableCheck walks variables by their types before gqlparser coerces them,
// because gqlparser quotes values and keys in its errors, takes a number for a
// string and any letter case for an enum value, and does not know @oneOf here.
type variableCheck struct {
	schema *ast.Schema
	limits Limits
	// path is where the walk stands below the variable, in names of the schema
	// and indices only.
	path ast.Path
}

// variables checks the variables given for an operation of an accepted
// document. Variables that the operation does not declare are ignored, as the
// specification asks.
func (g *guard) variables(operation *ast.OperationDefinition, given map[string]any) *gqlerror.Error {
	for _, variable := range operation.VariableDefinitions {
		value, present := given[variable.Variable]
		if !present && (variable.DefaultValue != nil || !variable.Type.NonNull) {
			continue
		}
		check := variableCheck{schema: g.schema, limits: g.limits}
		problem := "is required"
		if present {
			problem = check.value(variable.Type, value)
		}
		if problem != "" {
			err := inputError(append(argumentOf(operation, variable), check.path...), problem)
			if at := variable.Position; at != nil {
				err.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
			}
			return err
		}
	}
	return nil
}

// value gives what is wrong with a value in words that follow its name, or "".
// The path is left at the place of the problem.
func (c *variableCheck) value(typ *ast.Type, value any) string {
	if value == nil {
		if typ.NonNull {
			return "must not be null"
		}
		return ""
	}
	if typ.Elem != nil {
		return c.list(typ, value)
	}
	def := c.schema.Types[typ.NamedType]
	if def == nil {
		return "has a type that the schema does not know"
	}
	switch def.Kind {
	case ast.InputObject:
		return c.object(def, value)
	case ast.Enum:
		if name, ok := value.(string); !ok || def.EnumValues.ForName(name) == nil {
			return "must be a value of the enum " + def.Name
		}
		return ""
	case ast.Scalar:
		return c.scalar(def, value)
	default:
		return "has a type that cannot be an input"
	}
}

// list also takes a single value, which the specification reads as a list of one.
func (c *variableCheck) list(typ *ast.Type, value any) string {
	elements, ok := value.([]any)
	if !ok {
		return c.value(typ.Elem, value)
	}
	if len(elements) > c.limits.ListElements {
		return fmt.Sprintf("must not have more than %d elements", c.limits.ListElements)
	}
	for i, element := range elements {
		if problem := c.at(ast.PathIndex(i), typ.Elem, element); problem != "" {
			return problem
		}
	}
	return ""
}

func (c *variableCheck) object(def *ast.Definition, value any) string {
	members, ok := value.(map[string]any)
	if !ok {
		return "must be an object of type " + def.Name
	}
	for name := range members {
		if def.Fields.ForName(name) == nil {
			return "holds a field that " + def.Name + " does not have"
		}
	}
	if isOneOf(def) && !oneOfHolds(members) {
		return "must hold exactly one field of " + def.Name + ", and not null"
	}
	for _, field := range def.Fields {
		member, present := members[field.Name]
		if !present {
			if field.Type.NonNull && field.DefaultValue == nil {
				c.path = append(c.path, ast.PathName(field.Name))
				return "is required"
			}
			continue
		}
		if problem := c.at(ast.PathName(field.Name), field.Type, member); problem != "" {
			return problem
		}
	}
	return ""
}

// at checks a value one step below, and keeps the step in the path if there is
// a problem.
func (c *variableCheck) at(step ast.PathElement, typ *ast.Type, value any) string {
	c.path = append(c.path, step)
	problem := c.value(typ, value)
	if problem == "" {
		c.path = c.path[:len(c.path)-1]
	}
	return problem
}

func (c *variableCheck) scalar(def *ast.Definition, value any) string {
	if most := c.limits.stringBytes(def); !stringsFit(value, most) {
		return fmt.Sprintf("must not be longer than %d bytes or hold a NUL character", most)
	}
	fits, want := true, ""
	switch def.Name {
	case "String":
		_, fits = value.(string)
		want = "a string"
	case "Boolean":
		_, fits = value.(bool)
		want = "true or false"
	case "Int":
		fits, want = isInt32(value), "a whole number of 32 bits"
	case "Float":
		fits, want = isFinite(value), "a number"
	case "ID":
		_, isString := value.(string)
		fits, want = isString || isWhole(value), "a string or a whole number"
	}
	if !fits {
		return "must be " + want
	}
	return ""
}

func isInt32(value any) bool {
	number, ok := value.(json.Number)
	if !ok {
		return false
	}
	_, err := strconv.ParseInt(number.String(), 10, 32)
	return err == nil
}

func isWhole(value any) bool {
	number, ok := value.(json.Number)
	if !ok {
		return false
	}
	_, err := strconv.ParseInt(number.String(), 10, 64)
	return err == nil
}

func isFinite(value any) bool {
	number, ok := value.(json.Number)
	if !ok {
		return false
	}
	float, err := number.Float64()
	return err == nil && !math.IsInf(float, 0)
}

// argumentOf names the argument that a root field takes the variable for. The
// variable's own name is the client's text and stays out of errors.
func argumentOf(operation *ast.OperationDefinition, variable *ast.VariableDefinition) ast.Path {
	for _, selection := range operation.SelectionSet {
		field, ok := selection.(*ast.Field)
		if !ok {
			continue
		}
		for _, argument := range field.Arguments {
			if argument.Value.Kind == ast.Variable && argument.Value.Raw == variable.Variable {
				return ast.Path{ast.PathName(argument.Name)}
			}
		}
	}
	return nil
}
