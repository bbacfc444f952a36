package session

import (
	"context"
	"time"

	"usher/internal/auth"
	"usher/internal/token"
)

// refreshLimit is the longest that the callers of one refresh wait for it.
const refreshLimit = 8 * time.Second

// refreshed is what a refresh came to for one caller.
type refreshed struct {
	tokens auth.Tokens
	claims token.Claims
}

// refresh trades a refresh token once for all that ask for it at the same time or shortly after.
// The call outlives a caller that gives up, so that the tokens it yields are not lost to the
// others.
func (m *Manager) refresh(ctx context.Context, refreshToken string) (refreshed, error) {
	key := hashOf(refreshToken)
	if r, ok := m.known(key); ok {
		return m.handOut(ctx, r)
	}
	flight := m.flights.DoChan(string(key[:]), func() (any, error) {
		if r, ok := m.known(key); ok {
			return r, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshLimit)
		defer cancel()
		r := m.tradeOnce(ctx, key, refreshToken)
		switch auth.CodeOf(r.err) {
		case "":
			m.fresh.add(key, r)
		case auth.SessionExpired:
			m.dead.add(key, r)
		}
		return r, nil
	})
	select {
	case <-ctx.Done():
		return refreshed{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: ctx.Err()}
	case done := <-flight:
		r, ok := done.Val.(result)
		if !ok {
			return refreshed{}, auth.Errorf(auth.Internal, "a refresh ended without a result: %w", done.Err)
		}
		return m.handOut(ctx, r)
	}
}

func (m *Manager) known(key tokenHash) (result, bool) {
	if r, ok := m.fresh.get(key); ok && m.now().Before(r.tokens.ExpiresAt) {
		return r, true
	}
	return m.dead.get(key)
}

// tradeOnce trades the token unless another instance does or has just done.
func (m *Manager) tradeOnce(ctx context.Context, key tokenHash, refreshToken string) result {
	trade := func() result { return m.trade(ctx, refreshToken) }
	if m.shared == nil {
		return trade()
	}
	return m.shared.once(ctx, key, trade)
}

// forget returns the tokens that a refresh token was traded for a moment ago, if any, and sees to
// it that nobody else is handed them.
func (m *Manager) forget(ctx context.Context, refreshToken string) auth.Tokens {
	if refreshToken == "" {
		return auth.Tokens{}
	}
	key := hashOf(refreshToken)
	r, ok := m.fresh.get(key)
	m.fresh.remove(key)
	if m.shared != nil {
		if elsewhere, found := m.shared.take(ctx, key); found && !ok {
			r = elsewhere
		}
	}
	return r.tokens
}

// trade makes the call. A panic is caught here, because singleflight would end the process with
// it.
func (m *Manager) trade(ctx context.Context, refreshToken string) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{err: auth.Errorf(auth.Internal, "panic during a refresh: %v", p)}
		}
	}()
	tokens, err := m.refresher.Refresh(ctx, refreshToken)
	// Whether the pool carried it out or not: within its grace the old token works again.
	if auth.CodeOf(err) == auth.OutcomeUnknown {
		err = &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	return result{tokens: tokens, err: err}
}

// handOut verifies and consults the revocation set for every caller: a sign-out may have come
// between the refresh and a latecomer, and keys that were out of reach may be back.
func (m *Manager) handOut(ctx context.Context, r result) (refreshed, error) {
	if r.err != nil {
		return refreshed{}, r.err
	}
	claims, err := m.verifyIssued(ctx, r.tokens)
	if err != nil {
		return refreshed{}, err
	}
	revoked, err := m.revocations.Revoked(ctx, claims)
	if err != nil {
		return refreshed{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	if revoked {
		return refreshed{}, auth.Errorf(auth.SessionExpired, "the session was signed out")
	}
	return refreshed{tokens: r.tokens, claims: claims}, nil
}
