package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/config"
)

func printAll(t *testing.T, cfg config.Config) {
	t.Helper()
	wrapped := struct{ inner config.Config }{cfg}
	for _, value := range []any{cfg, &cfg, wrapped, &wrapped, []any{cfg}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			mustNotLeak(t, fmt.Sprintf(verb, value))
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		mustNotLeak(t, string(text))
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "config", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("m", "config", value)
		mustNotLeak(t, log.String())
	}
}

func TestDescribeNamesTheSource(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(canary), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := load(t, append(slices.Clone(withPool), "COGNITO_CLIENT_SECRET_FILE="+path, "USHER_ALLOWED_ORIGINS=https://APP.example.com:443")...)
	want := map[string][2]string{
		"COGNITO_USER_POOL_ID":  {"eu-west-1_AbCd12345", "env"},
		"COGNITO_CLIENT_SECRET": {"[redacted]", "file"},
		"AWS_REGION":            {"eu-west-1", "default"},
		"USHER_ALLOWED_ORIGINS": {"https://app.example.com", "env"},
		"USHER_ADDR":            {":8080", "default"},
	}
	got := map[string][2]string{}
	for _, s := range config.Describe(cfg) {
		if _, wanted := want[s.Name]; wanted {
			got[s.Name] = [2]string{s.Value, string(s.Source)}
		}
		if unused := strings.HasPrefix(s.Name, "USHER_LOCAL_"); s.Unused != unused {
			t.Errorf("%s: Unused = %t, want %t", s.Name, s.Unused, unused)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("descriptions differ (-want +got):\n%s", diff)
	}
}

func TestTextHasOneLineForEverySetting(t *testing.T) {
	cfg := load(t, "USHER_LOCAL_DATA=")
	list := config.Describe(cfg)
	text := config.Text(list)
	if lines := strings.Count(text, "\n"); lines != len(list) {
		t.Errorf("%d lines for %d settings:\n%s", lines, len(list), text)
	}
	for _, want := range []string{"USHER_LOCAL_DATA", "(empty)", "(not used in this mode)", "127.0.0.1:8080"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
}
