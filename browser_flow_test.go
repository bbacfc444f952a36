package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// browser keeps cookies and shows none of them to its page. It remembers every answer, and no
// answer may hold anything that looks like a token.
type browser struct {
	t   *testing.T
	in  *instance
	jar *cookiejar.Jar
	// origin is where the page believes the API to be; by https, where cookies are bound to it.
	origin *url.URL
}

// The keys of the tests, as USHER_SEAL_KEYS takes them.
const (
	sealKey1 = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	sealKey2 = "k2:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
)

const preflight = "Apollo-Require-Preflight: 1"

func newBrowser(t *testing.T, in *instance, origin string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(origin + "/graphql")
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, in: in, jar: jar, origin: at}
}

// call sends one operation as the page would.
func (b *browser) call(query string, variables map[string]any, headers ...string) answer {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.in.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, h := range append([]string{"Content-Type: application/json", preflight}, headers...) {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	for _, c := range b.jar.Cookies(b.origin) {
		req.AddCookie(c)
	}
	resp, err := http.DefaultClient.Do(req) //nolint:forbidigo // a test's own client
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.jar.SetCookies(b.origin, resp.Cookies())
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(text)}
	if err := json.Unmarshal(text, &a); err != nil {
		b.t.Fatalf("not a GraphQL answer (%v): %s", err, text)
	}
	noTokensIn(b.t, a)
	return a
}

func (b *browser) do(name, op string, input map[string]any) outcome {
	b.t.Helper()
	return field[outcome](b.t, b.call(op, map[string]any{"input": input}), name)
}

// tokenShape is what a JWS or JWE looks like; a sealed one has nothing between two of its dots.
var tokenShape = regexp.MustCompile(`eyJ[\w-]{8,}|[\w-]{8,}(\.[\w-]*){4}`)

// noTokensIn looks everywhere where a script can look.
func noTokensIn(t *testing.T, a answer) {
	t.Helper()
	seen := []string{a.body}
	for name, values := range a.header {
		if name == "Set-Cookie" {
			continue
		}
		for _, v := range values {
			seen = append(seen, name+": "+v)
		}
	}
	for _, text := range seen {
		if found := tokenShape.FindString(text); found != "" {
			t.Errorf("a page can read what looks like a token: %s", found)
		}
	}
}

func TestWhatLooksLikeATokenIsFound(t *testing.T) {
	for name, text := range map[string]string{
		"a JWT":          "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
		"a sealed value": "eyJhbGciOiJkaXIiLCJlbmMi..pvEIewq4dqKroDUe.WPgB-e5oOS.9qYaW7YwZ",
		"five parts":     "abcdefghij.b.c.d.e",
	} {
		if !tokenShape.MatchString(`{"data":"` + text + `"}`) {
			t.Errorf("%s is not found", name)
		}
	}
	if tokenShape.MatchString(`default-src 'none'; frame-ancestors 'none' 127.0.0.1 ann@mail.example.com 0123456789abcdef`) {
		t.Error("what is no token is found")
	}
}

// cookies are those of the session that the browser would send, by name. What the device
// is known by is none of them.
func (b *browser) cookies() map[string]string {
	held := b.held()
	maps.DeleteFunc(held, func(name, _ string) bool { return strings.HasSuffix(name, "usher-device") })
	return held
}

// held are all that it would send.
func (b *browser) held() map[string]string {
	held := map[string]string{}
	for _, c := range b.jar.Cookies(b.origin) {
		held[c.Name] = c.Value
	}
	return held
}

// plant puts a cookie into the browser as somebody else's page or program would.
func (b *browser) plant(name, value string) {
	b.jar.SetCookies(b.origin, []*http.Cookie{{Name: name, Value: value, Path: "/", Secure: b.origin.Scheme == "https"}})
}

func (b *browser) signUp(email, password string) {
	b.t.Helper()
	b.in.want("sign up", "SignUpStarted", b.do("signUp", signUpOp, map[string]any{"email": email}))
	b.in.want("confirm", "Session", b.do("confirmSignUp", confirmOp, map[string]any{"username": email, "code": b.in.mailedCode(email), "password": password}))
}

func (b *browser) signIn(email, password string) outcome {
	b.t.Helper()
	return b.in.want("sign in", "Session", b.do("signIn", signInOp, map[string]any{"username": email, "password": password}))
}

// me is the address of who is signed in, or the reason why nobody is.
func (b *browser) me(headers ...string) string {
	b.t.Helper()
	a := b.call(meOp, nil, headers...)
	if code, reason := a.code(); code != "" {
		return code + " " + reason
	}
	return field[me](b.t, a, "me").Email
}

const (
	missing = "UNAUTHENTICATED MISSING"
	invalid = "UNAUTHENTICATED INVALID"
)

// inHTTPS starts an instance in front of a pool as it would be behind a proxy that ends TLS.
func inHTTPS(t *testing.T, c *clock, pool *instance, endpoint, keys string) *instance {
	t.Helper()
	in := startAt(t, c, append(inFrontOf(t, pool, endpoint),
		"USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL=https://auth.example.com", "USHER_SEAL_KEYS="+keys, "USHER_LOG_LEVEL=debug")...)
	in.mailbox = pool
	return in
}

func TestTheWholeFlowInABrowserAndAgainAfterARestart(t *testing.T) {
	data := "USHER_LOCAL_DATA=" + t.TempDir()
	const email, password = "ann@example.com", "correct horse 9"
	first := startUsher(t, data, "USHER_TRANSPORT=cookie")
	b := newBrowser(t, first, first.url)
	b.signUp(email, password)
	if got := slices.Sorted(maps.Keys(b.cookies())); fmt.Sprint(got) != "[usher-access usher-refresh]" {
		t.Fatalf("cookies %v", got)
	}
	first.stop()

	second := startUsher(t, data, "USHER_TRANSPORT=cookie")
	b.in = second
	if who := b.me(); who != email {
		t.Fatalf("after a restart the browser is signed in as %q", who)
	}
	before := b.cookies()
	second.want("refresh", "Session", b.do("refreshTokens", refreshOp, nil))
	for name, value := range b.cookies() {
		if value == before[name] {
			t.Errorf("refreshing kept %s", name)
		}
	}
	second.want("change the password", "PasswordChanged", b.do("changePassword", changeOp, map[string]any{"currentPassword": password, "newPassword": "interim secret 3"}))
	if who := b.me(); who != email {
		t.Errorf("changing the password ended the session that did it: %q", who)
	}
	second.want("forgot", "CodeSent", b.do("forgotPassword", forgotOp, map[string]any{"username": email}))
	second.want("reset", "PasswordChanged", b.do("confirmForgotPassword", resetOp, map[string]any{"username": email, "code": second.mailedCode(email), "newPassword": "battery staple 7"}))
	if who := b.me(); who != "UNAUTHENTICATED REVOKED" || len(b.cookies()) != 0 {
		t.Errorf("after the reset: %q, cookies %v", who, b.cookies())
	}

	if begun := b.signIn(email, "battery staple 7"); begun.Tokens != (tokens{}) {
		t.Errorf("tokens in the body: %+v", begun.Tokens)
	}
	kept := b.cookies()
	out := field[struct{ WasSignedIn bool }](t, b.call(signOutOp, nil), "signOut")
	if !out.WasSignedIn || len(b.cookies()) != 0 || b.me() != missing {
		t.Errorf("signing out: %v, cookies %v", out, b.cookies())
	}
	for name, value := range kept {
		b.plant(name, value)
	}
	if who := b.me(); who != "UNAUTHENTICATED REVOKED" {
		t.Errorf("the cookies of a session that was signed out: %q", who)
	}
}
