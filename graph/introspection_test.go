package graph

import (
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/graph/generated"
)

// oddSchema has what ours has not.
const oddSchema = `
"of < everything & \"more\""
schema { query: Query }
directive @seen(by: String = "a\tb", since: Int @deprecated(reason: "old")) repeatable on FIELD_DEFINITION | ENUM
type Query implements Node { id: ID! old(a: [Int!]! = [1, 2], b: In = {x: "y"}, c: Int @deprecated): String @deprecated list: [[Kind!]]! @deprecated(reason: "é") any: Any }
interface Node { id: ID! }
union Any = Query
enum Kind { "one" ONE TWO @deprecated(reason: "gone") }
input In { x: String = "z" y: Kind @deprecated }
input Or @oneOf { a: Int b: Int }
scalar Link @specifiedBy(url: "https://example.com/link")
`

// everyField selects all fields of a type, as deep as gqlgen lets them nest.
func everyField(schema *ast.Schema, typename string, lists int) string {
	var out strings.Builder
	out.WriteString("__typename ")
	for _, f := range schema.Types[typename].Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		below := f.Type.Name()
		if !strings.HasPrefix(below, "__") || below == "__TypeKind" || below == "__DirectiveLocation" {
			out.WriteString(f.Name + " ")
			continue
		}
		if lists == 0 {
			continue
		}
		out.WriteString(f.Name)
		if f.Arguments.ForName("includeDeprecated") != nil {
			out.WriteString("(includeDeprecated:$all)")
		}
		out.WriteString("{" + everyField(schema, below, lists-1) + "} ")
	}
	return out.String()
}

// TestIntrospectionIsTheExecutors compares every answer with what gqlgen makes of the same document.
func TestIntrospectionIsTheExecutors(t *testing.T) {
	odd := gqlparser.MustLoadSchema(&ast.Source{Input: oddSchema})
	ours := generated.NewExecutableSchema(generated.Config{}).Schema()
	standard, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		t.Fatal(err)
	}
	every := "query($all:Boolean){__schema{" + everyField(odd, "__Schema", 3) + "}}"
	documents := map[string]struct {
		query     string
		variables map[string]any
	}{
		"standard":                 {query: string(standard)},
		"every field":              {query: every},
		"every field, deprecated":  {query: every, variables: map[string]any{"all": true}},
		"every field, not":         {query: every, variables: map[string]any{"all": false}},
		"every field, null":        {query: every, variables: map[string]any{"all": nil}},
		"deprecated, literally":    {query: "{__type(name:\"Query\"){fields(includeDeprecated:true){name} a:fields{name}}}"},
		"deprecated, null":         {query: "{__type(name:\"Query\"){fields(includeDeprecated:null){name}}}"},
		"a type that is not there": {query: `{__type(name:"Nobody"){name}}`},
		"a type of a variable":     {query: `query($n:String!){a:__type(name:$n){name kind} __typename}`, variables: map[string]any{"n": "Query"}},
		"fragments that merge": {query: `query($no:Boolean=false){...R ...on Query{__schema{types{kind}}}}
			fragment R on Query{__schema{types{...T ...on __Type{name} description @include(if:$no)}}}
			fragment T on __Type{other:description fields{type{name}} fields{type{kind ofType{name}} name @skip(if:true)}}`},
	}
	for schemaName, schema := range map[string]*ast.Schema{"ours": ours, "odd": odd} {
		es := generated.NewExecutableSchema(generated.Config{Schema: schema})
		theirs, written := executor.New(es), executor.New(es)
		written.AroundRootFields(introspect(schema))
		for name, d := range documents {
			t.Run(schemaName+"/"+name, func(t *testing.T) {
				for _, off := range []bool{false, true} {
					want, got := dispatched(t, theirs, d.query, d.variables, off), dispatched(t, written, d.query, d.variables, off)
					if diff := cmp.Diff(string(want.Data), string(got.Data)); diff != "" {
						t.Errorf("introspection off %v: -gqlgen +ours\n%s", off, diff)
					}
					if len(want.Errors) != len(got.Errors) || off != (len(got.Errors) > 0) {
						t.Errorf("introspection off %v: errors %v, want %v", off, got.Errors, want.Errors)
					}
				}
			})
		}
	}
}

func dispatched(t *testing.T, exec *executor.Executor, query string, variables map[string]any, off bool) *graphql.Response {
	t.Helper()
	ctx := graphql.StartOperationTrace(t.Context())
	op, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	op.DisableIntrospection = off
	next, ctx := exec.DispatchOperation(ctx, op)
	return next(ctx)
}

// TestEveryIntrospectionFieldIsWritten: one that is not known goes to the executor, at its price.
func TestEveryIntrospectionFieldIsWritten(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for _, typename := range []string{"__Schema", "__Type", "__Field", "__InputValue", "__EnumValue", "__Directive"} {
		for _, f := range schema.Types[typename].Fields {
			if !strings.HasPrefix(f.Name, "__") && !introspected(typename, f.Name) {
				t.Errorf("%s.%s is not written here", typename, f.Name)
			}
		}
	}
	if introspected("__Type", "future") || introspected("__Future", "name") {
		t.Error("a field is known that is not there")
	}
}
