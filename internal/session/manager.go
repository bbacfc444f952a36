package session

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sync/singleflight"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/seal"
	"usher/internal/token"
)

// Manager serves all exchanges of one process. It is safe for concurrent use.
type Manager struct {
	verifier    Verifier
	refresher   Refresher
	revocations *RevocationSet
	registry    Registry
	now         func() time.Time
	onRefresh   func(result string)

	flights singleflight.Group
	fresh   *results // refreshes that yielded tokens
	dead    *results // refresh tokens that the pool called dead
	shared  *shared  // with other instances; nil where there are none

	carrier carrier
	devices *devices // nil: none is known
}

// Verifier checks tokens; *token.Verifier is one.
type Verifier interface {
	Verify(ctx context.Context, compact string, use token.Use) (token.Claims, error)
}

// Refresher trades refresh tokens for new tokens; *auth.Service is one.
type Refresher interface {
	Refresh(ctx context.Context, refreshToken string) (auth.Tokens, error)
	// Abandon tells the pool that tokens it has just issued will never be used.
	Abandon(ctx context.Context, tokens auth.Tokens)
	// Replace ends a session in the place of which another has begun; p may be nil.
	Replace(ctx context.Context, p *auth.Principal, refreshToken string)
}

// Registry knows which sessions users have; *registry.Registry is one. It fails no request.
type Registry interface {
	// Seen notes that a session is used.
	Seen(ctx context.Context, p auth.Principal)
	// Rotated notes whose session it was that a refresh token, known by its hash, belonged to.
	Rotated(ctx context.Context, spent string, p auth.Principal)
	// Reused ends the session of a refresh token that was used after it was rotated out. Of p as much
	// is set as is known.
	Reused(ctx context.Context, spent string, p auth.Principal)
}

// Config is what a Manager is made of; what is not said to be optional is required.
type Config struct {
	Verifier    Verifier
	Refresher   Refresher
	Revocations *RevocationSet
	Registry    Registry
	Now         func() time.Time
	Transport   Transport // optional
	// OnRefresh is told how each request to refresh ended, in one of the words from RefreshUpstream
	// on. Optional; it is called by several at a time.
	OnRefresh func(result string)

	// Store is where instances share what refreshes came to; nil where there is one instance only.
	// It needs Sealer and Rand: tokens lie in no store unsealed.
	Store kv.Store
	// Sealer seals what lies in the Store, and the tokens by which devices are known, however the others
	// travel; without it and Rand no device is known.
	Sealer *seal.Sealer
	Rand   io.Reader // cryptographically strong, safe for concurrent use
}

// NewManager makes a Manager.
func NewManager(cfg Config) (*Manager, error) {
	if cfg.Verifier == nil || cfg.Refresher == nil || cfg.Revocations == nil || cfg.Registry == nil || cfg.Now == nil {
		return nil, errors.New("session: Verifier, Refresher, Revocations, Registry and Now are required")
	}
	if cfg.Store != nil && (cfg.Sealer == nil || cfg.Rand == nil) {
		return nil, errors.New("session: a Store needs Sealer and Rand")
	}
	fresh, err := newResults(cfg.Now)
	if err != nil {
		return nil, err
	}
	dead, err := newResults(cfg.Now)
	if err != nil {
		return nil, err
	}
	carrier, err := newCarrier(cfg.Transport, cfg.Now)
	if err != nil {
		return nil, err
	}
	m := &Manager{
		verifier: cfg.Verifier, refresher: cfg.Refresher, revocations: cfg.Revocations, registry: cfg.Registry, now: cfg.Now,
		fresh: fresh, dead: dead, carrier: carrier, onRefresh: orNobody(cfg.OnRefresh),
	}
	if cfg.Sealer != nil && cfg.Rand != nil {
		m.devices = &devices{sealer: cfg.Sealer, random: cfg.Rand, now: cfg.Now}
	}
	if cfg.Store != nil {
		m.shared = &shared{store: cfg.Store, sealer: cfg.Sealer, random: cfg.Rand, now: cfg.Now}
	}
	return m, nil
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
		return token.Claims{}, refuse(auth.ReasonRevoked, m.revocations.cause(ctx, claims))
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
