package deployment

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"log/slog"
	"time"

	"usher/internal/config"
	"usher/internal/kv"
	"usher/internal/ratelimit"
	"usher/internal/reqctx"
)

// limitKeys is the purpose of the key under which callers are counted.
const limitKeys = "usher/v1|limits"

// NewLimiter makes what holds callers to the limits that the settings name. In local mode there is one
// machine, so its own address is not counted.
func NewLimiter(
	cfg config.Config, store kv.Store, secret []byte, now func() time.Time, log *slog.Logger, refused func(policy, by string),
) (*ratelimit.Limiter, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, limitKeys, sha256.Size)
	if err != nil {
		return nil, err
	}
	if cfg.Limits.Off() {
		log.Warn("USHER_LIMITS is off: anybody can guess and send without end")
	}
	return ratelimit.New(ratelimit.Config{
		Store: store, Policies: cfg.Limits, Secret: key, Now: now, ExemptLoopback: cfg.Local(), Logger: log,
		OnRefusal: func(policy string, by ratelimit.Dimension) { refused(policy, string(by)) },
	})
}

// Messages counts what the flows send of their own accord.
type Messages struct {
	Limiter *ratelimit.Limiter
	Logger  *slog.Logger
}

// MaySend implements auth.Limits.
func (m Messages) MaySend(ctx context.Context, recipient string) bool {
	_, err := m.Limiter.Take(ctx, ratelimit.SendCode, ratelimit.Caller{IP: reqctx.ClientIP(ctx), Recipient: recipient})
	if _, refused := errors.AsType[*ratelimit.Refusal](err); err != nil && !refused {
		m.Logger.WarnContext(ctx, "the limits cannot tell whether a message may be sent, so it is not", "error", err)
	}
	return err == nil
}
