package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"usher/internal/jose"
)

const (
	// maxDayKeys is in derived keys of about 1 KiB. A purpose needs one a day that values still
	// come from; beyond, a key is derived again, which costs a few microseconds.
	maxDayKeys = 1024

	keyDay = "20060102" // in UTC
)

// dayKeyName names a derived key. Ids have no dot, so keyID splits in one way.
type dayKeyName struct {
	purpose Purpose
	master  string
	day     string
}

func (n dayKeyName) keyID() string { return n.master + "." + n.day }

// dayKeys derives the keys that values are sealed with.
type dayKeys struct {
	newest  string
	masters map[string]masterKey
	derived *lru.Cache[dayKeyName, *jose.DirectKey]
}

func newDayKeys(ring []masterKey) (*dayKeys, error) {
	derived, err := lru.New[dayKeyName, *jose.DirectKey](maxDayKeys)
	if err != nil {
		return nil, err
	}
	masters := make(map[string]masterKey, len(ring))
	for _, key := range ring {
		masters[key.id] = key
	}
	return &dayKeys{newest: ring[0].id, masters: masters, derived: derived}, nil
}

// sealing returns the key for values of this moment.
func (d *dayKeys) sealing(purpose Purpose, now time.Time) (*jose.DirectKey, error) {
	name := dayKeyName{purpose: purpose, master: d.newest, day: now.UTC().Format(keyDay)}
	if key, ok := d.derived.Get(name); ok {
		return key, nil
	}
	key, err := d.derive(name)
	if err != nil {
		return nil, err
	}
	d.derived.Add(name, key)
	return key, nil
}

// open opens with the named key, whose master must be in the ring. A key is kept only once it has
// opened something: whoever makes up names cannot push out those in use.
func (d *dayKeys) open(name dayKeyName, sealed string) ([]byte, error) {
	key, kept := d.derived.Get(name)
	if !kept {
		var err error
		if key, err = d.derive(name); err != nil {
			return nil, err
		}
	}
	plaintext, err := key.Open(sealed)
	if err == nil && !kept {
		d.derived.Add(name, key)
	}
	return plaintext, err
}

// derive makes the key of one purpose and day, so that what one of them shows of its key, or uses
// up of its nonces, is nothing to the others.
func (d *dayKeys) derive(name dayKeyName) (*jose.DirectKey, error) {
	k, _ := name.purpose.kind()
	master := d.masters[name.master].secret()
	secret, err := hkdf.Key(sha256.New, master[:], nil, "usher/v1|"+k.name+"|"+name.day, jose.DirectKeyBytes)
	if err != nil {
		return nil, fmt.Errorf("seal: deriving a key: %w", err)
	}
	return jose.NewDirectKey([jose.DirectKeyBytes]byte(secret), name.keyID(), k.typ)
}
