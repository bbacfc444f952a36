package graph

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// FuzzTransportBody puts any bytes through the whole handler: every answer is
// one of the shapes that send checks, with a status that fits it.
func FuzzTransportBody(f *testing.F) {
	for _, seed := range []string{
		query("{ping}"), "", "[", "{", "null", `{"query":1}`, `{"query":"{ping}","query":"{ping}"}`,
		`{"query":"{ping}","variables":{"a":"\ud83d"}}`, `{"query":"{ping}"}x`, "[" + query("{ping}") + "]",
		operation("mutation($input:Answer!){respond(input:$input)}", map[string]any{"input": map[string]any{"code": "1"}}),
		operation("query($n:Int){me{friends(first:$n){id}}}", map[string]any{"n": 1.5}),
		`{"query":"query A{ping}","operationName":"B","extensions":{"a":[[[[1]]]]}}`,
		`{"extensions":{"persistedQuery":{}}}`, "\xef\xbb\xbf{}", "\xff", `{"variables":` + nested(40) + `}`,
		query("{boom}"), query("{secret}"), query("{__schema{types{name}}}"),
	} {
		f.Add([]byte(seed))
	}
	h, _ := newTestHandler(f, func(o *Options) { o.Timeout = time.Millisecond }) // for the field that waits
	f.Fuzz(func(t *testing.T, body []byte) {
		got := send(t, h, post(string(body)))
		switch got.status {
		case http.StatusOK:
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
			if got.data != nil {
				t.Errorf("status %d with data", got.status)
			}
		default:
			t.Errorf("status %d: %s", got.status, got.body)
		}
		if got.data != nil && !json.Valid(body) {
			t.Errorf("ran an operation out of what is not JSON")
		}
	})
}

// FuzzAccept: any Accept header is answered in one of the two media types.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{"", "*/*", "application/json;q=0.1,,", ";;;", "a/b;q=1e9", "application/*;q=0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		if media, ok := negotiate([]string{accept}); media != mediaJSON && (media != mediaGraphQL || !ok) {
			t.Errorf("%q is answered as %q, %v", accept, media, ok)
		}
	})
}
