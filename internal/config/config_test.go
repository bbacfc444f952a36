package config_test

import (
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/config"
	"usher/internal/quota"
)

var withPool = []string{"COGNITO_USER_POOL_ID=eu-west-1_AbCd12345", "COGNITO_CLIENT_ID=1example23456789"}

func load(t *testing.T, environ ...string) config.Config {
	t.Helper()
	cfg, err := config.Load(environ)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return cfg
}

// problems loads settings that must be refused.
func problems(t *testing.T, environ ...string) config.Problems {
	t.Helper()
	_, err := config.Load(environ)
	list, ok := errors.AsType[config.Problems](err)
	if !ok {
		t.Fatalf("Load = %v, want Problems", err)
	}
	return list
}

func TestDefaultsInLocalMode(t *testing.T) {
	cfg := load(t, "PATH=/bin", "HOME=/root", "AWS_REGION=ap-south-1", "AWS_PROFILE=dev", "REDIS_URL=redis://x")
	if !cfg.Local() {
		t.Error("Local = false without a user pool")
	}
	got := []any{
		cfg.Addr, cfg.AdminAddr, cfg.Region, cfg.Transport, cfg.Playground, cfg.Introspection, cfg.LocalData,
		cfg.LocalAccessTTL, cfg.LocalListen, cfg.LogFormat, cfg.LogLevel, cfg.ShutdownDelay, cfg.ClientSecret.IsSet(),
	}
	want := []any{
		"127.0.0.1:8080", "", "us-east-1", "header", true, true, ".usher",
		time.Hour, "", "text", slog.LevelInfo, time.Duration(0), false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults differ (-want +got):\n%s", diff)
	}
}

func TestQuotas(t *testing.T) {
	if got := load(t, withPool...).CognitoQuotas.Quota(quota.UserRead); got != 120 {
		t.Errorf("the default is %d, want Cognito's", got)
	}
	cfg := load(t, append(withPool, "USHER_COGNITO_QUOTAS=UserAuthentication=500, UserRead=200")...)
	if a, r := cfg.CognitoQuotas.Quota(quota.UserAuthentication), cfg.CognitoQuotas.Quota(quota.UserRead); a != 500 || r != 200 {
		t.Errorf("sign-in %d and reads %d, want 500 and 200", a, r)
	}
}

func TestDefaultsWithAPool(t *testing.T) {
	cfg := load(t, withPool...)
	if cfg.Local() {
		t.Error("Local = true with a user pool")
	}
	got := []any{cfg.Addr, cfg.AdminAddr, cfg.Region, cfg.Playground, cfg.Introspection, cfg.LogFormat, cfg.ShutdownDelay, cfg.UserPoolID, cfg.ClientID}
	want := []any{":8080", "127.0.0.1:9090", "eu-west-1", false, false, "json", 3 * time.Second, "eu-west-1_AbCd12345", "1example23456789"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults differ (-want +got):\n%s", diff)
	}
}

func TestEverySettingIsRead(t *testing.T) {
	local := load(t, "USHER_ADDR=[::1]:0", "USHER_ADMIN_ADDR=localhost:9091", "USHER_PUBLIC_URL=https://Auth.Example.com:443",
		"USHER_ALLOWED_ORIGINS= https://APP.example.com , http://localhost:5173,https://app.example.com,", "USHER_TRANSPORT=header",
		"USHER_PLAYGROUND=false", "USHER_INTROSPECTION=false", "USHER_TRUSTED_PROXIES=10.1.2.3/8, 192.0.2.4,2001:db8::/32",
		"USHER_LOCAL_DATA=/data", "USHER_LOCAL_LISTEN=127.0.0.1:9229", "USHER_LOCAL_ACCESS_TTL=30s", "USHER_LOCAL_CODE=123456",
		"USHER_LOCAL_ISSUER=http://127.0.0.1:8080/us-east-1_UsherPool", "USHER_LOG_FORMAT=json", "USHER_LOG_LEVEL=debug", "USHER_SHUTDOWN_DELAY=1s")
	got := []any{
		local.Addr, local.AdminAddr, local.PublicURL, local.AllowedOrigins, local.Playground, local.Introspection,
		local.LocalData, local.LocalListen, local.LocalAccessTTL, local.LocalCode, local.LocalIssuer, local.LogFormat, local.LogLevel, local.ShutdownDelay,
	}
	want := []any{
		"[::1]:0", "localhost:9091", "https://auth.example.com",
		[]string{"https://app.example.com", "http://localhost:5173"},
		false, false,
		"/data", "127.0.0.1:9229", 30 * time.Second, "123456", "http://127.0.0.1:8080/us-east-1_UsherPool", "json", slog.LevelDebug, time.Second,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings differ (-want +got):\n%s", diff)
	}
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("192.0.2.4/32"), netip.MustParsePrefix("2001:db8::/32")}
	if !slices.Equal(local.TrustedProxies, proxies) {
		t.Errorf("TrustedProxies = %v, want %v", local.TrustedProxies, proxies)
	}

	pool := load(t, append(slices.Clone(withPool), "COGNITO_CLIENT_SECRET="+canary, "AWS_REGION=eu-west-1",
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=https://vpce.example.com")...)
	if pool.ClientSecret.Reveal() != canary || pool.CognitoEndpoint != "https://vpce.example.com" {
		t.Errorf("secret set: %t, endpoint %q", pool.ClientSecret.IsSet(), pool.CognitoEndpoint)
	}
}

func TestEmptyCountsAsUnsetExceptForTheDataFolder(t *testing.T) {
	cfg := load(t, "USHER_ADDR=", "USHER_LOCAL_CODE=", "COGNITO_USER_POOL_ID=", "COGNITO_CLIENT_SECRET=", "USHER_LOCAL_DATA=")
	if cfg.Addr != "127.0.0.1:8080" || cfg.LocalData != "" {
		t.Errorf("Addr = %q, LocalData = %q; want the default and empty", cfg.Addr, cfg.LocalData)
	}
}

func TestUnsafeListenOpensLocalMode(t *testing.T) {
	cfg := load(t, "USHER_ADDR=0.0.0.0:8080", "USHER_LOCAL_LISTEN=:9229", "USHER_LOCAL_UNSAFE_LISTEN=true")
	if cfg.Addr != "0.0.0.0:8080" || !cfg.LocalUnsafeListen {
		t.Errorf("Addr = %q, LocalUnsafeListen = %t", cfg.Addr, cfg.LocalUnsafeListen)
	}
}

func TestSecretFromFile(t *testing.T) {
	for _, c := range []struct{ name, content string }{
		{"bare", canary}, {"line end", canary + "\n"}, {"windows line end", canary + "\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			cfg := load(t, append(slices.Clone(withPool), "COGNITO_CLIENT_SECRET_FILE="+path)...)
			if got := cfg.ClientSecret.Reveal(); got != canary {
				t.Errorf("secret = %q, want %q", got, canary)
			}
		})
	}
}

func TestSecretFileProblems(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good", []byte(canary))
	for _, c := range []struct {
		name    string
		environ []string
		want    string
	}{
		{"absent", []string{"COGNITO_CLIENT_SECRET_FILE=" + filepath.Join(dir, "absent-"+canary)}, "COGNITO_CLIENT_SECRET_FILE: the file cannot be opened"},
		{"the secret itself", []string{"COGNITO_CLIENT_SECRET_FILE=" + canary}, "COGNITO_CLIENT_SECRET_FILE: the file cannot be opened"},
		{"a folder", []string{"COGNITO_CLIENT_SECRET_FILE=" + dir}, "COGNITO_CLIENT_SECRET_FILE: the file cannot be read"},
		{"empty", []string{"COGNITO_CLIENT_SECRET_FILE=" + write("empty", []byte("\n"))}, "COGNITO_CLIENT_SECRET_FILE: the file is empty"},
		{"huge", []string{"COGNITO_CLIENT_SECRET_FILE=" + write("huge", make([]byte, 64<<10+1))}, "COGNITO_CLIENT_SECRET_FILE: the file is larger"},
		{"both", []string{"COGNITO_CLIENT_SECRET_FILE=" + good, "COGNITO_CLIENT_SECRET=" + canary}, "COGNITO_CLIENT_SECRET: is set, and so is COGNITO_CLIENT_SECRET_FILE"},
		{"not a secret", []string{"USHER_ADDR_FILE=" + good}, "USHER_ADDR_FILE: only secrets are read from files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := problems(t, append(slices.Clone(withPool), c.environ...)...).Error()
			if !strings.Contains(text, c.want) {
				t.Errorf("problems:\n%s\nwant one starting %q", text, c.want)
			}
			mustNotLeak(t, text)
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	list := problems(t, "USHER_ADDR=nowhere", "USHER_LOCAL_ACCESS_TTL=1s", "USHER_PLAYGROUND=perhaps", "USHER_LOGLEVEL=info",
		"COGNITO_CLIENT_ID=abc", "USHER_ALLOWED_ORIGINS=*")
	var variables []string
	for _, p := range list {
		variables = append(variables, p.Variable)
	}
	want := []string{"COGNITO_CLIENT_ID", "USHER_ADDR", "USHER_ALLOWED_ORIGINS", "USHER_LOCAL_ACCESS_TTL", "USHER_LOGLEVEL", "USHER_PLAYGROUND"}
	if diff := cmp.Diff(want, variables); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s\n%v", diff, list)
	}
	if lines := strings.Count(list.Error(), "\n") + 1; lines != len(want) {
		t.Errorf("%d lines for %d problems:\n%v", lines, len(want), list)
	}
}

func TestLongValuesAreCutInErrors(t *testing.T) {
	text := problems(t, "USHER_LOG_FORMAT="+strings.Repeat("x", 10_000)).Error()
	if len(text) > 300 || !strings.Contains(text, "…") {
		t.Errorf("an error of %d bytes: %.200s", len(text), text)
	}
}

func TestConfigIsPrintedWithoutItsSecrets(t *testing.T) {
	cfg := load(t, append(slices.Clone(withPool), "COGNITO_CLIENT_SECRET="+canary)...)
	for _, s := range config.Describe(cfg) {
		mustNotLeak(t, s.Value)
		if s.Name == "COGNITO_CLIENT_SECRET" && s.Value != "[redacted]" {
			t.Errorf("the secret is shown as %q, want [redacted]", s.Value)
		}
	}
	mustNotLeak(t, config.Text(config.Describe(cfg)))
	printAll(t, cfg)
}

func FuzzLoadNeverLeaksASecret(f *testing.F) {
	for _, seed := range []string{"a", "with space", "=", "\x00", "-", "{{.}}", "%s%v"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, value, addr string) {
		secret := canary + value
		_, err := config.Load([]string{"COGNITO_USER_POOL_ID=eu-west-1_a", "COGNITO_CLIENT_SECRET=" + secret, "COGNITO_CLIENT_SECRET_FILE=" + secret, "USHER_ADDR=" + addr})
		if err == nil {
			t.Fatal("contradictory settings were accepted")
		}
		if !strings.Contains(addr, canary) {
			mustNotLeak(t, err.Error())
		}
	})
}

func TestKubernetesServiceLinksAreNoSettings(t *testing.T) {
	load(t,
		"USHER_SERVICE_HOST=10.0.0.1", "USHER_SERVICE_PORT=8080", "USHER_SERVICE_PORT_HTTP=8080", "USHER_PORT=tcp://10.0.0.1:8080",
		"USHER_PORT_8080_TCP=tcp://10.0.0.1:8080", "USHER_PORT_8080_TCP_PROTO=tcp", "USHER_PORT_8080_TCP_PORT=8080", "USHER_PORT_8080_TCP_ADDR=10.0.0.1",
		"USHER_ADMIN_SERVICE_HOST=fd00::1", "USHER_ADMIN_SERVICE_PORT=9090", "USHER_ADMIN_PORT=tcp://[fd00::1]:9090", "USHER_ADMIN_PORT_9090_TCP_ADDR=fd00::1",
	)
	for _, misspelt := range []string{"USHER_PORT=8080", "USHER_SERVICE_HOST=auth.example.com", "USHER_SERVICE_PORT=http", "USHER_PORT_TCP=tcp://10.0.0.1:8080"} {
		name, _, _ := strings.Cut(misspelt, "=")
		if list := problems(t, misspelt); len(list) != 1 || list[0].Variable != name {
			t.Errorf("%s: %v, want one problem of it", misspelt, list)
		}
	}
}
