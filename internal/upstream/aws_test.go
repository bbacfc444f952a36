package upstream

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// bareEnvironment names no credentials, wherever the tests run.
func bareEnvironment(t *testing.T) {
	t.Helper()
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

func TestNoCredentialsIsAMode(t *testing.T) {
	bareEnvironment(t)
	var log bytes.Buffer
	provider, err := awsCredentials(t.Context(), "eu-west-1", slog.New(slog.NewTextHandler(&log, nil)))
	if provider != nil || err != nil || !strings.Contains(log.String(), "no AWS credentials were found") {
		t.Errorf("provider %v, error %v, log %s", provider, err, log.String())
	}
}

func TestCredentialsThatCannotBeHadYetAreAskedForAgain(t *testing.T) {
	bareEnvironment(t)
	var up atomic.Bool
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !up.Load() {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write([]byte(`{"AccessKeyId":"id","SecretAccessKey":"key","Token":"t","Expiration":"2099-01-01T00:00:00Z"}`))
	}))
	defer endpoint.Close()
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.URL)

	var log bytes.Buffer
	provider, err := awsCredentials(t.Context(), "eu-west-1", slog.New(slog.NewTextHandler(&log, nil)))
	if provider == nil || err != nil || !strings.Contains(log.String(), "level=ERROR") {
		t.Fatalf("provider %v, error %v, log %s", provider, err, log.String())
	}
	up.Store(true)
	if got, err := provider.Retrieve(t.Context()); err != nil || got.AccessKeyID != "id" {
		t.Errorf("later: %q, %v", got.AccessKeyID, err)
	}
}
