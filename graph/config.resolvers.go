package graph

import (
	"context"
	"usher/graph/generated"
)

func (r *authConfigResolver) Sealing(ctx context.Context, obj *generated.AuthConfig) (*generated.PasswordSealing, error) {
	return r.passwordSealing()
}

func (r *queryResolver) Config(ctx context.Context) (*generated.AuthConfig, error) {
	return authConfig(r.Auth.Settings(ctx)), nil
}

func (r *Resolver) AuthConfig() generated.AuthConfigResolver { return &authConfigResolver{r} }

type authConfigResolver struct{ *Resolver }
