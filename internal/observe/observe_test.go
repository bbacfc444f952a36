package observe_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/observe"
	"usher/internal/reqctx"
)

const (
	canary = "canary-value"
	jwt    = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
	jwe    = "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"
)

func newLogger(t *testing.T, format string) (*slog.Logger, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	logger, err := observe.NewLogger(&out, observe.Options{Format: format, Level: slog.LevelInfo})
	if err != nil {
		t.Fatal(err)
	}
	return logger, &out
}

func TestSecretLookingKeysAreBlanked(t *testing.T) {
	keys := []string{
		"password", "Password", "newPassword", "new_password", "currentPasswd", "code", "confirmationCode", "token", "accessToken",
		"refresh_token", "X-Id-Token", "idTOKEN", "client_secret", "SECRET_HASH", "secretHash", "Authorization", "cookie", "Set-Cookie", "session",
		"sessionId", "cognito.session", "otp", "totpCode", "jwt", "api_key2.secret", "credentials", "apiKey",
	}
	for _, format := range []string{"text", "json"} {
		for _, key := range keys {
			t.Run(format+"/"+key, func(t *testing.T) {
				logger, out := newLogger(t, format)
				logger.Info("m", key, canary, "group", slog.GroupValue(slog.String(key, canary)))
				logger.Info("m", slog.Group(key, slog.String("value", canary)))
				logger.With(key, canary).Info("m", key, []byte(canary))
				logger.WithGroup(key).Info("m", "value", canary)
				logger.Info("m", key, struct{ V string }{canary})
				if strings.Contains(out.String(), canary) || strings.Count(out.String(), "[redacted]") != 7 {
					t.Errorf("log:\n%s\nwant 7 blanks and no canary", out)
				}
			})
		}
	}
}

func TestOrdinaryKeysStay(t *testing.T) {
	for _, key := range []string{"error_code", "error_codes", "status_code", "operation", "request_id", "client_ip", "method", "encoder", "decode", "tokenizer", "author", "passed"} {
		t.Run(key, func(t *testing.T) {
			logger, out := newLogger(t, "json")
			logger.Info("m", key, canary)
			if !strings.Contains(out.String(), canary) {
				t.Errorf("%s was blanked: %s", key, out)
			}
		})
	}
}

type stringer struct{}

func (stringer) String() string { return "about " + jwt }

func TestSecretsInValuesAreBlanked(t *testing.T) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/?"+canary, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", canary)
	for name, value := range map[string]any{
		"jwt in text": "refused " + jwt + " as expired", "jwe in text": jwe, "jwt in error": errors.New("bad token " + jwt),
		"jwt in bytes": []byte(jwt), "jwt in stringer": stringer{}, "header": request.Header, "request": request,
		"cookie": &http.Cookie{Name: "a", Value: canary}, "form": url.Values{"a": {canary}},
		"jwt in list": []string{"a", jwt}, "jwt in struct": struct{ T string }{jwt}, "jwt in map": map[string]any{"a": jwt},
	} {
		for _, format := range []string{"text", "json"} {
			t.Run(format+"/"+name, func(t *testing.T) {
				logger, out := newLogger(t, format)
				logger.Info("m", "value", value)
				logger.Info("message with "+jwt+" inside", "value", 1)
				text := out.String()
				if strings.Contains(text, canary) || strings.Contains(text, "eyJ") || strings.Count(text, "[redacted]") < 2 {
					t.Errorf("log:\n%s", text)
				}
			})
		}
	}
}

func TestLevelAndFormat(t *testing.T) {
	logger, out := newLogger(t, "json")
	logger.Debug("hidden")
	logger.Info("shown")
	if strings.Contains(out.String(), "hidden") || !json.Valid(bytes.TrimSpace(out.Bytes())) {
		t.Errorf("log: %s", out)
	}
	if _, err := observe.NewLogger(out, observe.Options{Format: "xml"}); err == nil {
		t.Error("an unknown format was accepted")
	}
}

func TestAccessLine(t *testing.T) {
	logger, out := newLogger(t, "json")
	ctx, _ := reqctx.WithRecord(reqctx.WithRequestID(t.Context(), "request-1"))
	record := observe.Record(ctx)
	record.SetClientIP(netip.MustParseAddr("2001:db8::1"))
	record.SetOperationType("mutation")
	record.AddErrorCode("RATE_LIMITED")
	observe.LogAccess(ctx, logger, observe.Access{Method: "POST", Path: "/graphql", Status: 200, Bytes: 12, Duration: time.Millisecond})

	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	delete(line, "time")
	want := map[string]any{
		"level": "INFO", "msg": "request", "method": "POST", "path": "/graphql", "status": 200.0, "bytes": 12.0, "duration": 1e6,
		"request_id": "request-1", "client_ip": "2001:db8::1", "operation": "mutation", "error_codes": []any{"RATE_LIMITED"},
	}
	if diff := cmp.Diff(want, line); diff != "" {
		t.Errorf("line differs (-want +got):\n%s", diff)
	}
}

func TestProbesAreQuiet(t *testing.T) {
	logger, out := newLogger(t, "text")
	observe.LogAccess(t.Context(), logger, observe.Access{Method: "GET", Path: "/readyz", Status: 503, Probe: true})
	if out.Len() > 0 {
		t.Errorf("a probe is logged at info level: %s", out)
	}
}

func TestAccessLineOfAFaultWithAForgedPath(t *testing.T) {
	logger, out := newLogger(t, "text")
	path := "/a\nlevel=ERROR msg=forged" + strings.Repeat("x", observe.MaxLoggedPath)
	observe.LogAccess(t.Context(), logger, observe.Access{Method: "GET", Path: path, Status: 500})
	text := out.String()
	if strings.Count(text, "\n") != 1 || !strings.Contains(text, "level=ERROR msg=request") || len(text) > 600 {
		t.Errorf("log:\n%s", text)
	}
	if strings.Contains(text, "operation=") || strings.Contains(text, "client_ip=") {
		t.Errorf("facts that nobody noted are in the line: %s", text)
	}
}
