package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/session"
)

func (r *mutationResolver) ChangePassword(ctx context.Context, input generated.ChangePasswordInput) (generated.PasswordResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.ChangePassword(ctx, caller, input.CurrentPassword, input.NewPassword, !input.SignOutOthers)
	}
	return result[generated.PasswordResult](ctx, r.Resolver, r.passwordChanged(), err)
}

func (r *mutationResolver) DeleteAccount(ctx context.Context, input *generated.DeleteAccountInput) (generated.AccountResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.DeleteAccount(ctx, caller, proof(input))
	}
	return r.deleted(ctx, err)
}
