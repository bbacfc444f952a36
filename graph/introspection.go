package graph

import (
	"context"
	"io"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
)

// introspect answers __schema and __type. gqlgen's executor makes contexts and goroutines for every one
// of the thousands of values in such an answer, of which none is resolved, checked or can fail; that
// was the costliest document of all. What is not known here is left to the executor.
func introspect(schema *ast.Schema) graphql.RootFieldMiddleware {
	return func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
		op, field := graphql.GetOperationContext(ctx), graphql.GetRootFieldContext(ctx).Field
		if op.DisableIntrospection || field.Field == nil {
			return next(ctx)
		}
		var value any
		switch field.Name {
		case "__schema":
			value = introspection.WrapSchema(schema)
		case "__type":
			name, _ := field.ArgumentMap(op.Variables)["name"].(string)
			value = introspection.WrapTypeFromDef(schema, schema.Types[name])
		default:
			return next(ctx)
		}
		asked, known := askedOf(op, field.Definition.Type.Name(), field.Selections)
		if !known {
			return next(ctx)
		}
		return graphql.WriterFunc(func(w io.Writer) { write(w, asked, value) })
	}
}

// asked is a field of an introspected value, with its selections merged once for all values.
type asked struct {
	name       string
	key        string // the response's, quoted
	typename   string // of the value that has it, quoted
	deprecated bool   // includeDeprecated
	fields     []asked
}

func askedOf(op *graphql.OperationContext, typename string, selections ast.SelectionSet) ([]asked, bool) {
	collected := graphql.CollectFields(op, selections, []string{typename})
	fields := make([]asked, len(collected))
	for i, field := range collected {
		a := asked{name: field.Name, key: quotedName(field.Alias) + ":", typename: quotedName(typename)}
		if field.Name != "__typename" {
			if !introspected(typename, field.Name) {
				return nil, false
			}
			a.deprecated, _ = field.ArgumentMap(op.Variables)["includeDeprecated"].(bool)
			var known bool
			if a.fields, known = askedOf(op, field.Definition.Type.Name(), field.Selections); !known {
				return nil, false
			}
		}
		fields[i] = a
	}
	return fields, true
}

// quotedName needs no escapes: GraphQL's names have nothing to escape.
func quotedName(name string) string { return `"` + name + `"` }

// write writes one value of an answer as JSON.
func write(w io.Writer, fields []asked, value any) {
	switch v := value.(type) {
	case string:
		graphql.MarshalString(v).MarshalGQL(w)
	case *string:
		if v == nil {
			graphql.Null.MarshalGQL(w)
			return
		}
		graphql.MarshalString(*v).MarshalGQL(w)
	case bool:
		graphql.MarshalBoolean(v).MarshalGQL(w)
	case []string:
		writeList(w, fields, v)
	case []introspection.Type:
		writeList(w, fields, v)
	case []introspection.Field:
		writeList(w, fields, v)
	case []introspection.InputValue:
		writeList(w, fields, v)
	case []introspection.EnumValue:
		writeList(w, fields, v)
	case []introspection.Directive:
		writeList(w, fields, v)
	case *introspection.Schema:
		writeObject(w, fields, v, schemaField)
	case *introspection.Type:
		writeType(w, fields, v)
	case introspection.Type:
		writeType(w, fields, &v)
	case introspection.Field:
		writeObject(w, fields, &v, fieldField)
	case introspection.InputValue:
		writeObject(w, fields, &v, inputValueField)
	case introspection.EnumValue:
		writeObject(w, fields, &v, enumValueField)
	case introspection.Directive:
		writeObject(w, fields, &v, directiveField)
	default:
		graphql.Null.MarshalGQL(w)
	}
}

func writeType(w io.Writer, fields []asked, t *introspection.Type) {
	if t == nil {
		graphql.Null.MarshalGQL(w)
		return
	}
	writeObject(w, fields, t, typeField)
}

func writeList[T any](w io.Writer, fields []asked, values []T) {
	_, _ = io.WriteString(w, "[")
	for i, value := range values {
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		write(w, fields, value)
	}
	_, _ = io.WriteString(w, "]")
}

func writeObject[T any](w io.Writer, fields []asked, value T, get func(T, asked) any) {
	_, _ = io.WriteString(w, "{")
	for i, field := range fields {
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		_, _ = io.WriteString(w, field.key)
		if field.name == "__typename" {
			_, _ = io.WriteString(w, field.typename)
			continue
		}
		write(w, field.fields, get(value, field))
	}
	_, _ = io.WriteString(w, "}")
}
