package graph

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/kv"
	"usher/internal/registry"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

// edge is the whole edge over a fake pool: schema, directives, transport, session.
type edge struct {
	pool    *authtest.FakePool
	handler http.Handler
	log     bytes.Buffer
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
func newEdgeOver(t *testing.T, known tokens, schemaOf func(*Resolver) (graphql.ExecutableSchema, error)) *edge {
	t.Helper()
	e := &edge{pool: &authtest.FakePool{}}
	e.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		return auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 8}, UsernameIs: []auth.UsernameKind{auth.UsernameEmail}}, nil
	}
	log := slog.New(slog.NewTextHandler(&e.log, nil))
	set, list := sessionList(t)
	service, err := auth.New(auth.Config{
		Pool: e.pool, Store: kv.NewMemory(time.Now, 0), Sessions: list, Challenges: plainSealer{},
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
	schema, err := schemaOf(&Resolver{Auth: service, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	id := func(context.Context) string { return "request-7" }
	e.handler = manager.Middleware(NewHandler(schema, Options{
		ErrorPresenter: NewErrorPresenter(log, id), RequestID: id, BeforeWrite: session.WriteHeaders, Logger: log,
	}))
	return e
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
		Pool: &authtest.FakePool{}, Store: kv.NewMemory(time.Now, 0), Sessions: list,
		Secret: make([]byte, 32), Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	return &Resolver{Auth: service, Now: time.Now}
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
