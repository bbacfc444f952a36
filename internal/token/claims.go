package token

import "time"

// Use is what a token is for: the claim token_use.
type Use string

// The two kinds of JWT that Cognito issues. Its refresh token is not a JWT.
const (
	Access Use = "access"
	ID     Use = "id"
)

// Claims are what a verified token says. A claim that the token does not carry
// leaves its field zero. Slices and pointers are shared between all callers
// that present the same token: read them, never write to them.
type Claims struct {
	Use       Use
	Subject   string // sub
	Username  string // username, in ID tokens cognito:username
	ClientID  string // client_id, in ID tokens aud
	Issuer    string // iss
	JTI       string // jti
	OriginJTI string // origin_jti: one per sign-in, kept through refreshes
	EventID   string // event_id

	Groups []string // cognito:groups
	Scopes []string // scope, access tokens only

	IssuedAt  time.Time // iat
	ExpiresAt time.Time // exp, never zero
	AuthTime  time.Time // auth_time: when the user last proved who they are

	// The rest is the profile in an ID token. It is zero for an access token,
	// whatever that holds.

	Email       string // email
	PhoneNumber string // phone_number
	Name        string // name
	GivenName   string // given_name
	FamilyName  string // family_name
	Locale      string // locale
	Zoneinfo    string // zoneinfo
	Picture     string // picture

	// nil: the token does not say.

	EmailVerified       *bool // email_verified
	PhoneNumberVerified *bool // phone_number_verified
}
