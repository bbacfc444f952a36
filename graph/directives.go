package graph

import (
	"context"
	"fmt"
	"strings"

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
		Directives: generated.DirectiveRoot{Auth: requireSession},
	})
	if err := checkAccess(es.Schema()); err != nil {
		return nil, err
	}
	return es, nil
}

func checkAccess(schema *ast.Schema) error {
	var unclear []string
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			introspection := strings.HasPrefix(field.Name, "__")
			protected, public := field.Directives.ForName("auth") != nil, field.Directives.ForName("public") != nil
			if !introspection && protected == public {
				unclear = append(unclear, root.Name+"."+field.Name)
			}
		}
	}
	if unclear != nil {
		return fmt.Errorf("graph: these fields need exactly one of @auth and @public: %s", strings.Join(unclear, ", "))
	}
	return nil
}

// requireSession is @auth.
func requireSession(ctx context.Context, _ any, next graphql.Resolver) (any, error) {
	if _, err := session.From(ctx).Authenticate(); err != nil {
		return nil, err
	}
	return next(ctx)
}
