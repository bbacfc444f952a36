package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"usher/internal/httpapi"
)

func TestRouteMap(t *testing.T) {
	h := newHandler()
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"POST", "/graphql", 200, `{"data":{}}`},
		{"GET", "/graphql", 200, `{"data":{}}`},
		{"GET", "/", 200, "playground"},
		{"GET", "/playground/abc/app.js", 200, "playground"},
		{"GET", "/app", 200, "app"},
		{"GET", "/app/", 200, "app"},
		{"GET", "/app/account/profile", 200, "app"},
		{"GET", "/mailbox", 200, "mailbox"},
		{"GET", "/mailbox/messages/1", 200, "mailbox"},
		{"GET", "/schema.graphql", 200, "type Query"},
		{"GET", "/healthz", 200, `{"status":"ok"}`},
		{"HEAD", "/healthz", 200, `{"status":"ok"}`},
		{"GET", "/readyz", 200, `{"status":"ok"}`},
		{"GET", "/graphql/", 404, ""},
		{"GET", "//graphql", 404, ""},
		{"GET", "/GraphQL", 404, ""},
		{"GET", "/graphql;a=b", 404, ""},
		{"GET", "/x/../graphql", 404, ""},
		{"GET", "/apps", 404, ""},
		{"GET", "/mailboxes", 404, ""},
		{"GET", "/healthz/", 404, ""},
		{"GET", "/metrics/", 404, ""},
		{"GET", "/.env", 404, ""},
		{"PUT", "/graphql", 405, "GET, POST"},
		{"HEAD", "/graphql", 405, "GET, POST"},
		{"OPTIONS", "/graphql", 405, "GET, POST"},
		{"TRACE", "/graphql", 405, "GET, POST"},
		{"CONNECT", "/graphql", 405, "GET, POST"},
		{"GREET", "/graphql", 405, "GET, POST"},
		{"POST", "/", 405, "GET, HEAD"},
		{"POST", "/app/sign-in", 405, "GET, HEAD"},
		{"DELETE", "/mailbox", 405, "GET, HEAD"},
		{"POST", "/healthz", 405, "GET, HEAD"},
		{"POST", "/readyz", 405, "GET, HEAD"},
		{"POST", "/schema.graphql", 405, "GET, HEAD"},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			r := newRequest(t, c.method, "/")
			r.URL.Path = c.path
			response := do(h, r)
			switch c.status {
			case 200:
				if body := bodyOf(t, response); response.StatusCode != 200 || body != c.body {
					t.Errorf("%d %q, want 200 %q", response.StatusCode, body, c.body)
				}
			case 404:
				mustRefuse(t, response, 404, "NOT_FOUND")
			case 405:
				if allow := response.Header.Get("Allow"); allow != c.body {
					t.Errorf("Allow = %q, want %q", allow, c.body)
				}
				mustRefuse(t, response, 405, "METHOD_NOT_ALLOWED")
			}
		})
	}
}

func TestWhatIsNotHandedInHasNoRoute(t *testing.T) {
	h := newHandler(func(d *httpapi.Deps) { d.SDL, d.Playground, d.Mailbox, d.App = nil, nil, nil, nil })
	for _, path := range []string{"/", "/playground/abc/app.js", "/app", "/app/settings.json", "/mailbox", "/mailbox/messages", "/mailbox/messages/1", "/schema.graphql"} {
		t.Run(path, func(t *testing.T) {
			mustRefuse(t, send(t, h, http.MethodGet, path), 404, "NOT_FOUND")
		})
	}
}

func TestAdminHasHealthOnly(t *testing.T) {
	d, _ := newDeps()
	h := httpapi.NewAdmin(d)
	if got := bodyOf(t, send(t, h, http.MethodGet, "/readyz")); got != `{"status":"ok","dependencies":{"pool":"ok"}}` {
		t.Errorf("readyz = %s", got)
	}
	if got := bodyOf(t, send(t, h, http.MethodGet, "/healthz")); got != `{"status":"ok","version":"v1.2.3"}` {
		t.Errorf("healthz = %s", got)
	}
	for _, path := range []string{"/graphql", "/", "/app", "/mailbox", "/schema.graphql"} {
		mustRefuse(t, send(t, h, http.MethodGet, path), 404, "NOT_FOUND")
	}
}

func TestEveryRouteCarriesTheHeaders(t *testing.T) {
	always := map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cache-Control":                "no-store",
		"X-Request-Id":                 "made-by-usher",
	}
	for _, publicURL := range []string{"", "http://auth.example.com", "https://auth.example.com"} {
		h := newHandler(func(d *httpapi.Deps) { d.PublicURL = publicURL })
		for _, route := range []string{
			"POST /graphql", "GET /graphql", "PUT /graphql", "GET /", "GET /playground/a/b", "GET /app", "GET /mailbox", "GET /mailbox/messages",
			"GET /schema.graphql", "GET /healthz", "GET /readyz", "GET /nothing", "POST /",
		} {
			t.Run(publicURL+" "+route, func(t *testing.T) {
				method, path, _ := strings.Cut(route, " ")
				response := send(t, h, method, path)
				for name, want := range always {
					if got := response.Header.Values(name); len(got) != 1 || got[0] != want {
						t.Errorf("%s = %q, want %q", name, got, want)
					}
				}
				want := ""
				if strings.HasPrefix(publicURL, "https:") {
					want = "max-age=31536000; includeSubDomains"
				}
				if got := response.Header.Get("Strict-Transport-Security"); got != want {
					t.Errorf("Strict-Transport-Security = %q, want %q", got, want)
				}
				if got := response.Header.Get("Vary"); path == "/graphql" && got != "Origin" {
					t.Errorf("Vary = %q, want Origin", got)
				}
			})
		}
	}
}

func TestRefusalsSpeakTheNegotiatedMediaType(t *testing.T) {
	h := newHandler()
	for accept, want := range map[string]string{
		"":                 "application/json; charset=utf-8",
		"application/json": "application/json; charset=utf-8",
		"application/graphql-response+json,application/json;q=0.9": "application/graphql-response+json; charset=utf-8",
	} {
		response := send(t, h, http.MethodPut, "/graphql", "Accept", accept)
		if got := response.Header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q: Content-Type = %q, want %q", accept, got, want)
		}
	}
}
