package httpapi_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"usher/internal/httpapi"
)

func TestAFloodDoesNotFillTheLog(t *testing.T) {
	h, log, pass := floodOf(t)
	exhaust(t, h, oneClient)
	lines := strings.Count(log.String(), "\n")
	for range 1000 {
		from(t, h, oneClient)
	}
	if got := strings.Count(log.String(), "\n") - lines; got != 1 {
		t.Errorf("1,000 refusals made %d lines, want 1:\n%s", got, log)
	}
	pass(time.Minute)
	exhaust(t, h, oneClient)
	from(t, h, oneClient)
	if !strings.Contains(log.String(), "client_ip=203.0.113.7 refused=1000\n") {
		t.Errorf("the next line does not count what came since:\n%s", log)
	}
}

func TestAProxyThatIsNotNamedIsToldOfOnce(t *testing.T) {
	for _, c := range []struct {
		remote string
		told   bool
	}{
		{"10.0.0.1", true},
		{"192.168.3.4", true},
		{"127.0.0.1", true},
		{"100.64.3.4", true},
		{"169.254.1.1", true},
		{"[fd00::1]", true},
		{"203.0.113.7", false},
		{"[2001:db8::1]", false},
	} {
		t.Run(c.remote, func(t *testing.T) {
			h, log, pass := floodOf(t)
			for range 3 {
				for range 30 {
					from(t, h, c.remote+":5555")
				}
				pass(time.Minute)
			}
			want := 0
			if c.told {
				want = 1
			}
			if got := strings.Count(log.String(), "USHER_TRUSTED_PROXIES"); got != want {
				t.Errorf("told %d times, want %d:\n%s", got, want, log)
			}
		})
	}
}

func TestFloodsAreCounted(t *testing.T) {
	h, _, _ := floodOf(t, withMetrics(t), func(d *httpapi.Deps) {
		d.HealthDetail = true
		d.Logger = slog.New(slog.DiscardHandler)
	})
	for range 23 {
		from(t, h, oneClient)
	}
	text := bodyOf(t, send(t, h, http.MethodGet, "/metrics"))
	for _, line := range []string{
		`usher_http_requests_total{class="4xx",route="/graphql"} 3`,
		`usher_operations_total{code="RATE_LIMITED",type="unknown"} 3`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("there is no %s in\n%s", line, text)
		}
	}
}

// Each listener counts for itself, and the admin listener counts nobody.
func TestTheAdminListenerIsNotGuarded(t *testing.T) {
	d, _ := newDeps(func(d *httpapi.Deps) { d.Flood = httpapi.Flood{PerSecond: 1} })
	h := httpapi.NewAdmin(d)
	for i := range 50 {
		r := newRequest(t, http.MethodGet, "/readyz")
		r.RemoteAddr = fmt.Sprintf("10.0.0.%d:1", i%2)
		if status := do(h, r).StatusCode; status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
	}
}
