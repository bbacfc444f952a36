package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/auth"
)

func (r *mutationResolver) SignUp(ctx context.Context, input generated.SignUpInput) (generated.SignUpResult, error) {
	started, err := r.Auth.SignUp(ctx, auth.SignUp{Email: input.Email, Password: given(input.Password), Attributes: attributes(input.Attributes)})
	return result[generated.SignUpResult](ctx, r.Resolver, signUpStarted(started), err)
}

func (r *mutationResolver) ConfirmSignUp(ctx context.Context, input generated.ConfirmSignUpInput) (generated.ConfirmSignUpResult, error) {
	done, err := r.Auth.ConfirmSignUp(ctx, auth.Proof{Username: input.Username, Code: input.Code, Password: given(input.Password)})
	return r.confirmed(ctx, done, err)
}

func (r *mutationResolver) ResendConfirmationCode(ctx context.Context, input generated.UsernameInput) (generated.CodeSentResult, error) {
	sent, err := r.Auth.ResendConfirmationCode(ctx, input.Username)
	return result[generated.CodeSentResult](ctx, r.Resolver, codeSent(sent), err)
}
