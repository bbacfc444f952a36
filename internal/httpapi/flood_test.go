package httpapi_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"usher/internal/httpapi"
)

// floodOf returns a handler with a limit of 5 a second and 20 at once, its log, and what moves its clock.
func floodOf(t *testing.T, change ...func(*httpapi.Deps)) (http.Handler, *logBuffer, func(time.Duration)) {
	t.Helper()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	d, log := newDeps(append([]func(*httpapi.Deps){func(d *httpapi.Deps) {
		d.Flood = httpapi.Flood{PerSecond: 5}
		d.Now = func() time.Time { return now }
	}}, change...)...)
	return httpapi.New(d), log, func(d time.Duration) { now = now.Add(d) }
}

// from sends a request to the API as one client.
func from(t *testing.T, h http.Handler, remote string, headers ...string) *http.Response {
	t.Helper()
	r := newRequest(t, http.MethodPost, "/graphql", headers...)
	r.RemoteAddr = remote
	return do(h, r)
}

const oneClient = "203.0.113.7:5555"

// exhaust sends until the client is refused.
func exhaust(t *testing.T, h http.Handler, remote string, headers ...string) {
	t.Helper()
	for i := range 20 {
		if status := from(t, h, remote, headers...).StatusCode; status != http.StatusOK {
			t.Fatalf("request %d: status %d", i+1, status)
		}
	}
}

func TestAFloodIsRefusedUnread(t *testing.T) {
	ran := 0
	h, _, pass := floodOf(t, withGraphQL(func(http.ResponseWriter, *http.Request) { ran++ }),
		func(d *httpapi.Deps) {
			d.Session = func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { ran++; next.ServeHTTP(w, r) })
			}
		})
	exhaust(t, h, oneClient)
	before := ran
	for _, accept := range []string{"application/json", "application/graphql-response+json"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", unreadable{t})
		r.Host, r.RemoteAddr = "auth.example.com", oneClient
		r.Header.Set("Accept", accept)
		response := do(h, r)
		if response.Header.Get("Retry-After") != "1" || response.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", response.Header)
		}
		if got := response.Header.Get("Content-Type"); !strings.HasPrefix(got, accept+";") {
			t.Errorf("media type %s, want %s", got, accept)
		}
		body := bodyOf(t, response)
		response.Body = io.NopCloser(strings.NewReader(body))
		mustRefuse(t, response, http.StatusTooManyRequests, "RATE_LIMITED")
		if !strings.Contains(body, `"retryAfter":1`) {
			t.Errorf("no retryAfter in %s", body)
		}
	}
	if ran != before {
		t.Error("a refused request reached what is behind the guard")
	}
	if status := from(t, h, "203.0.113.8:5555").StatusCode; status != http.StatusOK {
		t.Errorf("another client: status %d", status)
	}
	for _, path := range []string{"/healthz", "/readyz", "/mailbox", "/", "/schema.graphql"} {
		r := newRequest(t, http.MethodGet, path)
		r.RemoteAddr = oneClient
		if status := do(h, r).StatusCode; status != http.StatusOK {
			t.Errorf("%s: status %d, want the guard for the API only", path, status)
		}
	}
	pass(time.Second)
	for i := range 6 {
		want := http.StatusOK
		if i == 5 {
			want = http.StatusTooManyRequests
		}
		if status := from(t, h, oneClient).StatusCode; status != want {
			t.Errorf("request %d a second later: status %d, want %d", i+1, status, want)
		}
	}
}

// unreadable is a body that nobody may read.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, errors.New("read")
}

func TestWhoIsNotCounted(t *testing.T) {
	for _, c := range []struct {
		name   string
		flood  httpapi.Flood
		remote string
		passes bool
	}{
		{"anybody without a limit", httpapi.Flood{}, oneClient, true},
		{"this machine in local mode", httpapi.Flood{PerSecond: 5, ExemptLoopback: true}, "127.0.0.1:5555", true},
		{"this machine by IPv6", httpapi.Flood{PerSecond: 5, ExemptLoopback: true}, "[::1]:5555", true},
		{"another machine in local mode", httpapi.Flood{PerSecond: 5, ExemptLoopback: true}, oneClient, false},
		{"this machine in front of a pool", httpapi.Flood{PerSecond: 5}, "127.0.0.1:5555", false},
		{"who has no address", httpapi.Flood{PerSecond: 5, ExemptLoopback: true}, "@", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, _, _ := floodOf(t, func(d *httpapi.Deps) { d.Flood = c.flood })
			exhaust(t, h, c.remote)
			if got := from(t, h, c.remote).StatusCode == http.StatusOK; got != c.passes {
				t.Errorf("it passes: %t, want %t", got, c.passes)
			}
		})
	}
}

func TestNobodyChoosesTheAddressThatIsCounted(t *testing.T) {
	h, _, _ := floodOf(t)
	exhaust(t, h, oneClient)
	for name, headers := range spoofs() {
		if status := from(t, h, oneClient, headers...).StatusCode; status != http.StatusTooManyRequests {
			t.Errorf("%s: status %d", name, status)
		}
	}
	h, _, _ = floodOf(t, withProxies("10.0.0.0/8"))
	exhaust(t, h, "10.0.0.1:5555", "X-Forwarded-For", "203.0.113.7")
	for client, want := range map[string]int{
		"203.0.113.7": 429, "198.51.100.1, 203.0.113.7": 429, "203.0.113.8": 200, "203.0.113.7, 203.0.113.9": 200,
	} {
		if status := from(t, h, "10.0.0.1:5555", "X-Forwarded-For", client).StatusCode; status != want {
			t.Errorf("through a proxy as %s: status %d, want %d", client, status, want)
		}
	}
}

// A page of an allowed origin must be able to read that it is refused, and why.
func TestAPageCanReadTheRefusal(t *testing.T) {
	const origin = "https://app.example.com"
	h, _, _ := floodOf(t, func(d *httpapi.Deps) { d.AllowedOrigins, d.AllowCredentials = []string{origin}, true })
	exhaust(t, h, oneClient, "Origin", origin, "Apollo-Require-Preflight", "1")
	response := from(t, h, oneClient, "Origin", origin)
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Access-Control-Allow-Origin") != origin ||
		!strings.Contains(response.Header.Get("Access-Control-Expose-Headers"), "Retry-After") {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
	if got := from(t, h, oneClient, "Origin", "https://evil.example").Header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("a page of %s may read it", got)
	}
	preflight := newRequest(t, http.MethodOptions, "/graphql", "Origin", origin, "Access-Control-Request-Method", "POST")
	preflight.RemoteAddr = oneClient
	if response := do(h, preflight); response.StatusCode != http.StatusNoContent || response.Header.Get("Access-Control-Allow-Origin") != origin {
		t.Errorf("preflight: %d %v", response.StatusCode, response.Header)
	}
}

func TestARefusedRequestIsStillHeldToOneReading(t *testing.T) {
	h, _, _ := floodOf(t)
	exhaust(t, h, oneClient)
	r := newRequest(t, http.MethodPost, "/graphql")
	r.RemoteAddr, r.TransferEncoding = oneClient, []string{"chunked"}
	if response := do(h, r); response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Connection") != "close" {
		t.Errorf("a chunked request: %d %v", response.StatusCode, response.Header)
	}
	if status := from(t, h, oneClient, "Authorization", "a", "Authorization", "b").StatusCode; status != http.StatusBadRequest {
		t.Errorf("an ambiguous request: status %d", status)
	}
}
