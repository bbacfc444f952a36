package deployment

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
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

// The playground links what there is, and no more.
func TestThePlaygroundKnowsWhatElseIsServed(t *testing.T) {
	local := config.Config{Playground: true, Introspection: true, Transport: "header"}
	pool := local
	pool.UserPoolID = "eu-west-1_a"
	const app, schema, mailbox, cookies, sealed = `href="/app"`, `href="/schema.graphql"`, `href="/mailbox"`, ` data-cookies`, ` data-sealed`
	for _, c := range []struct {
		name    string
		cfg     config.Config
		change  func(*config.Config)
		mailbox bool
		has     []string
	}{
		{"local mode", local, func(*config.Config) {}, true, []string{app, schema, mailbox}},
		{"local mode without introspection", local, func(c *config.Config) { c.Introspection = false }, true, []string{app, mailbox}},
		{"local mode without a mailbox", local, func(*config.Config) {}, false, []string{app, schema}},
		{"local mode with cookies", local, func(c *config.Config) { c.Transport = "cookie" }, true, []string{app, schema, mailbox, cookies}},
		{"local mode with sealed passwords alone", local, func(c *config.Config) { c.Passwords = "encrypted" }, true, []string{app, schema, mailbox, sealed}},
		{"a user pool", pool, func(*config.Config) {}, false, []string{schema}},
		{"a user pool without introspection", pool, func(c *config.Config) { c.Introspection = false }, false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change(&c.cfg)
			page, _, err := Pages(c.cfg, c.mailbox)
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			page.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
			for _, what := range []string{app, schema, mailbox, cookies, sealed} {
				if has, want := strings.Contains(w.Body.String(), what), slices.Contains(c.has, what); has != want {
					t.Errorf("%s is there: %t, want %t", what, has, want)
				}
			}
		})
	}
}
