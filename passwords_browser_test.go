package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// sealingScript runs an account's life through the playground's own modules. Of a parsed document it makes as much
// as they read.
const sealingScript = `<!doctype html><pre id="seen"></pre><script type="module">
	import { createFetcher } from "BASE/fetcher.mjs";
	import { PasswordSealer } from "BASE/passwords.mjs";
	import { Tokens } from "BASE/tokens.mjs";
	const seen = (line) => (document.getElementById("seen").textContent += line + "\n");
	const email = "ann@example.com";
	const passwords = new PasswordSealer();
	const fetcher = createFetcher({ endpoint: "/graphql", tokens: new Tokens(sessionStorage), passwords, fetch: fetch.bind(window), onAnswer: (run) => passwords.learn(run) });
	const run = async (name, input, members = "") => {
		const type = name[0].toUpperCase() + name.slice(1) + "Input" + (name === "deleteAccount" ? "" : "!");
		const query = "mutation Op($input: " + type + ") { " + name + "(input: $input) { __typename ... on Problem { code message } " + members + " } }";
		const selections = [{ kind: "Field", name: { value: name } }];
		const documentAST = { definitions: [{ kind: "OperationDefinition", name: { value: "Op" }, selectionSet: { selections } }] };
		const answer = await fetcher({ query, operationName: "Op", variables: { input } }, { documentAST });
		const outcome = answer.data?.[name];
		seen(name + " " + (outcome?.__typename ?? JSON.stringify(answer)) + " " + (outcome?.code ?? ""));
		return outcome;
	};
	try {
		const session = "... on Session { tokens { accessToken refreshToken expiresAt } }";
		await run("signUp", { email, password: "the first 1 Password" });
		const mail = await (await fetch("/mailbox/messages?limit=1")).json();
		await run("confirmSignUp", { username: email, code: mail.messages[0].code, password: "the second 2 Password" }, session);
		await run("signIn", { username: email, password: "a wrong 1 Password" });
		const { challenge } = await run("signIn", { username: email }, "... on Challenge { challenge }");
		await run("respondToChallenge", { challenge, answer: { password: "the second 2 Password" } }, session);
		await run("changePassword", { currentPassword: "the second 2 Password", newPassword: "the third 3 Password" });
		await run("deleteAccount", { password: "the third 3 Password" });
	} catch (error) {
		seen(error.stack);
	}
	seen("done");
</script>`

// TestThePlaygroundSealsPasswordsInARealBrowser runs it, and by it the example's code, in Chromium where plain
// passwords are not taken.
func TestThePlaygroundSealsPasswordsInARealBrowser(t *testing.T) {
	chromium := program(t, "chromium", "install the chromium package")
	in := startUsher(t, "USHER_PASSWORDS=encrypted")
	api, err := url.Parse(in.url)
	if err != nil {
		t.Fatal(err)
	}
	home := served(t, in.url+"/")
	base := regexp.MustCompile(`/playground/[0-9a-f]+`).FindString(home)
	if base == "" || !strings.Contains(home, "data-sealed") {
		t.Fatalf("the page is not told to seal:\n%s", home)
	}
	var mu sync.Mutex
	var sent []string
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(api)
		r.Out.Host = r.In.Host
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		sent = append(sent, string(body))
		mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		proxy.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.ReplaceAll(sealingScript, "BASE", base))
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=10000", "--dump-dom", server.URL)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, seen, _ := strings.Cut(string(out), `<pre id="seen">`)
	seen, _, _ = strings.Cut(seen, "</pre>")
	const want = "signUp SignUpStarted \nconfirmSignUp Session \nsignIn InvalidCredentials INVALID_CREDENTIALS\n" +
		"signIn SelectFactorChallenge \nrespondToChallenge Session \nchangePassword PasswordChanged \ndeleteAccount AccountDeleted \ndone\n"
	if seen != want {
		t.Errorf("the page saw\n%s\nwant\n%s", seen, want)
	}
	mu.Lock()
	defer mu.Unlock()
	if text := strings.Join(sent, "\n"); strings.Contains(text, " Password") {
		t.Errorf("a password was sent as it was typed:\n%s", text)
	}
}

// served is what a browser is given for an address.
func served(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
