package deployment_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"usher/internal/config"
	"usher/internal/deployment"
)

func open(t *testing.T, settings ...string) (*deployment.Store, *bytes.Buffer) {
	t.Helper()
	cfg, err := config.Load(settings)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	store, err := deployment.OpenStore(t.Context(), cfg, time.Now, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store, &log
}

func TestWithoutRedisNothingIsShared(t *testing.T) {
	store, log := open(t)
	if store.Shared() != nil || store.Degraded(t.Context()) != nil || log.Len() > 0 {
		t.Errorf("shared %v, degraded %v, log %s", store.Shared(), store.Degraded(t.Context()), log)
	}
	if err := store.Set(t.Context(), "k", nil, time.Hour); err != nil {
		t.Error(err)
	}
}

func TestARedisThatIsNotThereIsFoundOutAtTheStart(t *testing.T) {
	store, log := open(t, "REDIS_URL=unix://:hunter2@"+t.TempDir()+"/none.sock")
	if store.Shared() == nil || store.Degraded(t.Context()) == nil {
		t.Errorf("shared %v, degraded %v", store.Shared(), store.Degraded(t.Context()))
	}
	if err := store.Set(t.Context(), "k", nil, time.Hour); err != nil {
		t.Error(err)
	}
	if text := log.String(); !strings.Contains(text, "goes on alone") || strings.Contains(text, "hunter2") {
		t.Errorf("log: %s", text)
	}
}

func TestWithoutACommonSecretItSaysWhatIsNotShared(t *testing.T) {
	pool := []string{"COGNITO_USER_POOL_ID=eu-west-1_AbCd12345", "COGNITO_CLIENT_ID=abc", "REDIS_URL=unix://" + t.TempDir() + "/none.sock"}
	if _, log := open(t, pool...); !strings.Contains(log.String(), "use an app client with a secret") {
		t.Errorf("log: %s", log)
	}
	if _, log := open(t, append(pool, "COGNITO_CLIENT_SECRET=s")...); strings.Contains(log.String(), "remedy") {
		t.Errorf("log: %s", log)
	}
}

func TestListsPushNoSignOutAway(t *testing.T) {
	store, _ := open(t)
	if err := store.Set(t.Context(), "revoked/session/s1", []byte{1}, time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := store.Lists().Set(t.Context(), "revoked/session/s1", []byte{2}, time.Hour); err != nil {
		t.Fatal(err)
	}
	if value, found, err := store.Get(t.Context(), "revoked/session/s1"); err != nil || !found || !bytes.Equal(value, []byte{1}) {
		t.Errorf("the two share their memory: %v, %v, %v", value, found, err)
	}
}
