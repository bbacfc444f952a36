package observe_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/observe"
	"usher/internal/reqctx"
)

func newMetrics(t *testing.T) *observe.Metrics {
	t.Helper()
	m, err := observe.NewMetrics(observe.Build{Version: "v1.2.3", Commit: "abc", Go: "go1.26"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func scrape(t *testing.T, m *observe.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	return w.Body.String()
}

// operation is a request's context as graph leaves it behind.
func operation(t *testing.T, kind string, codes ...string) context.Context {
	ctx, record := reqctx.WithRecord(t.Context())
	record.SetOperationType(kind)
	for _, code := range codes {
		record.AddErrorCode(code)
	}
	return ctx
}

func TestWhatIsCounted(t *testing.T) {
	m := newMetrics(t)
	m.SealedOpen("k1", "opened")
	m.SealedOpen("k1", "opened")
	m.SealedOpen("", "malformed")
	m.Refresh("shared")
	m.CognitoRequest("UserRead", "spent")
	api := observe.Access{Route: "/graphql", GraphQL: true, Status: 200, Duration: 30 * time.Millisecond}
	m.Request(operation(t, "query"), api)
	m.Request(operation(t, "mutation", "UNAUTHENTICATED", "INTERNAL"), api)
	refused := api
	refused.Status = 413
	m.Request(operation(t, "", "REQUEST_TOO_LARGE"), refused)
	preflight := api
	preflight.Status = 204
	m.Request(operation(t, ""), preflight)
	m.Request(operation(t, "", "NOT_FOUND"), observe.Access{Path: "/what/a/caller/wrote", Status: 404})
	m.Request(t.Context(), observe.Access{Route: "/readyz", Status: 503})
	m.Request(t.Context(), observe.Access{Route: "/readyz", Status: 0})

	text := scrape(t, m)
	var got []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "usher_") && !strings.Contains(line, "_bucket{") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	slices.Sort(got)
	want := []string{
		`usher_build_info{commit="abc",go="go1.26",version="v1.2.3"} 1`,
		`usher_cognito_requests_total{budget="spent",class="UserRead"} 1`,
		`usher_http_requests_total{class="2xx",route="/graphql"} 3`,
		`usher_http_requests_total{class="4xx",route="/graphql"} 1`,
		`usher_http_requests_total{class="4xx",route="none"} 1`,
		`usher_http_requests_total{class="5xx",route="/readyz"} 2`,
		`usher_operation_duration_seconds_count{type="mutation"} 1`,
		`usher_operation_duration_seconds_count{type="query"} 1`,
		`usher_operation_duration_seconds_count{type="unknown"} 1`,
		`usher_operation_duration_seconds_sum{type="mutation"} 0.03`,
		`usher_operation_duration_seconds_sum{type="query"} 0.03`,
		`usher_operation_duration_seconds_sum{type="unknown"} 0.03`,
		`usher_operations_total{code="OK",type="query"} 1`,
		`usher_operations_total{code="REQUEST_TOO_LARGE",type="unknown"} 1`,
		`usher_operations_total{code="UNAUTHENTICATED",type="mutation"} 1`,
		`usher_refresh_total{result="shared"} 1`,
		`usher_sealed_opens_total{key="",outcome="malformed"} 1`,
		`usher_sealed_opens_total{key="k1",outcome="opened"} 2`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
	for _, line := range []string{`usher_operation_duration_seconds_bucket{type="query",le="0.025"} 0`, `usher_operation_duration_seconds_bucket{type="query",le="0.05"} 1`} {
		if !strings.Contains(text, line) {
			t.Errorf("there is no %s", line)
		}
	}
}

func TestALabelHasBoundedWords(t *testing.T) {
	m := newMetrics(t)
	for i := range 1000 {
		for range 2 {
			m.Request(operation(t, "query", fmt.Sprint("CODE_", i)), observe.Access{Route: "/graphql", GraphQL: true, Status: 200})
		}
	}
	text := scrape(t, m)
	if n := strings.Count(text, "usher_operations_total{"); n != 65 || !strings.Contains(text, `usher_operations_total{code="OTHER",type="query"} 1872`) {
		t.Errorf("%d series, want 64 and one for all others", n)
	}
}

// row is a line of the table of metrics.
var row = regexp.MustCompile("(?m)^\\| `(usher_[a-z_]+)` \\| ([a-z]+) \\| ([^|]*) \\|")

// TestThePageOfMetricsIsTrue compares docs/metrics.md with a scrape.
func TestThePageOfMetricsIsTrue(t *testing.T) {
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	type metric struct {
		Type   string
		Labels []string
	}
	documented := map[string]metric{}
	for _, found := range row.FindAllStringSubmatch(string(page), -1) {
		labels := strings.Split(strings.ReplaceAll(found[3], "`", ""), ", ")
		slices.Sort(labels)
		documented[found[1]] = metric{found[2], labels}
	}

	m := newMetrics(t)
	m.SealedOpen("k1", "opened")
	m.Refresh("shared")
	m.CognitoRequest("UserRead", "spent")
	m.RateLimited("sign-in", "account")
	m.AutomaticPersistedQuery("found")
	m.SafelistedOperation("listed")
	m.Request(operation(t, "query"), observe.Access{Route: "/graphql", GraphQL: true, Status: 200})
	exposed, labels := map[string]metric{}, regexp.MustCompile(`([a-z]+)="`)
	text := scrape(t, m)
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "# TYPE usher_"); ok {
			name, kind, _ := strings.Cut(strings.TrimSpace("usher_"+rest), " ")
			exposed[name] = metric{Type: kind}
			continue
		}
		series, _, ok := strings.Cut(line, "{")
		name := strings.TrimSuffix(series, "_count")
		if one, known := exposed[name]; ok && known {
			one.Labels = nil
			for _, label := range labels.FindAllStringSubmatch(line, -1) {
				one.Labels = append(one.Labels, label[1])
			}
			slices.Sort(one.Labels)
			exposed[name] = one
		}
	}
	if diff := cmp.Diff(documented, exposed); diff != "" {
		t.Errorf("docs/metrics.md differs from what is exposed (-page +exposed):\n%s", diff)
	}
	for _, name := range []string{"go_goroutines", "process_start_time_seconds"} {
		if !strings.Contains(text, "\n"+name+" ") {
			t.Errorf("%s is not exposed", name)
		}
	}
}

func TestABuildPrintsAsOneLine(t *testing.T) {
	got := observe.ReadBuild("v1.2.3")
	if got.Version != "v1.2.3" || got.Commit == "" || !strings.HasPrefix(got.Go, "go1") {
		t.Errorf("%+v", got)
	}
	if text := got.String(); !strings.HasPrefix(text, "usher v1.2.3 (commit ") || strings.Contains(text, "\n") {
		t.Errorf("it prints as %q", text)
	}
}
