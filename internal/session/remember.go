package session

import (
	"context"

	"usher/internal/auth"
)

// remember keeps tokens of which the refresh token alone leaves with an answer, for the request
// that brings it back: it gets the same access token, at any instance and without a call. Whoever
// comes when they are gone refreshes as always.
func (m *Manager) remember(ctx context.Context, refreshToken string, tokens auth.Tokens) {
	tokens.Refresh = "" // who asks for them has it
	key, r := hashOf(refreshToken), result{tokens: tokens}
	if m.fresh.claim(key, r) && m.shared != nil {
		m.shared.write(ctx, key, r)
	}
}

// forget returns the tokens that are kept for a refresh token, if any, and sees to it that nobody
// else is handed them, nor those that are kept for the token it was rotated to. A refresh that is
// under way meanwhile, at any instance, yields nothing.
func (m *Manager) forget(ctx context.Context, refreshToken string) auth.Tokens {
	if refreshToken == "" {
		return auth.Tokens{}
	}
	// First, so that a refresh either sees it or has left what it got where the next line finds it.
	m.dead.add(hashOf(refreshToken), result{err: errSignedOut()})
	if m.shared != nil {
		m.shared.end(ctx, hashOf(refreshToken))
	}
	tokens := m.drop(ctx, refreshToken)
	if tokens.Refresh != "" {
		m.drop(ctx, tokens.Refresh)
	}
	return tokens
}

func (m *Manager) drop(ctx context.Context, refreshToken string) auth.Tokens {
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

// over tells whether a refresh token was signed out while it was traded.
func (m *Manager) over(ctx context.Context, key tokenHash) bool {
	if _, ended := m.dead.get(key); ended {
		return true
	}
	return m.shared != nil && m.shared.ended(ctx, key)
}
