package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/auth"
	"usher/internal/ratelimit"
)

// limits is @rateLimit.
type limits struct {
	*Resolver
	schema *ast.Schema
}

// hold counts one execution of a field before it runs, in one step for all that its policy counts by.
// Where the limits cannot be asked, the field is refused. What turns out to have been no guess, or to
// have sent nothing, is given back.
func (l *limits) hold(ctx context.Context, _ any, next graphql.Resolver, policy string) (any, error) {
	policy, who := l.attempt(ctx, policy)
	ticket, err := l.Limits.Take(ctx, policy, who)
	if refusal, ok := errors.AsType[*ratelimit.Refusal](err); ok {
		return l.refused(ctx, &auth.Error{Code: auth.RateLimited, RetryAfter: refusal.Wait})
	}
	if err != nil {
		return nil, auth.Errorf(auth.Internal, "the limits cannot tell whether this may be tried: %w", err)
	}
	answer, err := next(ctx)
	if back := notCounted(policy, answer, err); len(back) > 0 {
		// A caller who has hung up was answered all the same.
		ticket.Refund(context.WithoutCancel(ctx), back...)
	}
	return answer, err
}

// refused is the answer of a field that was not carried out: a member of its union, or an error where
// it has none.
func (l *limits) refused(ctx context.Context, err *auth.Error) (any, error) {
	if answer := l.schema.Types[graphql.GetFieldContext(ctx).Field.Definition.Type.Name()]; answer.Kind == ast.Union {
		return l.problem(ctx, err), nil
	}
	return nil, err
}
