package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"usher/internal/browsertest"
)

// tabStand serves the page of testdata/tabs in front of an instance and counts the operations that leave it.
type tabStand struct {
	url  string
	pool *callCounter

	mu   sync.Mutex
	sent map[string]int
}

func (s *tabStand) count(operation string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent[operation]
}

// forget begins to count anew.
func (s *tabStand) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = map[string]int{}
}

// bundleTabs makes one script of the page, the package's sources and what they need.
func bundleTabs(t *testing.T) []byte {
	t.Helper()
	const modules, bundleLimit = "web/apollo/node_modules", time.Minute
	if _, err := os.Stat(filepath.Join(modules, ".bin/esbuild")); err != nil {
		if os.Getenv("CI") == "true" { //nolint:forbidigo // a switch of the tests, not a setting
			t.Fatal("esbuild is missing: run npm ci in web/apollo")
		}
		t.Skip("esbuild is missing: run npm ci in web/apollo to run this test")
	}
	program(t, "node", "install Node.js 20 or later")
	ctx, cancel := context.WithTimeout(t.Context(), bundleLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(modules, ".bin/esbuild"), "testdata/tabs/page.mjs", "--bundle", "--format=esm",
		"--define:process.env.NODE_ENV=\"production\"", "--log-level=error")
	folder, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "NODE_PATH="+folder) //nolint:forbidigo // the child's environment
	var errs bytes.Buffer
	cmd.Stderr = &errs
	script, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	return script
}

// standTabs starts a pool, an instance in front of it, and the page in front of that.
func standTabs(t *testing.T, c *clock, mode, store string, script []byte) *tabStand {
	t.Helper()
	s := &tabStand{sent: map[string]int{}}
	var api *url.URL
	silent := log.New(io.Discard, "", 0) // tabs that are closed leave requests behind
	proxy := &httputil.ReverseProxy{ErrorLog: silent, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(api)
		r.Out.Host = r.In.Host
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the tab is gone
		}
		var asked struct{ OperationName string }
		_ = json.Unmarshal(body, &asked)
		s.mu.Lock()
		s.sent[asked.OperationName]++
		s.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /page.js", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(script)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:")
		_, _ = fmt.Fprintf(w, `<!doctype html><html lang="en" data-mode=%q data-store=%q><title>A tab</title><link rel="icon" href="data:,"><main><h1>A tab</h1></main><script type="module" src="/page.js"></script></html>`, mode, store)
	})
	server := httptest.NewUnstartedServer(mux)
	server.Config.ErrorLog = silent
	server.StartTLS()
	t.Cleanup(server.Close)
	s.url = server.URL

	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	s.pool = countCalls(t, pool.wire)
	in := startAt(t, c, append(inFrontOf(t, pool, s.pool.url), "USHER_TRANSPORT="+mode, "USHER_PUBLIC_URL="+server.URL, "USHER_SEAL_KEYS="+sealKey1)...)
	in.mailbox = pool
	var err error
	if api, err = url.Parse(in.url); err != nil {
		t.Fatal(err)
	}
	pool.signedUp("ann@example.com", "correct horse 9")
	return s
}

// openTabs opens that many tabs of one profile and signs in in the first.
func (s *tabStand) openTabs(t *testing.T, profile *browsertest.Profile, n int) []*browsertest.Page {
	t.Helper()
	tabs := make([]*browsertest.Page, n)
	for i := range tabs {
		tabs[i] = profile.Open(s.url)
		tabs[i].Until("have its script", `typeof tab === "object"`)
	}
	if got := browsertest.Eval[string](tabs[0], `tab.signIn("ann@example.com", "correct horse 9")`); got != "Session" {
		t.Fatalf("signing in answers %s", got)
	}
	for _, tab := range tabs {
		tab.Until("be signed in", `tab.status() === "signed-in"`)
	}
	return tabs
}

// askAtOnce asks so many times in each tab, and each time has to learn who is signed in.
func askAtOnce(t *testing.T, tabs []*browsertest.Page, times int) {
	t.Helper()
	var all sync.WaitGroup
	for i, tab := range tabs {
		all.Go(func() {
			got, err := browsertest.Ask[string](tab, fmt.Sprintf("tab.ask(%d)", times))
			if want := fmt.Sprintf("%d ann@example.com", times); got != want || err != nil {
				t.Errorf("tab %d of %d learned %q (%v), want %q", i+1, len(tabs), got, err, want)
			}
		})
	}
	all.Wait()
}

// TestTabsThatExpireTogetherRefreshOnce has the access token of three tabs expire. A tab learns of it from its own clock before it
// asks, or from the server's answer where its clock is behind.
func TestTabsThatExpireTogetherRefreshOnce(t *testing.T) {
	const times = 20
	chromium, script := launchChromium(t), bundleTabs(t)
	for name, tc := range map[string]struct {
		mode, store string
		knows       bool // the tabs' clocks have gone on, too
		sent        int  // requests to refresh that leave the tabs
		refused     bool // the server answers that a token has expired, so that operations are sent twice
	}{
		"header, memory, told by the server":          {mode: "header", store: "memory", sent: 1, refused: true},
		"header, memory, by the clock":                {mode: "header", store: "memory", knows: true, sent: 1},
		"header, session storage, told by the server": {mode: "header", store: "session", sent: 1, refused: true},
		"header, session storage, by the clock":       {mode: "header", store: "session", knows: true, sent: 1},
		"cookie, the server refreshes":                {mode: "cookie"},
		"cookie, and the tabs' clocks say the same":   {mode: "cookie", knows: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			s := standTabs(t, c, tc.mode, tc.store, script)
			tabs := s.openTabs(t, chromium.Profile(t), 3)
			c.pass(2 * time.Hour)
			if tc.knows {
				for _, tab := range tabs {
					tab.Pass(2 * time.Hour)
				}
			}
			s.forget()
			before := s.pool.of(getTokens)
			begun := time.Now()
			askAtOnce(t, tabs, times)
			t.Logf("%d queries in each of %d tabs: %v; %d queries and %d refreshes left the tabs, %d reached the pool",
				times, len(tabs), time.Since(begun), s.count("Me"), s.count("RefreshTokens"), s.pool.of(getTokens)-before)
			if n := s.pool.of(getTokens) - before; n != 1 {
				t.Errorf("%d refreshes reached the pool, want 1", n)
			}
			if n := s.count("RefreshTokens"); n != tc.sent {
				t.Errorf("%d requests to refresh left the tabs, want %d", n, tc.sent)
			}
			if n, all := s.count("Me"), times*len(tabs); (n > all) != tc.refused || n > 2*all {
				t.Errorf("%d queries left the tabs for %d that were asked, and the server refused some: %v", n, all, tc.refused)
			}
			if got := browsertest.Eval[string](tabs[1], "tab.signOut()"); got != "SignedOut" {
				t.Errorf("signing out answers %s", got)
			}
			for i, tab := range tabs {
				tab.Until(fmt.Sprintf("know in tab %d that the session is over", i+1), `tab.status() === "signed-out"`)
			}
		})
	}
}

func TestATabThatIsClosedWhileItRefreshesStopsNobody(t *testing.T) {
	chromium, script := launchChromium(t), bundleTabs(t)
	for _, mode := range []string{"header", "cookie"} {
		t.Run(mode, func(t *testing.T) {
			c := newClock()
			s := standTabs(t, c, mode, "memory", script)
			tabs := s.openTabs(t, chromium.Profile(t), 3)
			c.pass(2 * time.Hour)
			before := s.pool.of(getTokens)
			asked, closed := make(chan struct{}), make(chan struct{})
			s.pool.onCall(getTokens, sync.OnceFunc(func() {
				close(asked)
				<-closed
			}))
			_ = browsertest.Eval[bool](tabs[0], "void tab.ask(1) ?? true")
			select {
			case <-asked:
			case <-time.After(20 * time.Second):
				t.Fatal("the tab does not refresh")
			}
			tabs[0].Close()
			close(closed)
			askAtOnce(t, tabs[1:], 5)
			if n := s.pool.of(getTokens) - before; n != 1 {
				t.Errorf("%d refreshes reached the pool, want 1", n)
			}
		})
	}
}
