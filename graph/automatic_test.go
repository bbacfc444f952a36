package graph

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
)

const (
	pingByName    = "query Ping {\n  ping\n}"
	signInByInput = "mutation SignIn($input: Credentials!) {\n  signIn(input: $input) {\n    id\n  }\n}"
)

var credentials = map[string]any{"input": map[string]any{"email": "a", "password": "b"}}

// TestAutomaticPersistedQueries walks Apollo's protocol, in both media types.
func TestAutomaticPersistedQueries(t *testing.T) {
	hash := hashOf(pingByName)
	type step struct {
		name    string
		request func() *http.Request
		plain   int // the status with application/json
		modern  int // with application/graphql-response+json
		code    string
		told    []string
	}
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"unknown, sent, known", []step{
			{"by hash", viaPost(named(hash, "", nil)), 200, 400, CodePersistedQueryNotFound, []string{"apq not_found"}},
			{"in full", viaPost(named(hash, pingByName, nil)), 200, 200, "", []string{"apq stored"}},
			{"by hash again", viaPost(named(hash, "", nil)), 200, 200, "", []string{"apq found"}},
			{"by GET", viaGet(hash, ""), 200, 200, "", []string{"apq found"}},
		}},
		{"sent by GET", []step{
			{"by hash", viaGet(hash, ""), 200, 400, CodePersistedQueryNotFound, []string{"apq not_found"}},
			{"in full", viaGet(hash, pingByName), 200, 200, "", []string{"apq stored"}},
			{"by hash again", viaPost(named(hash, "", nil)), 200, 200, "", []string{"apq found"}},
		}},
		{"a mutation", []step{
			{"in full", viaPost(named(hashOf(signInByInput), signInByInput, credentials)), 200, 200, "", []string{"apq stored"}},
			{"by hash", viaPost(named(hashOf(signInByInput), "", credentials)), 200, 200, "", []string{"apq found"}},
			{"with wrong variables", viaPost(named(hashOf(signInByInput), "", map[string]any{"input": 7})), 200, 400, CodeBadUserInput, []string{"apq found"}},
			{"by GET", viaGet(hashOf(signInByInput), ""), 405, 405, CodeBadRequest, []string{"apq found"}},
		}},
		{"the hash of another document", []step{
			{"in full", viaPost(named(hash, "{me{id}}", nil)), 400, 400, CodeBadRequest, []string{"apq mismatch"}},
			{"by hash", viaPost(named(hash, "", nil)), 200, 400, CodePersistedQueryNotFound, []string{"apq not_found"}},
		}},
		{"a hash in capitals", []step{
			{"in full", viaPost(named(strings.ToUpper(hash), pingByName, nil)), 400, 400, CodeBadRequest, []string{"apq mismatch"}},
		}},
		{"without the extension", []step{
			{"in full", viaPost(query(pingByName)), 200, 200, "", nil},
			{"by hash", viaPost(named(hash, "", nil)), 200, 400, CodePersistedQueryNotFound, []string{"apq not_found"}},
			{"null", viaPost(`{"query":"{ping}","extensions":{"persistedQuery":null}}`), 200, 200, "", nil},
			{"neither", viaPost(`{"extensions":{"persistedQuery":null}}`), 400, 400, CodeBadRequest, nil},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, media := range []mediaType{mediaJSON, mediaGraphQL} {
				e := newPersistedEdge(t, Persisted{Automatic: true})
				for _, step := range tt.steps {
					want := step.plain
					if media == mediaGraphQL {
						want = step.modern
					}
					r := step.request()
					r.Header.Set("Accept", string(media))
					got := send(t, e, r)
					if got.status != want || got.code() != step.code {
						t.Errorf("%s, %s: %d %q, want %d %q: %s", media, step.name, got.status, got.code(), want, step.code, got.body)
					}
					if diff := cmp.Diff(step.told, e.told()); diff != "" {
						t.Errorf("%s, %s: told (-want +got):\n%s", media, step.name, diff)
					}
				}
			}
		})
	}
}

func viaPost(body string) func() *http.Request {
	return func() *http.Request { return post(body) }
}

func viaGet(id, document string) func() *http.Request {
	return func() *http.Request { return byGet(id, document) }
}

// TestAutomaticExtension: what is not Apollo's extension is refused by itself, with a document or without.
func TestAutomaticExtension(t *testing.T) {
	e := newPersistedEdge(t, Persisted{Automatic: true})
	for name, extension := range map[string]string{
		"no object": `7`, "a list": `[[]]`, "empty": `{}`, "no hash": `{"version":1}`, "no version": `{"sha256Hash":"ab"}`,
		"an empty hash": `{"version":1,"sha256Hash":""}`, "a hash that is no string": `{"version":1,"sha256Hash":7}`,
		"version 2": `{"version":2,"sha256Hash":"ab"}`, "a version in words": `{"version":"1","sha256Hash":"ab"}`,
		"a hash of 257 bytes": `{"version":1,"sha256Hash":"` + strings.Repeat("a", 257) + `"}`,
		"a secret for a hash": `{"version":3,"sha256Hash":"` + canary + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, document := range []string{"", `"query":"{ping}",`} {
				got := send(t, e, post("{"+document+`"extensions":{"persistedQuery":`+extension+"}}"))
				if got.status != http.StatusBadRequest || got.code() != CodeBadRequest || e.schema.ran.Load() != 0 {
					t.Errorf("%d %s, ran %d", got.status, got.body, e.schema.ran.Load())
				}
			}
		})
	}
}

// TestAutomaticIsOffUnlessAskedFor: then a hash beside a document says nothing.
func TestAutomaticIsOffUnlessAskedFor(t *testing.T) {
	e := newPersistedEdge(t, Persisted{})
	if got := send(t, e, post(named("anything", pingByName, nil))); got.status != http.StatusOK || len(got.errors) > 0 {
		t.Errorf("a document: %s", got.body)
	}
	if got := send(t, e, post(named(hashOf(pingByName), "", nil))); got.code() != CodePersistedQueryNotSupported {
		t.Errorf("its hash: %s", got.body)
	}
}

// TestWhatAutomaticKeeps: nothing that the guard refuses, and nothing that could hold a secret. What is not
// kept runs all the same if it may.
func TestWhatAutomaticKeeps(t *testing.T) {
	const me = "query Me($n: Int = 3, $with: Boolean!) { me { id @include(if: $with) friends(first: $n) { id role } } }"
	for _, tt := range []struct {
		name, document string
		kept           bool
	}{
		{"variables only", signInByInput, true},
		{"a count, a switch and a default", "query Me { me { id @include(if: true) friends(first: 3) { id } } }", true},
		{"a default count", me, true},
		{"an enum value", `mutation M($e: String!, $p: Password!) { signIn(input: {email: $e, password: $p, role: USER, tags: null, remember: true}) { id } }`, true},
		{"a password", `mutation { signIn(input: {email: "a", password: "hunter2"}) { id } }`, false},
		{"a password in a block", `mutation { respond(input: {password: """hunter2"""}) }`, false},
		{"digits for a password", `mutation { respond(input: {password: 123456}) }`, false},
		{"a code", `mutation { respond(input: {code: "123456"}) }`, false},
		{"a name in a list", `mutation($p: Password!) { signIn(input: {email: $p, password: $p, tags: ["ann"]}) { id } }`, false},
		{"an id", `mutation($p: Password!) { signIn(input: {email: "a", password: $p, device: 7}) { id } }`, false},
		{"a default password", `mutation($input: Answer! = {password: "hunter2"}) { respond(input: $input) }`, false},
		{"a string in a fragment", `{ ...F } fragment F on Query { __type(name: "Me") { name } }`, false},
		{"a string in an inline fragment", `{ ... on Query { __type(name: "Me") { name } } }`, false},
		{"a type's name", `{ __type(name: "Me") { name } }`, false},
		{"a word in an object for a scalar", `mutation { respond(input: {password: {code: hunter2}}) }`, false},
		{"a word in a list for a scalar", `mutation { respond(input: {password: [hunter2]}) }`, false},
		{"a default of a fragment", `query Q { ...F } fragment F($n: Int = 123456) on Query { ping }`, false},
		{"a description", `"hunter2" query Ping { ping }`, false},
		{"a description in a block", `"""hunter2""" query Ping { ping }`, false},
		{"a description of a variable", `mutation M("hunter2" $input: Answer!) { respond(input: $input) }`, false},
		{"a description of a fragment", `{ ...F } "hunter2" fragment F on Query { ping }`, false},
		{"a comment", "{ ping # hunter2\n}", false},
		{"more than 4 KiB", "{ ping" + strings.Repeat(" ", 4<<10) + "}", false},
		{"no GraphQL", "{ ping", false},
		{"an unknown field", "{ pong }", false},
		{"two mutations", `mutation($i: Answer!) { a: respond(input: $i) b: respond(input: $i) }`, false},
		{"too deep", deep(11), false},
		{"a subscription", "subscription { ping }", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := newPersistedEdge(t, Persisted{Automatic: true})
			hash := hashOf(tt.document)
			sent := send(t, e, post(named(hash, tt.document, map[string]any{"with": true, "e": "a", "p": "b", "input": map[string]any{"email": "a", "password": "b"}})))
			if tt.kept && len(sent.errors) > 0 {
				t.Errorf("sent: %s", sent.body)
			}
			got := send(t, e, post(named(hash, "", nil)))
			if kept := got.code() != CodePersistedQueryNotFound; kept != tt.kept {
				t.Errorf("kept %v, want %v: %s", kept, tt.kept, got.body)
			}
		})
	}
}

// TestAutomaticNeedsIntrospectionToKeepIt: a document is kept under the rules of this server.
func TestAutomaticNeedsIntrospectionToKeepIt(t *testing.T) {
	const document = "{ __schema { queryType { name } } }"
	for _, on := range []bool{true, false} {
		e := newPersistedEdge(t, Persisted{Automatic: true}, func(o *Options) { o.Introspection = on })
		send(t, e, post(named(hashOf(document), document, nil)))
		got := send(t, e, post(named(hashOf(document), "", nil)))
		if found := got.code() != CodePersistedQueryNotFound; found != on {
			t.Errorf("introspection %v: %s", on, got.body)
		}
	}
}

// TestTheSafelistLooksAtEveryHit: what is kept has to be listed when it is named, as when it is sent.
func TestTheSafelistLooksAtEveryHit(t *testing.T) {
	o := enforced()
	o.Automatic = true
	p, err := newPersisted(newTestGuard(t, Limits{}, true), o, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for document, want := range map[string]string{pingByName: CodePersistedQueryRequired, asSent: ""} {
		p.automatic.texts.Add("planted", document)
		_, refused, errs := p.document(t.Context(), paramsOf("planted"))
		code := ""
		if len(errs) > 0 {
			code = errorCode(errs[0])
		}
		if refused != nil || code != want {
			t.Errorf("%s: %v, %q, want %q", document, refused, code, want)
		}
	}
}

// TestTheGuardLooksAtEveryHit: whatever got into the store, nothing runs that would not if it were sent.
func TestTheGuardLooksAtEveryHit(t *testing.T) {
	guard := newTestGuard(t, Limits{}, false)
	p, err := newPersisted(guard, Persisted{Automatic: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range []string{"{ping", "{pong}", "{__schema{types{name}}}", "mutation{a:respond(input:{code:\"1\"})b:respond(input:{code:\"1\"})}", deep(11)} {
		p.automatic.texts.Add("planted", document)
		params := paramsOf("planted")
		if found, refused, errs := p.document(t.Context(), params); found != nil || refused != nil || len(errs) == 0 {
			t.Errorf("%s runs: %v %v %v", document, found, refused, errs)
		}
	}
}

func paramsOf(id string) *graphql.RawParams {
	return &graphql.RawParams{Extensions: map[string]any{
		"persistedQuery": map[string]any{"version": json.Number("1"), "sha256Hash": id},
	}}
}
