package envelope

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"usher/internal/jose"
)

const (
	week         = 7 * 24 * time.Hour
	minRootBytes = 32
	scalarBytes  = 32 // of P-256
	// maxKeys bounds what is kept derived: three weeks of eight roots at the turn of a week.
	maxKeys = 24
	// maxTries bounds the search for a scalar. One in 2^32 candidates is none.
	maxTries = 4
)

// Root is a secret that a line of keys comes from. Its id is 1 to 16 of a-z and 0-9.
type Root struct {
	ID     string
	Reveal func() []byte // at least 32 random bytes, for envelopes alone
}

var (
	rootID = regexp.MustCompile(`^[a-z0-9]{1,16}$`)
	keyID  = regexp.MustCompile(`^([a-z0-9]{1,16})\.([0-9]{4}w[0-9]{2})$`)
)

// weekKey is what one root gives for one week.
type weekKey struct {
	keyID     string
	agreement *jose.AgreementKey
	nonceKey  []byte
}

// weekKeys derives keys and keeps those in use.
type weekKeys struct {
	first string
	roots map[string]Root

	mu      sync.Mutex
	derived map[string]*weekKey // by key id
}

func newWeekKeys(roots []Root) (*weekKeys, error) {
	if len(roots) == 0 {
		return nil, errors.New("envelope: a root is required")
	}
	out := &weekKeys{first: roots[0].ID, roots: map[string]Root{}, derived: map[string]*weekKey{}}
	for _, root := range roots {
		if _, twice := out.roots[root.ID]; twice || !rootID.MatchString(root.ID) || len(root.Reveal()) < minRootBytes {
			return nil, fmt.Errorf("envelope: each root needs an id of its own, of a-z and 0-9, and %d bytes", minRootBytes)
		}
		out.roots[root.ID] = root
	}
	return out, nil
}

// publish returns the key to seal with at this time.
func (w *weekKeys) publish(now time.Time) (*weekKey, error) { return w.key(w.first, weekOf(now)) }

// of returns the key that an envelope names. The one of last week still opens, and at the turn of a
// week that of an instance whose clock is ahead. Where the key is out of use, or of another ring, the
// client's is an old one.
func (w *weekKeys) of(sealed string, now time.Time) (*weekKey, error) {
	named, err := jose.ReadAgreementKeyID(sealed)
	if err != nil {
		return nil, refused("%w", err)
	}
	parts := keyID.FindStringSubmatch(named)
	if parts == nil {
		return nil, refused("the key id is none of ours")
	}
	root, of := parts[1], parts[2]
	if _, ours := w.roots[root]; !ours || of != weekOf(now) && of != weekOf(now.Add(-week)) && of != weekOf(now.Add(clockSkew)) {
		return nil, fmt.Errorf("%w: the key is out of use", ErrExpired)
	}
	return w.key(root, of)
}

// weekOf names a week by ISO 8601, in UTC, such as 2026w48.
func weekOf(t time.Time) string {
	year, number := t.UTC().ISOWeek()
	return fmt.Sprintf("%04dw%02d", year, number)
}

// key derives the key of a root of ours and a week in use: others must not fill the map.
func (w *weekKeys) key(root, of string) (*weekKey, error) {
	id := root + "." + of
	w.mu.Lock()
	defer w.mu.Unlock()
	if key, kept := w.derived[id]; kept {
		return key, nil
	}
	key, err := derive(w.roots[root].Reveal(), id)
	if err != nil {
		return nil, err
	}
	if len(w.derived) >= maxKeys {
		clear(w.derived)
	}
	w.derived[id] = key
	return key, nil
}

func derive(root []byte, id string) (*weekKey, error) {
	private, err := derivePrivate(root, id)
	if err != nil {
		return nil, err
	}
	agreement, err := jose.NewAgreementKey(private, id, Typ)
	if err != nil {
		return nil, fmt.Errorf("envelope: %w", err)
	}
	nonceKey, err := hkdf.Key(sha256.New, root, nil, "nonce|"+id, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("envelope: deriving a key: %w", err)
	}
	return &weekKey{keyID: id, agreement: agreement, nonceKey: nonceKey}, nil
}

// derivePrivate takes the first candidate that is a scalar of the curve, so that every scalar is as
// likely as any other (FIPS 186-5, appendix A.2.2).
func derivePrivate(root []byte, id string) (*ecdh.PrivateKey, error) {
	for try := range maxTries {
		scalar, err := hkdf.Key(sha256.New, root, nil, strings.Join([]string{"agreement", id, strconv.Itoa(try)}, "|"), scalarBytes)
		if err != nil {
			return nil, fmt.Errorf("envelope: deriving a key: %w", err)
		}
		if private, err := ecdh.P256().NewPrivateKey(scalar); err == nil {
			return private, nil
		}
	}
	return nil, errors.New("envelope: no candidate is a scalar of P-256")
}
