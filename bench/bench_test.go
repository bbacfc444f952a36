package bench_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"usher/graph"
	"usher/internal/auth"
	"usher/internal/cognito"
	"usher/internal/deployment"
	"usher/internal/kv"
	"usher/internal/localpool"
	"usher/internal/ratelimit"
	"usher/internal/registry"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

// stack is the server below httpapi, over an embedded pool in memory.
type stack struct {
	handler http.Handler
	pool    *cognito.Pool

	mu    sync.Mutex
	clock time.Time
}

const (
	email    = "ann@example.com"
	password = auth.Password("correct horse 9")
	life     = time.Hour // of access tokens
)

func (s *stack) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *stack) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

// newStack has one confirmed user. cached is the number of verified tokens kept.
func newStack(b *testing.B, cached int, change ...func(*session.Config)) *stack {
	b.Helper()
	s := &stack{clock: time.Now()}
	log := slog.New(slog.DiscardHandler)
	local, err := localpool.Open(localpool.Options{Now: s.now})
	must(b, err)
	b.Cleanup(func() { _ = local.Close() })
	seed, transport := local.Seed(), local.Transport()
	s.pool, err = cognito.New(cognito.Config{
		Region: seed.Region, UserPoolID: seed.PoolID, ClientID: seed.ClientID, ClientSecret: seed.ClientSecret, HTTPClient: transport,
		Credentials: credentials.NewStaticCredentialsProvider("id", "key", ""), Now: s.now,
	})
	must(b, err)
	verifier, err := token.NewVerifier(token.Config{
		Issuers:   []token.Issuer{{URL: seed.Issuer, JWKSURL: seed.Issuer + "/.well-known/jwks.json"}},
		ClientIDs: []string{seed.ClientID}, HTTP: &http.Client{Transport: transport}, Now: s.now, CacheSize: cached,
	})
	must(b, err)
	b.Cleanup(verifier.Close)
	set := session.NewRevocationSet(kv.NewMemory(s.now, 0))
	keys, err := seal.DeriveKeys(seed.Key)
	must(b, err)
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: seed.PoolID, Client: seed.ClientID, Now: s.now, Rand: rand.Reader})
	must(b, err)
	list, err := registry.New(registry.Config{
		Refusals: set, Store: kv.NewMemory(s.now, 0), Sealer: sealer, Limit: registry.MaxLimit, Now: s.now, Logger: log,
	})
	must(b, err)
	// Wide enough that no benchmark is refused, and counted all the same.
	policies, err := ratelimit.Defaults().Override("sign-in.ip=1000/1s+1000000,sign-in.account=1000/1s+1000000")
	must(b, err)
	limiter, err := ratelimit.New(ratelimit.Config{Store: kv.NewMemory(s.now, 0), Policies: policies, Secret: seed.Key, Now: s.now})
	must(b, err)
	service, err := auth.New(auth.Config{
		Pool: s.pool, Store: kv.NewMemory(s.now, 0), Sessions: list, Limits: deployment.Messages{Limiter: limiter, Logger: log}, Secret: seed.Key, Now: s.now, Logger: log,
	})
	must(b, err)
	b.Cleanup(func() { service.Close(b.Context()) })
	settings := session.Config{Verifier: verifier, Refresher: service, Revocations: set, Registry: list, Now: s.now}
	for _, f := range change {
		f(&settings)
	}
	sessions, err := session.NewManager(settings)
	must(b, err)
	schema, err := graph.NewSchema(&graph.Resolver{Auth: service, Limits: limiter, Now: s.now})
	must(b, err)
	handler, err := graph.NewHandler(schema, graph.Options{BeforeWrite: session.WriteHeaders, Logger: log})
	must(b, err)
	s.handler = sessions.Middleware(handler)

	_, err = s.pool.SignUp(b.Context(), auth.NewUser{Username: email, Password: password, Attributes: []auth.Attribute{{Name: "email", Value: email}}})
	must(b, err)
	must(b, s.pool.SetPassword(b.Context(), email, password))
	return s
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (s *stack) signIn(b *testing.B) auth.Tokens {
	b.Helper()
	step, err := s.pool.SignIn(b.Context(), auth.SignIn{Username: email, Password: password})
	must(b, err)
	if step.Tokens == nil {
		b.Fatalf("the sign-in asks for %v", step.Challenge)
	}
	return *step.Tokens
}

// ask sends one query through the handler; the answer must hold no error.
func (s *stack) ask(b *testing.B, body []byte, header http.Header) http.Header {
	r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header = header
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
		b.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Header()
}

func query(b *testing.B, text string) []byte {
	b.Helper()
	body, err := json.Marshal(map[string]string{"query": text})
	must(b, err)
	return body
}

func headers(pairs ...string) http.Header {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

const meQuery = `{ me { id username groups } }`

// BenchmarkPublicField is the edge alone: no token is looked at.
func BenchmarkPublicField(b *testing.B) {
	s := newStack(b, 0)
	body := query(b, `{ config { signUpOpen mfaRequired } }`)
	for b.Loop() {
		s.ask(b, body, headers())
	}
}

// BenchmarkMe is the hot path, with an access token that was verified before and with one that
// was not.
func BenchmarkMe(b *testing.B) {
	for name, cached := range map[string]int{"known token": 0, "new token": -1} {
		b.Run(name, func(b *testing.B) {
			s := newStack(b, cached)
			header := headers("Authorization", "Bearer "+s.signIn(b).Access)
			body := query(b, meQuery)
			for b.Loop() {
				s.ask(b, body, header)
			}
		})
	}
}

// BenchmarkMeRefreshes meets an expired token each time: one upstream refresh, which signs two
// new tokens, and their verification.
func BenchmarkMeRefreshes(b *testing.B) {
	s := newStack(b, 0)
	tokens := s.signIn(b)
	access, refresh := tokens.Access, tokens.Refresh
	body := query(b, meQuery)
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		if n%500 == 499 { // before the refresh token's own thirty days are over
			tokens = s.signIn(b)
			access, refresh = tokens.Access, tokens.Refresh
		}
		s.pass(life)
		b.StartTimer()
		got := s.ask(b, body, headers("Authorization", "Bearer "+access, session.HeaderRefresh, refresh))
		access, refresh = got.Get(session.HeaderAccess), got.Get(session.HeaderRefresh)
	}
}
