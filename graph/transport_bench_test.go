package graph

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// discardWriter takes an answer and keeps nothing, so that a benchmark counts
// the handler's own allocations.
type discardWriter struct {
	header http.Header
	status int
}

func (w *discardWriter) Header() http.Header         { return w.header }
func (w *discardWriter) WriteHeader(status int)      { w.status = status }
func (w *discardWriter) Write(b []byte) (int, error) { return len(b), nil }

func BenchmarkHandler(b *testing.B) {
	h, _ := newTestHandler(b, nil)
	for _, bb := range []struct{ name, body string }{
		{"cached query", query("query Me{me{id name}}")},
		{"cached mutation with variables", operation("mutation($input:Credentials!){signIn(input:$input){id}}",
			map[string]any{"input": map[string]any{"email": "a", "password": "b"}})},
		{"refused document", query("{me{" + strings.Repeat("id ", 500) + "}}")},
	} {
		b.Run(bb.name, func(b *testing.B) {
			base := post(bb.body)
			b.ReportAllocs()
			for b.Loop() {
				r := *base
				r.Body = io.NopCloser(strings.NewReader(bb.body))
				w := &discardWriter{header: make(http.Header)}
				h.ServeHTTP(w, &r)
				if w.status != http.StatusOK {
					b.Fatal(w.status)
				}
			}
		})
	}
}

func BenchmarkGuard(b *testing.B) {
	const document = "query Me{me{id name friends(first:3){id role}}}"
	b.Run("hit", func(b *testing.B) {
		guard := newTestGuard(b, Limits{}, true)
		b.ReportAllocs()
		for b.Loop() {
			if _, errs := guard.document(document); errs != nil {
				b.Fatal(errs)
			}
		}
	})
	b.Run("miss", func(b *testing.B) {
		guard := newTestGuard(b, Limits{CachedDocumentBytes: 1}, true)
		b.ReportAllocs()
		for b.Loop() {
			if _, errs := guard.document(document); errs != nil {
				b.Fatal(errs)
			}
		}
	})
}
