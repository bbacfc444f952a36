package session

import (
	"context"
	"crypto/sha256"
	"errors"

	"usher/internal/auth"
	"usher/internal/seal"
	"usher/internal/token"
)

func principal(c token.Claims, access string) auth.Principal {
	return auth.Principal{
		Subject: c.Subject, Username: c.Username, Groups: c.Groups, Scopes: c.Scopes,
		AuthTime: c.AuthTime, ExpiresAt: c.ExpiresAt, SessionID: nameOf(sessionID(c)), AccessToken: access,
	}
}

// sessionID names the session a token belongs to. It comes from origin_jti, which refreshing keeps,
// hashed: so it has one length, and whoever sees it learns no id that Cognito knows. It is zero for an
// app client with token revocation off, which issues none. The token's own jti cannot stand in: it
// would make another session of every refresh.
func sessionID(c token.Claims) seal.SessionID {
	if c.OriginJTI == "" {
		return seal.SessionID{}
	}
	sum := sha256.Sum256([]byte("usher session|" + c.OriginJTI))
	return seal.SessionID(sum[:len(seal.SessionID{})])
}

// nameOf is the id as text, "" for none.
func nameOf(id seal.SessionID) string {
	if id == (seal.SessionID{}) {
		return ""
	}
	return id.String()
}

// profile reads an ID token's claims. An attribute that is not in it is one the user does not
// have or the client may not read; GetUser would not give it either.
func profile(c token.Claims) auth.Profile {
	return auth.Profile{
		Email: present(c.Email), EmailVerified: c.EmailVerified,
		PhoneNumber: present(c.PhoneNumber), PhoneNumberVerified: c.PhoneNumberVerified,
		Name: present(c.Name), GivenName: present(c.GivenName), FamilyName: present(c.FamilyName),
		Locale: present(c.Locale), Zoneinfo: present(c.Zoneinfo), Picture: present(c.Picture),
	}
}

// profileIn reads the profile in an ID token of a user.
func (m *Manager) profileIn(ctx context.Context, id, subject string) (auth.Profile, bool) {
	if id == "" {
		return auth.Profile{}, false
	}
	claims, err := m.verifier.Verify(ctx, id, token.ID)
	if err != nil || claims.Subject != subject {
		return auth.Profile{}, false
	}
	return profile(claims), true
}

func present(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

var (
	errForeignRefresh = errors.New("the refresh token belongs to somebody else")
	errEndedByID      = errors.New("the session was ended by its id")
	errUnfit          = errors.New("the access token was not sealed by this deployment")
)

func refuse(reason auth.Reason, cause error) *auth.Error {
	return &auth.Error{Code: auth.Unauthenticated, Reason: reason, Err: cause}
}

func reasonOf(err error) auth.Reason {
	if e, ok := errors.AsType[*auth.Error](err); ok {
		return e.Reason
	}
	return ""
}

// asRefusal words a failed silent refresh for the protected field that needed it: a dead session
// is a missing sign-in; a fault stays a fault, and the session stays alive.
func asRefusal(err error) error {
	if auth.CodeOf(err) == auth.SessionExpired {
		return refuse(auth.ReasonExpired, err)
	}
	return err
}
