package graph

import (
	"context"
	"usher/graph/generated"
	"usher/graph/qrcode"
	"usher/internal/auth"
	"usher/internal/session"
)

func (r *mutationResolver) SetUpTotp(ctx context.Context) (generated.TotpSetupResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err != nil {
		return nil, err
	}
	made, err := r.Auth.SetUpTOTP(ctx, caller)
	return result[generated.TotpSetupResult](ctx, r.Resolver, totpEnrollment(made), err)
}

func (r *mutationResolver) ConfirmTotp(ctx context.Context, input generated.ConfirmTotpInput) (generated.FactorResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.ConfirmTOTP(ctx, caller, auth.TOTPProof{Code: input.Code, DeviceName: given(input.DeviceName)}, input.Preferred)
	}
	return result[generated.FactorResult](ctx, r.Resolver, r.factorsUpdated(caller), err)
}

func (r *mutationResolver) SetFactorPreference(ctx context.Context, input generated.FactorPreferenceInput) (generated.FactorResult, error) {
	caller, err := session.From(ctx).Authenticate()
	if err == nil {
		err = r.Auth.SetFactorPreference(ctx, caller, input.Enabled, given(input.Preferred))
	}
	return result[generated.FactorResult](ctx, r.Resolver, r.factorsUpdated(caller), err)
}

func (r *totpEnrollmentResolver) QRCode(ctx context.Context, obj *generated.TotpEnrollment) (string, error) {
	return qrcode.DataURI(obj.OtpauthURI)
}

func (r *Resolver) TotpEnrollment() generated.TotpEnrollmentResolver {
	return &totpEnrollmentResolver{r}
}

type totpEnrollmentResolver struct{ *Resolver }
