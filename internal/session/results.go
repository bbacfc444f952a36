package session

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"usher/internal/auth"
)

// results keeps what refreshes came to, for latecomers with the old refresh token, and what the new
// one is to be answered with where the access token did not leave with it.
type results struct {
	now     func() time.Time
	entries *lru.Cache[tokenHash, result]
}

const (
	// resultLife is how long latecomers get the same new tokens: below the grace in which Cognito
	// still knows the old refresh token (at most 60 s).
	resultLife = 30 * time.Second
	// maxResults bounds the tokens held for latecomers, about 4 KB each.
	maxResults = 10_000
)

// tokenHash names a refresh token without keeping it.
type tokenHash [sha256.Size]byte

func hashOf(refreshToken string) tokenHash { return sha256.Sum256([]byte(refreshToken)) }

// String is the hash as 64 hexadecimal digits.
func (h tokenHash) String() string { return hex.EncodeToString(h[:]) }

// result is a finished refresh. err is definitive when the result is kept.
type result struct {
	tokens auth.Tokens
	err    error
	at     time.Time // when another instance finished it; zero: this one has just now
}

func newResults(now func() time.Time) (*results, error) {
	entries, err := lru.New[tokenHash, result](maxResults)
	return &results{now: now, entries: entries}, err
}

// add keeps a result.
func (r *results) add(key tokenHash, one result) {
	r.tidy()
	r.entries.Add(key, r.dated(one))
}

// claim keeps a result unless there is one. It is true for one of those that claim side by side.
func (r *results) claim(key tokenHash, one result) bool {
	r.tidy()
	taken, _ := r.entries.ContainsOrAdd(key, r.dated(one))
	return !taken
}

// tidy drops the results whose time is over: tokens do not stay in memory for want of a later
// request. Results are looked at without being renewed, so the oldest comes first.
func (r *results) tidy() {
	for {
		oldest, kept, ok := r.entries.GetOldest()
		if !ok || !r.isOver(kept) {
			return
		}
		r.entries.Remove(oldest)
	}
}

func (r *results) dated(one result) result {
	if now := r.now(); one.at.IsZero() || one.at.After(now) {
		one.at = now
	}
	return one
}

func (r *results) get(key tokenHash) (result, bool) {
	one, ok := r.entries.Peek(key)
	if !ok || r.isOver(one) {
		return result{}, false
	}
	return one, true
}

func (r *results) remove(key tokenHash) { r.entries.Remove(key) }

func (r *results) isOver(one result) bool { return r.now().Sub(one.at) >= resultLife }
