package main

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// pageScript signs in and asks who it is, as a page of the API's own origin, and writes down all
// that it could get hold of.
const pageScript = `<!doctype html><pre id="seen"></pre><script type="module">
const seen = [];
async function ask(query, variables, headers = { "apollo-require-preflight": "1" }) {
  const answer = await fetch("/graphql", { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ query, variables }) });
  seen.push(await answer.text(), ...answer.headers);
}
await ask("mutation($input: SignInInput!) { signIn(input: $input) { __typename ... on Session { tokens { accessToken } } } }",
  { input: { username: "ann@example.com", password: "correct horse 9" } });
await ask("{ me { email } }");
seen.push("cookie=[" + document.cookie + "] stored=" + localStorage.length);
await ask("{ me { email } }", undefined, {});
await ask("mutation { signOut { wasSignedIn } }");
await ask("{ me { email } }");
document.getElementById("seen").textContent = seen.join("\n") + "\ndone";
</script>`

// TestARealBrowserKeepsTheCookiesToItself runs a page in Chromium over https, behind a proxy that
// ends TLS.
func TestARealBrowserKeepsTheCookiesToItself(t *testing.T) {
	chromium := program(t, "chromium", "install the chromium package")
	var api *url.URL
	var mu sync.Mutex
	var sent []string // the names of the cookies of each request
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		var names []string
		for _, c := range r.In.Cookies() {
			names = append(names, strings.TrimPrefix(c.Name, "__Host-usher-"))
		}
		slices.Sort(names)
		mu.Lock()
		sent = append(sent, strings.Join(names, " "))
		mu.Unlock()
		r.SetURL(api)
		r.Out.Host = r.In.Host
	}}
	mux := http.NewServeMux()
	mux.Handle("/graphql", proxy)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, pageScript) })
	server := httptest.NewUnstartedServer(mux)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()

	in := startUsher(t, "USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL="+server.URL)
	var err error
	if api, err = url.Parse(in.url); err != nil {
		t.Fatal(err)
	}
	newBrowser(t, in, server.URL).signUp("ann@example.com", "correct horse 9")

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--ignore-certificate-errors",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=10000", "--dump-dom", server.URL)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	seen := string(out)
	_, seen, _ = strings.Cut(seen, `<pre id="seen">`)
	seen, _, _ = strings.Cut(seen, "</pre>")
	at := 0
	for _, want := range []string{
		`{"data":{"signIn":{"__typename":"Session","tokens":null}}}`,
		`{"data":{"me":{"email":"ann@example.com"}}}`,
		"cookie=[] stored=0",
		"CSRF_BLOCKED",
		`{"data":{"signOut":{"wasSignedIn":true}}}`,
		`"reason":"MISSING"`,
		"done",
	} {
		i := strings.Index(seen[at:], want)
		if i < 0 {
			t.Fatalf("the page did not see %s next:\n%s", want, seen)
		}
		at += i
	}
	mu.Lock()
	defer mu.Unlock()
	const all = "access device refresh"
	if want := []string{"", all, all, all, "device"}; !slices.Equal(sent, want) {
		t.Errorf("cookies were sent as %q, want %q", sent, want)
	}
	if found := tokenShape.FindString(seen); found != "" {
		t.Errorf("the page got hold of %s", found)
	}
}
