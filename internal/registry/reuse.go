package registry

import (
	"context"
	"encoding/json"
	"time"

	"usher/internal/audit"
	"usher/internal/auth"
)

// spentLife is how long it is known whose session a rotated-out refresh token belonged to, where the
// token does not say so itself. It costs an entry in the store for every refresh in this time.
const spentLife = 24 * time.Hour

// spentOwner is whose session it was.
type spentOwner struct {
	Subject string `json:"sub"`
	Session string `json:"sid"`
}

// Rotated notes whose session a refresh token belonged to that was rotated out. spent is its hash.
func (r *Registry) Rotated(ctx context.Context, spent string, p auth.Principal) {
	if p.SessionID == "" {
		return
	}
	value, err := json.Marshal(spentOwner{Subject: p.Subject, Session: p.SessionID})
	if err == nil {
		err = r.store.Set(ctx, spentKey(spent), value, spentLife)
	}
	if err != nil {
		r.log.WarnContext(ctx, "should a copy of a rotated-out refresh token be used, its session will not be known by it", "error", err)
	}
}

// Reused ends the session of a refresh token that was used although it had been rotated out: of the
// two that hold tokens of one session, one has copied them, and nobody can tell which (RFC 9700,
// section 4.14.2). spent is its hash, and of p as much is set as is known.
func (r *Registry) Reused(ctx context.Context, spent string, p auth.Principal) {
	ctx = context.WithoutCancel(ctx) // a thief must not spare the session by hanging up
	var noted spentOwner
	if value, found, err := r.store.Get(ctx, spentKey(spent)); err == nil && found && json.Unmarshal(value, &noted) == nil {
		p.Subject, p.SessionID = noted.Subject, noted.Session // not whose access token came along
	}
	r.trail.Record(ctx, audit.RefreshTokenReused, p.Subject, p.SessionID)
	if p.SessionID == "" {
		return // which one it is died with the token
	}
	if err := r.RevokeSession(ctx, p.Subject, p.SessionID); err != nil {
		r.log.ErrorContext(ctx, "a refresh token was copied, and its session could not be ended", "error", err)
	}
}

func spentKey(spent string) string { return "refresh/spent/" + spent }
