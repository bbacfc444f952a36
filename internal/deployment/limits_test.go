package deployment_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"

	"usher/internal/config"
	"usher/internal/deployment"
	"usher/internal/kv"
	"usher/internal/ratelimit"
	"usher/internal/reqctx"
)

func limiter(t *testing.T, store kv.Store, log *slog.Logger, refused func(policy, by string), settings ...string) *ratelimit.Limiter {
	t.Helper()
	cfg, err := config.Load(settings)
	if err != nil {
		t.Fatal(err)
	}
	l, err := deployment.NewLimiter(cfg, store, make([]byte, 32), time.Now, log, refused)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestALimiterCountsByTheSettings(t *testing.T) {
	pool := []string{"COGNITO_USER_POOL_ID=eu-west-1_AbCd12345", "COGNITO_CLIENT_ID=1example"}
	for _, c := range []struct {
		name     string
		settings []string
		from     string
		taken    int // of 40
		warned   bool
	}{
		{"local mode, this machine", nil, "127.0.0.1", 40, false},
		{"local mode, another one", nil, "192.0.2.1", 30, false},
		{"a user pool, this machine", pool, "127.0.0.1", 30, false},
		{"other figures", append(pool, "USHER_LIMITS=sign-in.ip=7/1h"), "127.0.0.1", 7, false},
		{"off", []string{"USHER_LIMITS=off"}, "192.0.2.1", 40, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			refusals := map[string]int{}
			l := limiter(t, kv.NewMemory(time.Now, 0), slog.New(slog.NewTextHandler(&log, nil)),
				func(policy, by string) { refusals[policy+" by "+by]++ }, c.settings...)
			taken := 0
			for range 40 {
				if _, err := l.Take(t.Context(), ratelimit.SignIn, ratelimit.Caller{IP: netip.MustParseAddr(c.from)}); err == nil {
					taken++
				}
			}
			if taken != c.taken || refusals["sign-in by ip"] != 40-taken {
				t.Errorf("%d of 40 taken, want %d; refusals told: %v", taken, c.taken, refusals)
			}
			if warned := strings.Contains(log.String(), "USHER_LIMITS is off"); warned != c.warned {
				t.Errorf("log: %s", &log)
			}
		})
	}
}

// broken is a store whose buckets fail.
type broken struct{ kv.Store }

func (broken) Spend(context.Context, []kv.Bucket) (kv.Spent, error) {
	return kv.Spent{}, errors.New("out of order")
}

func TestMessagesOfTheFlowsAreCounted(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	ctx := reqctx.WithClientIP(t.Context(), netip.MustParseAddr("127.0.0.1"))
	messages := deployment.Messages{Limiter: limiter(t, kv.NewMemory(time.Now, 0), logger, func(_, _ string) {}), Logger: logger}
	for i := range 11 { // local mode sends ten
		if may := messages.MaySend(ctx, "ann@example.com"); may != (i < 10) {
			t.Errorf("message %d: %t", i+1, may)
		}
	}
	if !messages.MaySend(ctx, "bob@example.com") {
		t.Error("another recipient's is refused")
	}
	log.Reset()
	messages.Limiter = limiter(t, broken{}, logger, func(_, _ string) {})
	if messages.MaySend(ctx, "eve@example.com") || !strings.Contains(log.String(), "out of order") {
		t.Errorf("what cannot be counted is sent, or nobody is told: %s", &log)
	}
}
