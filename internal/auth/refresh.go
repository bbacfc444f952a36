package auth

import "context"

// Refresh trades a refresh token for new tokens, once. Single flight, the shared result and the
// check that the tokens belong to the caller are package session's.
//
// SessionExpired is definitive, and so is RefreshTokenReused; any other error leaves the session
// alive.
func (s *Service) Refresh(ctx context.Context, refreshToken string) (Tokens, error) {
	return s.pool.Refresh(ctx, refreshToken)
}
