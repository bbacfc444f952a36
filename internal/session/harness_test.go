package session_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/session"
	"usher/internal/token"
)

// harness is a Manager over a verifier that knows its tokens by name and a refresher that is a
// function of the test.
type harness struct {
	*session.Manager
	set   *session.RevocationSet
	known map[string]verdict

	mu        sync.Mutex
	clock     time.Time
	refreshes int
	// registered is what the registry was told, abandoned the refresh tokens that the pool was.
	registered, abandoned []string
	refresh               func(ctx context.Context, refreshToken string) (auth.Tokens, error)
}

type verdict struct {
	claims token.Claims
	err    error
}

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newHarness(t *testing.T) *harness {
	t.Helper()
	h := &harness{clock: start, known: map[string]verdict{}}
	h.set = session.NewRevocationSet(kv.NewMemory(h.now, 0))
	m, err := session.NewManager(session.Config{Verifier: h, Refresher: h, Revocations: h.set, Registry: h, Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	h.Manager = m
	return h
}

func (h *harness) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

func (h *harness) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(d)
}

// Verify implements session.Verifier.
func (h *harness) Verify(ctx context.Context, compact string, use token.Use) (token.Claims, error) {
	if ctx.Err() != nil {
		return token.Claims{}, token.ErrKeysUnavailable
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	v, ok := h.known[compact]
	if !ok || v.claims.Use != use {
		return token.Claims{}, token.ErrInvalid
	}
	if !h.clock.Before(v.claims.ExpiresAt) {
		return token.Claims{}, &token.ExpiredError{Claims: v.claims}
	}
	return v.claims, v.err
}

// Refresh implements session.Refresher.
func (h *harness) Refresh(ctx context.Context, refreshToken string) (auth.Tokens, error) {
	h.mu.Lock()
	h.refreshes++
	h.mu.Unlock()
	return h.refresh(ctx, refreshToken)
}

// Abandon implements session.Refresher.
func (h *harness) Abandon(_ context.Context, tokens auth.Tokens) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.abandoned = append(h.abandoned, tokens.Refresh)
}

// Replace implements session.Refresher.
func (h *harness) Replace(_ context.Context, p *auth.Principal, refreshToken string) {
	id := ""
	if p != nil {
		id = p.SessionID
	}
	h.note("replaced " + id + " with " + refreshToken)
}

// Seen implements session.Registry.
func (h *harness) Seen(_ context.Context, p auth.Principal) { h.note("seen " + p.SessionID) }

// Rotated implements session.Registry.
func (h *harness) Rotated(_ context.Context, spent string, p auth.Principal) {
	h.note("rotated " + spent + " of " + p.SessionID)
}

// Reused implements session.Registry.
func (h *harness) Reused(_ context.Context, spent string, p auth.Principal) {
	h.note("reused " + spent + " of " + p.SessionID)
}

func (h *harness) note(event string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.registered = append(h.registered, event)
}

func (h *harness) calls() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.refreshes
}

// issue makes a token known. Its session is named after the user and life.
func (h *harness) issue(name string, use token.Use, subject, origin string, life time.Duration) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known[name] = verdict{claims: token.Claims{
		Use: use, Subject: subject, Username: subject, OriginJTI: origin, AuthTime: h.clock,
		IssuedAt: h.clock, ExpiresAt: h.clock.Add(life), Email: subject + "@example.com",
	}}
	return name
}

// yields makes the refresher issue a fresh access and ID token of a user for one refresh token.
func (h *harness) yields(refreshToken, subject, origin string) {
	h.refresh = func(_ context.Context, got string) (auth.Tokens, error) {
		if got != refreshToken {
			return auth.Tokens{}, &auth.Error{Code: auth.SessionExpired}
		}
		return auth.Tokens{
			Access:  h.issue("fresh-access-of-"+subject, token.Access, subject, origin, time.Hour),
			ID:      h.issue("fresh-id-of-"+subject, token.ID, subject, origin, time.Hour),
			Refresh: "rotated-" + got, ExpiresAt: h.now().Add(time.Hour),
		}, nil
	}
}

// exchange is one request's context; headers come as "Name: value".
func (h *harness) exchange(t *testing.T, headers ...string) context.Context {
	t.Helper()
	header := http.Header{}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		header.Add(name, value)
	}
	return h.Attach(t.Context(), header)
}

// named is the id of the session that an origin_jti begins.
func named(originJTI string) string {
	sum := sha256.Sum256([]byte("usher session|" + originJTI))
	return hex.EncodeToString(sum[:16])
}

func reason(err error) auth.Reason {
	if e, ok := err.(*auth.Error); ok { //nolint:errorlint // the type itself is the contract
		return e.Reason
	}
	return ""
}
