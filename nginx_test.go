package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"testing"
	"time"
)

// What the tests below prove rests on it.
func TestAStockNginxRefusesMoreThanAPageOfHeaders(t *testing.T) {
	size := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		const fixed = "HTTP/1.0 200 OK\r\nX: \r\n\r\n"
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, strings.Replace(fixed, "X: ", "X: "+strings.Repeat("x", size-len(fixed)), 1))
		_ = conn.Close()
	}))
	t.Cleanup(server.Close)
	size = 100
	url := startNginx(t, server.URL)
	for bytes, want := range map[int]int{4096: http.StatusOK, 4097: http.StatusBadGateway} {
		size = bytes
		if resp, err := get(t, url); err != nil || resp.StatusCode != want {
			t.Errorf("%d bytes: %v, %v; want %d", bytes, resp, err, want)
		}
	}
}

// weigh watches what a browser's requests and their answers weigh.
type weigh struct{ request, answer int }

func (w *weigh) add(b *browser, a answer) {
	answer := len("HTTP/1.1 200 OK\r\n\r\n")
	for name, values := range a.header {
		for _, v := range values {
			answer += len(name) + len(v) + len(": \r\n")
		}
	}
	request := 0
	for name, value := range b.held() {
		request += len(name) + len(value) + len("=; ")
	}
	w.request, w.answer = max(w.request, request), max(w.answer, answer)
}

func TestTheLargestSessionPassesAStockNginx(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	crowded := newCrowd(t, pool.wire)
	counted := countCalls(t, crowded.url)
	in := inHTTPS(t, c, pool, counted.url, sealKey1)
	front := &instance{t: t, url: startNginx(t, in.url), mailbox: pool}
	const email, password = "ann@example.com", "correct horse 9"
	newBrowser(t, in, "https://auth.example.com").signUp(email, password)

	fits := func(groups int) bool {
		crowded.join(groups)
		code, _ := newBrowser(t, in, "https://auth.example.com").call(signInOp, signInAs(email, password)).code()
		if code != "" && code != "SESSION_TOO_LARGE" {
			t.Fatalf("signing in from %d groups: %s", groups, code)
		}
		return code == ""
	}
	const tooMany = 200
	largest := sort.Search(tooMany, func(n int) bool { return !fits(n) }) - 1
	if largest < 40 || largest >= tooMany-1 {
		t.Fatalf("the largest session is of %d groups", largest)
	}
	for name, groups := range map[string]int{"no groups": 0, "one group": 1, "ten groups": 10, "forty groups": 40, "the largest": largest} {
		t.Run(fmt.Sprintf("%s, %d", name, groups), func(t *testing.T) {
			crowded.join(groups)
			b, weight := newBrowser(t, front, "https://auth.example.com"), weigh{}
			send := func(op string, variables map[string]any) answer {
				t.Helper()
				a := b.call(op, variables)
				weight.add(b, a)
				return a
			}
			signedIn := func(step string, upstream int) {
				t.Helper()
				before := counted.of(getTokens)
				for range 3 {
					if who := field[me](t, send(meOp, nil), "me"); who.Email != email || len(who.Groups) != groups {
						t.Errorf("%s: me is %q in %d groups", step, who.Email, len(who.Groups))
					}
				}
				if n := counted.of(getTokens) - before; n != upstream || len(b.cookies()) != 2 {
					t.Errorf("%s: %d upstream refreshes, want %d; cookies %d", step, n, upstream, len(b.cookies()))
				}
			}
			front.want("sign in", "Session", field[outcome](t, send(signInOp, signInAs(email, password)), "signIn"))
			if b.held()["__Host-usher-device"] == "" {
				t.Error("signing in leaves the device unknown")
			}
			signedIn("signed in", 0)
			for range 2 {
				c.pass(time.Hour)
				signedIn("refreshed", 1)
			}
			front.want("refresh", "Session", field[outcome](t, send(refreshOp, nil), "refreshTokens"))
			signedIn("refreshed because it was asked for", 0)
			send(signOutOp, nil)
			if who := b.me(); who != missing || len(b.cookies()) != 0 {
				t.Errorf("signed out: %q, cookies %v", who, b.cookies())
			}
			t.Logf("%d bytes of an answer's headers, %d of a request's cookies", weight.answer, weight.request)
			if weight.answer > 4096 || weight.request >= 7500 {
				t.Error("that is too much")
			}
		})
	}
}

func signInAs(email, password string) map[string]any {
	return map[string]any{"input": map[string]any{"username": email, "password": password}}
}

func TestASessionThatIsTooLargeIsRefusedAndAbandoned(t *testing.T) {
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	crowded := newCrowd(t, pool.wire)
	counted := countCalls(t, crowded.url)
	in := startUsher(t, append(inFrontOf(t, pool, counted.url),
		"USHER_TRANSPORT=cookie", "USHER_PUBLIC_URL=https://auth.example.com", "USHER_SEAL_KEYS="+sealKey1)...)
	in.mailbox = pool
	b := newBrowser(t, in, "https://auth.example.com")
	b.signUp("ann@example.com", "correct horse 9")
	held := b.cookies()
	before := counted.of("RevokeToken")

	crowded.join(300)
	a := b.call(signInOp, signInAs("ann@example.com", "correct horse 9"))
	if code, _ := a.code(); code != "SESSION_TOO_LARGE" {
		t.Errorf("signing in from too many groups: %s", a.body)
	}
	if lines := a.header.Values("Set-Cookie"); lines != nil || fmt.Sprint(b.cookies()) != fmt.Sprint(held) {
		t.Errorf("it sets %q", lines)
	}
	if n := counted.of("RevokeToken") - before; n != 1 {
		t.Errorf("%d sessions were given back to the pool, want 1", n)
	}
	crowded.join(3)
	if b.signIn("ann@example.com", "correct horse 9"); b.me() != "ann@example.com" {
		t.Errorf("out of most groups: %q", b.me())
	}
}
