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

	reading sync.Mutex // held over the call, by the one who makes it

	mu    sync.Mutex
	value PoolSettings
	known bool
	until time.Time
}

const (
	settingsLife       = 10 * time.Minute
	settingsRetryPause = time.Minute // after a failure, so that a pool that is down is not asked per request
	settingsLimit      = 5 * time.Second
)

// Settings returns what the pool allows, at most ten minutes old. While the pool cannot be read,
// it is the last that was, or else a cautious assumption. The password policy is the stricter of the
// pool's and the service's own.
func (s *Service) Settings(ctx context.Context) PoolSettings {
	settings := s.settings.get(ctx)
	settings.PasswordPolicy = s.passwords.over(settings.PasswordPolicy)
	return settings
}

func (c *settingsCache) get(ctx context.Context) PoolSettings {
	value, known, due := c.look()
	switch {
	case !due:
		return value
	case !known:
		c.reading.Lock() // nothing to go on without
	case !c.reading.TryLock():
		return value // somebody else is reading
	}
	defer c.reading.Unlock()
	if value, _, due = c.look(); !due {
		return value
	}
	return c.read(ctx)
}

func (c *settingsCache) look() (value PoolSettings, known, due bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.value, c.known, !c.now().Before(c.until)
}

// read asks the pool. What it says serves all callers, so it does not end with this one.
func (c *settingsCache) read(ctx context.Context) PoolSettings {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settingsLimit)
	defer cancel()
	value, err := c.pool.Settings(ctx)
	if err != nil && CodeOf(err) != NotEnabled {
		c.log.Warn("the pool's settings could not be read", "error", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.value, c.known, c.until = value, true, c.now().Add(settingsLife)
	case !c.known:
		c.value = PoolSettings{SignUpOpen: true, PasswordPolicy: StrictPolicy(), UsernameIs: []UsernameKind{UsernameEmail}}
		fallthrough
	default:
		c.until = c.now().Add(settingsRetryPause)
	}
	return c.value
}
