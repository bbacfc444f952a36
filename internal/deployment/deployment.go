package deployment

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"usher/internal/config"
	"usher/internal/kv"
	"usher/internal/session"
)

const (
	// maxEntries bounds what is kept in the memory of this process: some 150 MB when full. Those
	// that would die first make room, so notes of minutes go before a month's sign-outs.
	maxEntries = 600_000
	// maxLists bounds the lists of sessions in memory, one per user and mostly below 1 KB each. They
	// have a memory of their own: a list that is lost fills again, and must push no sign-out away.
	maxLists = 50_000
	// maxLimits bounds the buckets in memory, some 30 MB when full. They have a memory of their own,
	// so that a flood of callers pushes nothing else away.
	maxLimits = 200_000
	// patience is how long a refresh or a limit waits for one call to Redis. Other calls are given up
	// sooner; here a moment's delay is cheaper than a second refresh at Cognito or a limit that each
	// instance holds alone, and who waits for either waits for Cognito anyway.
	patience = 2 * time.Second
	// redisPrefix tells our keys from those of others in the same database.
	redisPrefix = "usher:"
)

// Store is the store of short-lived values. Its calls do not fail for want of Redis.
type Store struct {
	kv.Store
	lists    kv.Store
	fallback *kv.Fallback // nil without REDIS_URL
	shared   *kv.Fallback // likewise; of more patience
	limits   kv.Store
	limited  *kv.Fallback // limits over Redis; nil without REDIS_URL
	close    func() error
}

// OpenStore opens the store that the settings name. That Redis does not answer is no error: it is
// said in the log, and used when it does.
func OpenStore(ctx context.Context, cfg config.Config, now func() time.Time, log *slog.Logger) (*Store, error) {
	memory, lists, limits := kv.NewMemory(now, maxEntries), kv.NewMemory(now, maxLists), kv.NewMemory(now, maxLimits)
	if !cfg.RedisURL.IsSet() {
		return &Store{Store: memory, lists: lists, limits: limits, close: func() error { return nil }}, nil
	}
	address, err := kv.ParseURL(cfg.RedisURL.Reveal())
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	instance := rand.Text()
	redis, err := kv.NewRedis(address, kv.RedisOptions{Prefix: redisPrefix, Instance: instance})
	if err != nil {
		return nil, err
	}
	patient, err := kv.NewRedis(address, kv.RedisOptions{Prefix: redisPrefix, Instance: instance, OpTimeout: patience})
	if err != nil {
		return nil, errors.Join(err, redis.Close())
	}
	fallback := kv.NewFallback(redis, memory, kv.FallbackOptions{
		Now: now, Logger: log, Keep: session.IsRevocation, Merge: session.MergeRevocations,
	})
	// One log tells of the server's health; after one failure of this much patience no refresh waits.
	silent := slog.New(slog.DiscardHandler)
	shared := kv.NewFallback(patient, memory, kv.FallbackOptions{Now: now, Logger: silent, Failures: 1})
	limited := kv.NewFallback(patient, limits, kv.FallbackOptions{Now: now, Logger: silent, Failures: 1})
	listed := kv.NewFallback(redis, lists, kv.FallbackOptions{Now: now, Logger: silent})
	if !cfg.Local() && !cfg.ClientSecret.IsSet() {
		log.Warn("the app client has no secret that instances could derive keys from: each keeps its notes and limits to itself, and without USHER_SEAL_KEYS its refreshes and its lists of sessions",
			"remedy", "use an app client with a secret, or set USHER_SEAL_KEYS")
	}
	// Its calls find out at once whether Redis answers, and not at the first users' cost.
	// Limits also learn how many instances there are, should Redis fail before anybody is counted.
	_ = kv.Check(ctx, fallback)
	_ = kv.Check(ctx, limited)
	log.Info("instances share a store", "address", address.String())
	return &Store{Store: fallback, lists: listed, fallback: fallback, shared: shared, limits: limited, limited: limited, close: func() error {
		fallback.Close()
		shared.Close()
		limited.Close()
		listed.Close()
		return errors.Join(redis.Close(), patient.Close())
	}}, nil
}

// Lists is the store for the lists of users' sessions.
func (s *Store) Lists() kv.Store { return s.lists }

// Limits is the store that limits are counted in.
func (s *Store) Limits() kv.Store { return s.limits }

// Shared is the store for refreshes if other instances may be behind it, and nil otherwise.
func (s *Store) Shared() kv.Store {
	if s.shared == nil {
		return nil
	}
	return s.shared
}

// probeKey is asked for, and never there.
const probeKey = "readiness"

// Degraded asks Redis and says why it is not in use; nil means that it is, or that none was named. A
// Redis that takes all but buckets, such as a cluster, is one that limits are not shared over.
func (s *Store) Degraded(ctx context.Context) error {
	if s.fallback == nil {
		return nil
	}
	_, _, _ = s.Get(ctx, probeKey)
	if err := s.fallback.Degraded(); err != nil {
		return err
	}
	return s.limited.Degraded()
}

// Close ends the connections. What waits for a failed Redis is lost.
func (s *Store) Close() error { return s.close() }
