package graph

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/graph/generated"
)

// NewSchema makes the executable schema. It fails when a field of Query or Mutation says neither
// who may call it (@auth) nor that anybody may (@public), or says both: forgetting must not open
// a field. It fails, too, where @auth stands in a place that it could not hold for, and where a mutation
// has no limit that holds.
func NewSchema(r *Resolver) (graphql.ExecutableSchema, error) {
	if r.Limits == nil {
		return nil, errors.New("graph: the resolver needs Limits")
	}
	held := &limits{Resolver: r}
	es := generated.NewExecutableSchema(generated.Config{
		Resolvers:  r,
		Directives: generated.DirectiveRoot{Auth: r.requireSession, RateLimit: held.hold},
	})
	held.schema = es.Schema()
	if err := errors.Join(checkAccess(es.Schema()), checkLimits(es.Schema(), r.Limits.Known)); err != nil {
		return nil, err
	}
	return es, nil
}

// checkAccess looks at every @auth of a schema, and for the roots' fields at its absence.
func checkAccess(schema *ast.Schema) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(schema.Types)) {
		def := schema.Types[name]
		if def.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		if protected := def.Directives.ForName("auth"); protected != nil {
			problems = append(problems, checkType(schema, def, protected))
		}
		for _, field := range def.Fields {
			if !strings.HasPrefix(field.Name, "__") {
				problems = append(problems, checkField(schema, def, field))
			}
		}
	}
	return errors.Join(problems...)
}

// checkType refuses @auth on a type that can be reached past it: gqlgen runs it for fields that return
// the type itself.
func checkType(schema *ast.Schema, def *ast.Definition, protected *ast.Directive) error {
	switch {
	case isRoot(schema, def):
		return misplaced(def.Name, "nothing returns a root type: put @auth on its fields")
	case len(schema.GetImplements(def)) > 0:
		return misplaced(def.Name, "an interface or union leads past the @auth of a type: put it on the type's fields")
	case protected.Arguments.ForName("maxAge") != nil:
		return misplaced(def.Name, "a type has no answer for @auth(maxAge:): put it on a field that returns a union with ReauthenticationRequired")
	case groupsOfNobody(protected):
		return misplaced(def.Name, "no group would do for @auth(groups: []): name one, or leave groups out")
	}
	return nil
}

func checkField(schema *ast.Schema, def *ast.Definition, field *ast.FieldDefinition) error {
	name := def.Name + "." + field.Name
	protected, public := field.Directives.ForName("auth"), field.Directives.ForName("public")
	switch {
	case isRoot(schema, def) && (protected != nil) == (public != nil):
		return misplaced(name, "a field of a root type needs exactly one of @auth and @public")
	case protected == nil:
		return nil
	case def.Kind == ast.Interface:
		return misplaced(name, "the types of an interface do not inherit its @auth: put it on their fields")
	case protected.Arguments.ForName("maxAge") != nil && !answersReauthentication(schema, field):
		return misplaced(name, "a field with @auth(maxAge:) must return a union with ReauthenticationRequired")
	case groupsOfNobody(protected):
		return misplaced(name, "no group would do for @auth(groups: []): name one, or leave groups out")
	}
	return nil
}

func misplaced(name, why string) error { return fmt.Errorf("graph: the schema's %s: %s", name, why) }

func isRoot(schema *ast.Schema, def *ast.Definition) bool {
	return def == schema.Query || def == schema.Mutation || def == schema.Subscription
}

func groupsOfNobody(protected *ast.Directive) bool {
	groups := protected.Arguments.ForName("groups")
	return groups != nil && groups.Value.Kind == ast.ListValue && len(groups.Value.Children) == 0
}

func answersReauthentication(schema *ast.Schema, field *ast.FieldDefinition) bool {
	answer := schema.Types[field.Type.NamedType] // "" for a list
	return answer != nil && answer.Kind == ast.Union && slices.Contains(answer.Types, "ReauthenticationRequired")
}
