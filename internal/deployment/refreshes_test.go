package deployment_test

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/deployment"
	"usher/internal/kv"
	"usher/internal/reqctx"
	"usher/internal/session"
)

// answering is a pool that says the same of every refresh token.
type answering struct {
	session.Refresher
	err   error
	asked int
}

func (a *answering) Refresh(context.Context, string) (auth.Tokens, error) {
	a.asked++
	return auth.Tokens{}, a.err
}

// failing is a store that cannot count.
type failing struct{ kv.Store }

func (failing) Spend(context.Context, []kv.Bucket) (kv.Spent, error) {
	return kv.Spent{}, errors.New("the store is down")
}

func TestRefreshesPayForWhatIsWorthNothing(t *testing.T) {
	for name, c := range map[string]struct {
		err   error // of the pool
		store kv.Store
		asked int // of 20, where 5 may be worth nothing
		last  auth.Code
	}{
		"good":                   {nil, nil, 20, ""},
		"worth nothing":          {&auth.Error{Code: auth.SessionExpired}, nil, 5, auth.UpstreamThrottled},
		"rotated out":            {&auth.Error{Code: auth.RefreshTokenReused}, nil, 5, auth.UpstreamThrottled},
		"the pool is away":       {&auth.Error{Code: auth.UpstreamUnavailable}, nil, 20, auth.UpstreamUnavailable},
		"the limits cannot tell": {nil, failing{}, 0, auth.UpstreamUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			if c.store == nil {
				c.store = kv.NewMemory(time.Now, 0)
			}
			pool := &answering{err: c.err}
			limits := limiter(t, c.store, slog.New(slog.DiscardHandler), func(_, _ string) {}, "USHER_LIMITS=dead-refresh.ip=5/1h")
			r := deployment.Refreshes{Refresher: pool, Limiter: limits}
			ctx := reqctx.WithClientIP(t.Context(), netip.MustParseAddr("192.0.2.1"))
			var err error
			for range 20 {
				_, err = r.Refresh(ctx, "token")
			}
			if pool.asked != c.asked || auth.CodeOf(err) != c.last {
				t.Errorf("the pool was asked %d times, want %d; the last answer is %v, want %q", pool.asked, c.asked, err, c.last)
			}
		})
	}
}
