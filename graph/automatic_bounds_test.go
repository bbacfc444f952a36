package graph

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// TestAutomaticIsBounded: strangers may fill it, and no more than that.
func TestAutomaticIsBounded(t *testing.T) {
	guard := newTestGuard(t, Limits{}, false)
	p, err := newPersisted(guard, Persisted{Automatic: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1_000 {
		document := fmt.Sprintf("{ a%d: ping %s}", i, strings.Repeat(" ", 3<<10))
		params := paramsOf(hashOf(document))
		params.Query = document
		if _, refused, errs := p.document(t.Context(), params); refused != nil || errs != nil {
			t.Fatal(refused, errs)
		}
	}
	size := 0
	for _, text := range p.automatic.texts.Values() {
		size += len(text)
	}
	if n := p.automatic.texts.Len(); n != 256 || size > 256*(4<<10) {
		t.Errorf("%d texts of %d bytes are kept", n, size)
	}
}

// TestWhatIsKeptHoldsNoRequest: a text that needs no decoding is a part of the URL it came in, and would keep
// all of that in memory, which is ten times as long as what the bounds count.
func TestWhatIsKeptHoldsNoRequest(t *testing.T) {
	const document = "{ping}"
	e := newPersistedEdge(t, Persisted{Automatic: true})
	r := request(http.MethodGet, "/graphql?extensions="+url.QueryEscape(jsonOf(extensionOf(hashOf(document))))+"&query="+document+
		"&more="+strings.Repeat("a", 30<<10), "", "Apollo-Require-Preflight", "true")
	if got := send(t, e, r); got.code() != "" || !slices.Equal(e.told(), []string{"apq stored"}) {
		t.Fatalf("not stored: %s", got.body)
	}
	begin := uintptr(unsafe.Pointer(unsafe.StringData(r.URL.RawQuery)))
	served, _ := e.Handler.(*transport)
	for where, text := range map[string]string{"queries": served.persisted.automatic.texts.Values()[0], "documents": served.guard.accepted.Keys()[0]} {
		if at := uintptr(unsafe.Pointer(unsafe.StringData(text))); at >= begin && at < begin+uintptr(len(r.URL.RawQuery)) {
			t.Errorf("the cache of %s holds a part of the URL", where)
		}
	}
}

// TestSecretsInDirectives: a schema may have a directive for queries that takes a scalar of its own.
func TestSecretsInDirectives(t *testing.T) {
	withoutValue := regexp.MustCompile(`@d\(.*?\)`)
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
		directive @d(s: S) on QUERY | VARIABLE_DEFINITION | FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | FRAGMENT_DEFINITION
		scalar S
		type Query { a(n: Int): Int }`})
	for place, document := range map[string]string{
		"an operation":         `query @d(s: 7) { a }`,
		"a variable":           `query($n: Int @d(s: 7)) { a(n: $n) }`,
		"a field":              `{ a @d(s: 7) }`,
		"an inline fragment":   `{ ... on Query @d(s: 7) { a } }`,
		"a field in one":       `{ ... on Query { a @d(s: 7) } }`,
		"a spread":             `{ ...F @d(s: 7) } fragment F on Query { a }`,
		"a fragment":           `{ ...F } fragment F on Query @d(s: 7) { a }`,
		"a field of it":        `{ ...F } fragment F on Query { a @d(s: 7) }`,
		"a list in a field":    `{ a @d(s: [7]) }`,
		"an object in a field": `{ a @d(s: {n: 7}) }`,
	} {
		for text, want := range map[string]bool{document: true, withoutValue.ReplaceAllString(document, "@d"): false} {
			parsed, errs := gqlparser.LoadQueryWithRules(schema, text, rules.NewDefaultRules())
			if errs != nil {
				t.Fatalf("%s: %v", text, errs)
			}
			if got := holdsSecrets(text, parsed); got != want {
				t.Errorf("on %s, %s: %v, want %v", place, text, got, want)
			}
		}
	}
}
