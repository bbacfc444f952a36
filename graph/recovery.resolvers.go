package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/auth"
)

func (r *mutationResolver) ForgotPassword(ctx context.Context, input generated.UsernameInput) (generated.CodeSentResult, error) {
	sent, err := r.Auth.ForgotPassword(ctx, input.Username)
	return result[generated.CodeSentResult](ctx, r.Resolver, codeSent(sent), err)
}

func (r *mutationResolver) ConfirmForgotPassword(ctx context.Context, input generated.ConfirmForgotPasswordInput) (generated.PasswordResult, error) {
	err := r.Auth.ConfirmForgotPassword(ctx, auth.Proof{Username: input.Username, Code: input.Code, Password: input.NewPassword})
	return result[generated.PasswordResult](ctx, r.Resolver, r.passwordChanged(), err)
}
