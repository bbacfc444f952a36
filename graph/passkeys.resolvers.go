package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/session"
)

func (r *mutationResolver) StartPasskeyRegistration(ctx context.Context) (generated.PasskeyOptionsResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	options, err := r.Auth.StartPasskeyRegistration(ctx, caller)
	return result[generated.PasskeyOptionsResult](ctx, r.Resolver, generated.PasskeyOptions{Options: options}, err)
}

func (r *mutationResolver) FinishPasskeyRegistration(ctx context.Context, input generated.RegisterPasskeyInput) (generated.PasskeyResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	made, err := r.Auth.FinishPasskeyRegistration(ctx, caller, input.Credential)
	return result[generated.PasskeyResult](ctx, r.Resolver, r.passkeyRegistered(caller, made), err)
}

func (r *mutationResolver) DeletePasskey(ctx context.Context, input generated.DeletePasskeyInput) (generated.FactorResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.DeletePasskey(ctx, caller, input.ID)
	}
	return result[generated.FactorResult](ctx, r.Resolver, r.factorsUpdated(caller), err)
}
