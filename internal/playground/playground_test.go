package playground

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ask(t *testing.T, h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// base returns the address under which this build's files stand.
func base(t *testing.T, h http.Handler) string {
	t.Helper()
	found := regexp.MustCompile(`/playground/[0-9a-f]+`).FindString(ask(t, h, "GET", "/").Body.String())
	if found == "" {
		t.Fatal("the page names no file of its own")
	}
	return found
}

func TestRoutes(t *testing.T) {
	h := Handler(Options{})
	files := base(t, h)
	for _, tt := range []struct {
		name, method, target      string
		status                    int
		contentType, cacheControl string
	}{
		{"page", "GET", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"page, head", "HEAD", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"own script", "GET", files + "/init.mjs", 200, "text/javascript; charset=utf-8", forever},
		{"style of the head", "GET", files + "/masthead.css", 200, "text/css; charset=utf-8", forever},
		{"own style", "GET", files + "/playground.css", 200, "text/css; charset=utf-8", forever},
		{"icon", "GET", files + "/playground.svg", 200, "image/svg+xml", forever},
		{"third-party script", "GET", files + "/graphiql.min.js", 200, "text/javascript; charset=utf-8", forever},
		{"third-party style", "GET", files + "/graphiql.min.css", 200, "text/css; charset=utf-8", forever},
		{"operations", "GET", files + "/operations.json", 200, "application/json", forever},
		{"file of another build", "GET", "/playground/000000000000/init.mjs", 404, "text/plain; charset=utf-8", ""},
		{"unknown file", "GET", files + "/other.js", 404, "text/plain; charset=utf-8", ""},
		{"the page's template", "GET", files + "/playground.html", 404, "text/plain; charset=utf-8", ""},
		{"elsewhere", "GET", "/other", 404, "text/plain; charset=utf-8", ""},
		{"post", "POST", "/", 405, "text/plain; charset=utf-8", ""},
		{"post to a file", "POST", files + "/init.mjs", 405, "text/plain; charset=utf-8", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, h, tt.method, tt.target)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			for name, want := range map[string]string{
				"Content-Type":               tt.contentType,
				"Cache-Control":              tt.cacheControl,
				"Content-Security-Policy":    contentSecurityPolicy,
				"X-Content-Type-Options":     "nosniff",
				"Referrer-Policy":            "no-referrer",
				"Cross-Origin-Opener-Policy": "same-origin",
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
			if w.Code == http.StatusMethodNotAllowed && w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow %q, want GET, HEAD", w.Header().Get("Allow"))
			}
		})
	}
}

func TestPolicyAllowsNoInlineScript(t *testing.T) {
	for _, forbidden := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*", "nonce"} {
		if strings.Contains(contentSecurityPolicy, forbidden) {
			t.Errorf("the policy contains %q", forbidden)
		}
	}
	page := ask(t, Handler(Options{Mailbox: true}), "GET", "/").Body.String()
	for _, forbidden := range []string{"<script>", "<style>", " style=", " onclick=", "http://", "https://"} {
		if strings.Contains(page, forbidden) {
			t.Errorf("the page contains %q", forbidden)
		}
	}
}

func TestPageFollowsOptions(t *testing.T) {
	for _, tt := range []struct {
		name        string
		opts        Options
		want, never []string
	}{
		{"nothing set", Options{}, []string{`data-endpoint="/graphql">`, "<title>Usher playground</title>"}, []string{"/mailbox", "/app", "/schema.graphql", "sealed passwords"}},
		{"mailbox", Options{Mailbox: true}, []string{"data-mailbox>", `href="/mailbox"`}, []string{"/app", "/schema.graphql"}},
		{"all pages", Options{App: true, Schema: true}, []string{`href="/app"`, `href="/schema.graphql"`}, []string{"/mailbox"}},
		{"cookies", Options{Cookies: true}, []string{"data-cookies>"}, []string{"data-mailbox", "data-sealed"}},
		{"sealed passwords", Options{Sealed: true}, []string{"data-sealed>", "sealed passwords only"}, []string{"data-cookies"}},
		{"endpoint", Options{Endpoint: "/api"}, []string{`data-endpoint="/api"`}, []string{"/graphql\""}},
		{"title", Options{Title: `<script>alert("x")</script>`}, []string{"<title>&lt;script&gt;"}, []string{"<script>alert"}},
		{"endpoint with a quote", Options{Endpoint: `/a" onload="x`}, []string{"/a&#34; onload="}, []string{`onload="x"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := ask(t, Handler(tt.opts), "GET", "/").Body.String()
			for _, want := range tt.want {
				if !strings.Contains(page, want) {
					t.Errorf("the page lacks %q:\n%s", want, page)
				}
			}
			for _, never := range tt.never {
				if strings.Contains(page, never) {
					t.Errorf("the page contains %q:\n%s", never, page)
				}
			}
		})
	}
}

// Every file that the page or a module names must be there.
func TestNamedFilesExist(t *testing.T) {
	h := Handler(Options{Mailbox: true})
	files := base(t, h)
	reference := regexp.MustCompile(`(?:from "\./|` + regexp.QuoteMeta(files) + `/)([\w.-]+)"`)
	seen := map[string]bool{}
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		body := ask(t, h, "GET", queue[0]).Body.String()
		for _, match := range reference.FindAllStringSubmatch(body, -1) {
			target := files + "/" + match[1]
			if seen[target] {
				continue
			}
			seen[target] = true
			if w := ask(t, h, "GET", target); w.Code != http.StatusOK {
				t.Errorf("%s names %s, which answers %d", queue[0], target, w.Code)
			}
			if strings.HasSuffix(target, ".mjs") {
				queue = append(queue, target)
			}
		}
	}
	if !seen[files+"/tokens.mjs"] || !seen[files+"/graphiql.min.js"] {
		t.Errorf("the walk saw only %v", seen)
	}
}

func TestPageGetsTheOperations(t *testing.T) {
	h := Handler(Options{})
	var got []Group
	if err := json.Unmarshal(ask(t, h, "GET", base(t, h)+"/operations.json").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Groups(), got); diff != "" {
		t.Errorf("operations (-embedded +served):\n%s", diff)
	}
}
