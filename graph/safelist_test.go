package graph

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"

	"usher/internal/manifest"
)

// The operations of the manifest, as Apollo's tool writes them: printed, the operation first, the fragments by name.
const (
	listedMe = "query Me($n: Int) {\n  me {\n    ...A\n    ...B\n    __typename\n  }\n}\n\n" +
		"fragment A on Me {\n  id\n}\n\nfragment B on Me {\n  friends(first: $n) {\n    id\n  }\n}"
	listedRespond = "mutation Respond($input: Answer!) {\n  respond(input: $input)\n}"
	listedType    = "query Type {\n  __type(name: \"Me\") {\n    name\n  }\n}"
	respondID     = "web/Respond@7"
)

func testManifest() manifest.File {
	return manifestOf(
		entry(hashOf(listedMe), "Me", "query", listedMe),
		entry(respondID, "Respond", "mutation", listedRespond),
		entry("type", "Type", "query", listedType),
	)
}

func enforced() Persisted {
	return Persisted{Safelist: SafelistEnforce, Manifests: []manifest.File{testManifest()}}
}

var someAnswer = map[string]any{"input": map[string]any{"code": "1"}}

// asSent is the document as a client sends it whose fragments stand in another order.
const asSent = "fragment B on Me{friends(first:$n){id}}\n# from the app\nquery Me($n:Int,){me{...A ...B __typename}}\nfragment A on Me{id}"

func TestSafelist(t *testing.T) {
	respond := strings.Replace(listedRespond, "Respond", "Other", 1)
	tests := []struct {
		name    string
		request func() *http.Request
		enforce string // the code of the answer
		log     string
		told    []string // with enforce
	}{
		{"by id", viaPost(named(hashOf(listedMe), "", nil)), "", "", []string{"list listed"}},
		{"by an id that is no hash", viaPost(named(respondID, "", someAnswer)), "", "", []string{"list listed"}},
		{"by id, with wrong variables", viaPost(named(respondID, "", nil)), CodeBadUserInput, CodeBadUserInput, []string{"list listed"}},
		{"by GET", viaGet(hashOf(listedMe), ""), "", "", []string{"list listed"}},
		{"a mutation by GET", viaGet(respondID, ""), CodeBadRequest, CodeBadRequest, []string{"list listed"}},
		{"an unknown id", viaPost(named("x", "", nil)), CodePersistedQueryNotFound, CodePersistedQueryNotFound, []string{"list unknown_id"}},
		{"by the id of another case", viaPost(named(strings.ToUpper(respondID), "", nil)), CodePersistedQueryNotFound, CodePersistedQueryNotFound, []string{"list unknown_id"}},
		{"another operation of the document", viaPost(jsonOf(map[string]any{"operationName": "You", "extensions": extensionOf("type")})), CodeOperationResolutionFailure, CodeOperationResolutionFailure, []string{"list listed"}},

		{"in full", viaPost(query(listedMe)), "", "", []string{"list listed"}},
		{"in full, by GET", viaGet("", listedMe), "", "", []string{"list listed"}},
		{"in full with its id", viaPost(named(respondID, listedRespond, someAnswer)), "", "", []string{"list listed"}},
		{"in full with its own hash", viaPost(named(hashOf(listedRespond), listedRespond, someAnswer)), "", "", []string{"list listed"}},
		{"in full with the id of another", viaPost(named("type", listedRespond, someAnswer)), CodeBadRequest, CodeBadRequest, []string{"list mismatch"}},
		{"another document with an id", viaPost(named("type", "{ping}", nil)), CodeBadRequest, CodeBadRequest, []string{"list mismatch"}},
		{"written otherwise", viaPost(query(asSent)), "", "", []string{"list listed"}},
		{"written otherwise, with its own hash", viaPost(named(hashOf(asSent), asSent, nil)), "", "", []string{"list listed"}},

		{"another operation", viaPost(query("{ping}")), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"another with its own hash", viaPost(named(hashOf("{ping}"), "{ping}", nil)), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"a field more", viaPost(query(strings.Replace(listedMe, "id\n", "id name\n", 1))), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"a field less", viaPost(query(strings.Replace(listedMe, "...A", "", 1))), CodePersistedQueryRequired, CodeValidationFailed, []string{"list unlisted"}},
		{"another name", viaPost(operation(respond, someAnswer)), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"another literal", viaPost(query(strings.Replace(listedType, `"Me"`, `"Role"`, 1))), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"the literal as a block", viaPost(query(strings.Replace(listedType, `"Me"`, `"""Me"""`, 1))), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"a second operation", viaPost(jsonOf(map[string]any{"query": listedType + " query Other{ping}", "operationName": "Other"})), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"the operation twice", viaPost(query(listedType + listedType)), CodePersistedQueryRequired, CodeValidationFailed, []string{"list unlisted"}},
		{"a part of it", viaPost(query(strings.TrimSuffix(listedType, "}"))), CodePersistedQueryRequired, CodeParseFailed, []string{"list unlisted"}},
		{"two mutations", viaPost(operation("mutation($input:Answer!){a:respond(input:$input)b:respond(input:$input)}", someAnswer)), CodePersistedQueryRequired, CodeTooComplex, []string{"list unlisted"}},
		{"introspection", viaPost(query("{__schema{types{name}}}")), CodePersistedQueryRequired, "", []string{"list unlisted"}},
		{"no GraphQL", viaPost(query("{ping")), CodePersistedQueryRequired, CodeParseFailed, []string{"list unlisted"}},
		{"no token", viaPost(query("\x01")), CodePersistedQueryRequired, CodeParseFailed, []string{"list unlisted"}},
		{"a long document", viaPost(query(listedType + strings.Repeat(" ", 16<<10))), CodePersistedQueryRequired, CodeTooComplex, []string{"list unlisted"}},
		{"1,001 tokens", viaPost(query(strings.Repeat("a ", 1_001))), CodePersistedQueryRequired, CodeTooComplex, []string{"list unlisted"}},
		{"nothing", viaPost("{}"), CodeBadRequest, CodeBadRequest, nil},
	}
	for _, mode := range []Safelist{SafelistEnforce, SafelistLog, "unheard of"} {
		e := newPersistedEdge(t, Persisted{Safelist: mode, Manifests: []manifest.File{testManifest()}})
		for _, tt := range tests {
			t.Run(string(mode)+"/"+tt.name, func(t *testing.T) {
				want := tt.enforce
				if mode == SafelistLog {
					want = tt.log
				}
				before := e.schema.ran.Load()
				got := send(t, e, tt.request())
				if got.code() != want {
					t.Errorf("got %q, want %q: %s", got.code(), want, got.body)
				}
				if ran := e.schema.ran.Load() > before; ran != (want == "") {
					t.Errorf("ran: %v", ran)
				}
				if diff := cmp.Diff(tt.told, e.told()); mode == SafelistEnforce && diff != "" {
					t.Errorf("told (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestSafelistStatus: a refusal reads like that of any document.
func TestSafelistStatus(t *testing.T) {
	e := newPersistedEdge(t, enforced())
	for media, want := range map[mediaType]int{mediaJSON: 200, mediaGraphQL: 400} {
		for name, body := range map[string]string{"unlisted": query("{ping}"), "unknown id": named("x", "", nil)} {
			if got := send(t, e, post(body, "Accept", string(media))); got.status != want || got.data != nil {
				t.Errorf("%s, %s: %d %s", media, name, got.status, got.body)
			}
		}
	}
}

// TestSafelistWithAutomatic: what is listed may be named by the hash of how the client writes it; what is
// not listed is not kept with enforce, and is with log.
func TestSafelistWithAutomatic(t *testing.T) {
	for _, mode := range []Safelist{SafelistEnforce, SafelistLog} {
		o := enforced()
		o.Automatic, o.Safelist = true, mode
		e := newPersistedEdge(t, o)
		for _, step := range []struct{ document, first, then string }{
			{asSent, "", ""},
			{pingByName, map[Safelist]string{SafelistEnforce: CodePersistedQueryRequired}[mode], map[Safelist]string{SafelistEnforce: CodePersistedQueryNotFound}[mode]},
		} {
			if got := send(t, e, post(named(hashOf(step.document), step.document, nil))); got.code() != step.first {
				t.Errorf("%s: sent: %s", mode, got.body)
			}
			if got := send(t, e, post(named(hashOf(step.document), "", nil))); got.code() != step.then {
				t.Errorf("%s: named: %s", mode, got.body)
			}
		}
	}
}

// TestNothingIsParsedForAListedOperation: neither by id nor in another form, once it was seen.
func TestNothingIsParsedForAListedOperation(t *testing.T) {
	guard := newTestGuard(t, Limits{}, true)
	p, err := newPersisted(guard, enforced(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	guard.accepted.Purge()
	for range 3 {
		byID, byText := paramsOf(hashOf(listedMe)), paramsOf("")
		byText.Query, byText.Extensions = asSent, nil
		for name, params := range map[string]*graphql.RawParams{"by id": byID, "in full": byText} {
			document, refused, errs := p.document(t.Context(), params)
			if refused != nil || errs != nil || document != p.list.byID[hashOf(listedMe)].document {
				t.Errorf("%s: %v %v", name, refused, errs)
			}
			if params.Query != listedMe {
				t.Errorf("%s: what runs is the client's text: %s", name, params.Query)
			}
		}
	}
	if n := guard.accepted.Len(); n != 0 {
		t.Errorf("%d documents were parsed", n)
	}
}

// TestUnlistedOperationsAreNamedOnce: by name and hash, ten a minute, and never by their text or by what gives it away.
func TestUnlistedOperationsAreNamedOnce(t *testing.T) {
	o := enforced()
	o.Safelist = SafelistLog
	e := newPersistedEdge(t, o)
	e.log.Reset()
	lines := func() int { return strings.Count(e.log.String(), "no persisted-query manifest lists") }
	signIn := `mutation SignIn { signIn(input: {email: "a", password: "` + canary + `"}) { id } }`
	for range 5 {
		send(t, e, post(query(signIn)))
		send(t, e, post(query(pingByName)))
		send(t, e, post(query(listedMe)))
		send(t, e, post(query("{pong}")))
		send(t, e, post(jsonOf(map[string]any{"query": "query A{ping}", "operationName": "B"})))
	}
	log := e.log.String()
	for _, want := range []string{
		`operation=SignIn type=mutation sha256="" withheld=0`, "operation=Ping type=query sha256=" + hashOf(pingByName) + " withheld=0",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
	if lines() != 2 || strings.Contains(log, canary) {
		t.Errorf("%d lines, want two without a text:\n%s", lines(), log)
	}
	for i := range 5 { // what somebody types into a page that builds its documents
		document := fmt.Sprintf(`mutation SignIn { respond(input: {code: "%06d"}) }`, i)
		send(t, e, post(query(document)))
		if strings.Contains(e.log.String(), hashOf(document)) {
			t.Error("the log holds the hash of a code, which gives the code after a million tries")
		}
	}
	if lines() != 2 {
		t.Errorf("one operation with other values is named again:\n%s", e.log.String())
	}

	for i := range 30 {
		send(t, e, post(query("query N"+strings.Repeat("a", i)+"{ping}")))
	}
	if lines() != maxUnlistedLines {
		t.Errorf("%d lines in a minute, want %d", lines(), maxUnlistedLines)
	}
	e.now = e.now.Add(time.Minute)
	long := "query L" + strings.Repeat("o", 200) + "ng{ping}"
	send(t, e, post(query(long)))
	if log := e.log.String(); lines() != maxUnlistedLines+1 || !strings.Contains(log, "withheld=22") || strings.Contains(log, "ong") {
		t.Errorf("after a minute:\n%s", log)
	}
	e.log.Reset()
	send(t, e, post(query("query Last{ping}")))
	if log := e.log.String(); !strings.Contains(log, "withheld=0") {
		t.Errorf("what was withheld is told twice:\n%s", log)
	}
}

// TestPersistedOperationsInParallel mixes every way to an operation; each gets its own.
func TestPersistedOperationsInParallel(t *testing.T) {
	o := enforced()
	o.Automatic, o.Safelist = true, SafelistLog
	e := newPersistedEdge(t, o)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 40 {
				document := fmt.Sprintf("query P%d { p%d: ping }", i, i)
				if got := send(t, e, post(named(hashOf(document), document, nil))); string(got.data) != fmt.Sprintf(`{"p%d":"pong"}`, i) {
					t.Errorf("worker %d, sent: %s", worker, got.body)
				}
				if got := send(t, e, post(named(hashOf(document), "", nil))); string(got.data) != fmt.Sprintf(`{"p%d":"pong"}`, i) {
					t.Errorf("worker %d, by hash: %s", worker, got.body)
				}
				if got := send(t, e, post(query(strings.Repeat(" ", i)+asSent))); !strings.Contains(string(got.data), `"friends"`) {
					t.Errorf("worker %d, listed: %s", worker, got.body)
				}
			}
		})
	}
	all.Wait()
}
