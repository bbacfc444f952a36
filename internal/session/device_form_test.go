package session_test

import (
	"crypto/rand"
	"net/http"
	"testing"
	"testing/iotest"
	"time"

	"usher/internal/auth"
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
