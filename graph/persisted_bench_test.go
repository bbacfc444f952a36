package graph

import (
	"log/slog"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// BenchmarkPersisted is what it costs to find the document of a request, before anything runs.
func BenchmarkPersisted(b *testing.B) {
	full := func(document string) *graphql.RawParams { return &graphql.RawParams{Query: document} }
	automatic := enforced()
	automatic.Automatic, automatic.Safelist = true, SafelistOff
	for _, bb := range []struct {
		name    string
		o       Persisted
		before  *graphql.RawParams // sent once
		request *graphql.RawParams
		refused bool
	}{
		{"off, in full", Persisted{}, nil, full(listedMe), false},
		{"automatic, by hash", automatic, &graphql.RawParams{Query: listedMe, Extensions: paramsOf(hashOf(listedMe)).Extensions}, paramsOf(hashOf(listedMe)), false},
		{"listed, by id", enforced(), nil, paramsOf(hashOf(listedMe)), false},
		{"listed, in full", enforced(), nil, full(listedMe), false},
		{"listed, in another spelling", enforced(), nil, full(asSent), false},
		{"unlisted", enforced(), nil, full("query Ping { ping }"), true},
	} {
		b.Run(bb.name, func(b *testing.B) {
			p, err := newPersisted(newTestGuard(b, Limits{}, true), bb.o, slog.New(slog.DiscardHandler))
			if err != nil {
				b.Fatal(err)
			}
			if bb.before != nil {
				if _, refused, errs := p.document(b.Context(), bb.before); refused != nil || errs != nil {
					b.Fatal(refused, errs)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				params := *bb.request
				if _, refused, errs := p.document(b.Context(), &params); refused != nil || (len(errs) > 0) != bb.refused {
					b.Fatal(refused, errs)
				}
			}
		})
	}
}
