package session

import (
	"context"
	"time"

	"usher/internal/auth"
	"usher/internal/seal"
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
//
// whose tells as much as is known of the session otherwise; it is asked when the token turns out to be
// a copy.
func (m *Manager) refresh(ctx context.Context, used refreshToken, whose func() auth.Principal) (refreshed, error) {
	key := hashOf(used.token)
	if r, ok := m.known(key); ok {
		m.count(r, false)
		return m.handOut(ctx, r)
	}
	leads := false
	flight := m.flights.DoChan(string(key[:]), func() (any, error) {
		leads = true
		if r, ok := m.known(key); ok {
			m.count(r, false)
			return r, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshLimit)
		defer cancel()
		r := m.tradeOnce(ctx, key, used)
		switch auth.CodeOf(r.err) {
		case "":
			m.fresh.add(key, r)
			if m.over(ctx, key) {
				m.drop(ctx, used.token)
				r = m.abandon(ctx, used, r.tokens)
			}
		case auth.RefreshTokenReused:
			m.registry.Reused(ctx, key.String(), owner(used, whose()))
			r.err = &auth.Error{Code: auth.SessionExpired, Err: r.err}
			m.dead.add(key, r)
		case auth.SessionExpired:
			m.dead.add(key, r)
		}
		m.count(r, true)
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
		if !leads {
			m.count(r, false)
		}
		return m.handOut(ctx, r)
	}
}

func (m *Manager) known(key tokenHash) (result, bool) {
	if r, ok := m.dead.get(key); ok {
		return r, true
	}
	r, ok := m.fresh.get(key)
	return r, ok && m.now().Before(r.tokens.ExpiresAt)
}

// tradeOnce trades the token unless another instance does or has just done.
func (m *Manager) tradeOnce(ctx context.Context, key tokenHash, used refreshToken) result {
	trade := func() result { return m.trade(ctx, key, used) }
	if m.shared == nil {
		return trade()
	}
	return m.shared.once(ctx, key, trade)
}

// trade makes the call. A panic is caught here, because singleflight would end the process with
// it.
func (m *Manager) trade(ctx context.Context, key tokenHash, used refreshToken) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{err: auth.Errorf(auth.Internal, "panic during a refresh: %v", p)}
		}
	}()
	tokens, err := m.refresher.Refresh(ctx, used.token)
	// Whether the pool carried it out or not: within its grace the old token works again.
	if auth.CodeOf(err) == auth.OutcomeUnknown {
		err = &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	if err == nil {
		err = m.traded(ctx, key, used, tokens)
	}
	return result{tokens: tokens, err: err}
}

// traded looks at tokens that the pool has just issued. If their session was ended here, the pool has
// not heard of it: it does now.
func (m *Manager) traded(ctx context.Context, key tokenHash, used refreshToken, tokens auth.Tokens) error {
	claims, err := m.verifyIssued(ctx, tokens)
	if err != nil {
		return nil //nolint:nilerr // what it means for a caller is handOut's to say
	}
	if revoked, err := m.revocations.Revoked(ctx, claims); err == nil && revoked {
		return m.abandon(ctx, used, tokens).err
	}
	rotated := tokens.Refresh != "" && tokens.Refresh != used.token
	if rotated && used.session == (seal.SessionID{}) { // a sealed one names its session itself
		m.registry.Rotated(ctx, key.String(), principal(claims, tokens.Access))
	}
	return nil
}

// abandon tells the pool that a session is over for which it has just issued tokens.
func (m *Manager) abandon(ctx context.Context, used refreshToken, tokens auth.Tokens) result {
	if tokens.Refresh == "" {
		tokens.Refresh = used.token
	}
	m.refresher.Abandon(context.WithoutCancel(ctx), tokens)
	return result{err: errSignedOut()}
}

// owner is whose session a refresh token belongs to. What a sealed one says of it counts; somebody
// else's access token may have come along.
func owner(used refreshToken, known auth.Principal) auth.Principal {
	named := nameOf(used.session)
	if named == "" || named == known.SessionID {
		return known
	}
	return auth.Principal{SessionID: named}
}

func errSignedOut() error { return auth.Errorf(auth.SessionExpired, "the session was signed out") }

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
		return refreshed{}, errSignedOut()
	}
	return refreshed{tokens: r.tokens, claims: claims}, nil
}
