package authtest

import (
	"context"

	"usher/internal/auth"
)

// UpdateAttributes implements [auth.UserPool].
func (f *FakePool) UpdateAttributes(ctx context.Context, accessToken string, attributes []auth.Attribute) ([]auth.AttributeDelivery, error) {
	if f.OnUpdateAttributes == nil {
		return nil, unset("UpdateAttributes")
	}
	return f.OnUpdateAttributes(ctx, accessToken, attributes)
}

// DeleteAttributes implements [auth.UserPool].
func (f *FakePool) DeleteAttributes(ctx context.Context, accessToken string, names []string) error {
	if f.OnDeleteAttributes == nil {
		return unset("DeleteAttributes")
	}
	return f.OnDeleteAttributes(ctx, accessToken, names)
}

// SendAttributeCode implements [auth.UserPool].
func (f *FakePool) SendAttributeCode(ctx context.Context, accessToken, attribute string) (auth.CodeDelivery, error) {
	if f.OnSendAttributeCode == nil {
		return auth.CodeDelivery{}, unset("SendAttributeCode")
	}
	return f.OnSendAttributeCode(ctx, accessToken, attribute)
}

// VerifyAttribute implements [auth.UserPool].
func (f *FakePool) VerifyAttribute(ctx context.Context, accessToken, attribute, code string) error {
	if f.OnVerifyAttribute == nil {
		return unset("VerifyAttribute")
	}
	return f.OnVerifyAttribute(ctx, accessToken, attribute, code)
}

// DeleteUser implements [auth.UserPool].
func (f *FakePool) DeleteUser(ctx context.Context, accessToken string) error {
	if f.OnDeleteUser == nil {
		return unset("DeleteUser")
	}
	return f.OnDeleteUser(ctx, accessToken)
}

// AssociateTOTP implements [auth.UserPool].
func (f *FakePool) AssociateTOTP(ctx context.Context, by auth.TOTPGrant) (auth.TOTPSecret, error) {
	if f.OnAssociateTOTP == nil {
		return auth.TOTPSecret{}, unset("AssociateTOTP")
	}
	return f.OnAssociateTOTP(ctx, by)
}

// VerifyTOTP implements [auth.UserPool].
func (f *FakePool) VerifyTOTP(ctx context.Context, by auth.TOTPGrant, proof auth.TOTPProof) (auth.Secret, error) {
	if f.OnVerifyTOTP == nil {
		return "", unset("VerifyTOTP")
	}
	return f.OnVerifyTOTP(ctx, by, proof)
}

// Factors implements [auth.UserPool].
func (f *FakePool) Factors(ctx context.Context, accessToken string) (auth.FactorSettings, error) {
	if f.OnFactors == nil {
		return auth.FactorSettings{}, unset("Factors")
	}
	return f.OnFactors(ctx, accessToken)
}

// SetFactorPreference implements [auth.UserPool].
func (f *FakePool) SetFactorPreference(ctx context.Context, accessToken string, preferences []auth.FactorPreference) error {
	if f.OnSetFactorPreference == nil {
		return unset("SetFactorPreference")
	}
	return f.OnSetFactorPreference(ctx, accessToken, preferences)
}

// StartPasskeyRegistration implements [auth.UserPool].
func (f *FakePool) StartPasskeyRegistration(ctx context.Context, accessToken string) (auth.WebAuthnJSON, error) {
	if f.OnStartPasskeyRegistration == nil {
		return "", unset("StartPasskeyRegistration")
	}
	return f.OnStartPasskeyRegistration(ctx, accessToken)
}

// FinishPasskeyRegistration implements [auth.UserPool].
func (f *FakePool) FinishPasskeyRegistration(ctx context.Context, accessToken string, credential auth.WebAuthnJSON) error {
	if f.OnFinishPasskeyRegistration == nil {
		return unset("FinishPasskeyRegistration")
	}
	return f.OnFinishPasskeyRegistration(ctx, accessToken, credential)
}

// Passkeys implements [auth.UserPool].
func (f *FakePool) Passkeys(ctx context.Context, accessToken string) ([]auth.Passkey, error) {
	if f.OnPasskeys == nil {
		return nil, unset("Passkeys")
	}
	return f.OnPasskeys(ctx, accessToken)
}

// DeletePasskey implements [auth.UserPool].
func (f *FakePool) DeletePasskey(ctx context.Context, accessToken, id string) error {
	if f.OnDeletePasskey == nil {
		return unset("DeletePasskey")
	}
	return f.OnDeletePasskey(ctx, accessToken, id)
}
