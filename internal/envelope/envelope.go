package envelope

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// MaxBytes is the longest envelope that is looked at: room for 256 characters of four bytes each.
	MaxBytes = 2 << 10
	// Typ is the typ of an envelope's header.
	Typ = "usher-password+jwe"

	// NonceLife is how long what Sealing gives can be used.
	NonceLife = 2 * time.Minute
	// clockSkew is how far the clocks of instances may be apart.
	clockSkew = 10 * time.Second
	// usedLife outlives a nonce by the clock of any instance, whichever of them issued it.
	usedLife = NonceLife + 2*clockSkew

	usedPrefix = "envelope:"
)

// The two ways in which an envelope is not opened. What follows in the text of an error is for the
// log; it never holds a part of the envelope.
var (
	// ErrExpired means that its key or nonce is out of use: with those that Sealing gives now, the same
	// password would be taken.
	ErrExpired = errors.New("envelope: key or nonce has expired")
	// ErrRefused means anything else that is wrong with it.
	ErrRefused = errors.New("envelope: refused")
)

// Store remembers which nonces were used. See kv.Store.
type Store interface {
	SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (written bool, err error)
}

// Config is what Envelopes are made of.
type Config struct {
	Roots []Root // at least one; the first is published, all open
	Store Store  // shared by all that have the roots
	// Since is when Store began to remember. A nonce from before may have been used, and counts as expired. Zero:
	// it has all.
	Since time.Time
	Now   func() time.Time
	Rand  io.Reader
}

// Envelopes opens sealed passwords. It is safe for concurrent use.
type Envelopes struct {
	keys  *weekKeys
	store Store
	since time.Time
	now   func() time.Time
	rand  io.Reader
}

// New makes Envelopes.
func New(cfg Config) (*Envelopes, error) {
	if cfg.Store == nil || cfg.Now == nil || cfg.Rand == nil {
		return nil, errors.New("envelope: Store, Now and Rand are required")
	}
	keys, err := newWeekKeys(cfg.Roots)
	if err != nil {
		return nil, err
	}
	// A nonce tells its second.
	return &Envelopes{keys: keys, store: cfg.Store, since: cfg.Since.Truncate(time.Second), now: cfg.Now, rand: cfg.Rand}, nil
}

// Open returns the password of an envelope that was made for this use and account, both of them not
// empty. It opens once: for one use, one nonce is taken one time.
//
// Errors wrap [ErrExpired], [ErrRefused], or the error of the store, which refuses as well.
func (e *Envelopes) Open(ctx context.Context, sealed, use, account string) (password string, err error) {
	if len(sealed) > MaxBytes {
		return "", refused("it has more than %d bytes", MaxBytes)
	}
	now := e.now()
	key, err := e.keys.of(sealed, now)
	if err != nil {
		return "", err
	}
	plaintext, err := key.agreement.Open(sealed)
	if err != nil {
		return "", refused("%w", err)
	}
	defer clear(plaintext)
	in, err := readClaims(plaintext)
	if err != nil {
		return "", err
	}
	if use == "" || in.op != use {
		return "", refused("it was made for another operation")
	}
	if account == "" || in.sub != accountClaim(account) {
		return "", refused("it was made for another account")
	}
	nonce, err := key.readNonce(in.nonce)
	if err != nil {
		return "", err
	}
	if !now.Before(nonce.issued.Add(NonceLife)) || nonce.issued.After(now.Add(clockSkew)) {
		return "", fmt.Errorf("%w: the nonce is not of the last %s", ErrExpired, NonceLife)
	}
	if nonce.issued.Before(e.since) {
		return "", fmt.Errorf("%w: the nonce is from before the store began", ErrExpired)
	}
	fresh, err := e.store.SetIfAbsent(ctx, usedPrefix+nonce.id+":"+use, []byte{1}, usedLife)
	if err != nil {
		return "", fmt.Errorf("envelope: the store cannot tell whether the nonce was used: %w", err)
	}
	if !fresh {
		return "", refused("the nonce was used before")
	}
	return in.pwd, nil
}

// accountClaim keeps names out of what an envelope shows to whoever opens it elsewhere, and of one length.
func accountClaim(account string) string {
	sum := sha256.Sum256([]byte(account))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func refused(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrRefused, fmt.Errorf(format, args...))
}
