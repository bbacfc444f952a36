package auth

import "context"

// SignOut ends one session: the one of the principal, of the refresh token, or of both. It works
// while the pool is down: the session is refused here at once, and the pool is told later.
// Signing out without a session is success.
//
// Only a system fault of the revocation set is an error: then the session may still be accepted.
func (s *Service) SignOut(ctx context.Context, p *Principal, refreshToken string) error {
	var err error
	if p != nil && p.OriginJTI != "" {
		err = s.revocations.RevokeSession(ctx, p.OriginJTI)
	}
	s.revokeUpstream(ctx, refreshToken)
	return err
}

// SignOutEverywhere ends every session of the caller. Like SignOut it works while the pool is
// down.
func (s *Service) SignOutEverywhere(ctx context.Context, p Principal) error {
	err := s.revocations.RevokeUser(ctx, p.Subject, s.now())
	call := func(ctx context.Context) error {
		// Unauthenticated: the token is dead upstream, so there is nothing left that it could end.
		return hush(s.pool.SignOutEverywhere(ctx, p.AccessToken), Unauthenticated)
	}
	if upstream := call(ctx); upstream != nil {
		s.log.Warn("the pool could not be told of a sign-out everywhere; trying again", "error", upstream)
		s.later.add("sign out everywhere", call)
	}
	return err
}

// revokeUpstream tells the pool that a refresh token is dead, now or, when it is down, later.
func (s *Service) revokeUpstream(ctx context.Context, refreshToken string) {
	if refreshToken == "" {
		return
	}
	call := func(ctx context.Context) error { return s.pool.RevokeToken(ctx, refreshToken) }
	if err := call(ctx); err != nil {
		s.log.Warn("the pool could not be told of a sign-out; trying again", "error", err)
		s.later.add("revoke token", call)
	}
}
