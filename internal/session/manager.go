package session

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
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
	results *lru.Cache[tokenHash, result]
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

// Bounds of the refresh.
const (
	// resultLife is how long latecomers with the old refresh token get the same new tokens: below
	// the grace in which Cognito still knows the old one (at most 60 s).
	resultLife = 30 * time.Second
	// maxResults bounds the tokens held for latecomers, about 4 KB each.
	maxResults = 10_000
	// refreshLimit is the longest that the callers of one refresh wait for it.
	refreshLimit = 8 * time.Second
)

type tokenHash [sha256.Size]byte

// result is a finished refresh. err is kept only when it is definitive.
type result struct {
	tokens auth.Tokens
	claims token.Claims
	err    error
	at     time.Time
}

var errForeignRefresh = errors.New("the refresh token belongs to somebody else")

// NewManager makes a Manager.
func NewManager(cfg Config) (*Manager, error) {
	if cfg.Verifier == nil || cfg.Refresher == nil || cfg.Revocations == nil || cfg.Now == nil {
		return nil, errors.New("session: Verifier, Refresher, Revocations and Now are required")
	}
	results, err := lru.New[tokenHash, result](maxResults)
	if err != nil {
		return nil, err
	}
	return &Manager{
		verifier: cfg.Verifier, refresher: cfg.Refresher, revocations: cfg.Revocations,
		now: cfg.Now, results: results,
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

// verifyEvenExpired returns the claims of a token whose signature is good, for signing it out.
func (m *Manager) verifyEvenExpired(ctx context.Context, access string) (token.Claims, bool) {
	claims, err := m.verify(ctx, access)
	return claims, err == nil || reasonOf(err) == auth.ReasonExpired
}

// admit verifies the access token of a session that has just begun and exempts it from sign-outs
// of the very second it began in.
func (m *Manager) admit(ctx context.Context, access string) (token.Claims, error) {
	claims, err := m.verifier.Verify(ctx, access, token.Access)
	if err != nil {
		return token.Claims{}, auth.Errorf(auth.Internal, "the pool issued an access token that does not verify: %w", err)
	}
	return claims, m.revocations.admit(ctx, claims)
}

// refresh trades a refresh token once for all that ask for it at the same time or shortly after.
// The call outlives a caller that gives up, so that the tokens it yields are not lost to the
// others.
func (m *Manager) refresh(ctx context.Context, refreshToken string) (result, error) {
	key := tokenHash(sha256.Sum256([]byte(refreshToken)))
	if r, ok := m.recent(key); ok {
		return m.stillGood(ctx, r)
	}
	flight := m.flights.DoChan(string(key[:]), func() (any, error) {
		if r, ok := m.recent(key); ok {
			return r, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshLimit)
		defer cancel()
		r := m.trade(ctx, refreshToken)
		if r.err == nil || auth.CodeOf(r.err) == auth.SessionExpired {
			m.results.Add(key, r)
		}
		return r, nil
	})
	select {
	case <-ctx.Done():
		return result{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: ctx.Err()}
	case done := <-flight:
		r, ok := done.Val.(result)
		if !ok {
			return result{}, auth.Errorf(auth.Internal, "a refresh ended without a result: %w", done.Err)
		}
		return m.stillGood(ctx, r)
	}
}

func (m *Manager) recent(key tokenHash) (result, bool) {
	r, ok := m.results.Get(key)
	if ok && m.now().Sub(r.at) >= resultLife {
		m.results.Remove(key)
		return result{}, false
	}
	return r, ok
}

// trade makes the call and verifies what comes back: nothing that does not verify is handed on.
// A panic is caught here, because singleflight would end the process with it.
func (m *Manager) trade(ctx context.Context, refreshToken string) (r result) {
	defer func() {
		if p := recover(); p != nil {
			r = result{err: auth.Errorf(auth.Internal, "panic during a refresh: %v", p), at: m.now()}
		}
	}()
	tokens, err := m.refresher.Refresh(ctx, refreshToken)
	r = result{tokens: tokens, err: err, at: m.now()}
	if err != nil {
		// Whether the pool carried it out or not: within its grace the old token works again.
		if auth.CodeOf(err) == auth.OutcomeUnknown {
			r.err = &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
		}
		return r
	}
	r.claims, err = m.verifier.Verify(ctx, tokens.Access, token.Access)
	if err != nil {
		r.err = auth.Errorf(auth.Internal, "a refresh yielded an access token that does not verify: %w", err)
	}
	return r
}

// stillGood consults the revocation set for every caller: a sign-out may have come between the
// refresh and the latecomer.
func (m *Manager) stillGood(ctx context.Context, r result) (result, error) {
	if r.err != nil {
		return result{}, r.err
	}
	revoked, err := m.revocations.Revoked(ctx, r.claims)
	if err != nil {
		return result{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	if revoked {
		return result{}, auth.Errorf(auth.SessionExpired, "the session was signed out")
	}
	return r, nil
}
