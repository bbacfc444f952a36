package graph

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

func newTestGuard(tb testing.TB, limits Limits, introspection bool) *guard {
	tb.Helper()
	guard, err := newGuard(newFakeSchema(tb).schema, limits, introspection)
	if err != nil {
		tb.Fatal(err)
	}
	return guard
}

// repeat writes n parts, each with its number for %d.
func repeat(n int, part string) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.ReplaceAll(part, "%d", fmt.Sprint(i)))
	}
	return out.String()
}

// deep nests n fields: friend{friend{...id}}.
func deep(n int) string {
	return "{me{" + strings.Repeat("friend{", n-3) + "id" + strings.Repeat("}", n-3) + "}}"
}

// doubling is n fragments, each spreading the next one twice: 2^n fields.
func doubling(n int) string {
	var out strings.Builder
	out.WriteString("{me{...F0}}")
	for i := range n {
		fmt.Fprintf(&out, "fragment F%d on Me{...F%d ...F%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&out, "fragment F%d on Me{id}", n)
	return out.String()
}

const signInLiteral = `signIn(input:{email:"a",password:"b"}){id}`

// TestGuardRefuses holds documents just past each limit, and hostile ones.
func TestGuardRefuses(t *testing.T) {
	tests := []struct {
		name     string
		document string
		code     string
	}{
		// Just past a limit.
		{"document of 16 KiB and a byte", "{ping}" + strings.Repeat(" ", 16<<10-5), CodeTooComplex},
		{"1,001 tokens", "{me{" + strings.Repeat("id ", 1_000) + "}}", CodeTooComplex},
		{"tokens in comments", "{ping}" + strings.Repeat("#\n", 1_000), CodeTooComplex},
		{"depth of 9", deep(9 + 1), CodeTooComplex},
		{"depth of 9 through fragments", "{me{...A}} fragment A on Me{friend{friend{friend{...B}}}}" +
			"fragment B on Me{friend{friend{friend{friend{id}}}}}", CodeTooComplex},
		{
			"depth of 9 through inline fragments", "{me{...{friend{...{friend{friend{friend{friend{friend{friend{id}}}}}}}}}}}",
			CodeTooComplex,
		},
		{"301 fields", "{me{" + strings.Repeat("id ", 300) + "}}", CodeTooComplex},
		{"301 fields through fragments", "{me{" + strings.Repeat("...F ", 30) + "}} fragment F on Me{" +
			strings.Repeat("id ", 10) + "}", CodeTooComplex},
		{"16 aliases", "{me{" + repeat(16, "a%d:id ") + "}}", CodeTooComplex},
		{"16 aliases through a fragment", "{me{...F friend{...F}}} fragment F on Me{" + repeat(8, "a%d:id ") + "}", CodeTooComplex},
		{"101 aliases", "{me{" + repeat(101, "a%d:id ") + "}}", CodeTooComplex},
		{"4 directives at one place", "{ping @include(if:true)@include(if:true)@include(if:true)@include(if:true)}", CodeTooComplex},
		{"21 directives", "{me{" + strings.Repeat("id @include(if:true) ", 21) + "}}", CodeTooComplex},
		{"21 directives in fragments nobody spreads", "{ping} fragment F on Me{" +
			strings.Repeat("id @skip(if:true) ", 21) + "}", CodeTooComplex},
		{"4 directives on an operation", "query @a @a @a @a {ping}", CodeTooComplex},
		{"4 directives on a variable", "query($v:Int @a @a @a @a){ping}", CodeTooComplex},
		{"4 directives on a fragment", "{me{...F}} fragment F on Me @a @a @a @a{id}", CodeTooComplex},
		{"4 directives on a spread", "{me{...F @a @a @a @a}} fragment F on Me{id}", CodeTooComplex},
		{"10 unknown directives", "{ping " + strings.Repeat("@aa", 10) + "}", CodeTooComplex},
		{"11 root fields", "{" + repeat(11, "a%d:ping ") + "}", CodeTooComplex},
		{"11 root fields through a fragment", "{...F ...F} fragment F on Query{" + strings.Repeat("ping ", 6) + "}", CodeTooComplex},
		{"6 operations", repeat(6, "query Q%d{ping}"), CodeTooComplex},
		{"200 operations", repeat(190, "query Q%d{ping}"), CodeTooComplex},
		{"31 fragments", "{ping}" + repeat(31, "fragment F%d on Me{id}"), CodeTooComplex},
		{"51 variables", "query(" + repeat(51, "$v%d:Int ") + "){ping}", CodeTooComplex},
		{"500 variables", "query(" + repeat(200, "$v%d:Int ") + "){ping}", CodeTooComplex},
		{"a string of 2 KiB and a byte", `mutation{respond(input:{code:"` + strings.Repeat("x", 2<<10+1) + `"})}`, CodeTooComplex},
		{"a long block string in a list", `mutation{respondAll(inputs:[{code:"""` + strings.Repeat("x", 2<<10+1) + `"""}])}`, CodeTooComplex},

		{"a long string as a default", `mutation($v:String!="` + strings.Repeat("x", 2<<10+1) + `"){respond(input:{code:$v})}`, CodeTooComplex},
		{"a NUL in a string", `mutation{respond(input:{code:"a\u0000"})}`, CodeBadUserInput},
		{"a NUL in a default", `mutation($c:String!="a\u0000"){respond(input:{code:$c})}`, CodeBadUserInput},

		// More than one guess at a time.
		{"two sign-ins", "mutation{a:" + signInLiteral + " b:" + signInLiteral + "}", CodeTooComplex},
		{"ten sign-ins", "mutation{" + repeat(10, "a%d:"+signInLiteral+" ") + "}", CodeTooComplex},
		{"ten sign-ins in a fragment", "mutation{...F} fragment F on Mutation{" + repeat(10, "a%d:"+signInLiteral+" ") + "}", CodeTooComplex},
		{"ten sign-ins in an inline fragment", "mutation{...{" + repeat(10, "a%d:"+signInLiteral+" ") + "}}", CodeTooComplex},
		{"one fragment of a sign-in, twice", "mutation{...F ...F} fragment F on Mutation{" + signInLiteral + "}", CodeTooComplex},
		{"the same sign-in twice", "mutation{" + signInLiteral + signInLiteral + "}", CodeTooComplex},
		{"1,000 sign-ins", "mutation{" + repeat(1_000, "a%d:"+signInLiteral+" ") + "}", CodeTooComplex},
		{"two mutations in the second operation", "query A{ping} mutation B{a:" + signInLiteral + " b:" + signInLiteral + "}", CodeTooComplex},

		// Work that grows.
		{"500 repeated fields", "{me{" + strings.Repeat("id ", 500) + "}}", CodeTooComplex},
		{"20,000 repeated fields", "{me{" + strings.Repeat("id ", 20_000) + "}}", CodeTooComplex},
		{"2,000 unknown fields", "{" + repeat(2_000, "x%d ") + "}", CodeTooComplex},
		{"1,000 lists of friends", "{me{" + strings.Repeat("friends(first:1){id}", 110) + strings.Repeat("id ", 100) + "}}", CodeTooComplex},
		{"overlapping inline fragments", "{me{" + strings.Repeat("...on Me{"+strings.Repeat("id ", 20)+"}", 20) + "}}", CodeTooComplex},
		{"5,000 @include", "{ping" + strings.Repeat("@include(if:true)", 5_000) + "}", CodeTooComplex},
		{"spread bomb", doubling(29), CodeTooComplex},
		{"spread bomb nobody spreads", "{ping}" + strings.TrimPrefix(doubling(29), "{me{...F0}}"), CodeTooComplex},
		{"spread bomb of 952 characters", spreadBomb(), CodeTooComplex},
		{"fragment bomb at the root of a mutation", strings.NewReplacer("{me{...F0}}", "mutation{...F0}", " on Me", " on Mutation",
			"{id}", "{"+signInLiteral+"}").Replace(doubling(20)), CodeTooComplex},
		{"fragment of itself", "{me{...F}} fragment F on Me{...F}", CodeValidationFailed},
		{"fragment cycle", "{me{...A}} fragment A on Me{friend{...B}} fragment B on Me{friend{...A}}", CodeValidationFailed},
		{"fragment cycle nobody spreads", "{ping} fragment A on Me{...B} fragment B on Me{...A}", CodeValidationFailed},
		{"fragment cycle in an inline fragment", "{me{...A}} fragment A on Me{...on Me{...A}}", CodeValidationFailed},
		{"selections nested 20,000 deep", strings.Repeat("{a", 20_000), CodeTooComplex},
		{"selections nested 480 deep", strings.Repeat("{a", 480) + strings.Repeat("}", 480), CodeTooComplex},
		{"lists nested 20,000 deep", "{__type(name:" + strings.Repeat("[", 20_000), CodeTooComplex},
		{"lists nested 900 deep", "{__type(name:" + strings.Repeat("[", 900), CodeParseFailed},
		{
			"objects nested 200 deep", "{__type(name:" + strings.Repeat("{a:", 200) + "1" + strings.Repeat("}", 200) + "){name}}",
			CodeValidationFailed,
		},
		{
			"type references nested 490 deep", "query($v:" + strings.Repeat("[", 490) + "Int" + strings.Repeat("]", 490) + "){ping}",
			CodeValidationFailed,
		},

		// Not what this transport serves.
		{"@defer", "{me{...@defer{id}}}", CodeValidationFailed},
		{"@stream", "{me{friends @stream{id}}}", CodeValidationFailed},
		{"subscription", "subscription{ping}", CodeValidationFailed},
		{"circular introspection", "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}", CodeTooComplex},
		{"introspection twice", `{__schema{queryType{name}} __type(name:"Me"){name}}`, CodeTooComplex},
		{"introspection ten times through a fragment", "{" + repeat(5, "a%d:__typename ") + "...F ...F} fragment F on Query{__schema{queryType{name}}}", CodeTooComplex},
		{"introspection with an alias", "{__schema{types{a:fields{name} b:fields{description}}}}", CodeTooComplex},
		{"introspection with an alias in a fragment", "{__schema{types{...T}}} fragment T on __Type{a:name}", CodeTooComplex},
		{"introspection of fields of fields", "{__schema{types{fields{type{fields{name}}}}}}", CodeTooComplex},
		{"introspection of fields of possible types", "{__schema{types{possibleTypes{fields{name}}}}}", CodeTooComplex},
		{"introspection 30 deep", "{__type(name:\"Me\"){" + strings.Repeat("ofType{", 30) + "name" + strings.Repeat("}", 30) + "}}", CodeTooComplex},

		// Not GraphQL, or not this schema.
		{"empty selection", "{}", CodeParseFailed},
		{"only a fragment", "fragment F on Me{id}", CodeValidationFailed},
		{"only a comment", "# nothing", CodeValidationFailed},
		{"only blanks", " \n", CodeValidationFailed},
		{"a type definition", "type A{b:Int}", CodeParseFailed},
		{"unclosed", "{me{id}", CodeParseFailed},
		{"single quotes", "{me(a:'b'){id}}", CodeParseFailed},
		{"unknown field", "{pong}", CodeValidationFailed},
		{"unknown type", "{me{...on Mi{id}}}", CodeValidationFailed},
		{"unknown argument", "{ping(pang:1)}", CodeValidationFailed},
		{"unknown enum value", `mutation{signIn(input:{email:"a",password:"b",role:ADMIM}){id}}`, CodeValidationFailed},
		{"unknown input field", `mutation{signIn(input:{email:"a",password:"b",rol:ADMIN}){id}}`, CodeValidationFailed},
		{"unknown fragment", "{me{...F}}", CodeValidationFailed},
		{"unused fragment", "{ping} fragment F on Me{id}", CodeValidationFailed},
		{"two fragments of one name", "{me{...F}} fragment F on Me{id} fragment F on Me{name}", CodeValidationFailed},
		{"two operations of one name", "query A{ping} query A{ping}", CodeValidationFailed},
		{"two operations without a name", "{ping} {ping}", CodeValidationFailed},
		{"a bare word for a custom scalar", "mutation{signIn(input:{email:\"a\",password:secret}){id}}", CodeValidationFailed},
		{"a bare word in a list of custom scalars' owners", "mutation{respondAll(inputs:[{password:secret}])}", CodeValidationFailed},
		{"a bare word as a custom scalar's default", "mutation($p:Password!=secret){signIn(input:{email:\"a\",password:$p}){id}}", CodeValidationFailed},
		{"@oneOf with two keys", `mutation{respond(input:{code:"1",password:"2"})}`, CodeValidationFailed},
		{"@oneOf with no key", "mutation{respond(input:{})}", CodeValidationFailed},
		{"@oneOf with null", "mutation{respond(input:{code:null})}", CodeValidationFailed},
		{"@oneOf with a nullable variable", "mutation($c:String){respond(input:{code:$c})}", CodeValidationFailed},
	}
	guard := newTestGuard(t, Limits{}, true)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, errs := guard.document(tt.document)
			if len(errs) == 0 {
				t.Fatal("the document was accepted")
			}
			if len(errs) > maxErrors {
				t.Errorf("%d errors", len(errs))
			}
			for _, err := range errs {
				if code := errorCode(err); code != tt.code {
					t.Errorf("%s %q, want %s", code, err.Message, tt.code)
				}
				if strings.Contains(err.Message, "Did you mean") {
					t.Errorf("suggests: %q", err.Message)
				}
			}
		})
	}
}

// spreadBomb is 952 characters that expand to 2^28 fields: a walk that follows
// every spread takes seconds, and twice as long for each level more.
func spreadBomb() string {
	const length = 952
	bomb := doubling(28)
	return bomb + strings.Repeat(" ", length-len(bomb))
}

// TestGuardAccepts holds documents that just keep each limit.
func TestGuardAccepts(t *testing.T) {
	introspection, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, document string }{
		{"the standard introspection query", string(introspection)},
		{"document of 16 KiB", "{ping}" + strings.Repeat(" ", 16<<10-6)},
		{"depth of 8", deep(8 + 1)},
		{"300 fields", "{me{" + strings.Repeat("id ", 299) + "}}"},
		{"15 aliases", "{me{" + repeat(15, "a%d:id ") + "}}"},
		{"3 directives at one place", "{me{...F @include(if:true) @skip(if:false)}} fragment F on Me{id}"},
		{"10 root fields", "{" + repeat(10, "a%d:ping ") + "}"},
		{"one mutation", "mutation{" + signInLiteral + "}"},
		{"one mutation through fragments", "mutation{...F} fragment F on Mutation{...{" + signInLiteral + "}}"},
		{"5 operations", repeat(5, "query Q%d{ping}")},
		{"two mutations in two operations", "mutation A{" + signInLiteral + "} mutation B{" + signInLiteral + "}"},
		{"30 fragments", "{me{" + repeat(30, "...F%d ") + "}}" + repeat(30, "fragment F%d on Me{id}")},
		{"a custom scalar of 8 KiB", `mutation{respond(input:{password:"` + strings.Repeat("x", 8<<10) + `"})}`},
		{"a string of 2 KiB", `mutation{respond(input:{code:"` + strings.Repeat("x", 2<<10) + `"})}`},
		{"an alias of the same name", "{me{" + strings.Repeat("id:id ", 16) + "}}"},
		{"@oneOf with one key", `mutation{respond(input:{code:"1"})}`},
		{"@oneOf with a non-null variable", "mutation($c:String!){respond(input:{code:$c})}"},
		{"__typename without introspection", "{__typename}"},
	}
	guard := newTestGuard(t, Limits{}, true)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, errs := guard.document(tt.document); len(errs) > 0 {
				t.Errorf("refused: %v", errs)
			}
		})
	}
}

func TestIntrospectionOff(t *testing.T) {
	guard := newTestGuard(t, Limits{}, false)
	for _, document := range []string{
		"{__schema{queryType{name}}}",
		`{__type(name:"Me"){name}}`,
		"{...F} fragment F on Query{__schema{queryType{name}}}",
		"{me{id __schema{queryType{name}}}}",
		"mutation{__schema{queryType{name}}}",
	} {
		_, errs := guard.document(document)
		if len(errs) != 1 || errorCode(errs[0]) != CodeIntrospectionDisabled {
			t.Errorf("%s: %v", document, errs)
		}
	}
	if _, errs := guard.document("{__typename me{__typename}}"); len(errs) > 0 {
		t.Errorf("__typename: %v", errs)
	}
}

// TestGuardLimitsAreConfigurable also shows that every field has an effect.
func TestGuardLimitsAreConfigurable(t *testing.T) {
	const document = `query A($v:Int){a:me{friend{id @skip(if:true)@include(if:true)} ...F friends(first:$v){id}} b:ping}` +
		`mutation C{respond(input:{code:"long"})} mutation D{respondAll(inputs:[{code:"a"},{code:"b"}])} query B{__schema{queryType{name}}} fragment F on Me{id}`
	tests := []struct {
		name   string
		limits Limits
	}{
		{"DocumentBytes", Limits{DocumentBytes: 20}},
		{"Tokens", Limits{Tokens: 20}},
		{"Depth", Limits{Depth: 2}},
		{"IntrospectionDepth", Limits{IntrospectionDepth: 2}},
		{"Fields", Limits{Fields: 4}},
		{"Aliases", Limits{Aliases: 1}},
		{"Directives", Limits{Directives: 1}},
		{"DirectivesPerPlace", Limits{DirectivesPerPlace: 1}},
		{"RootFields", Limits{RootFields: 1}},
		{"Operations", Limits{Operations: 1}},
		{"Fragments", Limits{Fragments: -1}},
		{"Variables", Limits{Variables: -1}},
		{"StringBytes", Limits{StringBytes: 3}},
		{"ScalarBytes", Limits{ScalarBytes: 3}},
		{"ListElements", Limits{ListElements: 1}},
	}
	if _, errs := newTestGuard(t, Limits{}, true).document(document); len(errs) > 0 {
		t.Fatalf("the document itself: %v", errs)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, errs := newTestGuard(t, tt.limits, true).document(document)
			if len(errs) != 1 || errorCode(errs[0]) != CodeTooComplex {
				t.Errorf("%v", errs)
			}
		})
	}
	if _, err := newGuard(newFakeSchema(t).schema, Limits{CachedDocuments: -1}, true); err == nil {
		t.Error("a cache of -1 documents was made")
	}
}

func TestGuardKeepsAcceptedDocuments(t *testing.T) {
	guard := newTestGuard(t, Limits{CachedDocuments: 2, CachedDocumentBytes: 64}, true)
	first, errs := guard.document("{ping}")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if again, _ := guard.document("{ping}"); again != first {
		t.Error("the same text was parsed twice")
	}
	long := "{ping}" + strings.Repeat(" ", 64)
	if one, _ := guard.document(long); one != nil {
		if two, _ := guard.document(long); two == one {
			t.Error("a long document was kept")
		}
	}
	for i := range 5 {
		_, _ = guard.document(fmt.Sprintf("{x%d}", i))
	}
	if again, _ := guard.document("{ping}"); again != first {
		t.Error("refused documents pushed out an accepted one")
	}
}

// TestInspectorVisitsEachNodeOnce bounds the work by counting, whatever the
// fragments would expand to.
func TestInspectorVisitsEachNodeOnce(t *testing.T) {
	for _, levels := range []int{1, 10, 29} {
		document := parse(t, doubling(levels))
		wide := DefaultLimits()
		wide.Fields, wide.Aliases = costCeiling, costCeiling
		in := newInspector(wide, true, document)
		if err := in.inspect(); err != nil {
			t.Fatal(err)
		}
		if want := 2 + 2*levels + 1; in.visited != want {
			t.Errorf("%d levels: visited %d nodes, want %d", levels, in.visited, want)
		}
		total := in.selections(document.Operations[0].SelectionSet)
		if want := min(1<<levels+1, costCeiling); total.fields != want {
			t.Errorf("%d levels: counted %d fields, want %d", levels, total.fields, want)
		}
	}
}

func parse(tb testing.TB, text string) *ast.QueryDocument {
	tb.Helper()
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		tb.Fatal(err)
	}
	return document
}

func TestGuardErrorsNameThePlace(t *testing.T) {
	guard := newTestGuard(t, Limits{}, true)
	for document, want := range map[string]gqlerror.Location{
		"{\n  pong\n}":     {Line: 2, Column: 3},
		"{\n  ping(\n}":    {Line: 3, Column: 1},
		"{me{id\n nme\n}}": {Line: 2, Column: 2},
	} {
		_, errs := guard.document(document)
		if len(errs) != 1 || len(errs[0].Locations) != 1 || errs[0].Locations[0] != want {
			t.Errorf("%q: %v, want one error at %v", document, errs, want)
		}
	}
}
