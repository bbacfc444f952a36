package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/graph/generated"
	"usher/internal/session"
)

// NewSchema makes the executable schema. It fails when a field of Query or Mutation says neither
// who may call it (@auth) nor that anybody may (@public), or says both: forgetting must not open
// a field.
func NewSchema(r *Resolver) (graphql.ExecutableSchema, error) {
	es := generated.NewExecutableSchema(generated.Config{
		Resolvers:  r,
		Directives: generated.DirectiveRoot{Auth: r.requireSession},
	})
	if err := checkAccess(es.Schema()); err != nil {
		return nil, err
	}
	return es, nil
}

func checkAccess(schema *ast.Schema) error {
	var unclear, speechless []string
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			introspection := strings.HasPrefix(field.Name, "__")
			protected, public := field.Directives.ForName("auth"), field.Directives.ForName("public")
			if !introspection && (protected != nil) == (public != nil) {
				unclear = append(unclear, root.Name+"."+field.Name)
			}
			if protected != nil && protected.Arguments.ForName("maxAge") != nil && !answersReauthentication(schema, field) {
				speechless = append(speechless, root.Name+"."+field.Name)
			}
		}
	}
	if unclear != nil {
		return fmt.Errorf("graph: these fields need exactly one of @auth and @public: %s", strings.Join(unclear, ", "))
	}
	if speechless != nil {
		return fmt.Errorf("graph: these fields have @auth(maxAge:) and must return a union with ReauthenticationRequired: %s", strings.Join(speechless, ", "))
	}
	return nil
}

func answersReauthentication(schema *ast.Schema, field *ast.FieldDefinition) bool {
	answer := schema.Types[field.Type.NamedType] // "" for a list
	return answer != nil && answer.Kind == ast.Union && slices.Contains(answer.Types, "ReauthenticationRequired")
}

// requireSession is @auth. Too old a sign-in is an answer of the field, which checkAccess holds it to
// have a member for.
func (r *Resolver) requireSession(ctx context.Context, _ any, next graphql.Resolver, maxAge *time.Duration) (any, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	if maxAge != nil {
		if err := caller.ProvenWithin(*maxAge, r.Now()); err != nil {
			return r.problem(ctx, err), nil
		}
	}
	return next(ctx)
}
