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

	// SignIn checks a password (Cognito InitiateAuth USER_PASSWORD_AUTH). InvalidCredentials,
	// NotConfirmed (only after the right password), PasswordResetRequired, RateLimited (locked
	// out), NotEnabled (the flow is off, or the pool asks for a challenge: Feature names it).
	SignIn(ctx context.Context, username string, password Password) (Tokens, error)

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

// PoolSettings is what a pool allows, as far as the flows and their callers need it.
type PoolSettings struct {
	SignUpOpen     bool
	PasswordPolicy PasswordPolicy
	UsernameIs     []UsernameKind
	MFARequired    bool
}

// UsernameKind is a kind of name that a pool accepts at sign-in.
type UsernameKind string

// The kinds of [PoolSettings.UsernameIs].
const (
	UsernameEmail UsernameKind = "EMAIL"
	UsernamePhone UsernameKind = "PHONE"
	UsernamePlain UsernameKind = "USERNAME"
)
