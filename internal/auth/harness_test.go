package auth_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"usher/internal/audit"
	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/kv"
)

// harness is a Service over a fake pool, a real store and a clock.
type harness struct {
	*auth.Service
	pool  *authtest.FakePool
	store *brittleStore
	log   bytes.Buffer
	mu    sync.Mutex
	clock time.Time

	refused bool     // whether limits refuse what a flow would send
	counted []string // recipients of what a flow would send

	active   []auth.ActiveSession // what the list says
	sessions []string             // revoked, by id
	users    []string             // revoked, by sub
	endedAt  time.Time            // the sessions of the last of them that began until then
}

func newHarness(t *testing.T, settings ...func(*harness, *auth.Config)) *harness {
	t.Helper()
	h := &harness{pool: &authtest.FakePool{}, clock: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
	h.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		return auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 8, Digit: true}}, nil
	}
	h.store = &brittleStore{Store: kv.NewMemory(h.now, 0)}
	cfg := auth.Config{
		Pool: h.pool, Store: h.store, Sessions: h, Limits: h, Secret: bytes.Repeat([]byte{7}, 32), Now: h.now,
		Challenges: boxes{now: h.now}, Trail: audit.New(slog.New(slog.NewTextHandler(&h.log, nil))),
		Logger: slog.New(slog.NewTextHandler(&h.log, nil)),
	}
	for _, set := range settings {
		set(h, &cfg)
	}
	service, err := auth.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	h.Service = service
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	return h
}

func (h *harness) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

func (h *harness) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(d)
}

// MaySend implements auth.Limits.
func (h *harness) MaySend(_ context.Context, recipient string) bool {
	h.counted = append(h.counted, recipient)
	return !h.refused
}

// Sessions implements auth.Sessions.
func (h *harness) Sessions(context.Context, auth.Principal) ([]auth.ActiveSession, error) {
	return slices.Clone(h.active), nil
}

// RevokeSession implements auth.Sessions.
func (h *harness) RevokeSession(ctx context.Context, _, id string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	h.sessions = append(h.sessions, id)
	return nil
}

// RevokeUser implements auth.Sessions.
func (h *harness) RevokeUser(ctx context.Context, subject string, at time.Time, _ ...string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.endedAt = at
	h.users = append(h.users, subject)
	return nil
}

// account makes the pool hold one account; state and password change as the flows say.
type account struct {
	mu        sync.Mutex
	email     string
	code      string
	password  auth.Password
	confirmed bool
	sets      int
}

func (h *harness) hold(a *account) {
	known := func(name string) error {
		if name != a.email {
			return &auth.Error{Code: auth.UserNotFound}
		}
		return nil
	}
	h.pool.OnConfirmSignUp = func(_ context.Context, name, code string) error {
		a.mu.Lock()
		defer a.mu.Unlock()
		switch {
		case name != a.email || (!a.confirmed && code != a.code):
			return &auth.Error{Code: auth.InvalidCode}
		case a.confirmed:
			return &auth.Error{Code: auth.AlreadyConfirmed}
		}
		a.confirmed = true
		return nil
	}
	h.pool.OnSetPassword = func(_ context.Context, name string, password auth.Password) error {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.password, a.sets = password, a.sets+1
		return known(name)
	}
	h.pool.OnEndSessions = func(_ context.Context, name string) (string, error) { return "sub-of-" + name, known(name) }
	h.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
		a.mu.Lock()
		defer a.mu.Unlock()
		if in.Username != a.email || in.Password != a.password {
			return auth.Step{}, &auth.Error{Code: auth.InvalidCredentials}
		}
		return auth.Step{Tokens: &auth.Tokens{Access: "access", Refresh: "refresh"}}, nil
	}
	h.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error {
		return &auth.Error{Code: auth.InvalidCode}
	}
}

func wantCode(t *testing.T, err error, want auth.Code) {
	t.Helper()
	if got := auth.CodeOf(err); got != want {
		t.Errorf("outcome %q (%v), want %q", got, err, want)
	}
}

var errDown = &auth.Error{Code: auth.UpstreamUnavailable, Err: errors.New("down")}

// brittleStore fails at what a test says.
type brittleStore struct {
	auth.Store
	failGet, failSet, failCount bool
}

var errStore = errors.New("the store is down")

func (b *brittleStore) Get(ctx context.Context, key string) ([]byte, bool, error) {
	if b.failGet {
		return nil, false, errStore
	}
	return b.Store.Get(ctx, key)
}

func (b *brittleStore) Set(ctx context.Context, key string, value []byte, life time.Duration) error {
	if b.failSet {
		return errStore
	}
	return b.Store.Set(ctx, key, value, life)
}

func (b *brittleStore) Count(ctx context.Context, key string, life time.Duration) (int64, error) {
	if b.failCount {
		return 0, errStore
	}
	return b.Store.Count(ctx, key, life)
}
