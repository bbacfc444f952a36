package deployment

import (
	"context"
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
	// redisPrefix tells our keys from those of others in the same database.
	redisPrefix = "usher:"
)

// Store is the store of short-lived values. Its calls do not fail for want of Redis.
type Store struct {
	kv.Store
	redis    *kv.Redis    // nil without REDIS_URL
	fallback *kv.Fallback // likewise
}

// OpenStore opens the store that the settings name. That Redis does not answer is no error: it is
// said in the log, and used when it does.
func OpenStore(ctx context.Context, cfg config.Config, now func() time.Time, log *slog.Logger) (*Store, error) {
	memory := kv.NewMemory(now, maxEntries)
	if !cfg.RedisURL.IsSet() {
		return &Store{Store: memory}, nil
	}
	address, err := kv.ParseURL(cfg.RedisURL.Reveal())
	if err != nil {
		return nil, fmt.Errorf("REDIS_URL: %w", err)
	}
	redis, err := kv.NewRedis(address, kv.RedisOptions{Prefix: redisPrefix})
	if err != nil {
		return nil, err
	}
	fallback := kv.NewFallback(redis, memory, kv.FallbackOptions{
		Now: now, Logger: log, Keep: session.IsRevocation, Merge: session.MergeRevocations,
	})
	if !cfg.Local() && !cfg.ClientSecret.IsSet() {
		log.Warn("the app client has no secret that instances could derive keys from: each keeps its notes to itself, and without USHER_SEAL_KEYS its refreshes",
			"remedy", "use an app client with a secret")
	}
	// Its calls find out at once whether Redis answers, and not at the first users' cost.
	_ = kv.Check(ctx, fallback)
	log.Info("instances share a store", "address", address.String())
	return &Store{Store: fallback, redis: redis, fallback: fallback}, nil
}

// Shared is the store if other instances may be behind it, and nil otherwise.
func (s *Store) Shared() kv.Store {
	if s.fallback == nil {
		return nil
	}
	return s.fallback
}

// probeKey is asked for, and never there.
const probeKey = "readiness"

// Degraded asks Redis and says why it is not in use; nil means that it is, or that none was named.
func (s *Store) Degraded(ctx context.Context) error {
	if s.fallback == nil {
		return nil
	}
	_, _, _ = s.Get(ctx, probeKey)
	return s.fallback.Degraded()
}

// Close ends the connections. What waits for a failed Redis is lost.
func (s *Store) Close() error {
	if s.fallback == nil {
		return nil
	}
	s.fallback.Close()
	return s.redis.Close()
}
