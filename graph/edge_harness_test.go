package graph

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/kv"
	"usher/internal/ratelimit"
	"usher/internal/registry"
	"usher/internal/reqctx"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

// edge is the whole edge over a fake pool: schema, directives, transport, session.
type edge struct {
	pool      *authtest.FakePool
	envelopes fakeEnvelopes
	handler   http.Handler
	log       bytes.Buffer

	storeDown atomic.Bool // of the limits

	mu    sync.Mutex
	ip    netip.Addr
	clock time.Time // of the limits
}

// tokens is a verifier that knows these access tokens.
type tokens map[string]token.Claims

func (known tokens) Verify(_ context.Context, compact string, use token.Use) (token.Claims, error) {
	claims, ok := known[compact]
	if !ok || use != token.Access {
		return token.Claims{}, token.ErrInvalid
	}
	claims.Use, claims.Subject, claims.Username = use, "ann", "ann"
	claims.OriginJTI, claims.ExpiresAt = "s1", time.Unix(1<<40, 0)
	return claims, nil
}

// plainSealer seals nothing: the edge hands a challenge on and does not look into it.
type plainSealer struct{}

func (plainSealer) Seal(state []byte) (string, error) {
	return base64.RawURLEncoding.EncodeToString(state), nil
}

func (plainSealer) Open(sealed string) ([]byte, time.Time, error) {
	state, err := base64.RawURLEncoding.DecodeString(sealed)
	return state, time.Time{}, err
}

// newEdge is an edge that knows "good", of an old sign-in, and "fresh", of one just made.
func newEdge(t *testing.T) *edge {
	t.Helper()
	return newEdgeOver(t, tokens{"good": {AuthTime: time.Unix(1, 0)}, "fresh": {AuthTime: time.Now()}}, NewSchema)
}

// newEdgeOver is an edge over another schema.
func newEdgeOver(t *testing.T, known tokens, schemaOf func(*Resolver) (graphql.ExecutableSchema, error), change ...func(*Options)) *edge {
	t.Helper()
	e := &edge{pool: &authtest.FakePool{}, ip: netip.MustParseAddr("192.0.2.1"), clock: time.Now()}
	e.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		return auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 8}, UsernameIs: []auth.UsernameKind{auth.UsernameEmail}}, nil
	}
	log := slog.New(slog.NewTextHandler(&e.log, nil))
	set, list := sessionList(t)
	limiter := newLimiter(t, spending{kv.NewMemory(e.now, 0), &e.storeDown}, e.now)
	service, err := auth.New(auth.Config{
		Pool: e.pool, Store: kv.NewMemory(time.Now, 0), Sessions: list, Limits: authtest.NoLimits{}, Challenges: plainSealer{}, Envelopes: &e.envelopes,
		Secret: make([]byte, 32), Now: time.Now, Logger: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	manager, err := session.NewManager(session.Config{Verifier: known, Refresher: service, Revocations: set, Registry: list, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := schemaOf(&Resolver{Auth: service, Limits: limiter, Now: time.Now, Devices: e.device})
	if err != nil {
		t.Fatal(err)
	}
	id := func(context.Context) string { return "request-7" }
	options := Options{ErrorPresenter: NewErrorPresenter(log, id), RequestID: id, BeforeWrite: session.WriteHeaders, Logger: log}
	for _, f := range change {
		f(&options)
	}
	handler, err := NewHandler(schema, options)
	if err != nil {
		t.Fatal(err)
	}
	e.handler = manager.Middleware(e.from(handler))
	return e
}

// newLimiter holds to the default limits.
func newLimiter(t *testing.T, store kv.Store, now func() time.Time) *ratelimit.Limiter {
	t.Helper()
	limiter, err := ratelimit.New(ratelimit.Config{
		Store: store, Policies: ratelimit.Defaults(), Secret: make([]byte, 32), Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return limiter
}

// spending is a store whose buckets can fail.
type spending struct {
	kv.Store
	down *atomic.Bool
}

func (s spending) Spend(ctx context.Context, buckets []kv.Bucket) (kv.Spent, error) {
	if s.down.Load() {
		return kv.Spent{}, errors.New("the store is down")
	}
	return s.Store.Spend(ctx, buckets)
}

func (e *edge) now() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.clock
}

// pass moves the clock of the limits.
func (e *edge) pass(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.clock = e.clock.Add(d)
}

// callFrom gives the next requests another address.
func (e *edge) callFrom(address string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ip = netip.MustParseAddr(address)
}

// from tells the address that requests come from, as httpapi does.
func (e *edge) from(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		ip := e.ip
		e.mu.Unlock()
		next.ServeHTTP(w, r.WithContext(reqctx.WithClientIP(r.Context(), ip)))
	})
}

type deviceKey struct{}

// device is the device that a request's context names, whatever the account.
func (e *edge) device(ctx context.Context, _ string) string {
	id, _ := ctx.Value(deviceKey{}).(string)
	return id
}

// sessionList is where sessions end and are listed, in memory.
func sessionList(t *testing.T) (*session.RevocationSet, *registry.Registry) {
	t.Helper()
	store := kv.NewMemory(time.Now, 0)
	set := session.NewRevocationSet(store)
	keys, err := seal.DeriveKeys(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: "pool", Client: "client", Now: time.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	list, err := registry.New(registry.Config{
		Refusals: set, Store: store, Sealer: sealer, Limit: 5, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, list
}

func resolverWithPolicy(t *testing.T) *Resolver {
	t.Helper()
	_, list := sessionList(t)
	service, err := auth.New(auth.Config{
		Pool: &authtest.FakePool{}, Store: kv.NewMemory(time.Now, 0), Sessions: list, Limits: authtest.NoLimits{},
		Secret: make([]byte, 32), Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	return &Resolver{Auth: service, Limits: newLimiter(t, kv.NewMemory(time.Now, 0), time.Now), Now: time.Now}
}

// ask posts an operation and returns the body.
func (e *edge) ask(t *testing.T, query string, variables map[string]any, bearer string) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	w := httptest.NewRecorder()
	e.handler.ServeHTTP(w, r)
	return w.Body.String()
}
