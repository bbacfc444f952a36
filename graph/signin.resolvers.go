package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/auth"
)

func (r *mutationResolver) SignIn(ctx context.Context, input generated.SignInInput) (generated.AuthResult, error) {
	step, err := r.Auth.StartSignIn(ctx, auth.SignIn{Username: input.Username, Password: given(input.Password), Factor: given(input.Factor)})
	return r.step(ctx, step, err)
}

func (r *mutationResolver) RespondToChallenge(ctx context.Context, input generated.RespondToChallengeInput) (generated.AuthResult, error) {
	step, err := r.Auth.RespondToChallenge(ctx, input.Challenge, answerTo(*input.Answer))
	return r.step(ctx, step, err)
}
