package graph

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

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

// tokens is a verifier that knows two of them.
type tokens struct{}

func (tokens) Verify(_ context.Context, compact string, use token.Use) (token.Claims, error) {
	claims := token.Claims{Use: use, Subject: "ann", Username: "ann", OriginJTI: "s1", AuthTime: time.Unix(1, 0), ExpiresAt: time.Unix(1<<40, 0)}
	if compact == "good" && use == token.Access {
		return claims, nil
	}
	return token.Claims{}, token.ErrInvalid
}

func newEdge(t *testing.T) *edge {
	t.Helper()
	e := &edge{pool: &authtest.FakePool{}}
	e.pool.OnSettings = func(context.Context) (auth.PoolSettings, error) {
		return auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 8}, UsernameIs: []auth.UsernameKind{auth.UsernameEmail}}, nil
	}
	log := slog.New(slog.NewTextHandler(&e.log, nil))
	set, list := sessionList(t)
	service, err := auth.New(auth.Config{
		Pool: e.pool, Store: kv.NewMemory(time.Now, 0), Sessions: list, Secret: make([]byte, 32), Now: time.Now, Logger: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close(context.Background()) }) //nolint:usetesting // the test's context has ended by then
	manager, err := session.NewManager(session.Config{Verifier: tokens{}, Refresher: service, Revocations: set, Registry: list, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := NewSchema(&Resolver{Auth: service, Now: time.Now})
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

func TestUpstreamFieldsFailAloneAndTheClaimsArrive(t *testing.T) {
	e := newEdge(t)
	calls := 0
	e.pool.OnUser = func(context.Context, string) (auth.User, error) {
		calls++
		return auth.User{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: errors.New("host 10.1.2.3 refused")}
	}
	got := e.ask(t, `{ me { id email name attributes { key } } }`, nil, "good")
	if calls != 1 || !strings.Contains(got, `"data":{"me":{"id":"ann","email":null,"name":null,"attributes":null}}`) {
		t.Errorf("%d calls, %s", calls, got)
	}
	if strings.Count(got, CodeUpstreamUnavailable) != 3 || !strings.Contains(got, `"path":["me","email"]`) || strings.Contains(got, "10.1.2.3") {
		t.Errorf("errors: %s", got)
	}
}

func TestAFaultSaysNoMoreThanARequestID(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(context.Context, string, auth.Password) (auth.Tokens, error) {
		return auth.Tokens{}, errors.New("arn:aws:cognito-idp:detail")
	}
	got := e.ask(t, `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`, nil, "")
	if strings.Contains(got, "arn:") || !strings.Contains(got, `"requestId":"request-7"`) || !strings.Contains(got, CodeInternal) {
		t.Errorf("the client sees %s", got)
	}
	if !strings.Contains(e.log.String(), "arn:aws:cognito-idp:detail") || !strings.Contains(e.log.String(), "request-7") {
		t.Errorf("the log has %s", e.log.String())
	}
}

func TestAPanicOfAFlowIsOneFault(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(context.Context, string, auth.Password) (auth.Tokens, error) { panic("secret detail") }
	got := e.ask(t, `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`, nil, "")
	if strings.Contains(got, "secret detail") || !strings.Contains(got, CodeInternal) {
		t.Errorf("the client sees %s", got)
	}
}

func TestInputsAreRefusedWithoutBeingRepeated(t *testing.T) {
	e := newEdge(t)
	const op = `mutation($input: ConfirmSignUpInput!) { confirmSignUp(input: $input) { __typename } }`
	good := map[string]any{"username": "ann@example.com", "code": "123456", "password": "correct horse 9"}
	for name, change := range map[string]map[string]any{
		"a code that is a number":      {"code": 123456},
		"an empty code":                {"code": ""},
		"an overlong code":             {"code": strings.Repeat("7", 40)},
		"an overlong password":         {"password": strings.Repeat("hunter2", 40)},
		"a password that is an object": {"password": map[string]any{"hunter2": 1}},
		"an unknown member":            {"hunter2": "x"},
		"a missing member":             {"username": nil},
	} {
		t.Run(name, func(t *testing.T) {
			input := maps.Clone(good)
			maps.Copy(input, change)
			got := e.ask(t, op, map[string]any{"input": input}, "")
			if !strings.Contains(got, CodeBadUserInput) || strings.Contains(got, "hunter2") || strings.Contains(got, "7777") {
				t.Errorf("answer: %s", got)
			}
		})
	}
	got := e.ask(t, op, map[string]any{"input": map[string]any{"username": "ann@example.com", "code": "", "password": "x"}}, "")
	if !strings.Contains(got, "input.code must be a one-time code of 1 to 32 characters") {
		t.Errorf("it does not say what is wrong: %s", got)
	}
}

func TestASchemaThatForgetsWhoMayCallDoesNotStart(t *testing.T) {
	const head = `directive @auth(maxAge: String) on FIELD_DEFINITION directive @public on FIELD_DEFINITION type Query { a: Int @public }
		type ReauthenticationRequired { a: Int } type Done { a: Int } union Answer = Done | ReauthenticationRequired union Mute = Done `
	for name, test := range map[string]struct {
		mutation string
		want     string
	}{
		"said":    {"type Mutation { m: Int @auth n: Int @public }", ""},
		"neither": {"type Mutation { m: Int }", "Mutation.m"},
		"both":    {"type Mutation { m: Int @auth @public }", "Mutation.m"},

		"an age, and an answer for it":  {`type Mutation { m: Answer! @auth(maxAge: "PT5M") }`, ""},
		"an age that no answer tells":   {`type Mutation { m: Mute! @auth(maxAge: "PT5M") }`, "Mutation.m"},
		"an age without a union":        {`type Mutation { m: Int @auth(maxAge: "PT5M") }`, "Mutation.m"},
		"an age on a list of the union": {`type Mutation { m: [Answer!]! @auth(maxAge: "PT5M") }`, "Mutation.m"},
	} {
		t.Run(name, func(t *testing.T) {
			schema := gqlparser.MustLoadSchema(&ast.Source{Input: head + test.mutation})
			err := checkAccess(schema)
			if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want one that names %q", err, test.want)
			}
		})
	}
}

func TestEveryElementOfTheSchemaIsDescribed(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(SDL())})
	for _, d := range schema.Types {
		if d.BuiltIn || strings.HasPrefix(d.Name, "__") {
			continue
		}
		if d.Description == "" {
			t.Errorf("%s has no description", d.Name)
		}
		for _, v := range d.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s has no description", d.Name, v.Name)
			}
		}
		for _, f := range d.Fields {
			if f.Description == "" && !strings.HasPrefix(f.Name, "__") {
				t.Errorf("%s.%s has no description", d.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && !strings.HasPrefix(f.Name, "__") {
					t.Errorf("%s.%s(%s) has no description", d.Name, f.Name, a.Name)
				}
			}
		}
	}
}

func TestASessionThatCannotBeHandedOutIsEnded(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(context.Context, string, auth.Password) (auth.Tokens, error) {
		return auth.Tokens{Access: "does not verify", Refresh: "refresh"}, nil
	}
	revoked := ""
	e.pool.OnRevokeToken = func(_ context.Context, token string) error { revoked = token; return nil }
	got := e.ask(t, `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`, nil, "")
	if !strings.Contains(got, CodeInternal) || revoked != "refresh" {
		t.Errorf("answer %s, revoked %q", got, revoked)
	}
}
