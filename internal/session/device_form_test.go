package session_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"usher/internal/auth"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

func TestTheFormOfTheDeviceCookie(t *testing.T) {
	for name, test := range map[string]struct {
		https        bool
		name, secure string
	}{
		"https": {true, "__Host-usher-device", "; Secure"},
		"http":  {false, "usher-device", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, func(tr *session.Transport) { tr.Cookies, tr.HTTPS = true, test.https })
			ctx := c.exchange(t)
			session.From(ctx).RememberDevice("ann")
			if _, err := session.From(ctx).Put(auth.Tokens{Access: c.issue("ann", token.Access, "ann", "s1", time.Hour), Refresh: "rt", AskedAt: c.now()}); err != nil {
				t.Fatal(err)
			}
			lines, byName := setCookies(ctx)
			if len(lines) != 3 || byName[test.name] == nil {
				t.Fatalf("cookies %q", lines)
			}
			want := test.name + "=" + byName[test.name].Value + "; Path=/; Max-Age=15552000; HttpOnly" + test.secure + "; SameSite=Strict"
			if lines[2] != want {
				t.Errorf("cookie %q\nwant   %q", lines[2], want)
			}
		})
	}
}

func TestWithoutKeysOrRandomnessNoDeviceIsKnown(t *testing.T) {
	h := newHarness(t)
	sealer := newSealer(t, "pool", h.now, key1)
	for name, edit := range map[string]func(*session.Config){
		"no sealer":         func(cfg *session.Config) { cfg.Rand = rand.Reader },
		"no randomness":     func(cfg *session.Config) { cfg.Sealer = sealer },
		"broken randomness": func(cfg *session.Config) { cfg.Sealer, cfg.Rand = sealer, iotest.ErrReader(http.ErrServerClosed) },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := session.Config{Verifier: h, Refresher: h, Revocations: h.set, Registry: h, Now: h.now}
			edit(&cfg)
			m, err := session.NewManager(cfg)
			if err != nil {
				t.Fatal(err)
			}
			ctx := m.Attach(t.Context(), http.Header{"X-Device-Token": {"x"}})
			exchange, out := session.From(ctx), http.Header{}
			exchange.RememberDevice("ann")
			access := h.issue("ann", token.Access, "ann", "s1", time.Hour)
			if _, err := exchange.Put(auth.Tokens{Access: access, AskedAt: h.now()}); err != nil || exchange.Device("ann") != "" {
				t.Errorf("Put: %v; called %q", err, exchange.Device("ann"))
			}
			if session.WriteHeaders(ctx, out); out.Get("X-Device-Token") != "" {
				t.Error("a token leaves")
			}
		})
	}
	outside := session.From(t.Context())
	outside.RememberDevice("ann")
	if name := outside.Device("ann"); name != "" {
		t.Errorf("outside an exchange it is called %q", name)
	}
}

func TestADeviceIsLeftOutWhereTheRefreshCookieTakesItsRoom(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	b := c.browser(t)
	access := c.issue("ann", token.Access, "ann", "s1", time.Hour)
	b.send(func(r *session.Request) {
		r.RememberDevice("ann")
		if _, err := r.Put(auth.Tokens{Access: access, Refresh: strings.Repeat("r", 2600), AskedAt: c.now(), ExpiresAt: c.now().Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
	})
	if b.sets("it", false, true); b.set[deviceCookie] {
		t.Error("the device's cookie is set")
	}
	b.want(access)
}

// No later answer knows whose the device's cookie is to be: however long the session's are, it leaves.
func TestADeviceIsKnownHoweverLongTheSession(t *testing.T) {
	const shortest = -35 // leaves room for all three
	c := newCarried(t, key1, inCookies)
	together, apart := map[int]int{}, map[int]int{} // answers to a sign-in, by accounts
	for groups := shortest; groups < 70; groups += 3 {
		b := c.browser(t)
		for i := range seal.MaxDeviceAccounts {
			account := fmt.Sprintf("user%d-of%d", i, groups)
			access, err := c.signInOn(b, account, groups, account)
			if err != nil || !b.set[deviceCookie] || !b.set[refreshCookie] {
				t.Fatalf("%d groups, account %d: %v; it sets %v", groups, i+1, err, b.set)
			}
			if b.set[accessCookie] {
				together[i+1]++
			} else {
				apart[i+1]++
			}
			b.want(access)
			if c.calls() != 0 {
				t.Fatalf("%d groups: the access token cost a refresh", groups)
			}
			if _, err := c.signInOn(b, account, groups, account); err != nil || b.set[deviceCookie] {
				t.Fatalf("%d groups: %v; signing in again sets %v", groups, err, b.set)
			}
		}
	}
	for accounts := range seal.MaxDeviceAccounts {
		if together[accounts+1] == 0 || apart[accounts+1] == 0 {
			t.Errorf("%d accounts: %d answers set all cookies, %d do not", accounts+1, together[accounts+1], apart[accounts+1])
		}
	}

	b := c.browser(t)
	if _, err := c.signInOn(b, "ann", 200, "ann"); auth.CodeOf(err) != auth.SessionTooLarge || len(b.set) != 0 {
		t.Errorf("too many groups: %v; it sets %v", err, b.set)
	}
}
