package httpapi_test

import (
	"net/http"
	"testing"

	"usher/internal/httpapi"
)

func withCookies(d *httpapi.Deps) { d.AllowCredentials = true }

func TestWithCookiesAPostNeedsAHeaderThatNoFormSends(t *testing.T) {
	for name, test := range map[string]struct {
		headers []string
		passes  bool
	}{
		"none":                {nil, false},
		"preflight":           {[]string{"Apollo-Require-Preflight", "1"}, true},
		"operation name":      {[]string{"X-Apollo-Operation-Name", "Me"}, true},
		"empty":               {[]string{"Apollo-Require-Preflight", ""}, false},
		"one of the two":      {[]string{"Apollo-Require-Preflight", "", "X-Apollo-Operation-Name", "Me"}, true},
		"another header":      {[]string{"X-Requested-With", "XMLHttpRequest"}, false},
		"with underscores":    {[]string{"apollo_require_preflight", "1"}, false},
		"from our own page":   {[]string{"Origin", "https://auth.example.com", "Sec-Fetch-Site", "same-origin"}, false},
		"from an allowed one": {[]string{"Origin", app, "Apollo-Require-Preflight", "1"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			reached := false
			h := newHandler(production, withCookies, withGraphQL(func(http.ResponseWriter, *http.Request) { reached = true }))
			response := send(t, h, http.MethodPost, "/graphql", test.headers...)
			if reached != test.passes {
				t.Fatalf("reached GraphQL: %v, want %v", reached, test.passes)
			}
			if !test.passes {
				mustRefuse(t, response, http.StatusForbidden, "CSRF_BLOCKED")
			}
			reached = false
			if send(t, newHandler(production, withGraphQL(func(http.ResponseWriter, *http.Request) { reached = true })), http.MethodPost, "/graphql", test.headers...); !reached {
				t.Error("without cookies it is refused, too")
			}
		})
	}
}

func TestCredentialsAreAllowedToAllowedOriginsOnly(t *testing.T) {
	for name, test := range map[string]struct {
		origin  string
		cookies bool
		want    string
	}{
		"allowed":              {app, true, "true"},
		"allowed, no cookies":  {app, false, ""},
		"another site":         {"https://evil.example", true, ""},
		"null":                 {"null", true, ""},
		"the API's own origin": {"https://auth.example.com", true, "true"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHandler(production, func(d *httpapi.Deps) { d.AllowCredentials = test.cookies })
			for _, method := range []string{http.MethodOptions, http.MethodPost} {
				response := send(t, h, method, "/graphql", "Origin", test.origin, "Access-Control-Request-Method", "POST", "Apollo-Require-Preflight", "1")
				if got := response.Header.Get("Access-Control-Allow-Credentials"); got != test.want {
					t.Errorf("%s: credentials %q, want %q", method, got, test.want)
				}
				if response.Header.Get("Access-Control-Allow-Origin") == "*" {
					t.Error("everybody is allowed")
				}
			}
		})
	}
}
