package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"usher/internal/httpapi"
	"usher/internal/observe"
)

func withMetrics(t *testing.T) func(*httpapi.Deps) {
	t.Helper()
	metrics, err := observe.NewMetrics(observe.Build{})
	if err != nil {
		t.Fatal(err)
	}
	return func(d *httpapi.Deps) { d.Metrics = metrics }
}

func TestMetricsAreServedWhereHealthIsInDetail(t *testing.T) {
	for _, c := range []struct {
		name   string
		detail bool
		open   func(httpapi.Deps) http.Handler
		status int
	}{
		{"the only listener", true, httpapi.New, http.StatusOK},
		{"the API beside an admin listener", false, httpapi.New, http.StatusNotFound},
		{"the admin listener", false, httpapi.NewAdmin, http.StatusOK},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, log := newDeps(withMetrics(t), func(d *httpapi.Deps) { d.HealthDetail = c.detail })
			response := send(t, c.open(d), http.MethodGet, "/metrics")
			if body := bodyOf(t, response); response.StatusCode != c.status || strings.Contains(body, "go_goroutines") != (c.status == http.StatusOK) {
				t.Errorf("%d %s", response.StatusCode, body)
			}
			if strings.Contains(log.String(), "msg=request") {
				t.Errorf("a scrape is logged at info level: %s", log)
			}
			if response := send(t, c.open(d), http.MethodPost, "/metrics"); response.StatusCode == http.StatusOK {
				t.Error("a POST is answered")
			}
			d.Metrics = nil
			if response := send(t, c.open(d), http.MethodGet, "/metrics"); response.StatusCode != http.StatusNotFound {
				t.Errorf("without metrics: %d", response.StatusCode)
			}
		})
	}
}

func TestRequestsAreCountedByRouteAndNeverByPath(t *testing.T) {
	d, _ := newDeps(withMetrics(t), func(d *httpapi.Deps) {
		d.HealthDetail = true
		d.GraphQL = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			observe.Record(r.Context()).SetOperationType("query")
			if r.Header.Get("X-Panic") != "" {
				panic("on purpose")
			}
		})
	})
	h := httpapi.New(d)
	for _, path := range []string{"/graphql", "/mailbox", "/mailbox/messages/1", "/canary", "/canary/2", "/mailboxes", "/playground/canary.js"} {
		method := http.MethodGet
		if path == "/graphql" {
			method = http.MethodPost
		}
		send(t, h, method, path, "Content-Type", "application/json")
	}
	send(t, h, http.MethodPost, "/graphql", "X-Panic", "1")
	text := bodyOf(t, send(t, h, http.MethodGet, "/metrics"))
	for _, line := range []string{
		`usher_http_requests_total{class="2xx",route="/graphql"} 1`,
		`usher_http_requests_total{class="5xx",route="/graphql"} 1`,
		`usher_http_requests_total{class="2xx",route="/mailbox"} 2`,
		`usher_http_requests_total{class="2xx",route="/playground"} 1`,
		`usher_http_requests_total{class="4xx",route="none"} 3`,
		`usher_operation_duration_seconds_count{type="query"} 2`,
		`usher_operations_total{code="OK",type="query"} 1`,
		`usher_operations_total{code="INTERNAL_SERVER_ERROR",type="query"} 1`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("there is no %s in\n%s", line, text)
		}
	}
	if strings.Contains(text, "canary") {
		t.Error("what a caller wrote is a label")
	}
}
