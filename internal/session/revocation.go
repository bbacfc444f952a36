package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"usher/internal/token"
)

// RevocationSet names the tokens that must be refused although they verify: a JWT cannot tell
// that its session was signed out. It is consulted on every check, also when the verified claims
// come from a cache. It is safe for concurrent use.
type RevocationSet struct {
	store Store
	mu    sync.Mutex // over read-change-write of a user's entry
}

// Store keeps the set's entries; *kv.Memory is one. Keys hold ids that mean nothing outside the
// pool.
type Store interface {
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	Set(ctx context.Context, key string, value []byte, life time.Duration) error
}

// revocationLife is how long an entry is kept. A session is named across refreshes by its
// origin_jti, so an entry must outlive the refresh token, in case the pool could not be told:
// thirty days is Cognito's default for it.
const revocationLife = 30 * 24 * time.Hour

// maxExceptions bounds the sessions that a user's entry lets pass; the oldest give way, which
// costs somebody who signs in that often a sign-in.
const maxExceptions = 32

// userEntry refuses a user's sessions that began before a moment, but for some. Cognito counts
// auth_time in whole seconds, so the second of the sign-out is refused as a whole, and the
// exceptions name the sessions that the pool was asked for after it.
type userEntry struct {
	At     time.Time `json:"at"` // by our clock
	Except []string  `json:"except,omitempty"`
}

// NewRevocationSet makes a set over a store.
func NewRevocationSet(store Store) *RevocationSet { return &RevocationSet{store: store} }

// RevokeSession refuses every token of one session.
func (s *RevocationSet) RevokeSession(ctx context.Context, originJTI string) error {
	if originJTI == "" {
		return errors.New("session: a session without origin_jti cannot be revoked by name")
	}
	return s.store.Set(ctx, sessionKey(originJTI), []byte{1}, revocationLife)
}

// RevokeUser refuses every token of a user whose auth_time is not after at, except those of the
// sessions named.
func (s *RevocationSet) RevokeUser(ctx context.Context, subject string, at time.Time, exceptOriginJTI ...string) error {
	if subject == "" {
		return errors.New("session: no user named")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	entry, found, err := s.read(ctx, subject)
	if err != nil {
		return err
	}
	if found && entry.At.After(at) {
		return nil // a later sign-out covers this one
	}
	return s.write(ctx, subject, userEntry{At: at.UTC(), Except: exceptOriginJTI})
}

// Revoked reports whether verified claims belong to a session that was ended. On an error the
// caller must not accept them.
func (s *RevocationSet) Revoked(ctx context.Context, c token.Claims) (bool, error) {
	if name := sessionName(c); name != "" {
		_, found, err := s.store.Get(ctx, sessionKey(name))
		if err != nil || found {
			return found, err
		}
	}
	entry, found, err := s.read(ctx, c.Subject)
	if err != nil || !found {
		return false, err
	}
	return entry.refuses(c), nil
}

func (e userEntry) refuses(c token.Claims) bool {
	name := sessionName(c)
	return c.AuthTime.Unix() <= e.At.Unix() && (name == "" || !slices.Contains(e.Except, name))
}

// admit lets a session pass that the pool was asked for after the user's last sign-out, where that
// sign-out's second would refuse it.
func (s *RevocationSet) admit(ctx context.Context, c token.Claims, askedAt time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry, found, err := s.read(ctx, c.Subject)
	if err != nil || !found || !entry.refuses(c) || sessionName(c) == "" || askedAt.Before(entry.At) {
		return err
	}
	entry.Except = append(entry.Except, sessionName(c))
	if extra := len(entry.Except) - maxExceptions; extra > 0 {
		entry.Except = entry.Except[extra:]
	}
	return s.write(ctx, c.Subject, entry)
}

func (s *RevocationSet) read(ctx context.Context, subject string) (userEntry, bool, error) {
	var entry userEntry
	value, found, err := s.store.Get(ctx, userKey(subject))
	if err != nil || !found {
		return entry, false, err
	}
	if err := json.Unmarshal(value, &entry); err != nil {
		return entry, false, fmt.Errorf("session: an entry of the revocation set cannot be read: %w", err)
	}
	return entry, true, nil
}

func (s *RevocationSet) write(ctx context.Context, subject string, entry userEntry) error {
	value, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	return s.store.Set(ctx, userKey(subject), value, revocationLife)
}

func sessionKey(originJTI string) string { return "revoked/session/" + originJTI }
func userKey(subject string) string      { return "revoked/user/" + subject }
