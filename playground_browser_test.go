package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// walkScript does what a newcomer does who reads nothing: it presses the one button that the page
// offers, twice as those do who double-click everything, and then those of the list for what lies
// beside the walk. It runs in the playground itself.
const walkScript = `
const seen = document.createElement("pre");
seen.id = "seen";
document.body.append(seen);
const at = (id) => document.getElementById(id);
const offered = () => at("guide-action").hidden ? "" : at("guide-action").textContent;
async function until(what, holds) {
	for (let i = 0; i < 300; i++) {
		if (holds()) return;
		await new Promise((next) => setTimeout(next, 20));
	}
	throw new Error("waited in vain for " + what + "; the page offers " + offered() + ": " + at("guide-text").textContent);
}
async function press(label) {
	await until(label, () => offered() === label);
	seen.textContent += label + "\n";
	at("guide-action").click();
	at("guide-action").click();
}
async function choose(name) {
	[...document.querySelectorAll(".operation")].find((one) => one.querySelector(".field").textContent === name).click();
	await press("Run " + name[0].toUpperCase() + name.slice(1));
}
const settled = (text) => until(text, () => at("guide-text").textContent.startsWith(text));
const session = (text) => until(text, () => at("session").textContent.startsWith(text));
try {
	await press("Run SignUp");
	await press("Use the code");
	await press("Run ConfirmSignUp");
	await session("Signed in as ada@example.com");
	seen.textContent += (await (await fetch("/mailbox/messages")).json()).messages.length + " mail\n";
	await press("Open Me");
	await press("Run Me");
	await press("Open SignOut");
	await press("Run SignOut");
	await settled("That was the whole walk");
	await session("Signed out");
	seen.textContent += document.querySelectorAll(".walk .mark.done").length + " done\n";
	await press("Open SignIn");
	await press("Run SignIn");
	await settled("Done");
	PASSKEY
	await choose("forgotPassword");
	await press("Use the code");
	await press("Run ConfirmForgotPassword");
	await press("Open SignIn");
	await press("Run SignIn");
	await settled("Done");
	await choose("sessions");
	await settled("Done");
	at("sign-out").click();
	await session("Signed out");
} catch (error) {
	seen.textContent += error.message + "\n";
}
seen.textContent += "end";
`

// passkeyScript stands in for the authenticator alone; the options come from the server and go through
// the browser's own parser.
const passkeyScript = `
	navigator.credentials.create = async ({ publicKey }) => ({ toJSON: () => ({ id: "made for " + publicKey.rp.id }) });
	await choose("startPasskeyRegistration");
	await press("Make the passkey");
	await until("the credential", () => document.querySelectorAll(".CodeMirror")[1].CodeMirror.getValue().includes("made for localhost"));
`

// TestANewcomerWalksThePlayground presses through the page in Chromium, in front of a real server.
func TestANewcomerWalksThePlayground(t *testing.T) {
	chromium := program(t, "chromium", "install the chromium package")
	const want = "Run SignUp\nUse the code\nRun ConfirmSignUp\n1 mail\nOpen Me\nRun Me\nOpen SignOut\nRun SignOut\n4 done\nOpen SignIn\nRun SignIn\n" +
		"Run StartPasskeyRegistration\nMake the passkey\n" +
		"Run ForgotPassword\nUse the code\nRun ConfirmForgotPassword\nOpen SignIn\nRun SignIn\nRun Sessions\nend"
	for name, settings := range map[string][]string{
		"tokens in headers": nil,
		"tokens in cookies": {"USHER_TRANSPORT=cookie"},
		"sealed passwords":  {"USHER_PASSWORDS=encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := walked(t, chromium, startUsher(t, settings...)); got != want {
				t.Errorf("pressed\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// walked runs the script in the page of an instance and returns what it wrote.
func walked(t *testing.T, chromium string, in *instance) string {
	t.Helper()
	api, err := url.Parse(in.url)
	if err != nil {
		t.Fatal(err)
	}
	script := strings.Replace(walkScript, "PASSKEY", passkeyScript, 1)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(api)
			r.Out.Host = r.In.Host
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: func(w *http.Response) error {
			if w.Request.URL.Path != "/" {
				return nil
			}
			page, err := io.ReadAll(w.Body)
			page = bytes.Replace(page, []byte("</body>"), []byte(`<script type="module" src="/walk.mjs"></script></body>`), 1)
			w.Body = io.NopCloser(bytes.NewReader(page))
			w.Header.Set("Content-Length", strconv.Itoa(len(page)))
			w.ContentLength = int64(len(page))
			return err
		},
	}
	mux := http.NewServeMux()
	mux.Handle("/", proxy)
	mux.HandleFunc("GET /walk.mjs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = io.WriteString(w, script)
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	address := strings.Replace(server.URL, "127.0.0.1", "localhost", 1) // a name that passkeys take
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--window-size=1280,800",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=30000", "--dump-dom", address)
	var document, console strings.Builder
	cmd.Stdout, cmd.Stderr = &document, &console
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, console.String())
	}
	for line := range strings.Lines(console.String()) {
		if strings.Contains(line, "CONSOLE") {
			t.Errorf("the browser complained: %s", line)
		}
	}
	_, seen, found := strings.Cut(document.String(), `<pre id="seen">`)
	seen, _, _ = strings.Cut(seen, "</pre>")
	if !found {
		t.Fatalf("the script did not run:\n%s", document.String())
	}
	return seen
}
