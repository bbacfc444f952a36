package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/session"
)

func (r *mutationResolver) RevokeSession(ctx context.Context, input generated.RevokeSessionInput) (generated.SessionsResult, error) {
	left, err := r.revokeSession(ctx, input.ID)
	return result[generated.SessionsResult](ctx, r.Resolver, sessionsEnded(left), err)
}

func (r *mutationResolver) SignOutOthers(ctx context.Context) (generated.SessionsResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	left, err := r.Auth.SignOutOthers(ctx, caller)
	return result[generated.SessionsResult](ctx, r.Resolver, sessionsEnded(left), err)
}

func (r *queryResolver) Sessions(ctx context.Context) ([]auth.ActiveSession, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	return r.Auth.Sessions(ctx, caller)
}
