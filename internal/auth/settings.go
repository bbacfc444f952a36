package auth

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// settingsCache keeps what the pool allows. Reading it costs one call to a scarce quota, and it
// changes about never.
type settingsCache struct {
	pool UserPool
	now  func() time.Time
	log  *slog.Logger

	mu    sync.Mutex
	value PoolSettings
	known bool
	until time.Time
}

const (
	settingsLife       = 10 * time.Minute
	settingsRetryPause = time.Minute // after a failure, so that a pool that is down is not asked per request
)

// Settings returns what the pool allows, at most ten minutes old. While the pool cannot be read,
// it is the last that was, or else a cautious assumption.
func (s *Service) Settings(ctx context.Context) PoolSettings { return s.settings.get(ctx) }

func (c *settingsCache) policy(ctx context.Context) PasswordPolicy { return c.get(ctx).PasswordPolicy }

func (c *settingsCache) get(ctx context.Context) PoolSettings {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now().Before(c.until) {
		return c.value
	}
	value, err := c.pool.Settings(ctx)
	if err == nil {
		c.value, c.known, c.until = value, true, c.now().Add(settingsLife)
		return c.value
	}
	if CodeOf(err) != NotEnabled {
		c.log.Warn("the pool's settings could not be read", "error", err)
	}
	if !c.known {
		c.value = PoolSettings{SignUpOpen: true, PasswordPolicy: StrictPolicy(), UsernameIs: []UsernameKind{UsernameEmail}}
	}
	c.until = c.now().Add(settingsRetryPause)
	return c.value
}
