package bench_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// BenchmarkWorstDocument asks as much as the guard lets through, each time in a text that is not known
// yet, and reports how many plain, known queries for `me` one of them is worth.
func BenchmarkWorstDocument(b *testing.B) {
	s := newStack(b, 0)
	header := headers("Authorization", "Bearer "+s.signIn(b).Access)
	plain := query(b, meQuery)
	for name, document := range map[string]string{
		"300 fields of one name": "{me{" + strings.Repeat("id ", 298) + "}}",
		"30 fragments":           "{me{" + numbered(30, "...F%d ") + "}}" + numbered(30, "fragment F%d on Me{"+strings.Repeat("id ", 8)+"} "),
		"160 inline fragments":   "{me{" + strings.Repeat("...on Me{id}", 160) + "}}",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				s.ask(b, query(b, fmt.Sprintf("%s#%d", document, n)), header)
				n++
			}
			each := b.Elapsed() / time.Duration(n)
			began := time.Now()
			for range n {
				s.ask(b, plain, header)
			}
			b.ReportMetric(float64(each)/float64(time.Since(began)/time.Duration(n)), "x-me")
		})
	}
}

func numbered(n int, part string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, part, i)
	}
	return out.String()
}
