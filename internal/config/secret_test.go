package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"usher/internal/config"
)

const canary = "canary-4f1d-do-not-print"

type holder struct {
	Exported config.Secret
	hidden   config.Secret
	nested   struct{ deep []config.Secret }
	byName   map[string]config.Secret
	pointer  *config.Secret
}

func newHolder() holder {
	secret := config.NewSecret(canary)
	h := holder{Exported: secret, hidden: secret, byName: map[string]config.Secret{"key": secret}, pointer: &secret}
	h.nested.deep = []config.Secret{secret}
	return h
}

func TestSecretIsNeverPrinted(t *testing.T) {
	secret := config.NewSecret(canary)
	h := newHolder()
	values := map[string]any{
		"secret": secret, "pointer": &secret, "holder": h, "holder pointer": &h,
		"slice": []config.Secret{secret}, "map": map[string]config.Secret{"k": secret}, "any": []any{secret, h},
	}
	for name, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T"} {
			t.Run(name+" "+verb, func(t *testing.T) { mustNotLeak(t, fmt.Sprintf(verb, value)) })
		}
		t.Run(name+" json", func(t *testing.T) {
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			mustNotLeak(t, string(text))
		})
		t.Run(name+" slog", func(t *testing.T) {
			var log bytes.Buffer
			slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", value, slog.Group("g", "v", value))
			slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", value, slog.Group("g", "v", value))
			mustNotLeak(t, log.String())
		})
		t.Run(name+" error", func(t *testing.T) {
			mustNotLeak(t, fmt.Errorf("failed with %v: %w", value, errors.New("cause")).Error())
		})
	}
}

// mustNotLeak looks for the canary in the clear, in hex, and as the byte list that %v prints for bytes.
func mustNotLeak(t *testing.T, text string) {
	t.Helper()
	for _, form := range []string{canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprintf("%d", []byte(canary))} {
		if strings.Contains(text, form) {
			t.Errorf("the secret is in %q", text)
		}
	}
}

func TestSecretReveals(t *testing.T) {
	if got := config.NewSecret(canary).Reveal(); got != canary {
		t.Errorf("Reveal = %q, want %q", got, canary)
	}
	var unset config.Secret
	if unset.IsSet() || unset.Reveal() != "" {
		t.Error("the zero Secret claims to hold a value")
	}
	if !config.NewSecret(canary).IsSet() {
		t.Error("IsSet = false for a set secret")
	}
}
