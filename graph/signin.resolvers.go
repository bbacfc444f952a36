package graph

import (
	"context"
	"usher/graph/generated"
)

func (r *mutationResolver) SignIn(ctx context.Context, input generated.SignInInput) (generated.AuthResult, error) {
	tokens, err := r.Auth.SignIn(ctx, input.Username, input.Password)
	begun, err := r.signedIn(ctx, tokens, err)
	return result[generated.AuthResult](ctx, r.Resolver, begun, err)
}
