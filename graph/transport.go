package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"usher/internal/observe"
)

const (
	// defaultMaxBody is the longest body read: the longest document and its
	// variables four times over.
	defaultMaxBody int64 = 64 << 10
	// defaultTimeout ends an operation whose resolvers wait too long. Cognito
	// answers within a second or two; its slowest calls send mail.
	defaultTimeout = 10 * time.Second
)

// transport serves GraphQL over HTTP: POST of application/json, and GET for
// queries that carry a preflight header. It stands in for gqlgen's own handler
// and transports, which read bodies of any length, echo them in errors, run
// mutations from forms that a browser posts across sites unasked, and link a
// websocket server that nothing here may open.
type transport struct {
	executor    graphql.GraphExecutor
	guard       *guard
	persisted   *persisted
	requestID   func(context.Context) string
	beforeWrite func(context.Context, http.Header)
	logger      *slog.Logger
	timeout     time.Duration
	maxBody     int64
}

var _ http.Handler = (*transport)(nil)

// ServeHTTP answers one request.
func (t *transport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, patience := withPatience(r.Context())
	media, acceptable := negotiate(r.Header.Values("Accept"))
	reply := &reply{transport: t, writer: w, media: media, patience: patience}
	defer reply.recoverPanic(ctx)

	if !acceptable {
		reply.refuse(ctx, refuseNotAcceptable)
		return
	}
	params, refused := t.read(w, r)
	if refused != nil {
		reply.refuse(ctx, refused)
		return
	}
	document, refused, errs := t.persisted.document(ctx, params)
	switch {
	case refused != nil:
		reply.refuse(ctx, refused)
		return
	case len(errs) > 0:
		reply.requestErrors(ctx, errs)
		return
	}
	operation, err := selectOperation(document, params.OperationName)
	if err != nil {
		reply.requestErrors(ctx, gqlerror.List{err})
		return
	}
	observe.Record(ctx).SetOperationType(string(operation.Operation))
	if r.Method == http.MethodGet && operation.Operation != ast.Query {
		reply.refuse(ctx, refuseMutationByGet)
		return
	}
	if err := t.guard.variables(operation, params.Variables); err != nil {
		reply.requestErrors(ctx, gqlerror.List{err})
		return
	}

	limited, cancel := context.WithTimeout(graphql.StartOperationTrace(ctx), t.timeout)
	defer cancel()
	response, errs := t.execute(limited, document, params)
	switch {
	case len(errs) > 0:
		reply.requestErrors(ctx, errs)
	case response == nil:
		// gqlgen's sign that the context ended before there was an answer.
		reply.requestErrors(ctx, gqlerror.List{codedError(CodeTimeout,
			"the operation took too long and was stopped; it may have taken effect")})
	default:
		reply.executed(ctx, response)
	}
}

// execute runs an operation whose document is already known to be good.
func (t *transport) execute(
	ctx context.Context, document *ast.QueryDocument, params *graphql.RawParams,
) (*graphql.Response, gqlerror.List) {
	opCtx, errs := t.executor.CreateOperationContext(withDocument(ctx, document), params)
	if len(errs) > 0 {
		return nil, withoutVariables(errs)
	}
	// The guard has refused what introspection must not answer.
	opCtx.DisableIntrospection = !t.guard.introspection
	next, ctx := t.executor.DispatchOperation(withSharedMe(ctx), opCtx)
	return next(ctx), nil
}

// withoutVariables replaces what gqlparser says about variables, because it
// quotes them. The guard has checked them, so this is the second line only.
func withoutVariables(errs gqlerror.List) gqlerror.List {
	kept := make(gqlerror.List, len(errs))
	for i, err := range errs {
		kept[i] = err
		if code := errorCode(err); code == CodeValidationFailed || code == "" {
			kept[i] = codedError(CodeBadUserInput, "a variable does not fit its type")
		}
	}
	return kept
}

type documentKey struct{}

func withDocument(ctx context.Context, document *ast.QueryDocument) context.Context {
	return context.WithValue(ctx, documentKey{}, document)
}

// guardedDocuments is the query cache that gqlgen's executor sees: it holds the
// one document that the guard let through for this request, so that the
// executor neither parses nor validates again.
type guardedDocuments struct{}

var _ graphql.Cache[*ast.QueryDocument] = guardedDocuments{}

// Get gives the request's document, whatever the text.
func (guardedDocuments) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	document, ok := ctx.Value(documentKey{}).(*ast.QueryDocument)
	return document, ok
}

// Add keeps nothing: only the guard lets documents in.
func (guardedDocuments) Add(context.Context, string, *ast.QueryDocument) {}
