package deployment

import (
	"context"
	"errors"

	"usher/internal/auth"
	"usher/internal/ratelimit"
	"usher/internal/reqctx"
	"usher/internal/session"
)

// Refreshes holds back addresses that have the pool try refresh tokens which are worth nothing. A query
// beside which an expired access token comes does so without any mutation, so that no directive counts it.
// It implements session.Refresher.
type Refreshes struct {
	session.Refresher
	Limiter *ratelimit.Limiter
}

// Refresh implements session.Refresher. A refusal leaves the session alive.
func (r Refreshes) Refresh(ctx context.Context, refreshToken string) (auth.Tokens, error) {
	ticket, err := r.Limiter.Take(ctx, ratelimit.DeadRefresh, ratelimit.Caller{IP: reqctx.ClientIP(ctx)})
	if refusal, ok := errors.AsType[*ratelimit.Refusal](err); ok {
		return auth.Tokens{}, &auth.Error{Code: auth.UpstreamThrottled, RetryAfter: refusal.Wait, Err: err}
	}
	if err != nil {
		return auth.Tokens{}, auth.Errorf(auth.UpstreamUnavailable, "the limits cannot tell whether a refresh may be tried: %w", err)
	}
	tokens, err := r.Refresher.Refresh(ctx, refreshToken)
	switch auth.CodeOf(err) {
	case auth.SessionExpired, auth.RefreshTokenReused:
	default:
		ticket.Refund(ctx, ratelimit.ByIP)
	}
	return tokens, err
}
