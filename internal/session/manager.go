package session

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/singleflight"

	"usher/internal/auth"
	"usher/internal/token"
)

// Manager serves all exchanges of one process. It is safe for concurrent use.
type Manager struct {
	verifier    Verifier
	refresher   Refresher
	revocations *RevocationSet
	now         func() time.Time

	flights singleflight.Group
	fresh   *results // refreshes that yielded tokens
	dead    *results // refresh tokens that the pool called dead
}

// Verifier checks tokens; *token.Verifier is one.
type Verifier interface {
	Verify(ctx context.Context, compact string, use token.Use) (token.Claims, error)
}

// Refresher trades a refresh token for new tokens; *auth.Service is one.
type Refresher interface {
	Refresh(ctx context.Context, refreshToken string) (auth.Tokens, error)
}

// Config is what a Manager is made of; all fields are required.
type Config struct {
	Verifier    Verifier
	Refresher   Refresher
	Revocations *RevocationSet
	Now         func() time.Time
}

// refreshLimit is the longest that the callers of one refresh wait for it.
const refreshLimit = 8 * time.Second

var errForeignRefresh = errors.New("the refresh token belongs to somebody else")

// NewManager makes a Manager.
func NewManager(cfg Config) (*Manager, error) {
	if cfg.Verifier == nil || cfg.Refresher == nil || cfg.Revocations == nil || cfg.Now == nil {
		return nil, errors.New("session: Verifier, Refresher, Revocations and Now are required")
	}
	fresh, err := newResults(cfg.Now)
	if err != nil {
		return nil, err
	}
	dead, err := newResults(cfg.Now)
	if err != nil {
		return nil, err
	}
	return &Manager{
		verifier: cfg.Verifier, refresher: cfg.Refresher, revocations: cfg.Revocations, now: cfg.Now, fresh: fresh, dead: dead,
	}, nil
}

// verify checks an access token and that it was not signed out. Expired tokens come back with
// their claims and a refusal whose reason is auth.ReasonExpired.
func (m *Manager) verify(ctx context.Context, access string) (token.Claims, error) {
	claims, err := m.verifier.Verify(ctx, access, token.Access)
	expired, isExpired := errors.AsType[*token.ExpiredError](err)
	switch {
	case isExpired:
		claims = expired.Claims
	case errors.Is(err, token.ErrKeysUnavailable):
		return token.Claims{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	case err != nil:
		return token.Claims{}, refuse(auth.ReasonInvalid, err)
	}
	revoked, fault := m.revocations.Revoked(ctx, claims)
	switch {
	case fault != nil:
		return token.Claims{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: fault}
	case revoked:
		return token.Claims{}, refuse(auth.ReasonRevoked, nil)
	case isExpired:
		return claims, refuse(auth.ReasonExpired, err)
	}
	return claims, nil
}

// verifyEvenExpired returns the claims of a token whose signature is good, for signing it out; ok
// is false when it is not good. An error means that nobody can tell at the moment.
func (m *Manager) verifyEvenExpired(ctx context.Context, access string) (claims token.Claims, ok bool, err error) {
	claims, err = m.verify(ctx, access)
	switch {
	case err == nil || reasonOf(err) == auth.ReasonExpired:
		return claims, true, nil
	case auth.CodeOf(err) == auth.Unauthenticated:
		return claims, false, nil
	}
	return claims, false, err
}

// admit verifies the access token of a session that has just begun. It is exempt from sign-outs
// that came before the pool was asked for it, which auth_time, in whole seconds, cannot tell.
func (m *Manager) admit(ctx context.Context, tokens auth.Tokens) (token.Claims, error) {
	claims, err := m.verifyIssued(ctx, tokens)
	if err != nil {
		return token.Claims{}, err
	}
	return claims, m.revocations.admit(ctx, claims, tokens.AskedAt)
}

// verifyIssued verifies an access token that the pool handed out: nothing that does not verify is
// handed on.
func (m *Manager) verifyIssued(ctx context.Context, tokens auth.Tokens) (token.Claims, error) {
	claims, err := m.verifier.Verify(ctx, tokens.Access, token.Access)
	if errors.Is(err, token.ErrKeysUnavailable) {
		return token.Claims{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	if err != nil {
		return token.Claims{}, auth.Errorf(auth.Internal, "the pool issued an access token that does not verify: %w", err)
	}
	return claims, nil
}

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
		r := m.trade(ctx, refreshToken)
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
