package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/httpapi"
)

// logBuffer may be written by a server while a test reads it.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// newDeps returns dependencies with every route mounted, and what they log.
func newDeps(change ...func(*httpapi.Deps)) (httpapi.Deps, *logBuffer) {
	log := new(logBuffer)
	page := func(text string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
	}
	d := httpapi.Deps{
		GraphQL:    page(`{"data":{}}`),
		SDL:        func() []byte { return []byte("type Query") },
		Playground: page("playground"),
		Mailbox:    page("mailbox"),
		App:        page("app"),
		Session:    func(next http.Handler) http.Handler { return next },
		Ready:      func(context.Context) map[string]error { return map[string]error{"pool": nil} },
		Drain:      new(httpapi.Drain),
		Logger:     slog.New(slog.NewTextHandler(log, nil)),
		Now:        func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		NewID:      func() string { return "made-by-usher" },
		Version:    "v1.2.3",
	}
	for _, f := range change {
		f(&d)
	}
	return d, log
}

func newHandler(change ...func(*httpapi.Deps)) http.Handler {
	d, _ := newDeps(change...)
	return httpapi.New(d)
}

func withGraphQL(f http.HandlerFunc) func(*httpapi.Deps) {
	return func(d *httpapi.Deps) { d.GraphQL = f }
}

func withProxies(networks ...string) func(*httpapi.Deps) {
	return func(d *httpapi.Deps) {
		for _, network := range networks {
			d.TrustedProxies = append(d.TrustedProxies, netip.MustParsePrefix(network))
		}
	}
}

// send makes one request; headers are name, value pairs and may repeat a name.
func send(t *testing.T, h http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	return do(h, newRequest(t, method, path, headers...))
}

func newRequest(t *testing.T, method, path string, headers ...string) *http.Request {
	t.Helper()
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(`{}`)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, body)
	r.Host = "auth.example.com"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func do(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, response *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// mustRefuse checks that the answer is a refusal in the form of a GraphQL response.
func mustRefuse(t *testing.T, response *http.Response, status int, code string) {
	t.Helper()
	body := bodyOf(t, response)
	var document struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code, RequestID string }
		}
	}
	if err := json.Unmarshal([]byte(body), &document); err != nil || len(document.Errors) != 1 {
		t.Fatalf("status %d, body %q: want one error as JSON (%v)", response.StatusCode, body, err)
	}
	one := document.Errors[0]
	if response.StatusCode != status || one.Extensions.Code != code || one.Message == "" || one.Extensions.RequestID == "" {
		t.Errorf("status %d, error %+v; want %d with code %s", response.StatusCode, one, status, code)
	}
}
