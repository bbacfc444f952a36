package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/session"
)

// withoutMaxAge is the schema with an @auth that asks for a session and for nothing else.
func withoutMaxAge(r *Resolver) (graphql.ExecutableSchema, error) {
	sessionOnly := func(ctx context.Context, _ any, next graphql.Resolver, _, _ []string, _ *time.Duration) (any, error) {
		if _, err := session.From(ctx).Authenticate(); err != nil {
			return nil, err
		}
		return next(ctx)
	}
	held := &limits{Resolver: r}
	es := generated.NewExecutableSchema(generated.Config{
		Resolvers: r, Directives: generated.DirectiveRoot{Auth: sessionOnly, RateLimit: held.hold},
	})
	held.schema = es.Schema()
	return es, nil
}

// TestTheDomainAsksForARecentSignInItself: @auth(maxAge:) says in the schema what the domain holds to,
// so that leaving it out of the schema opens nothing. deleteAccount has no maxAge there: a password
// does instead.
func TestTheDomainAsksForARecentSignInItself(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(SDL())})
	recent := map[string]bool{"deleteAccount": true}
	for _, field := range schema.Mutation.Fields {
		protected := field.Directives.ForName("auth")
		if protected == nil || protected.Arguments.ForName("maxAge") == nil {
			continue
		}
		recent[field.Name] = true
		said, err := graphql.UnmarshalDuration(protected.Arguments.ForName("maxAge").Value.Raw)
		if err != nil || said != auth.SensitiveMaxAge {
			t.Errorf("%s says %v (%v), the domain %v", field.Name, said, err, auth.SensitiveMaxAge)
		}
	}
	for name, w := range ways() {
		if !recent[w.mutation] || w.input["password"] != nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			e := newEdgeOver(t, tokens{"good": {AuthTime: time.Now().Add(-time.Hour)}}, withoutMaxAge)
			call, variables := w.mutation, map[string]any(nil)
			if w.input != nil {
				of := schema.Mutation.Fields.ForName(w.mutation).Arguments.ForName("input").Type
				call, variables = fmt.Sprintf("($input: %s) { %s(input: $input)", of, w.mutation), map[string]any{"input": w.input}
			} else {
				call = "{ " + call
			}
			body := e.ask(t, "mutation"+call+" { __typename } }", variables, "good")
			if !strings.Contains(body, `"ReauthenticationRequired"`) {
				t.Errorf("answer %s", body)
			}
		})
	}
}
