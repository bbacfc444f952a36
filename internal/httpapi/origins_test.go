package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/httpapi"
)

const app = "https://app.example.com"

func production(d *httpapi.Deps) {
	d.PublicURL = "https://auth.example.com"
	d.AllowedOrigins = []string{app, "http://localhost:5173", "https://xn--bcher-kva.example"}
}

func development(d *httpapi.Deps) { d.LoopbackOrigins = true }

// strangers are origins that resemble an allowed one of production.
func strangers() map[string]string {
	return map[string]string{
		"another site":      "https://evil.example",
		"null":              "null",
		"suffix":            "https://app.example.com.evil.example",
		"prefix":            "https://evil-app.example.com",
		"glued suffix":      "https://app.example.comevil",
		"dot replaced":      "https://appxexample.com",
		"sub-domain":        "https://sub.app.example.com",
		"parent domain":     "https://example.com",
		"sibling":           "https://other.example.com",
		"port":              "https://app.example.com:8443",
		"default port":      "https://app.example.com:443",
		"scheme":            "http://app.example.com",
		"no scheme":         "app.example.com",
		"user info":         "https://app.example.com@evil.example",
		"path":              "https://app.example.com/",
		"upper case":        "https://APP.example.com",
		"upper scheme":      "HTTPS://app.example.com",
		"idn in unicode":    "https://bücher.example",
		"idn look-alike":    "https://аpp.example.com",
		"trailing dot":      "https://app.example.com.",
		"trailing space":    "https://app.example.com ",
		"two in one":        "https://app.example.com https://evil.example",
		"list":              "https://app.example.com, https://evil.example",
		"nul byte":          "https://app.example.com\x00.evil.example",
		"percent":           "https://app%2eexample.com",
		"backslash":         "https://app.example.com\\.evil.example",
		"file":              "file://",
		"extension":         "chrome-extension://app.example.com",
		"another localhost": "http://localhost:5174",
		"wildcard":          "*",
	}
}

func TestStrangersMayNeitherReadNorWrite(t *testing.T) {
	reached := 0
	h := newHandler(production, withGraphQL(func(http.ResponseWriter, *http.Request) { reached++ }))
	for name, origin := range strangers() {
		for _, site := range []string{"", "cross-site", "same-site"} {
			t.Run(name+" "+site, func(t *testing.T) {
				headers := []string{"Origin", origin}
				if site != "" {
					headers = append(headers, "Sec-Fetch-Site", site)
				}
				reached = 0
				response := send(t, h, http.MethodPost, "/graphql", headers...)
				mustShareNothing(t, response)
				mustRefuse(t, response, 403, "CSRF_BLOCKED")
				if reached != 0 {
					t.Error("the request reached GraphQL")
				}
				mustShareNothing(t, send(t, h, http.MethodGet, "/graphql", headers...))
				preflight := append(headers, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
				mustShareNothing(t, send(t, h, http.MethodOptions, "/graphql", preflight...))
			})
		}
	}
}

func mustShareNothing(t *testing.T, response *http.Response) {
	t.Helper()
	for name, values := range response.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("%s: %q", name, values)
		}
	}
	if !strings.HasPrefix(strings.Join(response.Header.Values("Vary"), ", "), "Origin") {
		t.Errorf("Vary = %q, want Origin", response.Header.Values("Vary"))
	}
}

func TestAllowedOriginsMayReadAndWrite(t *testing.T) {
	h := newHandler(production)
	for _, origin := range []string{app, "http://localhost:5173", "https://xn--bcher-kva.example", "https://auth.example.com"} {
		for _, site := range []string{"", "cross-site", "same-site", "same-origin"} {
			t.Run(origin+" "+site, func(t *testing.T) {
				headers := []string{"Origin", origin}
				if site != "" {
					headers = append(headers, "Sec-Fetch-Site", site)
				}
				response := send(t, h, http.MethodPost, "/graphql", headers...)
				if response.StatusCode != 200 {
					t.Fatalf("status %d", response.StatusCode)
				}
				got := map[string]string{}
				for _, name := range []string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Access-Control-Allow-Credentials", "Vary"} {
					got[name] = response.Header.Get(name)
				}
				want := map[string]string{
					"Access-Control-Allow-Origin":      origin,
					"Access-Control-Expose-Headers":    "X-Access-Token, X-Id-Token, X-Refresh-Token, X-Device-Token, X-Request-Id, Retry-After, Date",
					"Access-Control-Allow-Credentials": "",
					"Vary":                             "Origin",
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("headers differ (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestPreflight(t *testing.T) {
	h := newHandler(production, withGraphQL(func(http.ResponseWriter, *http.Request) { t.Error("a preflight reached GraphQL") }))
	for _, c := range []struct {
		name, method, headers string
		allowed               bool
	}{
		{"apollo", "POST", "apollo-require-preflight,authorization,content-type", true},
		{"tokens", "POST", "content-type,x-access-token,x-device-token,x-id-token,x-refresh-token", true},
		{"client awareness", "POST", "apollographql-client-name,apollographql-client-version,content-type,x-apollo-operation-name", true},
		{"get", "GET", "apollo-require-preflight", true},
		{"a foreign header", "POST", "content-type,x-forwarded-for", false},
		{"underscores", "POST", "x_access_token", false},
		{"put", "PUT", "content-type", false},
		{"delete", "DELETE", "content-type", false},
		{"a megabyte of commas", "POST", strings.Repeat(",", 1<<20), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			response := send(t, h, http.MethodOptions, "/graphql", "Origin", app, "Access-Control-Request-Method", c.method, "Access-Control-Request-Headers", c.headers)
			if response.StatusCode != http.StatusNoContent {
				t.Errorf("status %d, want 204", response.StatusCode)
			}
			origin, headers, age := response.Header.Get("Access-Control-Allow-Origin"), response.Header.Get("Access-Control-Allow-Headers"), response.Header.Get("Access-Control-Max-Age")
			if c.allowed && (origin != app || headers != c.headers || age != "600") || !c.allowed && origin+headers != "" {
				t.Errorf("origin %q, headers %q, max age %q; want allowed = %t", origin, headers, age, c.allowed)
			}
		})
	}
}

func TestProgramsAndSameOriginPagesPass(t *testing.T) {
	h := newHandler(production)
	for _, c := range []struct {
		name, host string
		headers    []string
		status     int
	}{
		{"curl", "auth.example.com", nil, 200},
		{"same origin", "auth.example.com", []string{"Origin", "https://auth.example.com", "Sec-Fetch-Site", "same-origin"}, 200},
		{"same origin behind a proxy that rewrites Host", "10.0.0.5:8080", []string{"Origin", "https://auth.example.com"}, 200},
		{"old browser, same host", "api.example.com", []string{"Origin", "https://api.example.com"}, 200},
		{"typed address", "auth.example.com", []string{"Sec-Fetch-Site", "none"}, 200},
		{"form of another site, no Origin", "auth.example.com", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"unknown Sec-Fetch-Site", "auth.example.com", []string{"Sec-Fetch-Site", "moon"}, 403},
		{"referer does not help", "auth.example.com", []string{"Origin", "https://evil.example", "Referer", app}, 403},
		{"method override does not help", "auth.example.com", []string{"Origin", "https://evil.example", "X-HTTP-Method-Override", "GET"}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRequest(t, http.MethodPost, "/graphql", c.headers...)
			r.Host = c.host
			if got := do(h, r).StatusCode; got != c.status {
				t.Errorf("status %d, want %d", got, c.status)
			}
		})
	}
}

func TestCSRFHoldsOnEveryRoute(t *testing.T) {
	h := newHandler(production)
	for _, path := range []string{"/graphql", "/", "/playground/a/b", "/app", "/mailbox", "/mailbox/messages", "/schema.graphql", "/healthz", "/readyz", "/nothing"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			mustRefuse(t, send(t, h, method, path, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"), 403, "CSRF_BLOCKED")
		}
	}
}

func TestOnlyTheAPIIsSharedAcrossOrigins(t *testing.T) {
	h := newHandler(production, development)
	for _, path := range []string{"/", "/app", "/app/settings.json", "/mailbox", "/mailbox/messages", "/schema.graphql", "/healthz", "/readyz"} {
		for _, origin := range []string{app, "http://localhost:3000"} {
			if got := send(t, h, http.MethodGet, path, "Origin", origin).Header.Get("Access-Control-Allow-Origin"); got != "" {
				t.Errorf("%s is shared with %s", path, got)
			}
		}
	}
}

func TestDevelopmentAllowsPagesOfThisMachine(t *testing.T) {
	h := newHandler(development)
	for _, c := range []struct {
		origin string
		want   bool
	}{
		{"http://localhost", true},
		{"http://localhost:5173", true},
		{"https://localhost:5173", true},
		{"http://127.0.0.1:3000", true},
		{"http://127.8.9.1:3000", true},
		{"http://[::1]:3000", true},
		{"http://localhost.evil.example", false},
		{"http://localhost.evil.example:5173", false},
		{"http://evil-localhost:5173", false},
		{"http://app.localhost:5173", false},
		{"http://localhost:5173/", false},
		{"http://localhost:99999", false},
		{"http://localhost:05173", false},
		{"http://localhost:", false},
		{"http://LOCALHOST:5173", false},
		{"http://user@localhost:5173", false},
		{"http://localhost@evil.example", false},
		{"http://127.0.0.1.evil.example", false},
		{"http://127.0.0.1.nip.io", false},
		{"http://192.168.1.2:5173", false},
		{"http://0.0.0.0:5173", false},
		{"http://2130706433", false},
		{"http://127.1", false},
		{"ftp://localhost", false},
		{"null", false},
		{"https://evil.example", false},
	} {
		t.Run(c.origin, func(t *testing.T) {
			response := send(t, h, http.MethodPost, "/graphql", "Origin", c.origin, "Sec-Fetch-Site", "cross-site")
			shared := response.Header.Get("Access-Control-Allow-Origin") == c.origin
			if passed := response.StatusCode == 200; passed != c.want || shared != c.want {
				t.Errorf("passed %t, shared %t, want %t", passed, shared, c.want)
			}
		})
	}
}

func TestWithoutOriginsNobodyIsAllowed(t *testing.T) {
	h := newHandler()
	for _, origin := range []string{"http://localhost:5173", app, "null"} {
		mustRefuse(t, send(t, h, http.MethodPost, "/graphql", "Origin", origin, "Sec-Fetch-Site", "cross-site"), 403, "CSRF_BLOCKED")
	}
}
