package audit

import (
	"context"
	"log/slog"

	"usher/internal/reqctx"
)

// Event names what happened. The names are part of the public interface: alerts are built on them.
type Event string

// The events.
const (
	// SignedOut is the end of one session by its holder.
	SignedOut Event = "signout"
	// SignedOutEverywhere is the end of all sessions of a user, by one of them.
	SignedOutEverywhere Event = "signout.all"
	// SessionRevoked is the end of one session by its user, from another one.
	SessionRevoked Event = "session.revoked"
	// OthersSignedOut is the end of all sessions of a user but the one that asked for it.
	OthersSignedOut Event = "session.others_signed_out"
	// SessionLimitReached is the end of the session that was used longest ago, for a new one.
	SessionLimitReached Event = "session.limit_reached"
	// RefreshTokenReused is the use of a refresh token that was rotated out: it was copied, by
	// whoever used it or by whoever uses its successor.
	RefreshTokenReused Event = "token.reuse_detected" //nolint:gosec // the name of an event
)

// Trail records events as lines of a log. It is safe for concurrent use. The zero Trail records nothing.
type Trail struct{ log *slog.Logger }

// New makes a Trail.
func New(log *slog.Logger) Trail { return Trail{log: log} }

// Record records an event of a user, named by the pool's sub, "" where it is not known, and, where
// it concerns one, of a session by its id. The address is the caller's, cut to its network.
func (t Trail) Record(ctx context.Context, event Event, subject, sessionID string) {
	if t.log == nil {
		return
	}
	attrs := []slog.Attr{slog.String("event", string(event)), slog.String("sub", subject)}
	if sessionID != "" {
		attrs = append(attrs, slog.String("sid", sessionID))
	}
	attrs = append(attrs, slog.String("request_id", reqctx.RequestID(ctx)))
	if network := reqctx.ClientNetwork(ctx); network != "" {
		attrs = append(attrs, slog.String("network", network))
	}
	level := slog.LevelInfo
	if event == RefreshTokenReused {
		level = slog.LevelWarn
	}
	t.log.LogAttrs(ctx, level, "audit", attrs...)
}
