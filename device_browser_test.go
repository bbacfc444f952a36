package main

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestABrowserIsKnownAfterASignOutAndForHalfAYear(t *testing.T) {
	const name, half = "__Host-usher-device", 90 * 24 * time.Hour
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in := inHTTPS(t, c, pool, pool.wire, sealKey1)
	b := newBrowser(t, in, "https://auth.example.com")
	b.signUp("ann@example.com", "correct horse 9")
	device := b.held()[name]
	b.call(signOutOp, nil)
	if held := b.held(); device == "" || len(held) != 1 || held[name] != device {
		t.Fatalf("after signing out the browser has %v", held)
	}
	sets := func(what string, want bool) {
		t.Helper()
		a := b.call(signInOp, signInAs("ann@example.com", "correct horse 9"))
		in.want(what, "Session", field[outcome](t, a, "signIn"))
		lines := a.header.Values("Set-Cookie")
		if got := slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, name+"=") }); got != want {
			t.Errorf("%s sets the device's cookie: %v", what, got)
		}
		if a.header.Get(deviceHeader) != "" {
			t.Errorf("%s shows the device's token to the page", what)
		}
	}
	sets("signing in again", false)
	c.pass(half)
	sets("signing in after half the life", true)
	if b.held()[name] == device {
		t.Error("the device's cookie is the same")
	}
	b.plant(name, "x")
	sets("signing in with a planted cookie", true)
	b.call(signOutOp, nil)
	stolen := newBrowser(t, in, "https://auth.example.com")
	stolen.plant(name, b.held()[name])
	if who := stolen.me(); who != missing {
		t.Errorf("a device's cookie alone is %q", who)
	}
	stolen.plant("__Host-usher-access", b.held()[name])
	stolen.plant("__Host-usher-refresh", b.held()[name])
	if who := stolen.me(); who != missing || len(stolen.cookies()) != 0 {
		t.Errorf("in place of a session's it is %q, cookies %v", who, stolen.cookies())
	}
}

func TestNothingOfADeviceReachesTheLog(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0", "USHER_LOG_LEVEL=debug", "USHER_SEAL_KEYS="+sealKey1)
	sealer := sealerLike(t, c, logged(t, in, "pool"), logged(t, in, "client"), sealKey1)
	a := &keeper{t: t, in: in}
	a.signUp("ann@example.com", "correct horse 9")
	value, _, err := sealer.OpenDevice(a.token)
	if err != nil {
		t.Fatal(err)
	}
	good := a.token
	a.signIn("ann@example.com", "wrong horse 9", "InvalidCredentials")
	a.token = good[:len(good)-1]
	a.signIn("ann@example.com", "correct horse 9", "Session")
	in.stop()
	logs := in.lines.String()
	if !strings.Contains(logs, `"outcome":"malformed"`) && !strings.Contains(logs, `"outcome":"altered"`) {
		t.Fatalf("the log does not tell of the token that did not open, so its silence proves nothing:\n%s", logs)
	}
	keepsQuiet(t, logs, map[string]string{
		"token": good, "id": string(value.ID[:]), "account's tag": string(value.Accounts[0][:]), "id as text": hex.EncodeToString(value.ID[:]),
	})
}

// Whoever guesses at an account holds up strangers and not its owner's browser, whose device's cookie
// outlives the session and a rotation of the keys.
func TestABrowserIsLetInWhileStrangersGuess(t *testing.T) {
	const origin = "https://auth.example.com"
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in := inHTTPS(t, c, pool, pool.wire, sealKey1)
	b := newBrowser(t, in, origin)
	b.signUp("ann@example.com", "correct horse 9")
	b.call(signOutOp, nil)
	moved := inHTTPS(t, c, pool, pool.wire, sealKey2+","+sealKey1)
	later, stranger := newBrowser(t, moved, origin), newBrowser(t, moved, origin)
	later.plant("__Host-usher-device", b.held()["__Host-usher-device"])
	signIn := func(b *browser, password, want string) {
		t.Helper()
		moved.want("signing in", want, field[outcome](t, b.call(signInOp, signInAs("ann@example.com", password)), "signIn"))
	}
	for range 5 {
		signIn(stranger, "wrong horse 9", "InvalidCredentials")
	}
	c.pass(2 * time.Second) // the pool's own lock is over
	signIn(stranger, "correct horse 9", "RateLimited")
	signIn(later, "correct horse 9", "Session")
}
