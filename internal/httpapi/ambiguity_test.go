package httpapi_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"usher/internal/httpapi"
)

func TestRepeatedHeadersThatDecideAreRefused(t *testing.T) {
	h := newHandler(production)
	for _, name := range []string{"Origin", "Sec-Fetch-Site", "Content-Type", "Authorization", "X-Access-Token", "X-Id-Token", "X-Refresh-Token", "X-Device-Token"} {
		t.Run(name, func(t *testing.T) {
			mustRefuse(t, send(t, h, http.MethodPost, "/graphql", name, app, name, "https://evil.example"), 400, "BAD_REQUEST")
		})
	}
	if got := send(t, h, http.MethodPost, "/graphql", "Accept", "a", "Accept", "b", "X-Any", "a", "X-Any", "b").StatusCode; got != 200 {
		t.Errorf("repeated harmless headers got %d", got)
	}
}

func TestLengthAndTransferEncodingTogetherAreRefused(t *testing.T) {
	r := newRequest(t, http.MethodPost, "/graphql", "Content-Length", "2")
	r.TransferEncoding = []string{"chunked"}
	response := do(newHandler(), r)
	if got := response.Header.Get("Connection"); got != "close" {
		t.Errorf("Connection = %q, want close", got)
	}
	mustRefuse(t, response, 400, "BAD_REQUEST")
}

func TestNothingIsServedBehindAChunkedBody(t *testing.T) {
	r := newRequest(t, http.MethodPost, "/graphql")
	r.TransferEncoding = []string{"chunked"}
	response := do(newHandler(), r)
	if response.StatusCode != 200 || response.Header.Get("Connection") != "close" {
		t.Errorf("status %d, Connection %q; want 200 and close", response.StatusCode, response.Header.Get("Connection"))
	}
}

func TestLocalModeAnswersUnderNamesOfThisMachineOnly(t *testing.T) {
	h := newHandler(func(d *httpapi.Deps) { d.LoopbackHosts, d.PublicURL = true, "https://Tunnel.example:8443" })
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "LOCALHOST:8080": 200, "127.0.0.1:8080": 200, "127.0.0.2": 200, "[::1]:8080": 200, "[::1]": 200,
		"tunnel.example": 200, "tunnel.example:8443": 200,
		"": 421, "evil.example": 421, "evil.example:8080": 421, "localhost.evil.example": 421, "127.0.0.1.nip.io:8080": 421,
		"192.168.1.2:8080": 421, "0.0.0.0:8080": 421, "localhost:8080:80": 421,
	} {
		for _, path := range []string{"/graphql", "/mailbox/messages", "/healthz"} {
			r := newRequest(t, http.MethodGet, path)
			r.Host = host
			if got := do(h, r).StatusCode; got != want {
				t.Errorf("%s under %q: status %d, want %d", path, host, got, want)
			}
		}
	}
	r := newRequest(t, http.MethodGet, "/graphql")
	r.Host = "anything.example"
	if got := do(newHandler(), r).StatusCode; got != 200 {
		t.Errorf("outside of local mode: status %d under another name", got)
	}
}

func TestBodyLimit(t *testing.T) {
	const limit = 128 << 10
	var readErr error
	h := newHandler(withGraphQL(func(_ http.ResponseWriter, r *http.Request) { _, readErr = io.Copy(io.Discard, r.Body) }))
	for _, c := range []struct {
		name     string
		size     int
		declared bool
		refused  bool
		cut      bool
	}{
		{"at the limit", limit, true, false, false},
		{"one over, declared", limit + 1, true, true, false},
		{"at the limit, undeclared", limit, false, false, false},
		{"one over, undeclared", limit + 1, false, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			readErr = nil
			r := newRequest(t, http.MethodPost, "/graphql")
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(strings.Repeat("x", c.size))), -1
			if c.declared {
				r.ContentLength = int64(c.size)
			}
			response := do(h, r)
			if c.refused {
				mustRefuse(t, response, 413, "REQUEST_TOO_LARGE")
				return
			}
			if _, cut := errors.AsType[*http.MaxBytesError](readErr); cut != c.cut || response.StatusCode != 200 {
				t.Errorf("status %d, read error %v; want cut = %t", response.StatusCode, readErr, c.cut)
			}
		})
	}
}

func TestThePoolListenerIsClosedToForeignPages(t *testing.T) {
	d, _ := newDeps(func(d *httpapi.Deps) { d.LoopbackHosts, d.LoopbackOrigins = true, true })
	h := httpapi.NewPool(d, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, c := range []struct {
		name, host string
		headers    []string
		want       int
	}{
		{"an SDK", "127.0.0.1:9229", nil, 200},
		{"a page of this machine", "localhost:9229", []string{"Origin", "http://localhost:3000", "Sec-Fetch-Site", "same-site"}, 200},
		{"a page of another origin", "127.0.0.1:9229", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		{"a page without an origin", "127.0.0.1:9229", []string{"Origin", "null"}, 403},
		{"another name for this machine", "evil.example:9229", []string{"Origin", "http://evil.example:9229", "Sec-Fetch-Site", "same-origin"}, 421},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRequest(t, http.MethodPost, "/", c.headers...)
			r.Host = c.host
			if got := do(h, r).StatusCode; got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
}
