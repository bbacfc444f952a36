package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"
)

const (
	bodyMaxBytes   = 64 << 10
	documentTokens = 300
	// entitiesMax is of one request. A router asks for the caller alone; without a bound one request could have the
	// same notes written out a thousand times.
	entitiesMax = 4
)

// newHandler serves the schema at POST /graphql. JSON alone is taken, which no page of another site can send
// without leave, and cookies are not looked at.
func newHandler(who checker, notes *notebook, log *slog.Logger) http.Handler {
	api := handler.New(NewExecutableSchema(Config{
		Resolvers:  &Resolver{notes: notes},
		Directives: DirectiveRoot{Auth: requireCaller},
	}))
	api.AddTransport(transport.POST{})
	api.Use(extension.Introspection{}) // and with it what a router's tools ask of a subgraph
	api.SetParserTokenLimit(documentTokens)
	api.AroundFields(checkEntities)
	api.SetErrorPresenter(presenter(log))
	api.SetRecoverFunc(func(_ context.Context, cause any) error { return fmt.Errorf("panic: %v", cause) })

	routes := http.NewServeMux()
	routes.Handle("POST /graphql", withCaller(who, log, http.MaxBytesHandler(api, bodyMaxBytes)))
	routes.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		routes.ServeHTTP(w, r)
	})
}

// checkEntities looks at what a router asks for before gqlgen does, to which a Me without an id is a fault of the
// service.
func checkEntities(ctx context.Context, next graphql.Resolver) (any, error) {
	asked, ok := graphql.GetFieldContext(ctx).Args["representations"].([]map[string]any)
	if !ok {
		return next(ctx)
	}
	if len(asked) > entitiesMax {
		return nil, forbidden("more entities than the caller")
	}
	for _, one := range asked {
		if _, ok := one["id"].(string); !ok || one["__typename"] != "Me" {
			return nil, badInput("not a Me with an id")
		}
	}
	return next(ctx)
}
