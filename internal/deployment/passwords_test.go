package deployment_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/config"
	"usher/internal/deployment"
	"usher/internal/envelope"
)

type takesAll struct{}

func (takesAll) SetIfAbsent(context.Context, string, []byte, time.Duration) (bool, error) {
	return true, nil
}

func envelopes(t *testing.T, log *bytes.Buffer, secret, pool, client string, settings ...string) auth.PasswordEnvelopes {
	t.Helper()
	cfg, err := config.Load(settings)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) }
	logger := slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	out, err := deployment.NewEnvelopes(cfg, []byte(strings.Repeat(secret, 32)), pool, client, takesAll{}, now, logger)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhoHasTheSameKeyToSealFor(t *testing.T) {
	const ring = "USHER_SEAL_KEYS=k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	key := func(secret, pool, client string, settings ...string) string {
		t.Helper()
		s, err := envelopes(t, &bytes.Buffer{}, secret, pool, client, settings...).Sealing()
		if err != nil || s.Type != envelope.Typ || s.Nonce == "" {
			t.Fatalf("%v, %v", s, err)
		}
		return s.KeyID + " " + s.X + s.Y
	}
	for _, tt := range []struct {
		name     string
		one, two string
		same     bool
	}{
		{"two instances", key("a", "pool", "client"), key("a", "pool", "client"), true},
		{"another secret", key("a", "pool", "client"), key("b", "pool", "client"), false},
		{"another pool", key("a", "pool", "client"), key("a", "other", "client"), false},
		{"another client", key("a", "pool", "client"), key("a", "pool", "other"), false},
		{"one ring, whatever the secret", key("a", "pool", "client", ring), key("b", "pool", "client", ring), true},
		{"a ring", key("a", "pool", "client"), key("a", "pool", "client", ring), false},
	} {
		if (tt.one == tt.two) != tt.same {
			t.Errorf("%s: %s and %s", tt.name, tt.one, tt.two)
		}
	}
}

func TestPlainPasswordsAloneNeedNoKey(t *testing.T) {
	if got := envelopes(t, &bytes.Buffer{}, "a", "pool", "client", "USHER_PASSWORDS=plain"); got != nil {
		t.Errorf("it gives %v", got)
	}
}

func TestWhyAnEnvelopeIsRefusedIsInTheLog(t *testing.T) {
	var log bytes.Buffer
	text := strings.Repeat("A", 300) + "..secret.C.D"
	_, err := envelopes(t, &log, "a", "pool", "client").Open(t.Context(), text, auth.UseSignIn, "ann@example.com")
	if auth.CodeOf(err) != auth.PasswordEnvelopeRefused || !errors.Is(err, envelope.ErrRefused) {
		t.Errorf("refused with %v", err)
	}
	if line := log.String(); !strings.Contains(line, "use=signIn") || !strings.Contains(line, "envelope: refused") || strings.Contains(line, "secret") || strings.Contains(line, "ann@") {
		t.Errorf("the log says %s", line)
	}
}

func TestOneLimitOnBothSides(t *testing.T) {
	if auth.MaxSealedPassword != envelope.MaxBytes {
		t.Errorf("the domain lets %d bytes pass, an envelope has at most %d", auth.MaxSealedPassword, envelope.MaxBytes)
	}
}
