package auth

import "context"

// UserPool is what the flows need of an Amazon Cognito user pool. Implementations are safe for
// concurrent use, honour ctx, and answer errors as *Error only. authtest.RunUserPool is the
// suite every implementation passes.
//
// Besides the codes listed per method, each may return InvalidInput (the pool refuses a value's
// shape), UpstreamUnavailable, UpstreamThrottled, OutcomeUnknown, Misconfigured and Internal.
// A username is whatever the pool accepts as a sign-in name: an e-mail address, or the pool's own.
type UserPool interface {
	// SignUp makes an unconfirmed user and has a code sent (Cognito SignUp).
	// UserExists, WeakPassword, NotEnabled (self sign-up is off), RateLimited, DeliveryFailed.
	// After DeliveryFailed the user exists.
	SignUp(ctx context.Context, in NewUser) (SignUpReceipt, error)

	// ConfirmSignUp proves the code and makes the user confirmed (Cognito ConfirmSignUp). The
	// code is spent. InvalidCode, CodeExpired, AlreadyConfirmed (the user's state is past this, so
	// the code was not looked at), AliasInUse, RateLimited.
	ConfirmSignUp(ctx context.Context, username, code string) error

	// ResendConfirmationCode has a fresh sign-up code sent; older ones die (Cognito
	// ResendConfirmationCode). AlreadyConfirmed, RateLimited, DeliveryFailed. For an unknown
	// user: nil, or UserNotFound where the pool reveals it.
	ResendConfirmationCode(ctx context.Context, username string) error

	// SignIn begins a sign-in (Cognito InitiateAuth: USER_PASSWORD_AUTH with a password,
	// CUSTOM_AUTH with FactorCustom, else USER_AUTH with the factor as PREFERRED_CHALLENGE where one is given). InvalidCredentials,
	// NotConfirmed and PasswordResetRequired (with a password only), RateLimited (locked out),
	// DeliveryFailed (of a code), NotEnabled (the flow is off, a temporary password has expired, or
	// the pool asks for a step that nobody here can answer: Feature names it).
	SignIn(ctx context.Context, in SignIn) (Step, error)

	// Respond answers a challenge (Cognito RespondToAuthChallenge). InvalidCode, CodeExpired,
	// InvalidCredentials (password, passkey or custom answer is wrong), WeakPassword,
	// PasswordReused, NotConfirmed, PasswordResetRequired, AliasInUse, RateLimited (locked out),
	// DeliveryFailed, NotEnabled, ChallengeExpired (the Session is over, used up or another
	// challenge's). After ChallengeExpired and after success the Session is of no use; after every
	// other code it may be used again.
	Respond(ctx context.Context, in Answer) (Step, error)

	// Refresh trades a refresh token for new tokens (Cognito GetTokensFromRefreshToken).
	// Refresh is set in the answer only when the pool rotates. SessionExpired is definitive: the
	// token is dead. So is RefreshTokenReused: it was rotated out, and its grace is over. Every
	// other code leaves the session alive.
	Refresh(ctx context.Context, refreshToken string) (Tokens, error)

	// ForgotPassword has a recovery code sent (Cognito ForgotPassword). RateLimited,
	// DeliveryFailed, NotEnabled (the user's state or contacts do not allow recovery). For an
	// unknown user: nil, or UserNotFound where the pool reveals it.
	ForgotPassword(ctx context.Context, username string) error

	// ConfirmForgotPassword proves the code and sets the password in one step (Cognito
	// ConfirmForgotPassword). InvalidCode, CodeExpired (also: none outstanding), WeakPassword,
	// PasswordReused, NotConfirmed, RateLimited.
	ConfirmForgotPassword(ctx context.Context, username, code string, password Password) error

	// ChangePassword sets a new password for the token's user (Cognito ChangePassword).
	// InvalidCredentials (previous is wrong), WeakPassword, PasswordReused, RateLimited,
	// Unauthenticated, Forbidden (the token has no scope for it).
	ChangePassword(ctx context.Context, accessToken string, previous, proposed Password) error

	// User reads the token's user (Cognito GetUser). Unauthenticated, Forbidden (the token has no
	// scope for it).
	User(ctx context.Context, accessToken string) (User, error)

	// UpdateAttributes sets attributes of the token's user, and tells where codes went for those
	// that must be proven (Cognito UpdateUserAttributes). AliasInUse, RateLimited, DeliveryFailed
	// (the value is kept nevertheless), Unauthenticated, Forbidden.
	UpdateAttributes(ctx context.Context, accessToken string, attributes []Attribute) ([]AttributeDelivery, error)

	// DeleteAttributes takes attributes from the token's user; ones the user lacks are no error
	// (Cognito DeleteUserAttributes). Unauthenticated, Forbidden.
	DeleteAttributes(ctx context.Context, accessToken string, names []string) error

	// SendAttributeCode sends the code that proves an attribute anew; older codes die (Cognito
	// GetUserAttributeVerificationCode). RateLimited, DeliveryFailed, Unauthenticated, Forbidden.
	SendAttributeCode(ctx context.Context, accessToken, attribute string) (CodeDelivery, error)

	// VerifyAttribute proves an attribute by its code, which is spent (Cognito
	// VerifyUserAttribute). InvalidCode, CodeExpired (also: none outstanding), AliasInUse,
	// RateLimited, Unauthenticated, Forbidden.
	VerifyAttribute(ctx context.Context, accessToken, attribute, code string) error

	// DeleteUser deletes the token's user for good (Cognito DeleteUser). Unauthenticated, Forbidden.
	DeleteUser(ctx context.Context, accessToken string) error

	// AssociateTOTP makes the secret of a new authenticator app, which changes nothing until
	// VerifyTOTP (Cognito AssociateSoftwareToken). NotEnabled, Unauthenticated, Forbidden,
	// ChallengeExpired.
	AssociateTOTP(ctx context.Context, by TOTPGrant) (TOTPSecret, error)

	// VerifyTOTP proves the new authenticator app by a code of it. With a Session it answers the
	// Session to answer ChallengeMFASetup with; the one it got is used up (Cognito
	// VerifySoftwareToken). InvalidCode, NotEnabled (no secret was made), RateLimited,
	// Unauthenticated, Forbidden, ChallengeExpired.
	VerifyTOTP(ctx context.Context, by TOTPGrant, proof TOTPProof) (session Secret, err error)

	// Factors reads the factors of the token's user (Cognito GetUserAuthFactors).
	// Unauthenticated, Forbidden.
	Factors(ctx context.Context, accessToken string) (FactorSettings, error)

	// SetFactorPreference turns second factors on and off; those not named stay as they are
	// (Cognito SetUserMFAPreference). InvalidInput (the user has not set the factor up), NotEnabled,
	// Unauthenticated, Forbidden.
	SetFactorPreference(ctx context.Context, accessToken string, preferences []FactorPreference) error

	// StartPasskeyRegistration returns the options for the browser's
	// navigator.credentials.create (Cognito StartWebAuthnRegistration). NotEnabled, RateLimited,
	// Unauthenticated, Forbidden.
	StartPasskeyRegistration(ctx context.Context, accessToken string) (WebAuthnJSON, error)

	// FinishPasskeyRegistration keeps the credential that the browser made from the options
	// (Cognito CompleteWebAuthnRegistration). ChallengeExpired (no registration is under way),
	// InvalidInput (the credential does not fit it; Fields may hold why, without a path),
	// NotEnabled (or the user has as many as a user may), RateLimited, Unauthenticated, Forbidden.
	FinishPasskeyRegistration(ctx context.Context, accessToken string, credential WebAuthnJSON) error

	// Passkeys lists the passkeys of the token's user (Cognito ListWebAuthnCredentials). NotEnabled,
	// Unauthenticated, Forbidden.
	Passkeys(ctx context.Context, accessToken string) ([]Passkey, error)

	// DeletePasskey deletes a passkey of the token's user; one that is not there is no error
	// (Cognito DeleteWebAuthnCredential). Unauthenticated, Forbidden.
	DeletePasskey(ctx context.Context, accessToken, id string) error

	// RevokeToken ends one refresh token and all that came from it (Cognito RevokeToken).
	// A dead, unknown or malformed token is success: there is nothing left to end.
	RevokeToken(ctx context.Context, refreshToken string) error

	// SignOutEverywhere ends all sessions of the token's user (Cognito GlobalSignOut).
	// Unauthenticated.
	SignOutEverywhere(ctx context.Context, accessToken string) error

	// SetPassword sets a permanent password without knowing the old one (Cognito
	// AdminSetUserPassword). Needs AWS credentials: NotEnabled without. UserNotFound,
	// WeakPassword, PasswordReused. With OutcomeUnknown the password may be in force.
	SetPassword(ctx context.Context, username string, password Password) error

	// EndSessions ends all sessions of a user by name and returns the user's sub (Cognito
	// AdminUserGlobalSignOut, AdminGetUser). Needs AWS credentials: NotEnabled without.
	// UserNotFound.
	EndSessions(ctx context.Context, username string) (subject string, err error)

	// Settings reads what the pool allows (Cognito DescribeUserPool). Needs AWS credentials:
	// NotEnabled without.
	Settings(ctx context.Context) (PoolSettings, error)
}

// NewUser is the input of [UserPool.SignUp].
type NewUser struct {
	Username   string
	Password   Password
	Attributes []Attribute // email included
}

// SignUpReceipt is the answer of [UserPool.SignUp].
type SignUpReceipt struct {
	Subject   string
	Confirmed bool // the pool confirms users by itself
	CodeSent  bool
}

// AttributeDelivery says where the code that proves an attribute went. ExpiresAt is not set.
type AttributeDelivery struct {
	Attribute string
	CodeDelivery
}

// TOTPGrant is what allows setting an authenticator app up: an access token, or the Session of
// ChallengeMFASetup. One of its fields is set.
type TOTPGrant struct {
	AccessToken string
	Session     Secret
}

// TOTPSecret is the answer of [UserPool.AssociateTOTP].
type TOTPSecret struct {
	Secret  Secret // base32
	Session Secret // for VerifyTOTP, where one was given
}

// PoolSettings is what a pool allows, as far as the flows and their callers need it.
type PoolSettings struct {
	SignUpOpen     bool
	PasswordPolicy PasswordPolicy
	UsernameIs     []UsernameKind
	MFARequired    bool
	FirstFactors   []Factor // that a sign-in can begin with
	SecondFactors  []Factor // that can follow a password; empty when the pool asks for none
}

// UsernameKind is a kind of name that a pool accepts at sign-in.
type UsernameKind string

// The kinds of [PoolSettings.UsernameIs].
const (
	UsernameEmail UsernameKind = "EMAIL"
	UsernamePhone UsernameKind = "PHONE"
	UsernamePlain UsernameKind = "USERNAME"
)
