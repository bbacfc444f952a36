package httpapi_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"usher/internal/httpapi"
	"usher/internal/reqctx"
)

// clientOf returns the address that a handler sees.
func clientOf(t *testing.T, remote string, headers []string, trusted ...string) netip.Addr {
	t.Helper()
	var seen netip.Addr
	h := newHandler(withProxies(trusted...), withGraphQL(func(_ http.ResponseWriter, r *http.Request) { seen = reqctx.ClientIP(r.Context()) }))
	r := newRequest(t, http.MethodPost, "/graphql", headers...)
	r.RemoteAddr = remote
	if status := do(h, r).StatusCode; status != 200 {
		t.Fatalf("status %d", status)
	}
	return seen
}

// spoofs are headers by which a caller might try to choose its own address.
func spoofs() map[string][]string {
	list := map[string][]string{
		"nothing":              nil,
		"two headers":          {"X-Forwarded-For", "198.51.100.1", "X-Forwarded-For", "198.51.100.2"},
		"a very long list":     {"X-Forwarded-For", strings.Repeat("198.51.100.1,", 500) + "198.51.100.1"},
		"underscores":          {"X_Forwarded_For", "198.51.100.1"},
		"mixed underscores":    {"X-Forwarded_For", "198.51.100.1"},
		"lower underscores":    {"x_forwarded_for", "198.51.100.1"},
		"forwarded rfc 7239":   {"Forwarded", "for=198.51.100.1"},
		"connection upgrade":   {"Connection", "X-Forwarded-For", "X-Forwarded-For", "198.51.100.1"},
		"forwarded host":       {"X-Forwarded-Host", "198.51.100.1"},
		"forwarded and real":   {"X-Forwarded-For", "198.51.100.1", "X-Real-IP", "198.51.100.1"},
		"pretending a proxy":   {"X-Forwarded-For", "198.51.100.1, 10.0.0.1"},
		"pretending two hops":  {"X-Forwarded-For", "10.0.0.9, 10.0.0.8"},
		"claiming loopback":    {"X-Forwarded-For", "127.0.0.1"},
		"claiming loopback v6": {"X-Forwarded-For", "::1"},
	}
	for _, name := range []string{
		"X-Real-Ip", "X-Client-Ip", "True-Client-Ip", "CF-Connecting-IP", "CF-Connecting-IPv6", "Fastly-Client-IP", "X-Cluster-Client-Ip",
		"X-Originating-Ip", "X-Remote-Ip", "X-Remote-Addr", "X-ProxyUser-Ip", "X-Forwarded", "Forwarded-For", "X-Original-Forwarded-For",
		"X-Azure-ClientIP", "X-Envoy-External-Address", "Client-IP", "Via",
	} {
		list[name] = []string{name, "198.51.100.1"}
	}
	return list
}

func TestSpoofedHeadersOfAStrangerChangeNothing(t *testing.T) {
	if len(spoofs()) < 30 {
		t.Fatalf("only %d spoofs", len(spoofs()))
	}
	want := netip.MustParseAddr("203.0.113.7")
	for name, headers := range spoofs() {
		t.Run(name, func(t *testing.T) {
			if got := clientOf(t, "203.0.113.7:5555", headers, "10.0.0.0/8"); got != want {
				t.Errorf("client = %v, want the peer %v", got, want)
			}
			if got := clientOf(t, "203.0.113.7:5555", headers); got != want {
				t.Errorf("without proxies: client = %v, want the peer %v", got, want)
			}
		})
	}
}

// A proxy appends the address it saw to whatever the client wrote, in the same header or in one more.
func TestSpoofedHeadersThroughAProxyChangeNothing(t *testing.T) {
	want := netip.MustParseAddr("203.0.113.7")
	for name, headers := range spoofs() {
		t.Run(name+" appended", func(t *testing.T) {
			var written []string
			var passed []string
			for i := 0; i < len(headers); i += 2 {
				if headers[i] == "X-Forwarded-For" {
					written = append(written, headers[i+1])
				} else {
					passed = append(passed, headers[i], headers[i+1])
				}
			}
			appended := append(passed, "X-Forwarded-For", strings.Join(append(written, "203.0.113.7"), ", "))
			if got := clientOf(t, "10.0.0.1:5555", appended, "10.0.0.0/8"); got != want {
				t.Errorf("client = %v, want %v", got, want)
			}
		})
		t.Run(name+" as one more header", func(t *testing.T) {
			more := append(append([]string{}, headers...), "X-Forwarded-For", "203.0.113.7")
			if got := clientOf(t, "10.0.0.1:5555", more, "10.0.0.0/8"); got != want {
				t.Errorf("client = %v, want %v", got, want)
			}
		})
	}
}

func FuzzClientCannotChooseItsAddress(f *testing.F) {
	for name, headers := range spoofs() {
		if len(headers) > 0 {
			f.Add(name, headers[1])
		}
	}
	want := netip.MustParseAddr("203.0.113.7")
	f.Fuzz(func(t *testing.T, name, value string) {
		var seen netip.Addr
		d, _ := newDeps(withProxies("10.0.0.0/8"), withGraphQL(func(_ http.ResponseWriter, r *http.Request) { seen = reqctx.ClientIP(r.Context()) }))
		h := httpapi.New(d)
		for _, c := range []struct {
			remote    string
			forwarded []string
		}{
			{"203.0.113.7:5555", []string{value}},                  // directly
			{"10.0.0.1:5555", []string{value + ", 203.0.113.7"}},   // a proxy that appends to the header
			{"10.0.0.1:5555", []string{value, "203.0.113.7"}},      // a proxy that adds one more header
			{"10.0.0.1:5555", []string{value + ",203.0.113.7:99"}}, // a proxy that notes the port, too
		} {
			r := newRequest(t, http.MethodPost, "/graphql")
			r.RemoteAddr = c.remote
			r.Header[http.CanonicalHeaderKey(name)] = []string{value}
			r.Header["X-Forwarded-For"] = c.forwarded
			if response := do(h, r); response.StatusCode == 200 && seen != want {
				t.Errorf("client = %v from %s with %q", seen, c.remote, c.forwarded)
			}
		}
	})
}
