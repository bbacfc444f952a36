package browsertest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

// launch starts Chromium with axe-core, or skips the test where one of them is missing; with CI=true it fails instead.
func launch(t *testing.T) *Browser {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("CI") == "true" {
		missing = t.Fatalf
	}
	program, err := exec.LookPath("chromium")
	if err != nil {
		missing("chromium is missing: install the chromium package to run this test")
	}
	const axe = "../../.ci/browser/node_modules/axe-core/axe.min.js"
	if _, err := os.Stat(axe); err != nil {
		missing("axe-core is missing: run npm ci in .ci/browser to run this test")
	}
	return Launch(t, Options{Program: program, Axe: axe})
}

// site serves one page under a strict policy.
func site(t *testing.T, body string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'nonce-a'; style-src 'nonce-a'; img-src 'self'; connect-src *")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="/icon"></head><body><main><h1>A page</h1>`+body+`</main></body></html>`)
	})
	mux.HandleFunc("GET /icon", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("POST /graphql", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	mux.HandleFunc("POST /broken/graphql", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestWhatAPageDoesWrongIsTold(t *testing.T) {
	b := launch(t)
	elsewhere := site(t, "")
	for name, tc := range map[string]struct {
		body string
		want []string // what each fault holds; none is none
	}{
		"nothing":              {body: `<p>all is well</p>`},
		"an answer of the API": {body: `<script nonce="a">fetch("/graphql", { method: "POST" })</script>`},
		"the API broken":       {body: `<script nonce="a">fetch("/broken/graphql", { method: "POST" })</script>`, want: []string{"500"}},
		"a socket":             {body: `<script nonce="a">new WebSocket("` + strings.Replace(elsewhere, "http", "ws", 1) + `/icon")</script>`, want: []string{"asked " + elsewhere + "/icon"}},
		"a script inline":      {body: `<script>document.title = "x"</script>`, want: []string{"policy: script-src-elem", "violates"}},
		"a style inline":       {body: `<p style="color: red">red</p>`, want: []string{"policy: style-src-attr", "violates"}},
		"an error logged":      {body: `<script nonce="a">console.error("oh", 1)</script>`, want: []string{`console.error: "oh" 1`}},
		"a script that throws": {body: `<script nonce="a">nothing.there()</script>`, want: []string{"nothing is not defined"}},
		"a promise forgotten":  {body: `<script nonce="a">Promise.reject(new Error("unheard"))</script>`, want: []string{"unheard"}},
		"a file missing":       {body: `<img src="/none.png" alt="none">`, want: []string{"404"}},
		"another origin":       {body: `<script nonce="a">fetch("` + elsewhere + `/icon", { mode: "no-cors" })</script>`, want: []string{"asked " + elsewhere + "/icon"}},
		"a field without name": {body: `<input type="text">`, want: []string{"critical label"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Profile(t).Open(site(t, tc.body))
			p.See("heading", "A page")
			p.checkAccess()
			p.Until("have loaded", `document.readyState === "complete"`)
			var faults []string
			p.until("tell of it", func() error {
				faults = append(faults, p.Faults()...)
				if len(faults) < min(1, len(tc.want)) {
					return io.EOF
				}
				return nil
			})
			all := strings.Join(faults, "\n")
			for _, want := range tc.want {
				if !strings.Contains(all, want) {
					t.Errorf("no word of %q in:\n%s", want, all)
				}
			}
			if len(tc.want) == 0 && all != "" {
				t.Errorf("a fault where there is none:\n%s", all)
			}
		})
	}
}

func TestElementsAreFoundAsUsersFindThem(t *testing.T) {
	p := launch(t).Profile(t).Open(site(t, `
		<label>Name <input id="name"></label>
		<label for="pass">Password</label> <input id="pass" type="password">
		<ul><li>One <button>End</button></li><li>Two <button>End</button></li></ul>
		<button hidden>Hidden</button> <button disabled>Asleep</button>
		<label>Language <select><option>English</option><option>Deutsch</option></select></label>
		<p role="status"></p>
		<script nonce="a">document.addEventListener("click", (e) => {
			if (e.target.tagName === "BUTTON") document.querySelector("[role=status]").textContent = "ended " + e.target.parentElement.firstChild.data;
		})</script>`))
	p.Fill("textbox", "Name", "Ann")
	p.Fill("textbox", "Name", "Bob")
	if got := p.Value("textbox", "Name"); got != "Bob" {
		t.Errorf("the name is %q", got)
	}
	p.Fill("textbox", "Password", "correct horse")
	p.With("listitem", "Two").Click("button", "End")
	p.SeeText("status", "ended Two")
	if p.Has("button", "Hidden") {
		t.Error("what is hidden is found")
	}
	if _, err := p.In("button", "End").reach(); err == nil {
		t.Error("one of two is taken")
	}
	if _, err := p.In("button", "Asleep").reach(); err == nil {
		t.Error("a button that is disabled is clicked")
	}
	p.Choose("Language", "Deutsch")
	p.Keys("\t")
	p.TabTo("textbox", "Password")
	p.Keys("shift")
	if got := p.Value("textbox", "Password"); got != "shift" {
		t.Errorf("the password is %q", got)
	}
}

func TestAProfileSharesNothingWithAnother(t *testing.T) {
	b, address := launch(t), site(t, "")
	ann, bob := b.Profile(t), b.Profile(t)
	first, second, other := ann.Open(address), ann.Open(address), bob.Open(address)
	Eval[bool](first, `(localStorage.setItem("who", "ann"), document.cookie = "who=ann", true)`)
	const seen = `(localStorage.getItem("who") ?? "") + document.cookie`
	got := []string{Eval[string](second, seen), Eval[string](other, seen)}
	if want := []string{"annwho=ann", ""}; !slices.Equal(got, want) {
		t.Errorf("the same profile's tab and another's see %q, want %q", got, want)
	}
}

// recorder stands for a test that shall fail.
type recorder struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func TestAnotherMachineIsNeitherReachedNorAskedInSilence(t *testing.T) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		launch(t)
	}
	r := &recorder{TB: t}
	p := Launch(r, Options{Program: program}).Profile(t).Open(site(t, `<script nonce="a">
		fetch("http://elsewhere.example/x").then((answer) => { document.title = answer.status }, (e) => { document.title = e.message })
	</script>`))
	p.Until("be refused", `document.title !== "A page"`)
	if title := Eval[string](p, "document.title"); title == "200" {
		t.Error("the page got an answer")
	}
	if tab := strings.Join(p.Faults(), "\n"); !strings.Contains(tab, "asked http://elsewhere.example/x") {
		t.Errorf("its tab tells of %q", tab)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if all := strings.Join(r.said, "\n"); !strings.Contains(all, "a page asked another machine: GET http://elsewhere.example/x") {
		t.Errorf("the browser tells of %q", all)
	}
}
