package graph

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"

	"usher/internal/manifest"
)

// FuzzForm: documents of the same form hold the same definitions, and blanks make no other form.
func FuzzForm(f *testing.F) {
	for _, pair := range [][2]string{
		{listedMe, asSent},
		{listedType, listedRespond},
		{"{a}", "{a,}"},
		{"{a}{b}", "{b}{a}"},
		{"{a{b}}", "{a}{b}"},
		{`{a(b:"c")}`, `{a(b:"""c""")}`},
		{"query($a:A={b:1}){c}", "query($a:A={b:1}){c}#"},
		{"{a(b:{})}", "{a(b:[])}"},
		{"", "{"},
		{"}{a}", "{a}}"},
		{"\xff", "\x00"},
	} {
		f.Add(pair[0], pair[1])
	}
	const tokens = 1_000
	f.Fuzz(func(t *testing.T, a, b string) {
		formA, okA := formOf(a, tokens)
		if respelt, ok := formOf(" ,\n#c\n"+a+"\n,", tokens); ok != okA || ok && respelt != formA {
			t.Errorf("blanks change the form of %q", a)
		}
		formB, okB := formOf(b, tokens)
		if !okA || !okB || formA != formB {
			return
		}
		definitionsA, parsedA := definitionsOf(a)
		definitionsB, parsedB := definitionsOf(b)
		if parsedA && parsedB && !slices.Equal(definitionsA, definitionsB) {
			t.Errorf("%q and %q have one form", a, b)
		}
	})
}

// definitionsOf prints each definition by itself, and sorts them.
func definitionsOf(text string) ([]string, bool) {
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 1_000)
	if err != nil {
		return nil, false
	}
	var printed []string
	show := func(one *ast.QueryDocument) {
		var out bytes.Buffer
		formatter.NewFormatter(&out).FormatQueryDocument(one)
		printed = append(printed, out.String())
	}
	for _, operation := range document.Operations {
		show(&ast.QueryDocument{Operations: ast.OperationList{operation}})
	}
	for _, fragment := range document.Fragments {
		show(&ast.QueryDocument{Fragments: ast.FragmentDefinitionList{fragment}})
	}
	slices.Sort(printed)
	return printed, true
}

// FuzzPersistedRequest puts any extension and any document before a safelist that is enforced and lists one
// operation: nothing else ever runs.
func FuzzPersistedRequest(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"version":1,"sha256Hash":"ping"}`, ""},
		{`{"version":1,"sha256Hash":"ping"}`, "query Ping{ping}"},
		{`{"version":1,"sha256Hash":"pong"}`, ""},
		{`{"version":1,"sha256Hash":"ping"}`, "{secret}"},
		{"null", "{me{id}}"},
		{"null", "query Ping{ping}"},
		{"7", "query Ping{ping}#"},
		{"[[]]", ""},
		{`{"version":1.0,"sha256Hash":"ping"}`, ""},
		{`{"version":1,"sha256Hash":["ping"]}`, ""},
		{`{"version":1,"sha256Hash":"\u0000"}`, ""},
		{`{`, `{`},
		{`{"version":1,"sha256Hash":"` + hashOf("{me{id}}") + `"}`, "{me{id}}"},
		{"null", "query Ping{ping}query Ping{ping}"},
		{"null", "mutation{respond(input:{code:\"1\"})}"},
	} {
		f.Add(seed[0], seed[1])
	}
	e := newPersistedEdge(f, Persisted{Automatic: true, Safelist: SafelistEnforce, Manifests: []manifest.File{
		manifestOf(entry("ping", "Ping", "query", "query Ping {\n  ping\n}")),
	}})
	f.Fuzz(func(t *testing.T, extension, document string) {
		body := `{"query":` + jsonOf(document) + `,"extensions":{"persistedQuery":` + extension + `}}`
		got := send(t, e, post(body))
		e.told()
		switch got.status {
		case http.StatusOK, http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		default:
			t.Errorf("status %d: %s", got.status, got.body)
		}
		if got.data != nil && string(got.data) != `{"ping":"pong"}` {
			t.Errorf("%s ran: %s", body, got.data)
		}
	})
}
