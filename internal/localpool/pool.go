package localpool

import (
	"errors"
	"io"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"time"
)

// Pool serves one or more user pools that share a store. It is safe for concurrent use.
type Pool struct {
	opts       Options
	store      store
	random     io.Reader
	now        func() time.Time
	logger     *slog.Logger
	faults     *Faults
	hasher     *hasher
	seed       Seed
	operations map[string]operation

	mu        sync.RWMutex
	realms    map[string]*realm
	nextSweep time.Time
}

// Open creates or loads the data and, on the first start, seeds a pool with two app clients. Its errors are one sentence
// that says what to do.
func Open(opts Options) (*Pool, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	data, err := openStore(opts.Dir)
	if err != nil {
		return nil, err
	}
	p := &Pool{
		opts: opts, store: data, random: opts.Rand, now: opts.Now, logger: opts.Logger,
		faults: newFaults(), operations: operations(), realms: map[string]*realm{},
	}
	if err := p.start(); err != nil {
		_ = data.close()
		return nil, err
	}
	return p, nil
}

func (p *Pool) start() error {
	var err error
	if p.hasher, err = newHasher(p.opts.Hash, p.random); err != nil {
		return err
	}
	if err := p.ensureSeed(); err != nil {
		return err
	}
	return p.view(func(t tx) error {
		return t.each(bucketKeys, func(poolID string, value []byte) error {
			var keys poolKeys
			if err := decodeRecord(bucketKeys, value, &keys); err != nil {
				return err
			}
			return p.addRealm(poolID, &keys)
		})
	})
}

// Close releases the data file. Calls that are still running finish or fail.
func (p *Pool) Close() error { return p.store.close() }

// Seed returns what the first start made.
func (p *Pool) Seed() Seed { return p.seed }

// Faults returns the fault injection of this pool.
func (p *Pool) Faults() *Faults { return p.faults }

// Calls returns how often an operation was received since Open, spoiled calls included.
func (p *Pool) Calls(operation string) int { return p.faults.count(operation) }

// issuerOf gives every pool the prefix of the seeded pool's issuer.
func (p *Pool) issuerOf(poolID string) string {
	return strings.TrimSuffix(p.opts.Issuer, seedPoolID) + poolID
}

func (p *Pool) addRealm(poolID string, keys *poolKeys) error {
	added, err := newRealm(poolID, p.issuerOf(poolID), keys)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.realms[poolID] = added
	return nil
}

func (p *Pool) realm(poolID string) (*realm, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	found, ok := p.realms[poolID]
	return found, ok
}

func (p *Pool) realmCount() int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return len(p.realms)
}

// realmOfAccessKey finds the pool that signs access tokens with a key id.
func (p *Pool) realmOfAccessKey(kid string) (*realm, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for found := range maps.Values(p.realms) {
		if found.accessKid == kid {
			return found, true
		}
	}
	return nil, false
}

func (p *Pool) view(fn func(tx) error) error { return p.store.view(fn) }

// update commits when fn succeeds, and also when it fails with keep.
func (p *Pool) update(fn func(tx) error) error {
	var answer error
	err := p.store.update(func(t tx) error {
		err := fn(t)
		if k, ok := errors.AsType[*kept](err); ok {
			answer = k.answer
			return nil
		}
		return err
	})
	if err != nil {
		return err
	}
	return answer
}
