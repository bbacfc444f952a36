package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestNoOtherSiteActsForTheUser sends every mix of origin, content type, method and preflight
// header to every route, with the user's cookies, as if no browser kept them back.
func TestNoOtherSiteActsForTheUser(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	const origin, app = "https://auth.example.com", "https://app.example.com"
	in := startAt(t, c, append(inFrontOf(t, pool, pool.wire), "USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL="+origin,
		"USHER_ALLOWED_ORIGINS="+app, "USHER_SEAL_KEYS="+sealKey1, "USHER_PLAYGROUND=true", "USHER_INTROSPECTION=true")...)
	in.mailbox = pool
	b := newBrowser(t, in, origin)
	b.signUp("ann@example.com", "correct horse 9")
	var cookie []string
	for name, value := range b.cookies() {
		cookie = append(cookie, name+"="+value)
	}

	senders := map[string]struct {
		headers []string
		ours    bool
	}{
		"no browser":            {nil, true},
		"the API's own page":    {[]string{"Origin: " + origin, "Sec-Fetch-Site: same-origin"}, true},
		"an allowed page":       {[]string{"Origin: " + app, "Sec-Fetch-Site: same-site"}, true},
		"another site":          {[]string{"Origin: https://evil.example", "Sec-Fetch-Site: cross-site"}, false},
		"an old browser":        {[]string{"Origin: https://evil.example"}, false},
		"a sandboxed page":      {[]string{"Origin: null", "Sec-Fetch-Site: cross-site"}, false},
		"a sub-domain":          {[]string{"Origin: https://evil.auth.example.com", "Sec-Fetch-Site: same-site"}, false},
		"a sibling":             {[]string{"Origin: https://other.example.com", "Sec-Fetch-Site: same-site"}, false},
		"no origin, cross-site": {[]string{"Sec-Fetch-Site: cross-site"}, false},
	}
	contents := []string{"application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""}
	routes := []string{"/graphql", "/graphql?query=%7B%20me%20%7B%20email%20%7D%20%7D", "/", "/healthz", "/readyz", "/schema.graphql", "/playground/x/y", "/app", "/mailbox", "/nowhere"}
	const document = `{"query":"{ me { email } }"}`
	requests, answered := 0, 0
	for who, sender := range senders {
		for _, content := range contents {
			for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
				for _, header := range []string{"", "Apollo-Require-Preflight: 1", "X-Apollo-Operation-Name: Me", "Apollo-Require-Preflight: "} {
					for _, route := range routes {
						name := fmt.Sprintf("%s, %q, %s, %q, %s", who, content, method, header, route)
						headers := append([]string{"Cookie: " + strings.Join(cookie, "; "), header, contentType(content)}, sender.headers...)
						resp := sendRaw(t, in, method, route, document, headers)
						requests++
						asked := strings.HasSuffix(header, ": 1") || strings.HasSuffix(header, "Me")
						mayAnswer := sender.ours && asked && (method == "POST" && content == "application/json" && strings.HasPrefix(route, "/graphql")) ||
							asked && method == "GET" && strings.Contains(route, "?query=") // a foreign page cannot send the header unasked, nor read the answer
						if got := strings.Contains(resp.body, "ann@example.com"); got != mayAnswer {
							t.Errorf("%s: answered %v, want %v (%d %s)", name, got, mayAnswer, resp.status, resp.body)
						} else if got {
							answered++
						}
						unsafe := method != "GET" && method != "HEAD"
						if unsafe && (!asked || !sender.ours) && resp.status != http.StatusForbidden {
							t.Errorf("%s: status %d, want 403", name, resp.status)
						}
						shared := resp.header.Get("Access-Control-Allow-Origin")
						credentials := resp.header.Get("Access-Control-Allow-Credentials")
						if who == "an allowed page" && strings.HasPrefix(route, "/graphql") && (method == "GET" || method == "POST") {
							if shared != app || credentials != "true" {
								t.Errorf("%s: shared with %q, credentials %q", name, shared, credentials)
							}
						} else if shared != "" && shared != origin && shared != app || !sender.ours && shared+credentials != "" {
							t.Errorf("%s: shared with %q, credentials %q", name, shared, credentials)
						}
					}
				}
			}
		}
	}
	t.Logf("%d requests, %d answered with the user's data", requests, answered)
}

func contentType(content string) string {
	if content == "" {
		return ""
	}
	return "Content-Type: " + content
}

// sendRaw sends a request with nothing added to it.
func sendRaw(t *testing.T, in *instance, method, path, body string, headers []string) answer {
	t.Helper()
	var payload io.Reader
	if method != http.MethodGet && method != http.MethodHead {
		payload = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, in.url+path, payload)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		if name, value, found := strings.Cut(h, ": "); found {
			req.Header.Set(name, value)
		}
	}
	resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{status: resp.StatusCode, header: resp.Header, body: string(text)}
}

func TestAPreflightOfAnAllowedPageAllowsCookies(t *testing.T) {
	in := startUsher(t, "USHER_TRANSPORT=cookie", "USHER_ALLOWED_ORIGINS=http://localhost:5173")
	for origin, allowed := range map[string]bool{"http://localhost:5173": true, "http://localhost:5174": false, "https://evil.example": false} {
		got := sendRaw(t, in, http.MethodOptions, "/graphql", "", []string{
			"Origin: " + origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: apollo-require-preflight,content-type",
		})
		if got.header.Get("Access-Control-Allow-Origin") == origin != allowed || got.header.Get("Access-Control-Allow-Credentials") == "true" != allowed {
			t.Errorf("%s: %v", origin, got.header)
		}
	}
}
