package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"usher/internal/seal"
)

func TestParallelRequestsWithOneExpiredCookieSessionMakeOneUpstreamRefresh(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := inHTTPS(t, c, pool, counted.url, sealKey1)
	b := newBrowser(t, in, "https://auth.example.com")
	b.signUp("ann@example.com", "correct horse 9")
	held := b.cookies()
	c.pass(time.Hour)

	if body := b.call(`{ config { signUpOpen } }`, nil).body; body != `{"data":{"config":{"signUpOpen":true}}}` {
		t.Errorf("an expired session stands in the way of a public field: %s", body)
	}
	var all sync.WaitGroup
	answers := make([]answer, 50)
	tabs := make([]*browser, len(answers))
	for i := range answers {
		tabs[i] = newBrowser(t, in, "https://auth.example.com")
		for name, value := range held {
			tabs[i].plant(name, value)
		}
		all.Go(func() { answers[i] = tabs[i].call(meOp, nil) })
	}
	all.Wait()
	if n := counted.of("GetTokensFromRefreshToken"); n != 1 {
		t.Errorf("%d upstream refreshes, want 1", n)
	}
	first := tabs[0].cookies()
	for i, tab := range tabs {
		if answers[i].Errors != nil {
			t.Fatalf("request %d: %s", i, answers[i].body)
		}
		if got := tab.cookies(); len(got) != 2 || fmt.Sprint(got) != fmt.Sprint(first) || fmt.Sprint(got) == fmt.Sprint(held) {
			t.Errorf("request %d has other cookies", i)
		}
		for _, line := range answers[i].header.Values("Set-Cookie") {
			if !strings.HasPrefix(line, "__Host-usher-") || !strings.HasSuffix(line, "; Path=/; Max-Age=2592000; HttpOnly; Secure; SameSite=Strict") {
				t.Errorf("request %d sets %q", i, line)
			}
		}
	}
	if n := counted.of("GetUser"); n != 0 {
		t.Errorf("%d calls for the profile, want none", n)
	}
	if who := tabs[1].me(); who != "ann@example.com" {
		t.Errorf("with the new cookies: %q", who)
	}
}

func TestAnOutageEndsNoCookieSession(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := inHTTPS(t, c, pool, counted.url, sealKey1)
	b := newBrowser(t, in, "https://auth.example.com")
	b.signUp("ann@example.com", "correct horse 9")
	c.pass(time.Hour)
	counted.fail("*")
	if who := b.me(); who != "UPSTREAM_UNAVAILABLE " || len(b.cookies()) != 2 {
		t.Errorf("in the outage: %q, %d cookies", who, len(b.cookies()))
	}
	// Signing out works all the same, and takes the cookies along.
	if b.call(signOutOp, nil); len(b.cookies()) != 0 {
		t.Errorf("cookies after signing out: %v", b.cookies())
	}
	counted.fail()
	if who := b.me(); who != missing {
		t.Errorf("after the outage: %q", who)
	}
}

func TestKeysRotateWithoutSigningAnybodyOut(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	restart := func(b *browser, keys string) {
		t.Helper()
		if b.in != nil {
			b.in.stop()
		}
		b.in = inHTTPS(t, c, pool, pool.wire, keys)
	}
	staying, leaving := newBrowser(t, nil, "https://auth.example.com"), newBrowser(t, nil, "https://auth.example.com")
	restart(staying, sealKey1)
	leaving.in = staying.in
	staying.signUp("ann@example.com", "correct horse 9")
	leaving.signUp("bob@example.com", "correct horse 9")

	restart(staying, sealKey2+","+sealKey1)
	leaving.in = staying.in
	for b, want := range map[*browser]string{staying: "ann@example.com", leaving: "bob@example.com"} {
		if who := b.me(); who != want {
			t.Errorf("with a new key in front: %q, want %q", who, want)
		}
	}
	c.pass(time.Hour)
	if who := staying.me(); who != "ann@example.com" { // and refreshes: sealed with the new key from now on
		t.Fatalf("refreshing: %q", who)
	}

	restart(staying, sealKey2)
	leaving.in = staying.in
	if who := staying.me(); who != "ann@example.com" {
		t.Errorf("the session in use went with the old key: %q", who)
	}
	if who := leaving.me(); who != missing || len(leaving.cookies()) != 0 {
		t.Errorf("a session of the key that went: %q, cookies %v", who, leaving.cookies())
	}
	if lines := staying.in.lines.String(); strings.Count(lines, `"outcome":"unknown_key"`) != 2 {
		t.Errorf("the log does not count two values of an unknown key:\n%s", lines)
	}
	leaving.signIn("bob@example.com", "correct horse 9")
	if who := leaving.me(); who != "bob@example.com" {
		t.Errorf("signed in again: %q", who)
	}
}

// sealerLike seals as an instance would that has these keys and stands in front of this pool.
func sealerLike(t *testing.T, c *clock, pool, client, keys string) *seal.Sealer {
	t.Helper()
	ring, err := seal.ParseKeys(keys)
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(seal.Config{Keys: ring, Pool: pool, Client: client, Now: c.Now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

func TestHostileCookiesAreNoSession(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in := inHTTPS(t, c, pool, pool.wire, sealKey1)
	b := newBrowser(t, in, "https://auth.example.com")
	b.signUp("ann@example.com", "correct horse 9")
	const a, r = "__Host-usher-access", "__Host-usher-refresh"
	good := b.cookies()
	poolID, client := logged(t, pool, "pool"), logged(t, pool, "client")
	opened, _, err := sealerLike(t, c, poolID, client, sealKey1).OpenAccess(good[a])
	if err != nil {
		t.Fatal(err)
	}
	reseal := func(pool, client, keys string) string {
		sealed, err := sealerLike(t, c, pool, client, keys).SealAccess(opened)
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	if b.plant(a, reseal(poolID, client, sealKey1)); b.me() != "ann@example.com" {
		t.Fatal("what is made as here is refused, so the refusals below prove nothing")
	}
	for name, value := range map[string]string{
		"as the pool issued it":   opened.Token,
		"of another pool":         reseal("us-east-1_Other", client, sealKey1),
		"of another app client":   reseal(poolID, "other", sealKey1),
		"of a key of the same id": reseal(poolID, client, strings.Replace(sealKey2, "k2", "k1", 1)),
		"of an unknown key":       reseal(poolID, client, sealKey2),
		"the refresh cookie's":    good[r],
		"planted":                 "x",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBrowser(t, in, "https://auth.example.com")
			b.plant(a, value)
			b.plant(r, good[r])
			if who := b.me(); who != missing || b.cookies()[a] != "" {
				t.Errorf("me: %q; still held: %v", who, b.cookies()[a] != "")
			}
			if b.cookies()[r] != good[r] {
				t.Error("the good cookie beside it was cleared, too")
			}
		})
	}
	t.Run("a bit flipped anywhere", func(t *testing.T) {
		for i := range len(good[a]) {
			if i%37 != 0 && i != len(good[a])-1 { // the whole length in steps, for time's sake
				continue
			}
			flipped := []byte(good[a])
			flipped[i] ^= 1
			b := newBrowser(t, in, "https://auth.example.com")
			b.plant(a, string(flipped))
			if who := b.me(); who != missing {
				t.Errorf("at %d: %q", i, who)
			}
		}
	})
}

func TestPlantedCookiesDieAtSignIn(t *testing.T) {
	in := startUsher(t, "USHER_TRANSPORT=cookie")
	mallory := newBrowser(t, in, in.url)
	mallory.signUp("mallory@example.com", "correct horse 9")
	planted := mallory.cookies()

	ann := newBrowser(t, in, in.url)
	ann.signUp("ann@example.com", "correct horse 9")
	victim := newBrowser(t, in, in.url)
	for name, value := range planted {
		victim.plant(name, value)
	}
	if got := victim.signIn("ann@example.com", "correct horse 9"); got.Me.ID == "" {
		t.Fatal("no user")
	}
	for name, value := range victim.cookies() {
		if value == planted[name] {
			t.Errorf("%s is still the planted one", name)
		}
	}
	if who := victim.me(); who != "ann@example.com" {
		t.Errorf("the victim is signed in as %q", who)
	}
	if who := mallory.me(); who != "UNAUTHENTICATED REVOKED" {
		t.Errorf("who planted them is signed in as %q; the session that was replaced is over", who)
	}
}

func TestSigningInAgainInABrowserCostsNoOtherSession(t *testing.T) {
	in := startUsher(t, "USHER_TRANSPORT=cookie", "USHER_MAX_SESSIONS=2")
	phone, laptop := newBrowser(t, in, in.url), newBrowser(t, in, in.url)
	phone.signUp("ann@example.com", "correct horse 9")
	laptop.signIn("ann@example.com", "correct horse 9")
	laptop.signIn("ann@example.com", "correct horse 9")
	if who := phone.me(); who != "ann@example.com" {
		t.Errorf("the phone is signed in as %q", who)
	}
}

func TestSigningInAgainInABrowserReplacesItsSession(t *testing.T) {
	in := startUsher(t, "USHER_TRANSPORT=cookie")
	phone, laptop := newBrowser(t, in, in.url), newBrowser(t, in, in.url)
	phone.signUp("ann@example.com", "correct horse 9")
	laptop.signIn("ann@example.com", "correct horse 9")
	copied := newBrowser(t, in, in.url)
	for name, value := range laptop.cookies() {
		copied.plant(name, value)
	}
	laptop.signIn("ann@example.com", "correct horse 9")
	list := field[[]activeSession](t, laptop.call(sessionsOp, nil), "sessions")
	if len(list) != 2 || !list[0].Current {
		t.Errorf("%d sessions after signing in again, want the phone's and the laptop's: %+v", len(list), list)
	}
	if who := copied.me(); who != "UNAUTHENTICATED REVOKED" {
		t.Errorf("the cookies from before are good for %q", who)
	}
	if who := phone.me(); who != "ann@example.com" {
		t.Errorf("the phone is signed in as %q", who)
	}
	if got := field[ended](t, laptop.call(revokeSessionOp, map[string]any{"input": map[string]any{"id": list[0].ID}}), "revokeSession"); len(got.Sessions) != 1 {
		t.Errorf("ending one's own: %+v", got)
	}
	if left := laptop.cookies(); len(left) != 0 {
		t.Errorf("its cookies stay: %v", left)
	}
}

func TestAStaleCookieHidesNoBearerToken(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in := inHTTPS(t, c, pool, pool.wire, sealKey1)
	ann, bob := newBrowser(t, in, "https://auth.example.com"), newBrowser(t, in, "https://auth.example.com")
	ann.signUp("ann@example.com", "correct horse 9")
	c.pass(2 * time.Hour)
	bob.signUp("bob@example.com", "correct horse 9")
	bobs := "Authorization: Bearer " + bob.cookies()["__Host-usher-access"]
	before := ann.cookies()
	if who := ann.me(bobs); who != "bob@example.com" || fmt.Sprint(ann.cookies()) != fmt.Sprint(before) {
		t.Errorf("me is %q, and the cookies were touched: %v", who, fmt.Sprint(ann.cookies()) != fmt.Sprint(before))
	}
	if who := ann.me("Authorization: Bearer x"); who != invalid {
		t.Errorf("a wrong bearer token beside good cookies: %q", who)
	}
	// The headers of header mode are not read.
	stranger := newBrowser(t, in, "https://auth.example.com")
	if who := stranger.me("X-Access-Token: " + bob.cookies()["__Host-usher-access"]); who != missing {
		t.Errorf("X-Access-Token is read: %q", who)
	}
}

func TestWhatACookieAnswerAndRequestWeigh(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in := inHTTPS(t, c, pool, pool.wire, sealKey1)
	b := newBrowser(t, in, "https://auth.example.com")
	b.signUp("ann@example.com", "correct horse 9")
	a := b.call(signInOp, map[string]any{"input": map[string]any{"username": "ann@example.com", "password": "correct horse 9"}})
	var head strings.Builder
	if err := a.header.Write(&head); err != nil {
		t.Fatal(err)
	}
	sent := len("Cookie: ")
	for name, value := range b.cookies() {
		sent += len(name) + len(value) + len("=; ")
	}
	t.Logf("sign-in: %d bytes of response headers; afterwards %d bytes of request cookies", head.Len(), sent)
	// The embedded pool's tokens are a little shorter than Cognito's, which docs/sessions.md measures.
	if head.Len() >= 4<<10 || sent >= 7500 {
		t.Errorf("%d bytes of response headers, %d of request cookies", head.Len(), sent)
	}
	if a.status != http.StatusOK {
		t.Error(a.status)
	}
}

func TestNoTokenOfACookieSessionReachesTheLog(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := inHTTPS(t, c, pool, counted.url, sealKey1)
	sealer := sealerLike(t, c, logged(t, pool, "pool"), logged(t, pool, "client"), sealKey1)
	b := newBrowser(t, in, "https://auth.example.com")
	secrets := map[string]string{}
	keep := func(name string) {
		held := b.cookies()
		secrets[name+"'s access cookie"], secrets[name+"'s refresh cookie"] = held["__Host-usher-access"], held["__Host-usher-refresh"]
		access, _, errAccess := sealer.OpenAccess(held["__Host-usher-access"])
		refresh, _, errRefresh := sealer.OpenRefresh(held["__Host-usher-refresh"])
		if errAccess != nil || errRefresh != nil {
			t.Fatal(errAccess, errRefresh)
		}
		secrets[name+"'s access token"], secrets[name+"'s refresh token"] = access.Token, refresh.Token
	}
	b.signUp("ann@example.com", "correct horse 9")
	keep("sign-up")
	c.pass(time.Hour)
	b.me()
	keep("refresh")
	b.me("Authorization: Bearer " + secrets["refresh's access token"])
	b.plant("__Host-usher-refresh", secrets["refresh's access cookie"])
	c.pass(time.Hour)
	counted.fail("*")
	b.me()
	b.call(signOutOp, nil)
	in.stop()
	logs := in.lines.String()
	if !strings.Contains(logs, `"outcome":"other_purpose"`) || !strings.Contains(logs, `"outcome":"malformed"`) {
		t.Fatalf("the log does not tell of the values that did not open, so its silence proves nothing:\n%s", logs)
	}
	for name, secret := range secrets {
		if secret == "" || strings.Contains(logs, secret) {
			t.Errorf("the log holds the %s", name)
		}
	}
	if _, key, _ := strings.Cut(sealKey1, ":"); strings.Contains(logs, key) {
		t.Error("the log holds a key")
	}
}
