package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
)

// maxWorstBytes is what the worst document may allocate, from the first byte of the request to the last of
// the answer. Time is printed and not asserted: it is the machine's, too.
const maxWorstBytes = 2 << 20

// worstDocument is as costly as the guard lets it be in one way, or in several.
type worstDocument struct {
	name      string
	document  string
	variables map[string]any
}

func worstDocuments(tb testing.TB) []worstDocument {
	tb.Helper()
	introspection, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		tb.Fatal(err)
	}
	elements := make([]any, DefaultLimits().ListElements)
	for i := range elements {
		elements[i] = map[string]any{"name": "n", "value": "v"}
	}
	const each, every = "name description ", "kind name description specifiedByURL enumValues(includeDeprecated:true){name description} "
	const typed = "type{" + every + "ofType{" + every + "ofType{" + every + "}}}"
	profile := "id username groups scopes authenticatedAt email emailVerified phoneNumber name givenName familyName locale zoneinfo picture "
	return []worstDocument{
		{"longest", "{__typename}" + strings.Repeat(" ", 16<<10-16), nil},
		{"most comments", "{__typename}" + strings.Repeat("#\n", 990), nil},
		{"most fields of one name", "{me{" + strings.Repeat("id ", 298) + "}}", nil},
		{"most fields of many names", "{me{" + strings.Repeat(profile, 21) + "}}", nil},
		{"most root fields", "{" + repeat(10, "a%d:me{"+strings.Repeat(profile, 2)+"} ") + "}", nil},
		{"most aliases", "{me{" + repeat(15, "a%d:id ") + strings.Repeat(profile, 20) + "}}", nil},
		{"widest selections of one name", "{" + strings.Repeat("me{"+strings.Repeat("id ", 29)+"} ", 9) + "}", nil},
		{"most inline fragments", "{me{" + strings.Repeat("...on Me{id}", 160) + "}}", nil},
		{"deepest inline fragments", "{me{" + strings.Repeat("...{", 300) + "id" + strings.Repeat("}", 300) + "}}", nil},
		{"most fragments", "{me{" + repeat(30, "...F%d ") + "}}" + repeat(30, "fragment F%d on Me{"+strings.Repeat("id ", 9)+"} "), nil},
		{"fragments in fragments", "{me{...F0}}" + chained(29), nil},
		{"fragments that double", doubling(8), nil},
		{"most directives", "{me{" + strings.Repeat("id @include(if:true) @skip(if:false) ", 10) + "}}", nil},
		{"most variables", "query(" + repeat(50, `$v%d:String!="a" `) + "){me{attributes(names:[" + repeat(50, "$v%d ") + "]){key}}}", nil},
		{"longest list", "mutation{signUp(input:{email:\"ann@example.com\",attributes:[" + strings.Repeat(`{name:"a",value:"b"}`, 90) + "]}){__typename}}", nil},
		{"longest list by variable", "mutation($a:[AttributeInput!]){signUp(input:{email:\"ann@example.com\",attributes:$a}){__typename}}", map[string]any{"a": elements}},
		{"longest string", `mutation{refreshTokens(input:{refreshToken:"` + strings.Repeat("x", 15<<10) + `"}){__typename}}`, nil},
		{"longest string by variable", `mutation($t:Token!){refreshTokens(input:{refreshToken:$t}){__typename}}`, map[string]any{"t": strings.Repeat("x", 16<<10)}},
		{"most unused variables' JSON", "{__typename}", map[string]any{"a": make([]int, maxJSONValues-8)}},
		{"standard introspection", string(introspection), nil},
		{"introspection of every field", "{__schema{types{name description kind fields{name description args{name description type{name ofType{name}}} type{name ofType{name ofType{name}}}} inputFields{name description type{name}} enumValues{name description} possibleTypes{name} interfaces{name}}}}", nil},
		{
			"introspection of everything", "{__schema{types{" + every + "fields(includeDeprecated:true){" + each + "args{" + each + typed + "}" + typed + "}" +
				"possibleTypes{" + every + "} interfaces{" + every + "} inputFields{" + each + typed + "}}}}", nil,
		},
		{"introspection of one type", "{__type(name:\"Mutation\"){fields{name description args{name description type{name ofType{name}}} type{name ofType{name ofType{name}}}}}}", nil},
	}
}

// chained is fragments of which each spreads the next one.
func chained(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, " fragment F%d on Me{...F%d id id id id id id}", i, i+1)
	}
	fmt.Fprintf(&out, " fragment F%d on Me{id}", n)
	return out.String()
}

// TestTheWorstAcceptedDocument measures documents at the guard's limits over the real schema. Each comes
// with a comment of its own, so that none is known already.
func TestTheWorstAcceptedDocument(t *testing.T) {
	const rounds = 8
	e := newEdgeOver(t, tokens{"good": {AuthTime: time.Unix(1, 0)}}, NewSchema, func(o *Options) { o.Introspection = true })
	e.pool.OnUser = func(context.Context, string) (auth.User, error) { return auth.User{}, nil }
	worstTime, worstBytes := time.Duration(0), uint64(0)
	for _, w := range worstDocuments(t) {
		t.Run(w.name, func(t *testing.T) {
			best, fewest := time.Duration(math.MaxInt64), uint64(math.MaxUint64)
			for i := range rounds {
				body, err := json.Marshal(map[string]any{"query": fmt.Sprintf("%s#%d", w.document, i), "variables": w.variables})
				if err != nil {
					t.Fatal(err)
				}
				r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil)
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Authorization", "Bearer good")
				var kept *httptest.ResponseRecorder
				var before, after runtime.MemStats
				answer := &discardWriter{header: make(http.Header)}
				r.Body = io.NopCloser(strings.NewReader(string(body)))
				r.ContentLength = int64(len(body))
				if i == 0 {
					kept = httptest.NewRecorder()
					e.handler.ServeHTTP(kept, r)
					if kept.Code != http.StatusOK || !strings.Contains(kept.Body.String(), `"data":`) {
						t.Fatalf("refused: %d %.300s", kept.Code, kept.Body)
					}
					continue
				}
				runtime.ReadMemStats(&before)
				began := time.Now()
				e.handler.ServeHTTP(answer, r)
				best = min(best, time.Since(began))
				runtime.ReadMemStats(&after)
				fewest = min(fewest, after.TotalAlloc-before.TotalAlloc)
			}
			t.Logf("figure: worst accepted document %s %.1f ms %.2f MB", w.name, float64(best.Microseconds())/1000, float64(fewest)/(1<<20))
			worstTime, worstBytes = max(worstTime, best), max(worstBytes, fewest)
			if fewest > maxWorstBytes && raceSlack == 1 {
				t.Errorf("it allocates %d bytes, want at most %d", fewest, maxWorstBytes)
			}
		})
	}
	t.Logf("figure: worst accepted document of all %.1f ms %.2f MB", float64(worstTime.Microseconds())/1000, float64(worstBytes)/(1<<20))
}
