package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/auth"
	"usher/internal/session"
)

func (r *meResolver) Attributes(ctx context.Context, obj *auth.Me, names []string) ([]generated.KeyValue, error) {
	found, err := obj.Attributes(ctx, names)
	return keyValues(found), err
}

func (r *meResolver) Factors(ctx context.Context, obj *auth.Me) (*generated.FactorSettings, error) {
	found, err := obj.Factors(ctx)
	return factorSettings(found, err)
}

func (r *meResolver) Passkeys(ctx context.Context, obj *auth.Me) ([]generated.Passkey, error) {
	found, err := obj.Passkeys(ctx)
	return passkeys(found, err)
}

func (r *queryResolver) Me(ctx context.Context) (*auth.Me, error) {
	caller, err := session.From(ctx).Authenticate()
	return r.me(ctx, caller), err
}

func (r *Resolver) Me() generated.MeResolver { return &meResolver{r} }

type meResolver struct{ *Resolver }
