package graph

import (
	"cmp"
	"context"
	"usher/graph/generated"
	"usher/internal/session"
)

func (r *mutationResolver) RefreshTokens(ctx context.Context, input *generated.RefreshInput) (generated.RefreshResult, error) {
	caller, err := session.From(ctx).Refresh(sentToken(input))
	return result[generated.RefreshResult](ctx, r.Resolver, r.session(ctx, caller), err)
}

func (r *mutationResolver) SignOut(ctx context.Context, input *generated.RefreshInput) (*generated.SignedOut, error) {
	caller, refresh, fault := session.From(ctx).SignedOutBy(sentToken(input))
	err := r.Auth.SignOut(ctx, caller, refresh)
	return signedOut(ctx, caller != nil || refresh != ""), cmp.Or(fault, err)
}

func (r *mutationResolver) SignOutEverywhere(ctx context.Context) (*generated.SignedOut, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.SignOutEverywhere(ctx, caller)
	}
	return signedOut(ctx, true), err
}

func (r *queryResolver) Session(ctx context.Context) (*generated.Session, error) {
	return r.presentSession(ctx)
}
