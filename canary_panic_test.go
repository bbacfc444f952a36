package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"usher/graph"
	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/httpapi"
	"usher/internal/kv"
	"usher/internal/observe"
	"usher/internal/ratelimit"
	"usher/internal/reqctx"
)

// TestNoCanaryLeavesAPanic has every call to the pool panic with all that it was given, as a bug might, in a field and in a
// session's middleware.
func TestNoCanaryLeavesAPanic(t *testing.T) {
	for _, format := range []string{"json", "text"} {
		t.Run(format, func(t *testing.T) {
			c, log := newCanaries(), &bytes.Buffer{}
			logger, err := observe.NewLogger(log, observe.Options{Format: format, Level: nil})
			if err != nil {
				t.Fatal(err)
			}
			service, err := auth.New(auth.Config{
				Pool: panicking(), Store: kv.NewMemory(time.Now, 0), Sessions: authtest.NoSessions{}, Limits: authtest.NoLimits{},
				Secret: []byte(c.text("the deployment's secret") + "-------"), Now: time.Now, Logger: logger,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer service.Close(t.Context())
			limiter, err := ratelimit.New(ratelimit.Config{
				Store: kv.NewMemory(time.Now, 0), Policies: ratelimit.Defaults(), Secret: []byte(c.text("the key of the limits")), Now: time.Now, Logger: logger,
			})
			if err != nil {
				t.Fatal(err)
			}
			schema, err := graph.NewSchema(&graph.Resolver{Auth: service, Limits: limiter, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			field, err := graph.NewHandler(schema, graph.Options{ErrorPresenter: graph.NewErrorPresenter(logger, reqctx.RequestID), RequestID: reqctx.RequestID, Logger: logger})
			if err != nil {
				t.Fatal(err)
			}
			request := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { panic(fmt.Sprint(r.Header, c.text("a panic"))) })
			for where, handler := range map[string]http.Handler{"a field": field, "a request": request} {
				server := httpapi.New(httpapi.Deps{
					GraphQL: handler, Session: func(next http.Handler) http.Handler { return next }, Drain: &httpapi.Drain{}, Logger: logger, Now: time.Now,
					NewID: func() string { return "id" }, Ready: func(context.Context) map[string]error { return nil },
				})
				for document, input := range map[string]map[string]any{
					signUpOp:  {"email": "ann@example.com", "password": c.text("signUp")},
					signInOp:  {"username": "ann@example.com", "password": c.text("signIn")},
					confirmOp: {"username": "ann@example.com", "code": c.digits("confirmSignUp"), "password": c.text("confirmSignUp")},
					resetOp:   {"username": "ann@example.com", "code": c.digits("confirmForgotPassword"), "newPassword": c.text("confirmForgotPassword")},
					forgotOp:  {"username": "ann@example.com"},
				} {
					body, err := json.Marshal(map[string]any{"query": document, "variables": map[string]any{"input": input}})
					if err != nil {
						t.Fatal(err)
					}
					r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
					r.Header.Set("Content-Type", "application/json")
					r.Header.Set("Authorization", "Bearer "+c.text("Authorization"))
					w := httptest.NewRecorder()
					server.ServeHTTP(w, r)
					if !strings.Contains(w.Body.String(), "INTERNAL_SERVER_ERROR") && w.Code != http.StatusInternalServerError {
						t.Errorf("%s: %d %s", where, w.Code, w.Body)
					}
					c.search("answers after a panic in "+where, fmt.Sprint(w.Header(), w.Body))
				}
			}
			if !strings.Contains(log.String(), "goroutine") || !strings.Contains(log.String(), "panic") {
				t.Errorf("the log does not tell of the panics: %s", log)
			}
			c.search("log", log.String())
			hits := c.hits(func(string) bool { return false })
			for _, hit := range hits {
				t.Error(hit)
			}
			t.Logf("figure: canary, panics, %d secrets x %d places, %d hits", len(c.where), len(c.texts), len(hits))
		})
	}
}

// panicking is a pool whose calls panic with what they are given.
func panicking() auth.UserPool {
	return &authtest.FakePool{
		OnSettings: func(context.Context) (auth.PoolSettings, error) {
			return auth.PoolSettings{SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 8}}, nil
		},
		OnSignUp: func(_ context.Context, in auth.NewUser) (auth.SignUpReceipt, error) { panic(string(in.Password)) },
		OnSignIn: func(_ context.Context, in auth.SignIn) (auth.Step, error) {
			panic(fmt.Errorf("bug with %s", string(in.Password)))
		},
		OnConfirmSignUp: func(_ context.Context, name, code string) error { panic(struct{ name, code string }{name, code}) },
		OnConfirmForgotPassword: func(_ context.Context, _, code string, password auth.Password) error {
			panic([]string{code, string(password)})
		},
		OnForgotPassword: func(_ context.Context, name string) error { panic(name) },
	}
}
