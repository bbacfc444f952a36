package graph

import (
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
)

// FuzzGuard looks for a panic, for work that outgrows the document, and for an
// error that quotes it.
func FuzzGuard(f *testing.F) {
	introspection, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"{ping}", "{me{...F}} fragment F on Me{friend{...F}}", spreadBomb(), string(introspection),
		"mutation($i:Credentials!){signIn(input:$i){id @skip(if:false)}}", "query($v:[[Int!]]=[[1]]){a:ping}",
		"{__type(name:[[[[", `{me(a:"\u0000"){id}}`, "{ping @a@a@a@a}", "\xef\xbb\xbf{ping}", `mutation{respond(input:{code:"""x"""})}`,
		"subscription{x}", "{me{...on Me @defer{id}}}", "{a{b{c{d{e{f{g{h{i}}}}}}}}}", "query A{ping} query A{ping} {ping}",
	} {
		f.Add(seed)
	}
	guard := newTestGuard(f, Limits{}, true)
	f.Fuzz(func(t *testing.T, text string) {
		document, errs := guard.document(text)
		if (document == nil) == (len(errs) == 0) {
			t.Fatalf("document %v and errors %v", document, errs)
		}
		for _, err := range errs {
			if errorCode(err) == "" || len(errs) > maxErrors {
				t.Errorf("%d errors, one is %+v", len(errs), err)
			}
		}
		parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 10*guard.limits.Tokens)
		if err != nil {
			return
		}
		in := newInspector(guard.limits, true, parsed)
		_ = in.inspect()
		if tokens := countTokens(text); in.visited > tokens {
			t.Errorf("visited %d nodes for %d tokens", in.visited, tokens)
		}
		if document != nil && strings.Count(text, "{") == 0 {
			t.Error("accepted a document without a selection")
		}
	})
}

func countTokens(text string) int {
	lex, count := lexer.New(&ast.Source{Input: text}), 0
	for {
		token, err := lex.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return count
		}
		count++
	}
}
