package main

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	// keysFresh is how long a key set is used without a look for a newer one, keysUsable how long while none can
	// be had: a pool that takes a key back is heard within a day, or nobody is let in.
	keysFresh  = time.Hour
	keysUsable = 24 * time.Hour
	// keysPause is the least time between two fetches. Whoever invents key ids causes no more than this.
	keysPause    = 30 * time.Second
	keysTimeout  = 5 * time.Second
	keysMaxBytes = 64 << 10
	keysMaxCount = 20
	rsaMinBits   = 2048
)

var errNoKeys = errors.New("the user pool's keys cannot be had")

// keySet is the public keys of one user pool, fetched when they are first needed and when a token names one
// that is not among them.
type keySet struct {
	url    string
	client *http.Client
	now    func() time.Time

	fetching sync.Mutex // held through a fetch, so that there is one at a time
	mu       sync.RWMutex
	keys     map[string]*rsa.PublicKey
	fetched  time.Time // when keys arrived
	tried    time.Time // when they were last asked for
	fault    error     // of that try
}

// key returns the key of this id, or nil when the pool has no such key.
func (s *keySet) key(ctx context.Context, id string) (*rsa.PublicKey, error) {
	if key, age := s.known(id); key != nil && age < keysFresh {
		return key, nil
	}
	s.refresh(ctx, id)
	s.mu.RLock()
	defer s.mu.RUnlock()
	key := s.keys[id]
	// An unknown id may be of the pool's newest key, as long as the last look for it failed.
	if s.now().Sub(s.fetched) >= keysUsable || key == nil && s.fault != nil {
		return nil, fmt.Errorf("%w from %s: %w", errNoKeys, s.url, s.fault)
	}
	return key, nil
}

func (s *keySet) known(id string) (*rsa.PublicKey, time.Duration) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.keys[id], s.now().Sub(s.fetched)
}

// refresh fetches the keys, unless they were asked for a moment ago or another request has fetched them meanwhile.
// Who can do with a stale key does not wait for another's fetch.
func (s *keySet) refresh(ctx context.Context, id string) {
	if key, age := s.known(id); key == nil || age >= keysUsable {
		s.fetching.Lock()
	} else if !s.fetching.TryLock() {
		return
	}
	defer s.fetching.Unlock()
	if key, age := s.known(id); key != nil && age < keysFresh {
		return
	}
	s.mu.RLock()
	recent := s.now().Sub(s.tried) < keysPause
	s.mu.RUnlock()
	if recent {
		return
	}
	// A caller who hangs up must not spoil the fetch for those who wait for it.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keysTimeout)
	defer cancel()
	keys, err := s.fetch(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tried, s.fault = s.now(), err
	if err == nil {
		s.keys, s.fetched = keys, s.tried
	}
}

func (s *keySet) fetch(ctx context.Context) (map[string]*rsa.PublicKey, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	var set struct{ Keys []json.RawMessage }
	if err := json.NewDecoder(io.LimitReader(resp.Body, keysMaxBytes)).Decode(&set); err != nil {
		return nil, fmt.Errorf("not a key set of at most %d bytes: %w", keysMaxBytes, err)
	}
	if len(set.Keys) > keysMaxCount {
		return nil, fmt.Errorf("%d keys, more than %d", len(set.Keys), keysMaxCount)
	}
	keys := map[string]*rsa.PublicKey{}
	for _, text := range set.Keys {
		var one jose.JSONWebKey
		if json.Unmarshal(text, &one) != nil || one.KeyID == "" || one.Use != "sig" || one.Algorithm != string(algorithm) {
			continue // of a kind that is nothing to us, as RFC 7517, section 5, has it
		}
		if key, ok := one.Key.(*rsa.PublicKey); ok && key.N.BitLen() >= rsaMinBits {
			keys[one.KeyID] = key
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("no RSA key of at least %d bits for %s", rsaMinBits, algorithm)
	}
	return keys, nil
}
