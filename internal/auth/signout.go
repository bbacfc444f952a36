package auth

import (
	"context"
	"errors"

	"usher/internal/audit"
)

// SignOut ends one session: the one of the principal, of the refresh token, or of both. It works
// while the pool is down: the session is refused here at once, and the pool is told later.
// Signing out without a session is success. Nor does it matter whether the caller waits for it: pages
// sign out and navigate away.
//
// An error means that the session may still be accepted: the revocation set cannot be written, or
// the app client issues tokens that cannot be told apart (Misconfigured).
func (s *Service) SignOut(ctx context.Context, p *Principal, refreshToken string) error {
	ctx = context.WithoutCancel(ctx)
	var err error
	switch {
	case p == nil:
	case p.SessionID == "":
		err = errNoRevocation()
	default:
		if err = s.sessions.RevokeSession(ctx, p.Subject, p.SessionID); err == nil {
			s.trail.Record(ctx, audit.SignedOut, p.Subject, p.SessionID)
		}
	}
	s.revokeUpstream(ctx, refreshToken)
	return err
}

// Replace ends a session in the place of which another has begun: nobody is meant to hold its tokens
// any more. It fails no sign-in.
func (s *Service) Replace(ctx context.Context, p *Principal, refreshToken string) {
	if err := s.SignOut(ctx, p, refreshToken); err != nil {
		s.log.WarnContext(ctx, "a session that was replaced by a new one goes on", "error", err)
	}
}

// SignOutEverywhere ends every session of the caller. Like SignOut it works while the pool is
// down, and for a caller who hangs up.
func (s *Service) SignOutEverywhere(ctx context.Context, p Principal) error {
	ctx = context.WithoutCancel(ctx)
	err := s.sessions.RevokeUser(ctx, p.Subject, s.now())
	if err == nil {
		s.trail.Record(ctx, audit.SignedOutEverywhere, p.Subject, p.SessionID)
	}
	call := func(ctx context.Context) error {
		err := s.pool.SignOutEverywhere(ctx, p.AccessToken)
		if e, ok := errors.AsType[*Error](err); !ok || e.Code != Unauthenticated {
			return err
		} else if e.Reason == ReasonRevoked {
			return nil // signed out already
		}
		// The token has expired meanwhile and can end nothing.
		_, err = s.pool.EndSessions(ctx, p.Username)
		return hush(err, NotEnabled)
	}
	if upstream := call(ctx); upstream != nil {
		s.later.add("sign out everywhere", upstream, call)
	}
	return err
}

// Abandon ends a session that was begun and cannot be handed to anybody.
func (s *Service) Abandon(ctx context.Context, tokens Tokens) { s.revokeUpstream(ctx, tokens.Refresh) }

// revokeUpstream tells the pool that a refresh token is dead, now or, when it is down, later.
func (s *Service) revokeUpstream(ctx context.Context, refreshToken string) {
	if refreshToken == "" {
		return
	}
	call := func(ctx context.Context) error { return s.pool.RevokeToken(ctx, refreshToken) }
	if err := call(ctx); err != nil {
		s.later.add("revoke token", err, call)
	}
}
