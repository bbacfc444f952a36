package bench_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"usher/internal/httpapi"
)

// answered keeps of an answer what costs nothing to keep.
type answered struct {
	header http.Header
	status int
}

func (a *answered) Header() http.Header         { return a.header }
func (a *answered) WriteHeader(status int)      { a.status = status }
func (a *answered) Write(p []byte) (int, error) { return len(p), nil }

// BenchmarkFlood compares a request that the flood guard refuses with the cheapest one that it lets
// through: a public field, for which no token is looked at. Both pass the whole chain.
//
//	go test -run '^$' -bench Flood ./bench
func BenchmarkFlood(b *testing.B) {
	stopped := time.Now()
	open := func(perSecond int) http.Handler {
		return httpapi.New(httpapi.Deps{
			GraphQL: newStack(b, 0).handler,
			Ready:   func(context.Context) map[string]error { return nil },
			Drain:   new(httpapi.Drain), Logger: slog.New(slog.DiscardHandler),
			Now: func() time.Time { return stopped }, NewID: func() string { return "request" },
			Flood: httpapi.Flood{PerSecond: perSecond},
		})
	}
	body := query(b, `{ config { signUpOpen mfaRequired } }`)
	send := func(b *testing.B, h http.Handler) int {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
		must(b, err)
		r.RemoteAddr, r.Header = "203.0.113.7:5555", headers()
		w := answered{header: http.Header{}}
		h.ServeHTTP(&w, r)
		return w.status
	}
	perRequest := map[string]float64{}
	for _, c := range []struct {
		name      string
		perSecond int
		status    int
	}{{"served", 0, http.StatusOK}, {"refused", 1, http.StatusTooManyRequests}} {
		b.Run(c.name, func(b *testing.B) {
			h := open(c.perSecond)
			for range 10 {
				send(b, h) // uses up the burst
			}
			for b.Loop() {
				if status := send(b, h); status != c.status {
					b.Fatalf("status %d, want %d", status, c.status)
				}
			}
			perRequest[c.name] = float64(b.Elapsed()) / float64(b.N)
			if served := perRequest["served"]; served > 0 {
				b.ReportMetric(perRequest[c.name]/served, "of-served")
			}
		})
	}
}
