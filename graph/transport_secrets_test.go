package graph

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// TestNothingOfTheRequestComesBack puts a secret, or what stands for one, in
// every place of a request that some server echoes.
func TestNothingOfTheRequestComesBack(t *testing.T) {
	const name = "hunter2" // a secret where GraphQL wants a name
	get := func(values url.Values) *http.Request {
		return request(http.MethodGet, "/graphql?"+values.Encode(), "", "Apollo-Require-Preflight", "1")
	}
	signIn := func(variables string) string {
		return operation("mutation($input:Credentials!){signIn(input:$input){id}}", json.RawMessage(variables))
	}
	tests := []struct {
		name string
		r    *http.Request
	}{
		{"malformed JSON", post(`{"query":"` + canary)},
		{"JSON with trailing data", post(query("{ping}") + canary)},
		{"member name", post(`{"` + canary + `":1,"` + canary + `":2}`)},
		{"query that is not GraphQL", post(query(canary))},
		{"string where a name should be", post(query(`{"` + canary + `"}`))},
		{"unclosed string", post(query(`{me(a:"` + canary))},
		{"literal of the wrong type", post(query(`{me{friends(first:"` + canary + `"){id}}}`))},
		{"literal for an enum", post(query(`mutation{signIn(input:{email:"a",password:"b",role:"` + canary + `"}){id}}`))},
		{"literal for a custom scalar", post(query(`mutation{signIn(input:{email:"a",password:["` + canary + `"]}){id}}`))},
		{"literal in a list for an input", post(query(`mutation{signIn(input:"` + canary + `"){id}}`))},
		{"literal as a default", post(query(`query($n:Int="` + canary + `"){me{friends(first:$n){id}}}`))},
		{"literal beside a missing field", post(query(`mutation{signIn(input:{password:"` + canary + `"}){id}}`))},
		{"two values for one response name", post(query(`mutation{signIn(input:{email:"` + canary + `",email:"b",password:"c"}){id}}`))},
		{"key of a literal", post(query(`mutation{signIn(input:{email:"a",password:"b",` + name + `:1}){id}}`))},
		{"enum literal", post(query("mutation{signIn(input:{email:\"a\",password:\"b\",role:" + name + "}){id}}"))},
		{"field name", post(query("{" + name + "}"))},
		{"argument name", post(query("{ping(" + name + ":1)}"))},
		{"directive name", post(query("{ping @" + name + "}"))},
		{"type name", post(query("{...on " + name + "{id}}"))},
		{"fragment name", post(query("{..." + name + "}"))},
		{"variable name", post(query("{me{friends(first:$" + name + "){id}}}"))},
		{"unused variable", post(query("query($" + name + ":Int){ping}"))},
		{"variable of an unknown type", post(query("query($n:" + name + "){me{friends(first:$n){id}}}"))},
		{"operationName", post(`{"query":"query A{ping}","operationName":"` + canary + `"}`)},
		{"operationName with a forged log line", post(`{"query":"query A{ping}","operationName":"A\nlevel=ERROR ` + canary + `"}`)},
		{"variable of the wrong type", post(signIn(`{"input":"` + canary + `"}`))},
		{"member of the wrong type", post(signIn(`{"input":{"email":["` + canary + `"],"password":"b"}}`))},
		{"custom scalar of the wrong type", post(signIn(`{"input":{"email":"a","password":["` + canary + `"]}}`))},
		{"custom scalar in a map", post(signIn(`{"input":{"email":"a","password":{"` + canary + `":true}}}`))},
		{"unknown key", post(signIn(`{"input":{"email":"a","password":"b","` + canary + `":1}}`))},
		{"unknown variable", post(signIn(`{"` + canary + `":1}`))},
		{"content type", post(query("{ping}"), "Content-Type", "text/"+canary)},
		{"accept", post(query("{ping}"), "Accept", "text/"+canary)},
		{"method", request(strings.ToUpper("X"+name), "/graphql", "")},
		{"URL", request(http.MethodGet, "/graphql?query="+canary, "")},
		{"broken URL", request(http.MethodGet, "/graphql?query=%zz"+canary, "", "Apollo-Require-Preflight", "1")},
		{"URL variables", get(url.Values{"query": {"{ping}"}, "variables": {canary}})},
		{"resolver error", post(query("{fault}"))},
		{"panic", post(query("{boom}"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			h, _ := newTestHandler(t, func(o *Options) { o.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
			body, err := io.ReadAll(tt.r.Body)
			if err != nil {
				t.Fatal(err)
			}
			for _, media := range []mediaType{mediaJSON, mediaGraphQL} {
				r := tt.r.Clone(t.Context())
				r.Body = io.NopCloser(bytes.NewReader(body))
				if r.Header.Get("Accept") == "" {
					r.Header.Set("Accept", string(media))
				}
				got := send(t, h, r) // which looks for the canary
				if len(got.errors) == 0 {
					t.Fatalf("no error: %s", got.body)
				}
				if strings.Contains(strings.ToLower(got.body), name) {
					t.Errorf("the answer holds the name: %s", got.body)
				}
			}
			if strings.Contains(log.String(), name) {
				t.Errorf("the log holds the secret: %s", log.String())
			}
		})
	}
}

// TestSecondLines is what stands behind checks that come first, and that no
// request reaches today.
func TestSecondLines(t *testing.T) {
	loose := func() gqlerror.List { return gqlerror.List{{Message: canary, Path: ast.Path{ast.PathName("me")}}} }
	for name, errs := range map[string]gqlerror.List{
		"an error that missed the presenter": presented(loose()),
		"an uncoded error about variables":   withoutVariables(loose()),
		"gqlparser on variables":             withoutVariables(gqlerror.List{codedError(CodeValidationFailed, canary)}),
	} {
		if len(errs) != 1 || errorCode(errs[0]) == "" || strings.Contains(errs[0].Message, canary) {
			t.Errorf("%s: %v", name, errs)
		}
	}
	kept := withoutVariables(gqlerror.List{codedError(CodeForbidden, "not yours")})
	if errorCode(kept[0]) != CodeForbidden {
		t.Errorf("the error of an extension became %v", kept)
	}
	if _, ok := (guardedDocuments{}).Get(t.Context(), "{ping}"); ok {
		t.Error("a document came from nowhere")
	}
}

// TestNoSuggestions: the texts from which schemas are rebuilt without
// introspection name neither neighbours nor what a field needs.
func TestNoSuggestions(t *testing.T) {
	h, _ := newTestHandler(t, func(o *Options) { o.Introspection = false })
	for document, hidden := range map[string]string{
		"{pingg}":                   "ping",
		"{me{nam}}":                 "name",
		"{me}":                      "Me",
		"{ping{x}}":                 "String",
		"{me{friends(firs:1){id}}}": "first",
		"{me{...on Mee{id}}}":       "Me",
		"mutation{signIn}":          "Credentials",
		`mutation{signIn(input:{email:"a",password:"b",rol:USER}){id}}`:   "role",
		`mutation{signIn(input:{email:"a",password:"b",role:USERR}){id}}`: "USER",
		`mutation{signIn(input:{}){id}}`:                                  "email",
	} {
		got := send(t, h, post(query(document)))
		if got.code() != CodeValidationFailed || strings.Contains(got.body, hidden) {
			t.Errorf("%s tells %q: %s", document, hidden, got.body)
		}
	}
}
