package playground

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// toolLimit bounds one run of a browser or of Node.
const toolLimit = 60 * time.Second

// tool finds a program, or skips the test; with CI=true it fails instead.
func tool(t *testing.T, name, advice string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: %s", name, advice)
		}
		t.Skipf("%s is missing: %s", name, advice)
	}
	return path
}

func TestPageScripts(t *testing.T) {
	node := tool(t, "node", "install Node.js 20 or later")
	tests, err := filepath.Glob("testdata/*.test.mjs")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests of the scripts (%v)", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), toolLimit)
	defer cancel()
	out, err := exec.CommandContext(ctx, node, append([]string{"--test"}, tests...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// The page must come up in a real browser under its own policy, with the tabs
// of the first walk, all operations, the first tab's variables and no word of complaint.
func TestPageComesUp(t *testing.T) {
	browser := tool(t, "chromium", "install the chromium package")
	mux := http.NewServeMux()
	mux.Handle("/", Handler(Options{Mailbox: true, Sealed: true}))
	mux.HandleFunc("GET /mailbox/messages", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"messages":[]}`))
	})
	mux.HandleFunc("POST /graphql", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/graphql-response+json")
		_, _ = w.Write([]byte(`{"errors":[{"message":"introspection is off here"}]}`))
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	ctx, cancel := context.WithTimeout(t.Context(), toolLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+t.TempDir(), "--window-size=1400,900", "--enable-logging=stderr",
		"--virtual-time-budget=5000", "--dump-dom", server.URL)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	document := out.String()
	for part, want := range map[string]int{
		`graphiql-tab-button"`: len(Groups()[0].Operations), `class="operation"`: len(Operations()), `<details class="group`: len(Groups()), `role="tab"`: 0,
		`role="tablist"`: 0, `aria-current="true"`: 2, // in the list and among the tabs
	} {
		if got := strings.Count(document, part); got != want {
			t.Errorf("%d times %s, want %d", got, part, want)
		}
	}
	for _, want := range []string{
		"Signed out", "Step 1 of 4: Sign up with nothing but an e-mail address.", "Run SignUp", "ada@example.com", `href="/mailbox"`,
		"sealed passwords only", `aria-label="Operation"`, `aria-label="Variables"`, `aria-label="Answer"`, `aria-label="Close SignUp"`,
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for line := range strings.Lines(errs.String()) {
		if strings.Contains(line, "CONSOLE") {
			t.Errorf("the browser complained: %s", line)
		}
	}
}
