package graph

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/manifest"
)

// TestManifestsAreHeldToTheGuard: whatever the server would refuse from a client it refuses at the start,
// all of it at once.
func TestManifestsAreHeldToTheGuard(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files []manifest.File
		want  []string
	}{
		{"none", nil, []string{"a safelist needs a manifest, and none is named"}},
		{"no GraphQL", []manifest.File{manifestOf(entry("1", "A", "query", "query A {\n ping"))}, []string{
			`web.json: operation 1 ("A"): the body is refused: the document is not well-formed GraphQL (line 2, column 6)`,
		}},
		{"an unknown field", []manifest.File{manifestOf(entry("1", "A", "query", "query A{ping}"), entry("2", "B", "query", "query B{pong}"))}, []string{
			`web.json: operation 2 ("B"): the body is refused: the type has no such field (line 1, column 9)`,
		}},
		{"two mutations in one", []manifest.File{manifestOf(entry("1", "A", "mutation", `mutation A($i:Answer!){a:respond(input:$i)b:respond(input:$i)}`))}, []string{
			`web.json: operation 1 ("A"): the body is refused: a mutation may have 1 root field: send one mutation per request`,
		}},
		{"introspection where it is off", []manifest.File{manifestOf(entry("1", "A", "query", "query A{__schema{types{name}}}"))}, []string{
			`web.json: operation 1 ("A"): the body is refused: introspection is off on this server: use the published schema`,
		}},
		{"a long body", []manifest.File{manifestOf(entry("1", "A", "query", "query A{ping}"+strings.Repeat(" ", 16<<10)))}, []string{
			`web.json: operation 1 ("A"): the body is refused: the document is longer than 16384 bytes`,
		}},
		{"two operations in one", []manifest.File{manifestOf(entry("1", "A", "query", "query A{ping} query B{ping}"))}, []string{
			`web.json: operation 1 ("A"): the body holds 2 operations; clients name one by the id alone`,
		}},
		{"another name and another type", []manifest.File{manifestOf(entry("1", "A", "query", "query B{ping}"), entry("2", "A", "mutation", "query A{ping}"))}, []string{
			`web.json: operation 1 ("A"): the operation in the body has another name`,
			`web.json: operation 2 ("A"): the operation in the body is a query, not a mutation`,
		}},
		{"a subscription", []manifest.File{manifestOf(entry("1", "A", "subscription", "subscription A{ping}"))}, []string{
			`web.json: operation 1 ("A"): the body is refused: the schema does not serve this kind of operation (line 1, column 1)`,
		}},
		{"several faults in several files", []manifest.File{
			{Name: "gone.json", Err: errors.New("cannot be read")}, manifestOf(entry("", "A", "query", "query A{pong}"), entry("2", "B", "query", "query B{gone}")),
		}, []string{
			"gone.json: cannot be read", `web.json: operation 1 ("A"): has no id`,
			`web.json: operation 1 ("A"): the body is refused: the type has no such field (line 1, column 9)`,
			`web.json: operation 2 ("B"): the body is refused: the type has no such field (line 1, column 9)`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewHandler(newFakeSchema(t), Options{Persisted: Persisted{Safelist: SafelistEnforce, Manifests: tt.files}})
			problems, ok := errors.AsType[manifest.Problems](err)
			if !ok {
				t.Fatalf("NewHandler: %v", err)
			}
			if diff := cmp.Diff(tt.want, strings.Split(problems.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if !strings.HasPrefix(err.Error(), "the persisted-query manifests cannot be used:\n") {
				t.Errorf("the error begins with %q", err)
			}
		})
	}
}

// TestASubscriptionIsNotListed: an operation that fits a schema and that no transport serves.
func TestASubscriptionIsNotListed(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: "type Query { a: Int } type Subscription { b: Int }"})
	guard, err := newGuard(schema, Limits{}, false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = newSafelist(guard, []manifest.File{manifestOf(entry("1", "B", "subscription", "subscription B{b}"))})
	if want := `web.json: operation 1 ("B"): subscriptions are not served here`; err == nil || !strings.HasSuffix(err.Error(), "\n"+want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestOneOperationUnderTwoIDs: two apps share a package, and their tools make ids in two ways.
func TestOneOperationUnderTwoIDs(t *testing.T) {
	other := manifestOf(entry("other", "Respond", "mutation", strings.ReplaceAll(listedRespond, "\n", " ")))
	other.Name = "app.json"
	p, err := newPersisted(newTestGuard(t, Limits{}, true), Persisted{
		Safelist: SafelistEnforce, Manifests: []manifest.File{testManifest(), other},
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{respondID, "other"} {
		params := paramsOf(id)
		params.Query = listedRespond
		if _, refused, errs := p.document(t.Context(), params); refused != nil || errs != nil {
			t.Errorf("%s: %v %v", id, refused, errs)
		}
	}
}

// TestLongSpellingsAreNotKept: a listed document can be written in any number of ways.
func TestLongSpellingsAreNotKept(t *testing.T) {
	p, err := newPersisted(newTestGuard(t, Limits{}, true), enforced(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1_000 {
		for _, blanks := range []int{1, 5 << 10} {
			if _, ok := p.list.match(strings.Repeat(" ", blanks+i) + listedType); !ok {
				t.Fatalf("%d blanks before it make it another", blanks+i)
			}
		}
	}
	longest := 0
	for _, text := range p.list.respelt.Keys() {
		longest = max(longest, len(text))
	}
	if n := p.list.respelt.Len(); n != 256 || longest > 4<<10 {
		t.Errorf("%d spellings of up to %d bytes are kept", n, longest)
	}
}

func TestForm(t *testing.T) {
	const base = `query Q($i: In = {a: 1, b: [2]}) @d(x: {y: 1}) { a(b: "c") ...F } fragment F on T { d }`
	for name, tt := range map[string]struct {
		text string
		same bool
	}{
		"itself":                     {base, true},
		"printed":                    {"query Q(\n  $i: In = { a: 1 b: [2] }\n) @d(x: { y: 1 }) {\n  a(b: \"c\")\n  ...F\n}\n\nfragment F on T {\n  d\n}\n", true},
		"definitions in other order": {`fragment F on T { d } query Q($i: In = {a: 1, b: [2]}) @d(x: {y: 1}) { a(b: "c") ...F }`, true},
		"comments and a BOM":         {"\ufeff#x\n" + base + "#y", true},
		"an escape":                  {strings.Replace(base, `"c"`, `"\u0063"`, 1), true},
		"another string":             {strings.Replace(base, `"c"`, `"C"`, 1), false},
		"a name for a string":        {strings.Replace(base, `"c"`, `c`, 1), false},
		"a block string":             {strings.Replace(base, `"c"`, `"""c"""`, 1), false},
		"fields in other order":      {strings.Replace(base, `a(b: "c") ...F`, `...F a(b: "c")`, 1), false},
		"a selection in the other":   {`query Q($i: In = {a: 1, b: [2]}) @d(x: {y: 1}) { a(b: "c") ...F d } fragment F on T { }`, false},
		"joined names":               {strings.Replace(base, "F on T", "FonT", 1), false},
		"one definition more":        {base + "fragment G on T { d }", false},
		"the fragment twice":         {base + "fragment F on T { d }", false},
		"no end":                     {strings.TrimSuffix(base, "}"), false},
		"pieces in other order":      {`) @d(x: {y: 1} query Q($i: In = {a: 1, b: [2]} ) { a(b: "c") ...F } fragment F on T { d }`, false},
		"a brace more":               {base + "}", false},
		"nothing":                    {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			want, _ := formOf(base, 100)
			got, ok := formOf(tt.text, 100)
			if same := ok && got == want; same != tt.same {
				t.Errorf("same: %v, want %v", same, tt.same)
			}
		})
	}
	before, _ := formOf("@x {a}", 100)
	if after, _ := formOf("{a} @x", 100); before == after {
		t.Error("what stands before a definition and what stands behind it are one")
	}
	two, _ := formOf(`{a(b:["c" d])}`, 100)
	if one, ok := formOf(`{a(b:["c\u0010d"])}`, 100); !ok || one == two {
		t.Error("a string that holds the number of a kind reads like two tokens")
	}
	if _, ok := formOf(strings.Repeat("a ", 101), 100); ok {
		t.Error("101 tokens are read where 100 may be")
	}
	if _, ok := formOf(strings.Repeat("a ", 100), 100); !ok {
		t.Error("100 tokens are not read where they may be")
	}
}
