package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"usher/internal/kv"
	"usher/internal/token"
)

// RevocationSet names the tokens that must be refused although they verify: a JWT cannot tell
// that its session was signed out. It is consulted on every check, also when the verified claims
// come from a cache. It is safe for concurrent use, by all instances that share the store.
type RevocationSet struct{ store kv.Store }

// revocationLife is how long an entry is kept. A session keeps its name across refreshes, so an
// entry must outlive the refresh token, in case the pool could not be told:
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

// NewRevocationSet makes a set over a store. Its keys hold ids that mean nothing outside the pool.
func NewRevocationSet(store kv.Store) *RevocationSet { return &RevocationSet{store: store} }

// RevokeSession refuses every token of one session; id is [auth.Principal]'s SessionID.
func (s *RevocationSet) RevokeSession(ctx context.Context, id string) error {
	if id == "" {
		return errors.New("session: a session without an id cannot be revoked by it")
	}
	return s.store.Set(ctx, sessionKey(id), []byte{1}, revocationLife)
}

// RevokeUser refuses every token of a user whose auth_time is not after at, except those of the
// sessions named by their ids.
func (s *RevocationSet) RevokeUser(ctx context.Context, subject string, at time.Time, except ...string) error {
	if subject == "" {
		return errors.New("session: no user named")
	}
	return s.update(ctx, subject, func(entry userEntry, found bool) (userEntry, bool) {
		if found && entry.At.After(at) {
			return entry, false // a later sign-out covers this one
		}
		return userEntry{At: at.UTC(), Except: except}, true
	})
}

// Revoked reports whether verified claims belong to a session that was ended. On an error the
// caller must not accept them.
func (s *RevocationSet) Revoked(ctx context.Context, c token.Claims) (bool, error) {
	accepted, err := s.Accepts(ctx, c.Subject, nameOf(sessionID(c)), c.AuthTime)
	return !accepted && err == nil, err
}

// Accepts reports whether a session of a user that began at authTime was not ended. Its id may be "".
func (s *RevocationSet) Accepts(ctx context.Context, subject, id string, authTime time.Time) (bool, error) {
	if id != "" {
		_, found, err := s.store.Get(ctx, sessionKey(id))
		if err != nil || found {
			return false, err
		}
	}
	entry, found, err := s.read(ctx, subject)
	if err != nil {
		return false, err
	}
	return !found || !entry.refuses(id, authTime), nil
}

// cause tells how a session that is refused was ended: errEndedByID where it may have been alone, nil
// where it was with others of its user.
func (s *RevocationSet) cause(ctx context.Context, c token.Claims) error {
	_, found, err := s.store.Get(ctx, sessionKey(nameOf(sessionID(c))))
	if err == nil && !found {
		return nil
	}
	return errEndedByID
}

func (e userEntry) refuses(id string, authTime time.Time) bool {
	return authTime.Unix() <= e.At.Unix() && (id == "" || !slices.Contains(e.Except, id))
}

// admit lets a session pass that the pool was asked for after the user's last sign-out, where that
// sign-out's second would refuse it.
func (s *RevocationSet) admit(ctx context.Context, c token.Claims, askedAt time.Time) error {
	name := nameOf(sessionID(c))
	entry, found, err := s.read(ctx, c.Subject)
	if err != nil || !found || !entry.refuses(name, c.AuthTime) || name == "" || askedAt.Before(entry.At) {
		return err // as good as always, without a write
	}
	return s.update(ctx, c.Subject, func(entry userEntry, found bool) (userEntry, bool) {
		if !found || !entry.refuses(name, c.AuthTime) || askedAt.Before(entry.At) {
			return entry, false
		}
		entry.Except = append(entry.Except, name)
		if extra := len(entry.Except) - maxExceptions; extra > 0 {
			entry.Except = entry.Except[extra:]
		}
		return entry, true
	})
}

func (s *RevocationSet) read(ctx context.Context, subject string) (userEntry, bool, error) {
	value, found, err := s.store.Get(ctx, userKey(subject))
	if err != nil || !found {
		return userEntry{}, false, err
	}
	entry, err := decodeEntry(value)
	return entry, err == nil, err
}

// update changes a user's entry such that no change by another instance is lost.
func (s *RevocationSet) update(ctx context.Context, subject string, change func(userEntry, bool) (next userEntry, changed bool)) error {
	var fault error
	err := kv.Update(ctx, s.store, userKey(subject), revocationLife, func(old []byte) []byte {
		var entry userEntry
		if fault = nil; old != nil {
			if entry, fault = decodeEntry(old); fault != nil {
				return old
			}
		}
		next, changed := change(entry, old != nil)
		if !changed {
			return old
		}
		var value []byte
		if value, fault = json.Marshal(next); fault != nil {
			return old
		}
		return value
	})
	return errors.Join(err, fault)
}

func decodeEntry(value []byte) (userEntry, error) {
	var entry userEntry
	if err := json.Unmarshal(value, &entry); err != nil {
		return userEntry{}, fmt.Errorf("session: an entry of the revocation set cannot be read: %w", err)
	}
	return entry, nil
}

// Keys of the set begin with keyPrefix, so that a store over several instances knows them.
const keyPrefix = "revoked/"

func sessionKey(id string) string   { return keyPrefix + "session/" + id }
func userKey(subject string) string { return keyPrefix + "user/" + subject }
