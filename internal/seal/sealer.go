package seal

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"usher/internal/jose"
)

// maxSkew is how far ahead of ours the clock of the instance that sealed may be. Around midnight
// its day may therefore be the next one already.
const maxSkew = 5 * time.Minute

// Config is what a Sealer is made of; all fields but OnOpen are required.
type Config struct {
	Keys   Keys
	Pool   string // the user pool's id
	Client string // the app client's id
	Now    func() time.Time
	Rand   io.Reader // cryptographically strong, safe for concurrent use

	// OnOpen is told of every attempt to open a value: the id of the ring's key that it names, ""
	// where it names none, and how it ended. A key that opens nothing any more may go. It is
	// called on the caller's goroutine, several at a time.
	OnOpen func(keyID string, outcome Outcome)
}

// Sealer seals and opens values for one user pool and app client. It is safe for concurrent use.
type Sealer struct {
	keys   *dayKeys
	scope  scope
	now    func() time.Time
	random io.Reader
	onOpen func(keyID string, outcome Outcome)
}

// New makes a Sealer.
func New(cfg Config) (*Sealer, error) {
	if len(cfg.Keys.ring) == 0 || cfg.Pool == "" || cfg.Client == "" || cfg.Now == nil || cfg.Rand == nil {
		return nil, errors.New("seal: Keys, Pool, Client, Now and Rand are required")
	}
	keys, err := newDayKeys(cfg.Keys.ring)
	if err != nil {
		return nil, err
	}
	onOpen := cfg.OnOpen
	if onOpen == nil {
		onOpen = func(string, Outcome) {}
	}
	return &Sealer{
		keys: keys, scope: newScope(cfg.Pool, cfg.Client),
		now: cfg.Now, random: cfg.Rand, onOpen: onOpen,
	}, nil
}

// Seal seals payload for a purpose, as visible ASCII without quotes, commas and semicolons: fit
// for a cookie, a header and a URL.
//
// Its errors are faults, except [ErrTooLarge].
func (s *Sealer) Seal(purpose Purpose, payload []byte) (string, error) {
	if _, known := purpose.kind(); !known {
		return "", fmt.Errorf("seal: purpose %d is unknown", purpose)
	}
	now := s.now()
	key, err := s.keys.sealing(purpose, now)
	if err != nil {
		return "", err
	}
	sealed, err := key.Seal(stamped(now, s.scope, payload), s.random)
	if errors.Is(err, jose.ErrTooLarge) {
		return "", fmt.Errorf("%w: %d bytes for purpose %s", ErrTooLarge, len(payload), purpose)
	}
	return sealed, err
}

// Open returns the payload of what was sealed for the purpose, and when, to the second. Every
// error is [ErrNotOurs]; there is no payload beside one.
func (s *Sealer) Open(purpose Purpose, sealed string) (payload []byte, sealedAt time.Time, err error) {
	return openAs(s, purpose, sealed, func(payload []byte) ([]byte, error) { return payload, nil })
}

// UsesNewest tells whether a value names the key that seals now. It opens nothing: ask it of what
// has been opened.
func (s *Sealer) UsesNewest(sealed string) bool {
	kid, _, err := jose.ReadDirectHeader(sealed)
	master, _, _ := strings.Cut(kid, ".")
	return err == nil && master == s.keys.newest
}

// openAs opens and decodes in one step, so that OnOpen hears of one outcome.
func openAs[T any](s *Sealer, purpose Purpose, sealed string, decode func([]byte) (T, error)) (T, time.Time, error) {
	var value T
	payload, at, keyID, err := s.open(purpose, sealed)
	if err == nil {
		value, err = decode(payload)
	}
	s.onOpen(keyID, OutcomeOf(err))
	if err != nil {
		var none T
		return none, time.Time{}, err
	}
	return value, at, nil
}

// open returns the ring's id of the key that sealed names even where it refuses.
func (s *Sealer) open(purpose Purpose, sealed string) (payload []byte, at time.Time, keyID string, err error) {
	kid, typ, err := jose.ReadDirectHeader(sealed)
	if err != nil {
		return nil, at, "", refuse(Malformed)
	}
	k, known := purpose.kind()
	if !known || typ != k.typ {
		return nil, at, "", refuse(OtherPurpose)
	}
	master, day, _ := strings.Cut(kid, ".")
	if _, known := s.keys.masters[master]; !known {
		return nil, at, "", refuse(UnknownKey)
	}
	now := s.now()
	if err := checkDay(day, now, k.maxAge); err != nil {
		return nil, at, master, err
	}
	data, err := s.keys.open(dayKeyName{purpose: purpose, master: master, day: day}, sealed)
	switch {
	case errors.Is(err, jose.ErrDecrypt):
		return nil, at, master, refuse(Altered)
	case err != nil:
		return nil, at, master, refuse(Malformed)
	}
	at, in, payload, ok := readStamp(data)
	switch {
	case !ok:
		return nil, at, master, refuse(Unreadable)
	case in != s.scope:
		return nil, at, master, refuse(OtherPool)
	case at.After(now.Add(maxSkew)):
		return nil, at, master, refuse(Future)
	case now.Sub(at) > k.maxAge:
		return nil, at, master, refuse(Expired)
	}
	return payload, at, master, nil
}

// checkDay refuses a day on which no value was sealed that is still, or already, in date. It
// bounds the keys that a stranger can have derived.
func checkDay(text string, now time.Time, maxAge time.Duration) error {
	begin, err := time.Parse(keyDay, text)
	switch {
	case err != nil:
		return refuse(Malformed)
	case begin.After(now.Add(maxSkew)):
		return refuse(Future)
	case now.Sub(begin.Add(day)) > maxAge:
		return refuse(Expired)
	}
	return nil
}
