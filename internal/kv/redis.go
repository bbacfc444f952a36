package kv

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Defaults of [RedisOptions]. A sign-in waits for several calls, so a server that is not there
// must be found out soon; but in a burst of requests a call also waits for a processor and for a
// connection, and a server must not be taken for dead for that.
const (
	DefaultDialTimeout = 250 * time.Millisecond // for a connection, TLS included
	DefaultOpTimeout   = 250 * time.Millisecond // to send a command, and to read its answer
	DefaultPoolSize    = 32                     // connections
)

// RedisOptions are what the URL does not say. Zero values mean the defaults.
type RedisOptions struct {
	Prefix      string // before every key, such as "usher:"
	DialTimeout time.Duration
	OpTimeout   time.Duration
	PoolSize    int
	Instance    string      // the same for all clients of a process, and for no other; by default random
	TLS         *tls.Config // replaces the system's roots for rediss://, such as for a private CA
}

// Redis is a Store in one Redis server (6.2 or later) or anything that speaks like one; a Redis
// Cluster is not. Every call is one round trip and takes at most DialTimeout + OpTimeout.
//
// Nothing is retried: after a lost answer nobody knows whether a Take or a Count happened.
type Redis struct {
	client   *redis.Client
	scripts  scripts
	prefix   string
	budget   time.Duration // of a call
	instance string
}

// NewRedis makes a Store. It does not connect; the first call does.
func NewRedis(address Address, o RedisOptions) (*Redis, error) {
	if address.options == nil {
		return nil, errors.New("kv: no Redis address; make one with ParseURL")
	}
	if o.DialTimeout < 0 || o.OpTimeout < 0 || o.PoolSize < 0 {
		return nil, errors.New("kv: timeouts and pool size of Redis must not be negative")
	}
	if o.DialTimeout == 0 {
		o.DialTimeout = DefaultDialTimeout
	}
	if o.OpTimeout == 0 {
		o.OpTimeout = DefaultOpTimeout
	}
	if o.PoolSize == 0 {
		o.PoolSize = DefaultPoolSize
	}
	if o.Instance == "" {
		o.Instance = rand.Text()
	}
	from := address.options
	options := &redis.Options{
		Network: from.Network, Addr: from.Addr, DB: from.DB, Username: from.Username, Password: from.Password,
		TLSConfig:   from.TLSConfig.Clone(),
		DialTimeout: o.DialTimeout, ReadTimeout: o.OpTimeout, WriteTimeout: o.OpTimeout,
		PoolSize: o.PoolSize, MaxActiveConns: o.PoolSize, PoolTimeout: o.DialTimeout + o.OpTimeout,
		ContextTimeoutEnabled: true,
		MaxRetries:            -1, // none
		DialerRetries:         1,  // one try in all

		// Question and answer in turn is all that is needed: no pushed messages, no pipelines,
		// nothing told to the server about this client.
		Protocol:                 2,
		PipelinePoolSize:         -1,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	if o.TLS != nil && from.TLSConfig != nil {
		options.TLSConfig = o.TLS.Clone()
		if options.TLSConfig.ServerName == "" {
			options.TLSConfig.ServerName = from.TLSConfig.ServerName
		}
		options.TLSConfig.MinVersion = max(options.TLSConfig.MinVersion, tls.VersionTLS12)
	}
	// The library writes to standard error, a line per failed dial, past the server's own log. What
	// it says there is in the errors of the calls, too. It has one logger for all clients.
	logging.Disable()
	return &Redis{
		client: redis.NewClient(options), scripts: newScripts(),
		prefix: o.Prefix, budget: o.DialTimeout + o.OpTimeout, instance: o.Instance,
	}, nil
}

// Ping asks the server whether it answers.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	return failed("ping", r.client.Ping(ctx).Err())
}

// Close ends all connections. Calls fail afterwards.
func (r *Redis) Close() error {
	if err := r.client.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return failed("close", err)
	}
	return nil
}

// Get implements Store.
func (r *Redis) Get(ctx context.Context, key string) ([]byte, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	return found("get", r.client.Get(ctx, r.value(key)))
}

// Set implements Store.
func (r *Redis) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	if life <= 0 {
		return ErrNoLife
	}
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	return failed("set", r.client.Do(ctx, "SET", r.value(key), value, "PX", milliseconds(life)).Err())
}

// SetIfAbsent implements Store.
func (r *Redis) SetIfAbsent(ctx context.Context, key string, value []byte, life time.Duration) (bool, error) {
	if life <= 0 {
		return false, ErrNoLife
	}
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	err := r.client.Do(ctx, "SET", r.value(key), value, "PX", milliseconds(life), "NX").Err()
	if errors.Is(err, redis.Nil) {
		return false, nil
	}
	return err == nil, failed("set if absent", err)
}

// Swap implements Store.
func (r *Redis) Swap(ctx context.Context, key string, old, next []byte, life time.Duration) (bool, error) {
	if err := checkSwap(old, next, life); err != nil {
		return false, err
	}
	if old == nil {
		return r.SetIfAbsent(ctx, key, next, life)
	}
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	keys := []string{r.value(key)}
	var cmd *redis.Cmd
	if next == nil {
		cmd = r.scripts.remove.Run(ctx, r.client, keys, old)
	} else {
		cmd = r.scripts.swap.Run(ctx, r.client, keys, old, next, milliseconds(life))
	}
	n, err := cmd.Int64()
	return n == 1, failed("swap", err)
}

// Take implements Store.
func (r *Redis) Take(ctx context.Context, key string) ([]byte, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	return found("take", r.client.GetDel(ctx, r.value(key)))
}

// Delete implements Store.
func (r *Redis) Delete(ctx context.Context, key string) error {
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	return failed("delete", r.client.Del(ctx, r.value(key), r.counter(key), r.bucket(key)).Err())
}

// Count implements Store.
func (r *Redis) Count(ctx context.Context, key string, life time.Duration) (int64, error) {
	if life <= 0 {
		return 0, ErrNoLife
	}
	ctx, cancel := context.WithTimeout(ctx, r.budget)
	defer cancel()
	n, err := r.scripts.count.Run(ctx, r.client, []string{r.counter(key)}, milliseconds(life)).Int64()
	return n, failed("count", err)
}

func (r *Redis) value(key string) string   { return r.prefix + "v:" + key }
func (r *Redis) counter(key string) string { return r.prefix + "n:" + key }
func (r *Redis) bucket(key string) string  { return r.prefix + "b:" + key }

// milliseconds rounds up, so that no life becomes none.
func milliseconds(life time.Duration) int64 {
	return int64((life-1)/time.Millisecond) + 1
}

// found turns Redis' reply of nothing into a value that was not found.
func found(what string, cmd *redis.StringCmd) ([]byte, bool, error) {
	text, err := cmd.Result()
	switch {
	case errors.Is(err, redis.Nil):
		return nil, false, nil
	case err != nil:
		return nil, false, failed(what, err)
	}
	return []byte(text), true, nil
}

func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("kv: redis: %s: %w", what, err)
}
