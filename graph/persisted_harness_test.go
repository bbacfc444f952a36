package graph

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"usher/internal/manifest"
)

// persistedEdge is a handler over the fake schema that takes persisted operations, and what it tells.
type persistedEdge struct {
	http.Handler
	schema *fakeSchema
	log    bytes.Buffer

	mu       sync.Mutex
	now      time.Time
	outcomes []string
}

func newPersistedEdge(tb testing.TB, o Persisted, change ...func(*Options)) *persistedEdge {
	tb.Helper()
	e := &persistedEdge{now: time.Unix(1_000_000, 0)}
	note := func(outcome string) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.outcomes = append(e.outcomes, outcome)
	}
	o.OnAutomatic = func(outcome string) { note("apq " + outcome) }
	o.OnSafelist = func(outcome string) { note("list " + outcome) }
	o.Now = func() time.Time { return e.now }
	e.Handler, e.schema = newTestHandler(tb, func(options *Options) {
		options.Persisted = o
		options.Logger = slog.New(slog.NewTextHandler(&e.log, nil))
		for _, f := range change {
			f(options)
		}
	})
	return e
}

// told gives what was told since it was last asked.
func (e *persistedEdge) told() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	outcomes := e.outcomes
	e.outcomes = nil
	return outcomes
}

// named is the JSON of a request that names a document, and sends one unless it is empty.
func named(id, document string, variables any) string {
	request := map[string]any{"variables": variables, "extensions": extensionOf(id)}
	if document != "" {
		request["query"] = document
	}
	return jsonOf(request)
}

func extensionOf(id string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": id}, "clientLibrary": map[string]any{"name": "@apollo/client"}}
}

func jsonOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// byGet is a GET of a document, of its id, or of both.
func byGet(id, document string) *http.Request {
	values := url.Values{}
	if document != "" {
		values.Set("query", document)
	}
	if id != "" {
		values.Set("extensions", jsonOf(extensionOf(id)))
	}
	return request(http.MethodGet, "/graphql?"+values.Encode(), "", "Apollo-Require-Preflight", "true")
}

// entry is an operation of a manifest.
func entry(id, name, kind, body string) string {
	return jsonOf(map[string]string{"id": id, "name": name, "type": kind, "body": body})
}

func manifestOf(entries ...string) manifest.File {
	text := `{"format":"apollo-persisted-query-manifest","version":1,"operations":[`
	for i, entry := range entries {
		if i > 0 {
			text += ","
		}
		text += entry
	}
	return manifest.File{Name: "web.json", Text: []byte(text + "]}")}
}
