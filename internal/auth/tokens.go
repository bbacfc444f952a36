package auth

import "time"

// Tokens are one session's tokens as Cognito issues them. Never log a value of this type.
type Tokens struct {
	Access    string
	ID        string
	Refresh   string    // empty when a refresh did not rotate it
	ExpiresAt time.Time // of the access token
	// AskedAt is the moment before the pool was asked for a session. A sign-out after it ends the
	// session, one before it does not.
	AskedAt time.Time
}

// Principal is the verified caller of a protected field.
type Principal struct {
	Subject     string // the pool's immutable sub
	Username    string
	Groups      []string
	Scopes      []string
	AuthTime    time.Time // when the user proved who they are; refreshing does not move it
	ExpiresAt   time.Time // of the access token
	SessionID   string    // names the session across refreshes; empty where the client has revocation off
	AccessToken string    // for calls on the user's behalf
}

// ProvenWithin refuses a caller who proved who they are longer ago than maxAge.
//
// ReauthenticationRequired.
func (p Principal) ProvenWithin(maxAge time.Duration, now time.Time) error {
	if now.Sub(p.AuthTime) <= maxAge {
		return nil
	}
	return &Error{Code: ReauthenticationRequired, MaxAge: maxAge}
}

// Session is a signed-in session as an answer shows it.
type Session struct {
	Me     *Me
	Tokens *Tokens // the tokens this request issued; nil when it issued none
}
