package graph

import (
	"context"
	"usher/graph/generated"
	"usher/internal/session"
)

func (r *mutationResolver) UpdateProfile(ctx context.Context, input generated.UpdateProfileInput) (generated.ProfileResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.UpdateProfile(ctx, caller, profileUpdate(input))
	}
	return result[generated.ProfileResult](ctx, r.Resolver, r.profileUpdated(caller, nil), err)
}

func (r *mutationResolver) RequestEmailChange(ctx context.Context, input generated.RequestEmailChangeInput) (generated.ProfileResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	sent, err := r.Auth.RequestEmailChange(ctx, caller, input.Email)
	return result[generated.ProfileResult](ctx, r.Resolver, r.profileUpdated(caller, sent), err)
}

func (r *mutationResolver) RequestPhoneChange(ctx context.Context, input generated.RequestPhoneChangeInput) (generated.ProfileResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	sent, err := r.Auth.RequestPhoneChange(ctx, caller, input.PhoneNumber)
	return result[generated.ProfileResult](ctx, r.Resolver, r.profileUpdated(caller, sent), err)
}

func (r *mutationResolver) ResendVerificationCode(ctx context.Context, input generated.ResendVerificationCodeInput) (generated.VerificationCodeResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	sent, err := r.Auth.ResendVerificationCode(ctx, caller, input.Channel)
	return result[generated.VerificationCodeResult](ctx, r.Resolver, codeSent(sent), err)
}

func (r *mutationResolver) VerifyContact(ctx context.Context, input generated.VerifyContactInput) (generated.VerifyResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.VerifyContact(ctx, caller, input.Channel, input.Code)
	}
	return result[generated.VerifyResult](ctx, r.Resolver, r.profileUpdated(caller, nil), err)
}
