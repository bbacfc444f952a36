package deployment

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"usher/internal/config"
)

func TestPagesAreServedAsTheSettingsAsk(t *testing.T) {
	for _, c := range []struct {
		name            string
		cfg             config.Config
		playground, app bool
		settings        string
	}{
		{"local mode", config.Config{Playground: true, Transport: "header"}, true, true, `{"transport":"header","mailbox":true,"playground":true}`},
		{"local mode with cookies", config.Config{Playground: true, Transport: "cookie"}, true, true, `{"transport":"cookie","mailbox":true,"playground":true}`},
		{"local mode without pages", config.Config{}, false, false, ""},
		{"a user pool", config.Config{UserPoolID: "eu-west-1_a"}, false, false, ""},
		{"a user pool with the playground", config.Config{UserPoolID: "eu-west-1_a", Playground: true}, true, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			page, app, err := Pages(c.cfg, true)
			if err != nil {
				t.Fatal(err)
			}
			if (page != nil) != c.playground || (app != nil) != c.app {
				t.Errorf("playground %t, app %t; want %t, %t", page != nil, app != nil, c.playground, c.app)
			}
			if app != nil {
				w := httptest.NewRecorder()
				app.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/app/settings.json", nil))
				if got := w.Body.String(); got != c.settings {
					t.Errorf("settings %s, want %s", got, c.settings)
				}
			}
			var log bytes.Buffer
			Announce(slog.New(slog.NewTextHandler(&log, nil)), c.cfg, Places{API: "http://127.0.0.1:8080"})
			if announced := strings.Contains(log.String(), "msg=app url=http://localhost:8080/app\n"); announced != c.app {
				t.Errorf("announced %t, want %t: %s", announced, c.app, &log)
			}
		})
	}
}

func TestTheAppIsOpenedUnderANameThatPasskeysTake(t *testing.T) {
	for api, want := range map[string]string{
		"http://127.0.0.1:8080": "http://localhost:8080/app",
		"http://[::1]:8080":     "http://localhost:8080/app",
		"http://[::]:8080":      "http://localhost:8080/app",
		"http://192.0.2.1:8080": "http://192.0.2.1:8080/app",
	} {
		if got := appURL(api); got != want {
			t.Errorf("%s: %s, want %s", api, got, want)
		}
	}
}
