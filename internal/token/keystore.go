package token

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// fetchPause is how long unknown kids are refused unseen after a fetch:
	// kids are chosen by strangers, and must not turn into requests.
	fetchPause = 10 * time.Second
	// refreshAfter is the age at which use of a key set fetches it anew, so
	// that a key withdrawn by the issuer is dropped here too.
	refreshAfter = time.Hour
	// refreshRetry is how soon a refresh that failed is tried again.
	refreshRetry = time.Minute
	// maxKeyAge is how long keys serve while the issuer cannot be reached.
	maxKeyAge = 24 * time.Hour

	maxSkippedLogged = 8 // keys per document
)

var errClosed = errors.New("the verifier is closed")

// keyStore holds the keys of one issuer. Reading them takes no lock.
type keyStore struct {
	issuer Issuer
	client *http.Client
	now    func() time.Time
	logger *slog.Logger

	current atomic.Pointer[loadedKeys]
	flight  singleflight.Group // at most one fetch at a time
	fetches sync.WaitGroup

	mu          sync.Mutex
	lastAttempt time.Time
	lastErr     error              // outcome of the last fetch that ended
	cancel      context.CancelFunc // of the fetch under way
	closed      bool
}

// loadedKeys is never changed once it is published.
type loadedKeys struct {
	byID map[string]*rsa.PublicKey
	at   time.Time
}

func newKeyStore(issuer Issuer, client *http.Client, now func() time.Time, logger *slog.Logger) *keyStore {
	return &keyStore{
		issuer: issuer,
		client: client,
		now:    now,
		logger: logger.With(slog.String("jwks", issuer.JWKSURL)),
	}
}

// lookup returns the key at hand for a kid, or nil. A key keeps its pointer
// through refreshes for as long as the issuer publishes the same numbers under
// the same kid; so an unequal pointer means that it was withdrawn.
func (s *keyStore) lookup(ctx context.Context, keyID string, now time.Time) *rsa.PublicKey {
	keys := s.current.Load()
	if keys == nil {
		return nil
	}
	age := now.Sub(keys.at)
	if age > maxKeyAge {
		return nil
	}
	if age > refreshAfter && !s.paused(now, refreshRetry) {
		s.start(ctx)
	}
	return keys.byID[keyID]
}

// find returns the key for a kid, and fetches the key set once if need be.
func (s *keyStore) find(ctx context.Context, keyID string) (*rsa.PublicKey, error) {
	if key := s.lookup(ctx, keyID, s.now()); key != nil {
		return key, nil
	}
	if err := s.wait(ctx); err != nil {
		return nil, err
	}
	if key := s.lookup(ctx, keyID, s.now()); key != nil {
		return key, nil
	}
	return nil, invalid(ReasonKey, nil)
}

func (s *keyStore) loaded(now time.Time) bool {
	keys := s.current.Load()
	return keys != nil && now.Sub(keys.at) <= maxKeyAge
}

func (s *keyStore) warm(ctx context.Context) error {
	s.mu.Lock()
	s.lastAttempt = time.Time{}
	s.mu.Unlock()
	return s.wait(ctx)
}

// wait returns the outcome of a fetch: of the one under way, of a new one, or
// during the pause of the last one.
func (s *keyStore) wait(ctx context.Context) error {
	select {
	case outcome := <-s.start(ctx):
		if outcome.Err != nil {
			return fmt.Errorf("%w: %w", ErrKeysUnavailable, outcome.Err)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", ErrKeysUnavailable, ctx.Err())
	}
}

// start joins the fetch under way or begins one. The fetch outlives ctx: one
// caller who hangs up must not fail the others who wait for the same keys.
func (s *keyStore) start(ctx context.Context) <-chan singleflight.Result {
	return s.flight.DoChan("", func() (any, error) {
		return nil, s.fetchUnlessPaused(context.WithoutCancel(ctx))
	})
}

// paused says whether the last fetch began less than pause ago.
func (s *keyStore) paused(now time.Time, pause time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inPause(now, pause)
}

func (s *keyStore) inPause(now time.Time, pause time.Duration) bool {
	return !s.lastAttempt.IsZero() && now.Sub(s.lastAttempt) < pause
}

func (s *keyStore) fetchUnlessPaused(ctx context.Context) error {
	s.mu.Lock()
	now := s.now()
	if s.closed {
		s.mu.Unlock()
		return errClosed
	}
	if s.inPause(now, fetchPause) {
		defer s.mu.Unlock()
		return s.lastErr
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	s.lastAttempt, s.cancel = now, cancel
	s.fetches.Add(1)
	defer s.fetches.Done()
	s.mu.Unlock()

	err := s.fetch(ctx)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastErr = err
	return err
}

// fetch replaces the keys at hand by those published, and on any fault leaves
// them as they are.
func (s *keyStore) fetch(ctx context.Context) (err error) {
	// A fetch has its own goroutine, where a panic would end the process; and
	// the transport may be a whole server in this process.
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("fetching the key set panicked: %v", cause)
			s.logger.LogAttrs(ctx, slog.LevelError, "keys of the issuer could not be fetched", slog.Any("error", err))
		}
	}()
	set, err := fetchKeySet(ctx, s.client, s.issuer.JWKSURL)
	for _, skipped := range set.Skipped[:min(len(set.Skipped), maxSkippedLogged)] {
		s.logger.LogAttrs(ctx, slog.LevelWarn, "key of the issuer is not used",
			slog.Int("index", skipped.Index), slog.String("kid", skipped.KeyID), slog.String("reason", skipped.Reason))
	}
	old := s.current.Load()
	if err != nil {
		s.logger.LogAttrs(ctx, slog.LevelWarn, "keys of the issuer could not be fetched",
			slog.Any("error", err), slog.Bool("keys_at_hand", old != nil))
		return err
	}
	if old != nil {
		keepPointers(set.Keys, old.byID)
	}
	s.current.Store(&loadedKeys{byID: set.Keys, at: s.now()})
	if old == nil || !maps.Equal(set.Keys, old.byID) {
		s.logger.LogAttrs(ctx, slog.LevelInfo, "keys of the issuer loaded",
			slog.Any("kids", slices.Sorted(maps.Keys(set.Keys))))
	}
	return nil
}

func keepPointers(fresh, old map[string]*rsa.PublicKey) {
	for keyID, key := range fresh {
		if known := old[keyID]; known != nil && known.Equal(key) {
			fresh[keyID] = known
		}
	}
}

func (s *keyStore) close() {
	s.mu.Lock()
	s.closed = true
	if s.cancel != nil {
		s.cancel()
	}
	s.mu.Unlock()
	s.fetches.Wait()
}
