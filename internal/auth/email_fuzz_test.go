package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/kv"
)

// FuzzEmail signs up with any text. What reaches the pool is an address in its one normal form, made of
// what was typed and nothing else.
func FuzzEmail(f *testing.F) {
	for _, seed := range []string{
		"ann@example.com", " Ann@Example.COM\r\n", "a@b", "ann@evil@example.com", "ann@example.com\r\nBcc: eve@example.com",
		"ann\x00@example.com", "\u212aate@example.com", "İ@example.com", "ſam@example.com", "jose\u0301@example.com", "\"ann b\"@example.com",
		"ann@[127.0.0.1]", "ann@xn--mnchen-3ya.de", "ann@münchen.de", "\u202eann@example.com", "ann\u200b@example.com", "ａｎｎ＠example.com",
		"ann\xff@example.com", strings.Repeat("a", 64) + "@example.com", strings.Repeat("a", 65) + "@example.com",
		"ann@" + strings.Repeat("b.", 125) + "c", "!#$%&'*+/=?^_`{|}~-@example.com", "",
	} {
		f.Add(seed)
	}
	var reached string
	pool := &authtest.FakePool{
		OnSettings: func(context.Context) (auth.PoolSettings, error) { return auth.PoolSettings{SignUpOpen: true}, nil },
		OnSignUp: func(_ context.Context, user auth.NewUser) (auth.SignUpReceipt, error) {
			reached = user.Username
			return auth.SignUpReceipt{CodeSent: true}, nil
		},
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	signUp := func(t *testing.T, email string) string {
		t.Helper()
		// A new store each time, so that no limit on messages stands in the way.
		service, err := auth.New(auth.Config{
			Pool: pool, Store: kv.NewMemory(func() time.Time { return now }, 0), Sessions: &harness{}, Limits: authtest.NoLimits{}, Secret: bytes.Repeat([]byte{7}, 32),
			Now: func() time.Time { return now }, Logger: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		defer service.Close(t.Context())
		reached = ""
		_, err = service.SignUp(t.Context(), auth.SignUp{Email: email, Password: "correct horse battery 9"})
		if (err == nil) != (reached != "") {
			t.Fatalf("%q: the pool is asked for %q, the answer is %v", email, reached, err)
		}
		if err != nil && (auth.CodeOf(err) != auth.InvalidInput || len(email) > 8 && strings.Contains(err.Error(), email)) {
			t.Fatalf("%q: %v", email, err)
		}
		return reached
	}
	f.Fuzz(func(t *testing.T, email string) {
		name := signUp(t, email)
		if name == "" {
			return
		}
		if strings.Count(name, "@") != 1 || len(name) > 254 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%q reaches the pool as %q", email, name)
		}
		if !strings.EqualFold(name, strings.TrimSpace(email)) || name != strings.ToLower(name) || strings.ContainsRune(strings.TrimSpace(email), '\u212a') {
			t.Errorf("%q becomes %q", email, name)
		}
		if again := signUp(t, name); again != name {
			t.Errorf("%q becomes %q, and that %q", email, name, again)
		}
	})
}
