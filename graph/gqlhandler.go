package graph

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"usher/internal/observe"
)

// Options is what a GraphQL handler needs from outside. Every field may be left
// out; what is missing is off, silent or at its default, never unlimited.
type Options struct {
	// Limits bounds each operation; zero fields take DefaultLimits.
	Limits Limits
	// Introspection lets clients read the schema.
	Introspection bool
	// Persisted lets clients name operations, and may refuse all others.
	Persisted Persisted
	// ErrorPresenter words the errors of resolvers. Without one every error
	// that has no code becomes INTERNAL_SERVER_ERROR.
	ErrorPresenter graphql.ErrorPresenterFunc
	// RequestID names the request in errors and logs.
	RequestID func(context.Context) string
	// BeforeWrite is called once per answer, after execution and before the
	// first byte, with the headers of the answer: the place for tokens that
	// resolvers staged, who run concurrently and must not touch headers.
	BeforeWrite func(ctx context.Context, header http.Header)
	// Logger takes panics, with their stacks.
	Logger *slog.Logger
	// Timeout ends an operation; 10 s if zero.
	Timeout time.Duration
	// MaxBody is the longest body in bytes; 64 KiB if zero.
	MaxBody int64
}

// NewHandler serves a schema over HTTP. Its error lists what is wrong with the
// persisted-query manifests. Other settings that cannot work, such as a negative
// cache size, are mistakes of the program and not of its user: it panics on them.
func NewHandler(es graphql.ExecutableSchema, opts Options) (http.Handler, error) {
	guard, err := newGuard(es.Schema(), opts.Limits, opts.Introspection)
	if err != nil {
		panic(fmt.Errorf("graph: cannot make a handler: %w", err))
	}
	logger := cmp.Or(opts.Logger, slog.New(slog.DiscardHandler))
	persisted, err := newPersisted(guard, opts.Persisted, logger)
	if err != nil {
		return nil, err
	}
	requestID := opts.RequestID
	if requestID == nil {
		requestID = func(context.Context) string { return "" }
	}
	present := opts.ErrorPresenter
	if present == nil {
		present = presentCodedOnly
	}

	exec := executor.New(es)
	exec.SetErrorPresenter(presentCoercion(present))
	exec.SetRecoverFunc(recoverField(logger, requestID))
	exec.SetQueryCache(guardedDocuments{})
	// The executor parses only what the guard did not, which is nothing; should
	// that ever change, it must not be generous.
	exec.SetParserTokenLimit(guard.limits.Tokens)
	exec.SetDisableSuggestion(true)
	exec.SetDefaultRulesFn(quietRules)
	exec.AroundRootFields(introspect(es.Schema()))
	return &transport{
		executor:    exec,
		guard:       guard,
		persisted:   persisted,
		requestID:   requestID,
		beforeWrite: opts.BeforeWrite,
		logger:      logger,
		timeout:     cmp.Or(opts.Timeout, defaultTimeout),
		maxBody:     cmp.Or(opts.MaxBody, defaultMaxBody),
	}, nil
}

// recoverField answers a panic in a resolver. The other fields go on.
func recoverField(logger *slog.Logger, requestID func(context.Context) string) graphql.RecoverFunc {
	return func(ctx context.Context, value any) error {
		id := requestID(ctx)
		observe.LogPanic(ctx, logger, panicked, id, value)
		err := internalError()
		err.Extensions[extRequestID] = id
		return err
	}
}
