package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// broken is a check that panics.
type broken struct{}

func (broken) check(context.Context, string) (caller, error) { panic("secret of the log") }

func TestAPanicIsForTheLog(t *testing.T) {
	var written bytes.Buffer
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ notes { id } }"}`))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer ann")
	rec := httptest.NewRecorder()
	newHandler(broken{}, newNotebook((&clock{}).now), slog.New(slog.NewTextHandler(&written, nil))).ServeHTTP(rec, req)
	if body := rec.Body.String(); !strings.Contains(body, codeInternal) || strings.Contains(body, "secret") {
		t.Errorf("answered with %s", body)
	}
	if !strings.Contains(written.String(), "panic: secret of the log") {
		t.Errorf("the log says %q", written.String())
	}
}

func TestRoutes(t *testing.T) {
	const question = `{"query":"{ longestNote }"}`
	for name, test := range map[string]struct {
		method, path, media string
		status              int
	}{
		"a request":           {http.MethodPost, "/graphql", "application/json", http.StatusOK},
		"a form's media type": {http.MethodPost, "/graphql", "text/plain", http.StatusBadRequest},
		"another method":      {http.MethodGet, "/graphql", "application/json", http.StatusMethodNotAllowed},
		"another path":        {http.MethodPost, "/", "application/json", http.StatusNotFound},
		"health":              {http.MethodGet, "/healthz", "", http.StatusNoContent},
	} {
		t.Run(name, func(t *testing.T) {
			req := httptest.NewRequestWithContext(t.Context(), test.method, test.path, strings.NewReader(question))
			req.Header.Set("Content-Type", test.media)
			rec := httptest.NewRecorder()
			newHandler(&named{}, newNotebook((&clock{}).now), slog.New(slog.DiscardHandler)).ServeHTTP(rec, req)
			if rec.Code != test.status {
				t.Errorf("status %d %s, want %d", rec.Code, rec.Body, test.status)
			}
			if rec.Header().Get("Cache-Control") != "no-store" || rec.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers %v", rec.Header())
			}
		})
	}
}
