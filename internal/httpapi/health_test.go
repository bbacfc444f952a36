package httpapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"usher/internal/httpapi"
)

func TestReadiness(t *testing.T) {
	down := errors.New("refused with canary detail")
	for _, c := range []struct {
		name     string
		states   map[string]error
		draining bool
		status   int
		document string
	}{
		{"all well", map[string]error{"keys": nil, "pool": nil}, false, 200, `{"status":"ok","dependencies":{"keys":"ok","pool":"ok"}}`},
		{"no dependencies", nil, false, 200, `{"status":"ok"}`},
		{"degraded", map[string]error{"store": httpapi.Degraded(down), "pool": nil}, false, 200, `{"status":"degraded","dependencies":{"pool":"ok","store":"degraded"}}`},
		{"down", map[string]error{"store": httpapi.Degraded(down), "pool": down}, false, 503, `{"status":"down","dependencies":{"pool":"down","store":"degraded"}}`},
		{"draining", map[string]error{"pool": nil}, true, 503, `{"status":"draining","dependencies":{"pool":"ok"}}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, log := newDeps(func(d *httpapi.Deps) {
				d.HealthDetail = true
				d.Ready = func(context.Context) map[string]error { return c.states }
				if c.draining {
					d.Drain.Begin()
				}
			})
			response := send(t, httpapi.New(d), http.MethodGet, "/readyz")
			if body := bodyOf(t, response); response.StatusCode != c.status || body != c.document {
				t.Errorf("%d %s, want %d %s", response.StatusCode, body, c.status, c.document)
			}
			if hasCause := strings.Contains(log.String(), "canary"); hasCause != (c.status == 503 && !c.draining || c.name == "degraded") {
				t.Errorf("cause in the log: %t\n%s", hasCause, log)
			}
			d.HealthDetail = false
			if body := bodyOf(t, send(t, httpapi.New(d), http.MethodGet, "/readyz")); strings.Contains(body, "dependencies") {
				t.Errorf("dependencies are named without detail: %s", body)
			}
			if response := send(t, httpapi.New(d), http.MethodGet, "/healthz"); response.StatusCode != 200 {
				t.Errorf("healthz = %d, want 200 always", response.StatusCode)
			}
		})
	}
}

func TestAProbeDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHandler(func(d *httpapi.Deps) {
			d.Ready = func(ctx context.Context) map[string]error {
				<-ctx.Done()
				return map[string]error{"pool": ctx.Err()}
			}
		})
		start := time.Now()
		if response := send(t, h, http.MethodGet, "/readyz"); response.StatusCode != 503 {
			t.Errorf("status %d, want 503", response.StatusCode)
		}
		if waited := time.Since(start); waited != 2*time.Second {
			t.Errorf("waited %v, want 2 s", waited)
		}
	})
}
