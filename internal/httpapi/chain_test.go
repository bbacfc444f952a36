package httpapi_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"usher/internal/httpapi"
	"usher/internal/observe"
	"usher/internal/reqctx"
)

func TestRequestID(t *testing.T) {
	const good = "trace-1234.ABC_x"
	trusted := withProxies("192.0.2.0/24") // httptest's peer is 192.0.2.1
	for _, c := range []struct {
		name    string
		trusted bool
		sent    []string
		want    string
	}{
		{"none sent", true, nil, "made-by-usher"},
		{"from a trusted proxy", true, []string{good}, good},
		{"from a stranger", false, []string{good}, "made-by-usher"},
		{"seven letters", true, []string{"1234567"}, "made-by-usher"},
		{"eight letters", true, []string{"12345678"}, "12345678"},
		{"64 letters", true, []string{strings.Repeat("a", 64)}, strings.Repeat("a", 64)},
		{"65 letters", true, []string{strings.Repeat("a", 65)}, "made-by-usher"},
		{"a line break", true, []string{"12345678\nforged"}, "made-by-usher"},
		{"a final line break", true, []string{"12345678\n"}, "made-by-usher"},
		{"a space", true, []string{"1234 5678"}, "made-by-usher"},
		{"markup", true, []string{"<script>12345"}, "made-by-usher"},
		{"two", true, []string{good, good}, "made-by-usher"},
	} {
		t.Run(c.name, func(t *testing.T) {
			seen := ""
			change := []func(*httpapi.Deps){withGraphQL(func(_ http.ResponseWriter, r *http.Request) { seen = reqctx.RequestID(r.Context()) })}
			if c.trusted {
				change = append(change, trusted)
			}
			var headers []string
			for _, value := range c.sent {
				headers = append(headers, "X-Request-Id", value)
			}
			response := send(t, newHandler(change...), http.MethodPost, "/graphql", headers...)
			if echoed := response.Header.Get("X-Request-Id"); seen != c.want || echoed != c.want {
				t.Errorf("in the context %q, echoed %q, want %q", seen, echoed, c.want)
			}
		})
	}
}

func TestRequestIDsAreFresh(t *testing.T) {
	newID := httpapi.RequestIDs(rand.Reader)
	a, b := newID(), newID()
	if shape := regexp.MustCompile(`^[0-9a-f]{32}$`); !shape.MatchString(a) || a == b {
		t.Errorf("ids %q and %q", a, b)
	}
	if id := httpapi.RequestIDs(bytes.NewReader(nil))(); id == "" {
		t.Error("without randomness the id is empty")
	}
}

func TestPanicCostsOneRequest(t *testing.T) {
	calls := 0
	d, log := newDeps(withGraphQL(func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls == 1 {
			w.Header().Set("Content-Length", "999")
			panic("a fault with secret detail")
		}
	}))
	h := httpapi.New(d)
	response := send(t, h, http.MethodPost, "/graphql")
	if got := response.Header.Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("the 500 lacks the security headers: %v", response.Header)
	}
	mustRefuse(t, response, 500, "INTERNAL_SERVER_ERROR")
	if text := log.String(); !strings.Contains(text, "chain_test.go") || !strings.Contains(text, "request_id=made-by-usher") ||
		!strings.Contains(text, "level=ERROR msg=request method=POST path=/graphql status=500") {
		t.Errorf("log lacks the stack, the id or the access line:\n%s", text)
	}
	if strings.Contains(log.String(), "secret detail") {
		t.Errorf("the log holds what panicked:\n%s", log)
	}
	if response = send(t, h, http.MethodPost, "/graphql"); response.StatusCode != 200 {
		t.Errorf("the request after the panic got %d", response.StatusCode)
	}
}

func TestPanicAfterHalfAnAnswerCutsTheConnection(t *testing.T) {
	d, log := newDeps(withGraphQL(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":`)
		_ = http.NewResponseController(w).Flush()
		panic("late")
	}))
	server := httptest.NewServer(httpapi.New(d))
	defer server.Close()

	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/graphql", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("half an answer %q passed as whole", body)
	}
	if !strings.Contains(log.String(), `msg="panic while serving a request"`) {
		t.Errorf("log:\n%s", log)
	}
}

func TestAccessLogLine(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	d, log := newDeps(withGraphQL(func(w http.ResponseWriter, r *http.Request) {
		observe.Record(r.Context()).SetOperationType("mutation")
		observe.Record(r.Context()).AddErrorCode("UNAUTHENTICATED")
		now = now.Add(40 * time.Millisecond)
		_, _ = io.WriteString(w, "12345")
	}))
	d.Now = func() time.Time { return now }
	send(t, httpapi.New(d), http.MethodPost, "/graphql?query=private", "Authorization", "Bearer private")

	want := "level=INFO msg=request method=POST path=/graphql status=200 duration=40ms bytes=5 request_id=made-by-usher " +
		"client_ip=192.0.2.1 operation=mutation error_codes=[UNAUTHENTICATED]\n"
	if text := log.String(); !strings.HasSuffix(text, want) || strings.Contains(text, "private") {
		t.Errorf("log:\n%swant\n%s", text, want)
	}
}

func TestRefusalsAreLoggedToo(t *testing.T) {
	d, log := newDeps()
	send(t, httpapi.New(d), http.MethodPost, "/graphql", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	if text := log.String(); !strings.Contains(text, "status=403") || !strings.Contains(text, "error_codes=[CSRF_BLOCKED]") {
		t.Errorf("log:\n%s", text)
	}
}

func TestSessionSitsAroundGraphQLOnly(t *testing.T) {
	calls := 0
	h := newHandler(func(d *httpapi.Deps) {
		d.Session = func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { calls++; next.ServeHTTP(w, r) })
		}
	})
	for _, path := range []string{"/healthz", "/", "/mailbox", "/schema.graphql", "/nothing"} {
		send(t, h, http.MethodGet, path)
	}
	if calls != 0 {
		t.Errorf("the session middleware ran %d times outside of the API", calls)
	}
	send(t, h, http.MethodPost, "/graphql")
	if calls != 1 {
		t.Errorf("the session middleware ran %d times for one API request", calls)
	}
}
