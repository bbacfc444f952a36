package auth

import (
	"context"
	"slices"
	"time"

	"usher/internal/audit"
)

// ActiveSession is one of a user's sessions, as its owner sees it.
type ActiveSession struct {
	ID         string    // names it, and opens nothing
	Device     *string   // such as "Firefox on Linux"; nil where it did not say
	Network    *string   // it was last used from, such as 203.0.113.0/24; nil where that is not known
	CreatedAt  time.Time // when the user signed in
	LastSeenAt time.Time // exact to some minutes
	Current    bool      // whether it is the caller's own
}

// Sessions is where sessions end, and are listed. Cognito's JWTs cannot tell that their session has
// ended, so from then on every token of it is refused here, although its signature and time are good.
type Sessions interface {
	// Sessions returns the sessions of the caller that have not ended, the caller's own first.
	Sessions(ctx context.Context, p Principal) ([]ActiveSession, error)
	// RevokeSession ends one session of a user, by its id: all tokens that descend from one sign-in.
	RevokeSession(ctx context.Context, subject, id string) error
	// RevokeUser ends every session of a user whose sign-in is not after at, except those named by
	// their ids.
	RevokeUser(ctx context.Context, subject string, at time.Time, except ...string) error
}

// Sessions returns the caller's sessions that have not ended, the caller's own first.
//
// UpstreamUnavailable.
func (s *Service) Sessions(ctx context.Context, p Principal) ([]ActiveSession, error) {
	return s.sessions.Sessions(ctx, p)
}

// RevokeSession ends one of the caller's sessions and returns those that are left. That there is none
// of this id is success: it has ended. The pool hears of it when the session is next to be refreshed.
//
// ReauthenticationRequired, UpstreamUnavailable.
func (s *Service) RevokeSession(ctx context.Context, p Principal, id string) ([]ActiveSession, error) {
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return nil, err
	}
	known, err := s.sessions.Sessions(ctx, p)
	if err != nil {
		return nil, err
	}
	named := func(one ActiveSession) bool { return one.ID == id }
	if !slices.ContainsFunc(known, named) {
		return known, nil
	}
	if err := s.sessions.RevokeSession(context.WithoutCancel(ctx), p.Subject, id); err != nil {
		return nil, &Error{Code: UpstreamUnavailable, Err: err}
	}
	s.trail.Record(ctx, audit.SessionRevoked, p.Subject, id)
	return slices.DeleteFunc(known, named), nil
}

// SignOutOthers ends all of the caller's sessions but the caller's own, those that no list names
// included, and returns that one.
//
// ReauthenticationRequired, UpstreamUnavailable, Misconfigured (the app client's sessions cannot be told apart).
func (s *Service) SignOutOthers(ctx context.Context, p Principal) ([]ActiveSession, error) {
	if err := p.ProvenWithin(SensitiveMaxAge, s.now()); err != nil {
		return nil, err
	}
	if p.SessionID == "" {
		return nil, errNoRevocation()
	}
	if err := s.sessions.RevokeUser(context.WithoutCancel(ctx), p.Subject, s.now(), p.SessionID); err != nil {
		return nil, &Error{Code: UpstreamUnavailable, Err: err}
	}
	s.trail.Record(ctx, audit.OthersSignedOut, p.Subject, "")
	return s.sessions.Sessions(ctx, p)
}

func errNoRevocation() *Error {
	return Errorf(Misconfigured, "this app client's tokens cannot be revoked: enable token revocation for it")
}
