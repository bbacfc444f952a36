package authtest

import (
	"context"

	"usher/internal/auth"
)

// FakePool is a pool of function fields. A method whose field is nil answers Internal and names
// itself, so that a test notices a call it did not expect.
type FakePool struct {
	OnSignUp                    func(ctx context.Context, in auth.NewUser) (auth.SignUpReceipt, error)
	OnConfirmSignUp             func(ctx context.Context, username, code string) error
	OnResendConfirmationCode    func(ctx context.Context, username string) error
	OnSignIn                    func(ctx context.Context, in auth.SignIn) (auth.Step, error)
	OnRespond                   func(ctx context.Context, in auth.Answer) (auth.Step, error)
	OnRefresh                   func(ctx context.Context, refreshToken string) (auth.Tokens, error)
	OnForgotPassword            func(ctx context.Context, username string) error
	OnConfirmForgotPassword     func(ctx context.Context, username, code string, password auth.Password) error
	OnChangePassword            func(ctx context.Context, accessToken string, previous, proposed auth.Password) error
	OnUser                      func(ctx context.Context, accessToken string) (auth.User, error)
	OnUpdateAttributes          func(ctx context.Context, accessToken string, attributes []auth.Attribute) ([]auth.AttributeDelivery, error)
	OnDeleteAttributes          func(ctx context.Context, accessToken string, names []string) error
	OnSendAttributeCode         func(ctx context.Context, accessToken, attribute string) (auth.CodeDelivery, error)
	OnVerifyAttribute           func(ctx context.Context, accessToken, attribute, code string) error
	OnDeleteUser                func(ctx context.Context, accessToken string) error
	OnAssociateTOTP             func(ctx context.Context, by auth.TOTPGrant) (auth.TOTPSecret, error)
	OnVerifyTOTP                func(ctx context.Context, by auth.TOTPGrant, proof auth.TOTPProof) (auth.Secret, error)
	OnFactors                   func(ctx context.Context, accessToken string) (auth.FactorSettings, error)
	OnSetFactorPreference       func(ctx context.Context, accessToken string, preferences []auth.FactorPreference) error
	OnStartPasskeyRegistration  func(ctx context.Context, accessToken string) (auth.WebAuthnJSON, error)
	OnFinishPasskeyRegistration func(ctx context.Context, accessToken string, credential auth.WebAuthnJSON) error
	OnPasskeys                  func(ctx context.Context, accessToken string) ([]auth.Passkey, error)
	OnDeletePasskey             func(ctx context.Context, accessToken, id string) error
	OnRevokeToken               func(ctx context.Context, refreshToken string) error
	OnSignOutEverywhere         func(ctx context.Context, accessToken string) error
	OnSetPassword               func(ctx context.Context, username string, password auth.Password) error
	OnEndSessions               func(ctx context.Context, username string) (string, error)
	OnSettings                  func(ctx context.Context) (auth.PoolSettings, error)
}

var _ auth.UserPool = (*FakePool)(nil)

func unset(method string) error {
	return auth.Errorf(auth.Internal, "authtest: nobody expected a call of %s: set FakePool.On%[1]s", method)
}

// SignUp implements [auth.UserPool].
func (f *FakePool) SignUp(ctx context.Context, in auth.NewUser) (auth.SignUpReceipt, error) {
	if f.OnSignUp == nil {
		return auth.SignUpReceipt{}, unset("SignUp")
	}
	return f.OnSignUp(ctx, in)
}

// ConfirmSignUp implements [auth.UserPool].
func (f *FakePool) ConfirmSignUp(ctx context.Context, username, code string) error {
	if f.OnConfirmSignUp == nil {
		return unset("ConfirmSignUp")
	}
	return f.OnConfirmSignUp(ctx, username, code)
}

// ResendConfirmationCode implements [auth.UserPool].
func (f *FakePool) ResendConfirmationCode(ctx context.Context, username string) error {
	if f.OnResendConfirmationCode == nil {
		return unset("ResendConfirmationCode")
	}
	return f.OnResendConfirmationCode(ctx, username)
}

// SignIn implements [auth.UserPool].
func (f *FakePool) SignIn(ctx context.Context, in auth.SignIn) (auth.Step, error) {
	if f.OnSignIn == nil {
		return auth.Step{}, unset("SignIn")
	}
	return f.OnSignIn(ctx, in)
}

// Respond implements [auth.UserPool].
func (f *FakePool) Respond(ctx context.Context, in auth.Answer) (auth.Step, error) {
	if f.OnRespond == nil {
		return auth.Step{}, unset("Respond")
	}
	return f.OnRespond(ctx, in)
}

// Refresh implements [auth.UserPool].
func (f *FakePool) Refresh(ctx context.Context, refreshToken string) (auth.Tokens, error) {
	if f.OnRefresh == nil {
		return auth.Tokens{}, unset("Refresh")
	}
	return f.OnRefresh(ctx, refreshToken)
}

// ForgotPassword implements [auth.UserPool].
func (f *FakePool) ForgotPassword(ctx context.Context, username string) error {
	if f.OnForgotPassword == nil {
		return unset("ForgotPassword")
	}
	return f.OnForgotPassword(ctx, username)
}

// ConfirmForgotPassword implements [auth.UserPool].
func (f *FakePool) ConfirmForgotPassword(ctx context.Context, username, code string, password auth.Password) error {
	if f.OnConfirmForgotPassword == nil {
		return unset("ConfirmForgotPassword")
	}
	return f.OnConfirmForgotPassword(ctx, username, code, password)
}

// ChangePassword implements [auth.UserPool].
func (f *FakePool) ChangePassword(ctx context.Context, accessToken string, previous, proposed auth.Password) error {
	if f.OnChangePassword == nil {
		return unset("ChangePassword")
	}
	return f.OnChangePassword(ctx, accessToken, previous, proposed)
}

// User implements [auth.UserPool].
func (f *FakePool) User(ctx context.Context, accessToken string) (auth.User, error) {
	if f.OnUser == nil {
		return auth.User{}, unset("User")
	}
	return f.OnUser(ctx, accessToken)
}

// RevokeToken implements [auth.UserPool].
func (f *FakePool) RevokeToken(ctx context.Context, refreshToken string) error {
	if f.OnRevokeToken == nil {
		return unset("RevokeToken")
	}
	return f.OnRevokeToken(ctx, refreshToken)
}

// SignOutEverywhere implements [auth.UserPool].
func (f *FakePool) SignOutEverywhere(ctx context.Context, accessToken string) error {
	if f.OnSignOutEverywhere == nil {
		return unset("SignOutEverywhere")
	}
	return f.OnSignOutEverywhere(ctx, accessToken)
}

// SetPassword implements [auth.UserPool].
func (f *FakePool) SetPassword(ctx context.Context, username string, password auth.Password) error {
	if f.OnSetPassword == nil {
		return unset("SetPassword")
	}
	return f.OnSetPassword(ctx, username, password)
}

// EndSessions implements [auth.UserPool].
func (f *FakePool) EndSessions(ctx context.Context, username string) (string, error) {
	if f.OnEndSessions == nil {
		return "", unset("EndSessions")
	}
	return f.OnEndSessions(ctx, username)
}

// Settings implements [auth.UserPool].
func (f *FakePool) Settings(ctx context.Context) (auth.PoolSettings, error) {
	if f.OnSettings == nil {
		return auth.PoolSettings{}, unset("Settings")
	}
	return f.OnSettings(ctx)
}
