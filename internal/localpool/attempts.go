package localpool

import (
	"encoding/hex"
	"time"
)

// capWindow is the span of every per-user cap.
const capWindow = time.Hour

// hourlyCap limits how often one user may call an operation within capWindow.
type hourlyCap struct {
	name  string
	limit int
}

var (
	capConfirmSignUp  = hourlyCap{"confirmSignUp", 15}
	capResend         = hourlyCap{"resend", 5}
	capChangePassword = hourlyCap{"changePassword", 5}
	// Cognito allows 5 to 20 recovery calls by its estimate of the risk, both steps together. This pool estimates nothing.
	capRecovery = hourlyCap{"recovery", 20}
)

// ledger counts one user's attempts. Names that belong to nobody have ledgers too, so that limits tell nobody apart.
type ledger struct {
	Failures    int
	LastFailure time.Time
	LockedUntil time.Time
	Windows     map[string]window `json:",omitempty"`
	// Touched lets the sweep drop ledgers that no longer say anything.
	Touched time.Time
}

type window struct {
	Start time.Time
	Count int
}

// ledgerKey names a user's ledger, or that of an unknown name by its keyed hash, which bounds the key's length and keeps
// strangers' addresses out of the file.
func (s *scope) ledgerKey(user *userRecord, name string) string {
	if user != nil {
		return joinKey(s.pool.ID, "user", s.pool.normal(user.Username))
	}
	return joinKey(s.pool.ID, "name", hex.EncodeToString(keyedHash(s.realm.existenceKey, "ledger", s.pool.normal(name))))
}

// spend counts one call against a cap. A caller that fails afterwards must keep its error, or the count is lost.
func (p *Pool) spend(t tx, s *scope, user *userRecord, name string, limit hourlyCap, now time.Time) error {
	key := s.ledgerKey(user, name)
	book, _, err := load[ledger](t, bucketLedgers, key)
	if err != nil {
		return err
	}
	current := book.Windows[limit.name]
	if current.Count == 0 || !now.Before(current.Start.Add(capWindow)) {
		current = window{Start: now}
	}
	if current.Count >= limit.limit {
		return fail(limitExceeded, textAttemptLimit)
	}
	current.Count++
	if book.Windows == nil {
		book.Windows = map[string]window{}
	}
	book.Windows[limit.name] = current
	return p.saveLedger(t, key, book, now)
}

// saveLedger sweeps as well: calls for unknown names are what makes ledgers grow.
func (p *Pool) saveLedger(t tx, key string, book ledger, now time.Time) error {
	if err := p.sweep(t, now); err != nil {
		return err
	}
	book.Touched = now
	return save(t, bucketLedgers, key, book)
}

// restful tells whether a ledger no longer limits anything.
func (l *ledger) restful(now time.Time) bool {
	return !now.Before(l.Touched.Add(max(capWindow, lockMemory)))
}
