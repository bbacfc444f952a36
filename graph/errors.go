package graph

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"usher/internal/auth"
)

// NewErrorPresenter words the errors of resolvers and directives: the domain's by the table of
// outcomes, those with a code of our own as they are, everything else as a fault of which the
// log tells more. No other text reaches a client.
func NewErrorPresenter(log *slog.Logger, requestID func(context.Context) string) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		if coded, ok := errors.AsType[*gqlerror.Error](err); ok && errorCode(coded) != "" {
			return coded
		}
		out := presentOutcome(ctx, err)
		out.Path = graphql.GetPath(ctx)
		if code := errorCode(out); code == CodeRateLimited {
			return out // counted by the metrics; a line for each would let a flood into the log
		} else if code == CodeInternal {
			out.Extensions[extRequestID] = requestID(ctx)
			log.ErrorContext(ctx, "a field failed", "path", out.Path.String(), "request_id", requestID(ctx), "error", err)
		} else if auth.CodeOf(err) != auth.Unauthenticated {
			log.WarnContext(ctx, "a field could not be answered", "path", out.Path.String(), "request_id", requestID(ctx), "error", err)
		}
		return out
	}
}

// Keys of the extensions object that only outcomes carry.
const (
	extReason     = "reason"
	extRetryable  = "retryable"
	extRetryAfter = "retryAfter"
	extMissing    = "missing"
)

func presentOutcome(ctx context.Context, err error) *gqlerror.Error {
	row, known := outcomes[auth.CodeOf(err)]
	if e, ok := errors.AsType[*auth.Error](err); ok && e.Code == auth.RateLimited {
		// A field that is no union has no member to say so.
		out := codedError(CodeRateLimited, row.message)
		out.Extensions[extRetryable], out.Extensions[extRetryAfter] = true, wait(ctx, e.RetryAfter)
		return out
	}
	if !known || row.shape != asError {
		return internalError()
	}
	out := codedError(row.code, row.message)
	if row.retry {
		out.Extensions[extRetryable] = true
	}
	if e, ok := errors.AsType[*auth.Error](err); ok && e.Reason != "" {
		out.Extensions[extReason] = string(e.Reason)
	}
	if lacking, ok := errors.AsType[forbidden](err); ok {
		out.Extensions[extMissing] = lacking.extension()
	}
	return out
}
