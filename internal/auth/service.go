package auth

import (
	"cmp"
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"usher/internal/audit"
)

// Service is the use cases, one method each. It is safe for concurrent use.
type Service struct {
	pool       UserPool
	notes      notes
	challenges challenges
	issuer     string
	sessions   Sessions
	limits     Limits
	trail      audit.Trail
	settings   *settingsCache
	envelopes  PasswordEnvelopes
	sealedOnly bool
	passwords  passwordRules
	later      *retryQueue
	pace       pace
	initialKey []byte // derives the password of an e-mail-only sign-up
	now        func() time.Time
	log        *slog.Logger
}

// Config is what a Service is made of.
type Config struct {
	Pool     UserPool
	Store    Store // short-lived notes: receipts, issue times
	Sessions Sessions
	Limits   Limits
	Trail    audit.Trail
	// Secret is at least 32 random bytes. It must stay the same over restarts and instances for
	// a started sign-up to be finished where no AWS credentials are at hand.
	Secret []byte
	// Challenges seals running challenges for the clients that keep them. Nil: a sign-in that needs
	// another step answers NotEnabled.
	Challenges ChallengeSealer
	// Envelopes opens sealed passwords. Nil: they are refused.
	Envelopes  PasswordEnvelopes
	SealedOnly bool // plain passwords are refused
	// MinPasswordLength, in characters, and Blocklist are asked of every password that is set, on top of the pool's
	// policy. Zero and nil add nothing to it.
	MinPasswordLength int
	Blocklist         Blocklist

	Issuer string    // what authenticator apps show beside the account; empty: DefaultIssuer
	Rand   io.Reader // nil: crypto/rand
	Now    func() time.Time
	Logger *slog.Logger
	// AnswerTime is what answers that must not tell whether an account exists are held to, in whole
	// multiples, counted from the beginning of their operation. At most MaxAnswerTime; 0: nothing is held.
	AnswerTime time.Duration
	Pause      func(ctx context.Context, d time.Duration) // waits for d, until ctx ends, or while an answer can still be given; required with AnswerTime
}

// Store keeps short-lived notes. Keys and values hold no personal data in the clear: the service
// hashes them. Errors are system faults only; an absent or outlived key is not one.
type Store interface {
	Get(ctx context.Context, key string) (value []byte, found bool, err error)
	Set(ctx context.Context, key string, value []byte, life time.Duration) error
	Delete(ctx context.Context, key string) error
	// Count adds one to a counter and returns the new value; the counter's life begins at its
	// first count.
	Count(ctx context.Context, key string, life time.Duration) (int64, error)
}

const minSecretBytes = 32

// New makes the Service. Close stops its background retries.
func New(cfg Config) (*Service, error) {
	if cfg.Pool == nil || cfg.Store == nil || cfg.Sessions == nil || cfg.Limits == nil || cfg.Now == nil || cfg.Logger == nil {
		return nil, errors.New("auth: Pool, Store, Sessions, Limits, Now and Logger are required")
	}
	if cfg.SealedOnly && cfg.Envelopes == nil {
		return nil, errors.New("auth: SealedOnly needs Envelopes, or no password is taken")
	}
	if cfg.AnswerTime < 0 || cfg.AnswerTime > MaxAnswerTime || cfg.AnswerTime > 0 && cfg.Pause == nil {
		return nil, fmt.Errorf("auth: AnswerTime is %v: it needs 0 to %v, and a Pause unless it is 0", cfg.AnswerTime, MaxAnswerTime)
	}
	if len(cfg.Secret) < minSecretBytes {
		return nil, fmt.Errorf("auth: the secret has %d bytes, it needs %d", len(cfg.Secret), minSecretBytes)
	}
	s := &Service{
		pool:      cfg.Pool,
		sessions:  cfg.Sessions,
		limits:    cfg.Limits,
		trail:     cfg.Trail,
		settings:  &settingsCache{pool: cfg.Pool, now: cfg.Now, log: cfg.Logger},
		passwords: passwordRules{minLength: cfg.MinPasswordLength, blocklist: cfg.Blocklist},
		pace:      pace{unit: cfg.AnswerTime, now: cfg.Now, pause: cfg.Pause},
		envelopes: cfg.Envelopes, sealedOnly: cfg.SealedOnly,
		issuer: cmp.Or(cfg.Issuer, DefaultIssuer),
		now:    cfg.Now,
		log:    cfg.Logger,
	}
	var err error
	if s.initialKey, err = deriveKey(cfg.Secret, "initial password"); err != nil {
		return nil, err
	}
	noteKey, err := deriveKey(cfg.Secret, "notes")
	if err != nil {
		return nil, err
	}
	s.notes = notes{store: cfg.Store, key: noteKey, now: cfg.Now, log: cfg.Logger}
	s.challenges = challenges{sealer: cfg.Challenges, rand: cfg.Rand, notes: s.notes}
	if s.challenges.rand == nil {
		s.challenges.rand = rand.Reader
	}
	s.later = newRetryQueue(cfg.Logger)
	return s, nil
}

// Close gives waiting retries up to the context's deadline for one last try, then drops them.
func (s *Service) Close(ctx context.Context) { s.later.close(ctx) }

// deriveKey makes one key per purpose (RFC 5869), so that a value made for one is nothing in
// another.
func deriveKey(secret []byte, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, nil, "usher/v1|"+purpose, sha256.Size)
}
