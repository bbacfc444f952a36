package authtest

import (
	"context"
	"time"

	"usher/internal/auth"
)

// NoSessions is an [auth.Sessions] that knows no session and ends none.
type NoSessions struct{}

// Sessions implements auth.Sessions.
func (NoSessions) Sessions(context.Context, auth.Principal) ([]auth.ActiveSession, error) {
	return nil, nil
}

// RevokeSession implements auth.Sessions.
func (NoSessions) RevokeSession(context.Context, string, string) error { return nil }

// RevokeUser implements auth.Sessions.
func (NoSessions) RevokeUser(context.Context, string, time.Time, ...string) error { return nil }
