package registry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"usher/internal/audit"
	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/reqctx"
	"usher/internal/seal"
)

const (
	// MaxLimit is the most sessions of one user that a list holds: more would not fit a sealed value.
	MaxLimit = 50
	// Grain is how exact the time of the last use is: so seldom is it written.
	Grain = 5 * time.Minute
	// listLife is how long a session stays in the list without being used: Cognito's default life of a
	// refresh token.
	listLife = 30 * 24 * time.Hour
	// maxRecent bounds the sessions of which this process knows when it last wrote them, about 150
	// bytes each. Of one that does not fit, every use is written.
	maxRecent = 100_000
)

// Refusals is what ends a session; *session.RevocationSet is one.
type Refusals interface {
	RevokeSession(ctx context.Context, id string) error
	RevokeUser(ctx context.Context, subject string, at time.Time, except ...string) error
	// Accepts reports whether a session, by its id and the time of its sign-in, was not ended.
	Accepts(ctx context.Context, subject, id string, authTime time.Time) (bool, error)
}

// Config is what a Registry is made of; all fields are required.
type Config struct {
	Refusals Refusals
	Store    kv.Store
	Sealer   *seal.Sealer
	Limit    int // sessions of one user, 1 to MaxLimit
	Now      func() time.Time
	Trail    audit.Trail
	Logger   *slog.Logger
}

// Registry is safe for concurrent use, by all instances that share the store.
type Registry struct {
	refusals Refusals
	store    kv.Store
	sealer   *seal.Sealer
	limit    int
	now      func() time.Time
	trail    audit.Trail
	log      *slog.Logger

	recent *lru.Cache[string, time.Time] // when a session was last written, by its id
}

// New makes a Registry.
func New(cfg Config) (*Registry, error) {
	if cfg.Refusals == nil || cfg.Store == nil || cfg.Sealer == nil || cfg.Now == nil || cfg.Logger == nil {
		return nil, errors.New("registry: Refusals, Store, Sealer, Now and Logger are required")
	}
	if cfg.Limit < 1 || cfg.Limit > MaxLimit {
		return nil, fmt.Errorf("registry: a limit of %d sessions; it is from 1 to %d", cfg.Limit, MaxLimit)
	}
	recent, err := lru.New[string, time.Time](maxRecent)
	if err != nil {
		return nil, err
	}
	return &Registry{
		refusals: cfg.Refusals, store: cfg.Store, sealer: cfg.Sealer, limit: cfg.Limit, now: cfg.Now,
		trail: cfg.Trail, log: cfg.Logger, recent: recent,
	}, nil
}

// Seen notes that a session is used, by the device and from the network of the request in ctx. Where
// it is one more than the user may have, the one that was used longest ago ends. It does not fail a
// request: what could not be written is written at a later use.
func (r *Registry) Seen(ctx context.Context, p auth.Principal) {
	if p.SessionID == "" {
		return // the app client's sessions cannot be told apart
	}
	if at, ok := r.recent.Get(p.SessionID); ok && r.now().Sub(at) < Grain {
		return
	}
	// Before the write: requests that come together with this one need not write, too.
	r.recent.Add(p.SessionID, r.now())
	if err := r.note(ctx, p); err != nil {
		r.log.WarnContext(ctx, "a list of sessions could not be written; it will be at a later use", "error", err)
	}
}

// Sessions returns the caller's sessions that have not ended, the caller's own first, then by their
// last use. auth.UpstreamUnavailable.
func (r *Registry) Sessions(ctx context.Context, p auth.Principal) ([]auth.ActiveSession, error) {
	if p.SessionID != "" {
		if err := r.note(ctx, p); err != nil {
			return nil, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
		}
	}
	all, err := r.read(ctx, p.Subject)
	if err != nil {
		return nil, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	ended, err := r.endedOf(ctx, p.Subject, all)
	if err != nil {
		return nil, &auth.Error{Code: auth.UpstreamUnavailable, Err: err}
	}
	out := []auth.ActiveSession{}
	for _, e := range all.without(ended).latest(p.SessionID) {
		out = append(out, auth.ActiveSession{
			ID: e.ID, Device: known(e.Device), Network: known(e.Network), CreatedAt: e.Began, LastSeenAt: e.Seen, Current: e.ID == p.SessionID,
		})
	}
	return out, nil
}

func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// RevokeSession ends a session of a user.
func (r *Registry) RevokeSession(ctx context.Context, subject, id string) error {
	if err := r.refusals.RevokeSession(ctx, id); err != nil {
		return err
	}
	if subject != "" { // a copied token may name its session alone
		r.strike(ctx, subject, func(e entry) bool { return e.ID == id })
	}
	return nil
}

// RevokeUser ends the sessions of a user that began until a moment, but for those named by their ids.
func (r *Registry) RevokeUser(ctx context.Context, subject string, at time.Time, except ...string) error {
	if err := r.refusals.RevokeUser(ctx, subject, at, except...); err != nil {
		return err
	}
	known, err := r.read(ctx, subject)
	if err == nil {
		var ended func(entry) bool
		if ended, err = r.endedOf(ctx, subject, known); err == nil {
			r.strike(ctx, subject, ended)
		}
	}
	if err != nil {
		r.log.WarnContext(ctx, "a list of sessions still names some that have ended", "error", err)
	}
	return nil
}

// note writes that a session is used now, and ends the one that is too many.
func (r *Registry) note(ctx context.Context, p auth.Principal) error {
	ctx = context.WithoutCancel(ctx) // a caller that hangs up was there all the same
	now := r.now()
	ended := func(entry) bool { return false }
	// Only where there is no room is it worth asking which of the sessions are none any more.
	if known, err := r.read(ctx, p.Subject); err != nil {
		return err
	} else if len(known) >= r.limit && !known.has(p.SessionID) {
		if ended, err = r.endedOf(ctx, p.Subject, known); err != nil {
			return err
		}
	}
	used := entry{
		ID: p.SessionID, Began: p.AuthTime, Seen: now,
		Device: device(reqctx.UserAgent(ctx)), Network: reqctx.ClientNetwork(ctx),
	}
	var over list
	err := r.update(ctx, p.Subject, func(known list) list {
		known = known.without(func(e entry) bool { return ended(e) || now.Sub(e.Seen) > listLife })
		known, over = known.with(used).cut(r.limit, p.SessionID)
		return known
	})
	if err != nil {
		return err
	}
	r.recent.Add(p.SessionID, now)
	for _, e := range over {
		if err := r.refusals.RevokeSession(ctx, e.ID); err != nil {
			return err
		}
		r.trail.Record(ctx, audit.SessionLimitReached, p.Subject, e.ID)
	}
	return nil
}

// endedOf asks which sessions of a list have ended.
func (r *Registry) endedOf(ctx context.Context, subject string, known list) (func(entry) bool, error) {
	ended := map[string]bool{}
	for _, e := range known {
		accepted, err := r.refusals.Accepts(ctx, subject, e.ID, e.Began)
		if err != nil {
			return nil, err
		}
		ended[e.ID] = !accepted
	}
	return func(e entry) bool { return ended[e.ID] }, nil
}

// strike takes sessions that have ended off the list. They are refused whether it succeeds or not.
func (r *Registry) strike(ctx context.Context, subject string, gone func(entry) bool) {
	err := r.update(ctx, subject, func(known list) list { return known.without(gone) })
	if err != nil {
		r.log.WarnContext(ctx, "a list of sessions still names some that have ended", "error", err)
	}
}
