package graph

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const bom = "\xef\xbb\xbf"

// TestRefusedRequests is what never comes to an operation.
func TestRefusedRequests(t *testing.T) {
	preflight := []string{"Apollo-Require-Preflight", "1"}
	get := func(values url.Values, header ...string) *http.Request {
		return request(http.MethodGet, "/graphql?"+values.Encode(), "", header...)
	}
	ping := query("{ping}")
	tests := []struct {
		name   string
		r      *http.Request
		status int
		code   string
	}{
		// Methods.
		{"PUT", request(http.MethodPut, "/graphql", ping, "Content-Type", "application/json"), 405, CodeBadRequest},
		{"DELETE", request(http.MethodDelete, "/graphql", ""), 405, CodeBadRequest},
		{"PATCH", request(http.MethodPatch, "/graphql", ping, "Content-Type", "application/json"), 405, CodeBadRequest},
		{"HEAD", request(http.MethodHead, "/graphql?query={ping}", "", preflight...), 405, CodeBadRequest},
		{"OPTIONS", request(http.MethodOptions, "/graphql", ""), 405, CodeBadRequest},
		{"TRACE", request(http.MethodTrace, "/graphql", ""), 405, CodeBadRequest},
		{"PUT that claims to be a POST", request(http.MethodPut, "/graphql", ping,
			"Content-Type", "application/json", "X-HTTP-Method-Override", "POST"), 405, CodeBadRequest},

		// Cross-site requests.
		{"GET without a preflight header", get(url.Values{"query": {"{ping}"}}), 403, CodeCSRFBlocked},
		{"GET with an empty preflight header", request(http.MethodGet, "/graphql?query={ping}", "",
			"X-Other", "1"), 403, CodeCSRFBlocked},
		{"page load of the API path", request(http.MethodGet, "/graphql", "",
			"Accept", "text/html,*/*;q=0.8"), 403, CodeCSRFBlocked},
		{"websocket upgrade", request(http.MethodGet, "/graphql", "",
			"Connection", "Upgrade", "Upgrade", "websocket"), 403, CodeCSRFBlocked},
		{
			"mutation by GET", get(url.Values{"query": {`mutation{respond(input:{code:"1"})}`}}, preflight...),
			405, CodeBadRequest,
		},
		{"mutation by GET beside a query", get(url.Values{
			"query": {`query Q{ping} mutation M{respond(input:{code:"1"})}`}, "operationName": {"M"},
		}, preflight...), 405, CodeBadRequest},
		{"text/plain", post(ping, "Content-Type", "text/plain"), 415, CodeBadRequest},
		{"form", post("query=%7Bping%7D", "Content-Type", "application/x-www-form-urlencoded"), 415, CodeBadRequest},
		{"multipart mutation", post("--b\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n"+ping+"\r\n--b--",
			"Content-Type", "multipart/form-data; boundary=b"), 415, CodeBadRequest},
		{"form with a preflight header", post("query=%7Bping%7D",
			"Content-Type", "application/x-www-form-urlencoded", preflight[0], preflight[1]), 415, CodeBadRequest},
		{"no content type", post(ping, "Content-Type", ""), 415, CodeBadRequest},

		// Media types.
		{"application/graphql", post("{ping}", "Content-Type", "application/graphql"), 415, CodeBadRequest},
		{"utf-16", post(ping, "Content-Type", "application/json; charset=utf-16"), 415, CodeBadRequest},
		{"utf-7", post(ping, "Content-Type", "application/json; charset=utf-7"), 415, CodeBadRequest},
		{"content type that does not parse", post(ping, "Content-Type", "application/json; ;"), 415, CodeBadRequest},
		{"compressed body", post(ping, "Content-Encoding", "gzip"), 415, CodeBadRequest},

		// JSON.
		{"empty body", post(""), 400, CodeBadRequest},
		{"blank body", post(" \n"), 400, CodeBadRequest},
		{"cut body", post(ping[:len(ping)-1]), 400, CodeBadRequest},
		{"null body", post("null"), 400, CodeBadRequest},
		{"string body", post(`"{ping}"`), 400, CodeBadRequest},
		{"batch of ten", post("[" + strings.Repeat(ping+",", 9) + ping + "]"), 400, CodeBatchingDisabled},
		{"batch behind blanks", post("\r\n\t [" + ping + "]"), 400, CodeBatchingDisabled},
		{"batch of none", post("[]"), 400, CodeBatchingDisabled},
		{"trailing data", post(ping + "x"), 400, CodeBadRequest},
		{"second object", post(ping + ping), 400, CodeBadRequest},
		{"second object on its own line", post(ping + "\n" + ping), 400, CodeBadRequest},
		{"query twice", post(`{"query":"{ping}","query":"{secret}"}`), 400, CodeBadRequest},
		{"query twice, once escaped", post(`{"query":"{ping}","qu\u0065ry":"{secret}"}`), 400, CodeBadRequest},
		{"key of a variable twice", post(`{"query":"{ping}","variables":{"a":{"b":1,"b":2}}}`), 400, CodeBadRequest},
		{"key twice in a list", post(`{"query":"{ping}","variables":{"a":[{"b":1,"b":2}]}}`), 400, CodeBadRequest},
		{"key in another letter case", post(`{"Query":"{ping}"}`), 400, CodeBadRequest},
		{"byte order mark", post(bom + ping), 400, CodeBadRequest},
		{"utf-16 bytes", post("\xff\xfe{\x00}\x00"), 400, CodeBadRequest},
		{"bytes that are not utf-8", post("{\"query\":\"{ping}\",\"operationName\":\"\xc3\x28\"}"), 400, CodeBadRequest},
		{"NUL in a string", post(`{"query":"{ping}","variables":{"a":"b\u0000"}}`), 400, CodeBadRequest},
		{"lone high surrogate", post(`{"query":"{ping}","variables":{"a":"\ud83d"}}`), 400, CodeBadRequest},
		{"high surrogate before a letter", post(`{"query":"{ping}","variables":{"a":"\ud83d\u0041"}}`), 400, CodeBadRequest},
		{"lone low surrogate", post(`{"query":"{ping}","variables":{"a":"\udc00"}}`), 400, CodeBadRequest},
		{"raw control character in a string", post("{\"query\":\"{ping}\",\"operationName\":\"a\nb\"}"), 400, CodeBadRequest},
		{"JSON nested too deep", post(`{"query":"{ping}","variables":` + nested(maxJSONNesting) + `}`), 400, CodeBadRequest},
		{"JSON nested 20,000 deep", post(`{"variables":` + strings.Repeat("[", 20_000)), 400, CodeBadRequest},
		{"comment in JSON", post(`{"query":"{ping}"/**/}`), 400, CodeBadRequest},
		{"NaN in JSON", post(`{"query":"{ping}","variables":{"a":NaN}}`), 400, CodeBadRequest},

		// Members.
		{"no query", post(`{"operationName":"A"}`), 400, CodeBadRequest},
		{"empty query", post(`{"query":""}`), 400, CodeBadRequest},
		{"null query", post(`{"query":null}`), 400, CodeBadRequest},
		{"query that is a number", post(`{"query":7}`), 400, CodeBadRequest},
		{"query that is a list", post(`{"query":["{ping}"]}`), 400, CodeBadRequest},
		{"operationName that is an object", post(`{"query":"{ping}","operationName":{}}`), 400, CodeBadRequest},
		{"operationName that is false", post(`{"query":"{ping}","operationName":false}`), 400, CodeBadRequest},
		{"variables that are a list", post(`{"query":"{ping}","variables":[]}`), 400, CodeBadRequest},
		{"variables that are a string of JSON", post(`{"query":"{ping}","variables":"{}"}`), 400, CodeBadRequest},
		{"extensions that are zero", post(`{"query":"{ping}","extensions":0}`), 400, CodeBadRequest},

		// Size.
		{
			"body over the limit", post(`{"query":"{ping}","x":"` + strings.Repeat("y", int(defaultMaxBody)) + `"}`),
			413, CodeRequestTooLarge,
		},
		{
			"body over the limit, length unknown", chunked(ping + strings.Repeat(" ", int(defaultMaxBody))),
			413, CodeRequestTooLarge,
		},
		{"string literal of 5 MB", post(query(`{me(a:"` + strings.Repeat("y", 5<<20) + `"){id}}`)), 413, CodeRequestTooLarge},
		{"URL over the limit", request(http.MethodGet, "/graphql?query="+strings.Repeat("y", int(defaultMaxBody)), "",
			preflight...), 413, CodeRequestTooLarge},

		// GET.
		{"GET without a query", get(nil, preflight...), 400, CodeBadRequest},
		{"GET with two queries", get(url.Values{"query": {"{ping}", "{secret}"}}, preflight...), 400, CodeBadRequest},
		{"GET with a broken escape", request(http.MethodGet, "/graphql?query=%zz", "", preflight...), 400, CodeBadRequest},
		{
			"GET with variables that are no JSON", get(url.Values{"query": {"{ping}"}, "variables": {"{"}}, preflight...),
			400, CodeBadRequest,
		},
		{
			"GET with variables that are a list", get(url.Values{"query": {"{ping}"}, "variables": {"[]"}}, preflight...),
			400, CodeBadRequest,
		},
		{
			"GET with a variable twice", get(url.Values{"query": {"{ping}"}, "variables": {`{"a":1,"a":2}`}}, preflight...),
			400, CodeBadRequest,
		},
		{
			"GET with extensions that are a number", get(url.Values{"query": {"{ping}"}, "extensions": {"1"}}, preflight...),
			400, CodeBadRequest,
		},
	}
	h, schema := newTestHandler(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := send(t, h, tt.r)
			if got.status != tt.status || got.code() != tt.code || got.data != nil {
				t.Errorf("%d %s, want %d %s: %.300s", got.status, got.code(), tt.status, tt.code, got.body)
			}
			if allow := got.header.Get("Allow"); (got.status == 405) != (allow != "") {
				t.Errorf("status %d with Allow %q", got.status, allow)
			}
			if got.status == 413 && got.header.Get("Connection") != "close" && tt.r.Method == http.MethodPost {
				t.Error("the connection stays open for a body that nobody reads")
			}
		})
	}
	if ran := schema.ran.Load(); ran != 0 {
		t.Errorf("%d root fields ran", ran)
	}
	t.Run("alive", func(t *testing.T) {
		if got := send(t, h, post(ping)); string(got.data) != `{"ping":"pong"}` {
			t.Errorf("got %s", got.body)
		}
	})
}

// TestAcceptedRequests is what looks odd and is right.
func TestAcceptedRequests(t *testing.T) {
	get := func(values url.Values) *http.Request {
		return request(http.MethodGet, "/graphql?"+values.Encode(), "", "X-Apollo-Operation-Name", "Any")
	}
	const pong = `{"ping":"pong"}`
	tests := []struct {
		name string
		r    *http.Request
		data string
	}{
		{"plain", post(query("{ping}")), pong},
		{"charset named", post(query("{ping}"), "Content-Type", "Application/JSON; charset=UTF-8"), pong},
		{"identity encoding", post(query("{ping}"), "Content-Encoding", "identity"), pong},
		{"unknown extensions", post(`{"query":"{ping}","extensions":{"clientLibrary":{"name":"a"}}}`), pong},
		{"unknown member", post(`{"query":"{ping}","id":7}`), pong},
		{"null members", post(`{"query":"{ping}","variables":null,"operationName":null,"extensions":null}`), pong},
		{"members in any order", post(`{"variables":{},"operationName":"A","query":"query A{ping}"}`), pong},
		{"escaped emoji", post(`{"query":"{ping}","variables":{"a":"\ud83d\ude00\\u0000"}}`), pong},
		{"JSON nested to the limit", post(`{"query":"{ping}","variables":{"a":` + nested(maxJSONNesting-2) + `}}`), pong},
		{"body of exactly the limit", post(query("{ping}") + strings.Repeat(" ", int(defaultMaxBody)-len(query("{ping}")))), pong},
		{"length unknown", chunked(query("{ping}")), pong},
		{"blanks around", post(" \n" + query("{ping}") + "\r\n\t"), pong},
		{"variable that is not declared", post(operation("{ping}", map[string]any{"a": 1})), pong},
		{"fragment of a mutation", post(query("mutation{...F} fragment F on Mutation{respond(input:{code:\"1\"})}")), `{"respond":"ok"}`},
		{"introspection", post(query(`{__type(name:"Me"){name}}`)), `{"__type":{"name":"Ada"}}`},
		{"GET", get(url.Values{"query": {"{ping}"}}), pong},
		{"GET with everything", get(url.Values{
			"query":     {"query A($n:Int){me{friends(first:$n){id}}}"},
			"variables": {`{"n":1}`}, "operationName": {"A"}, "extensions": {"{}"},
		}), `{"me":{"friends":[{"id":"1"}]}}`},
		{"GET of a query beside a mutation", get(url.Values{
			"query": {`query Q{ping} mutation M{respond(input:{code:"1"})}`}, "operationName": {"Q"},
		}), pong},
	}
	h, _ := newTestHandler(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := send(t, h, tt.r)
			if got.status != http.StatusOK || len(got.errors) > 0 || string(got.data) != tt.data {
				t.Errorf("%d %s, want data %s", got.status, got.body, tt.data)
			}
			if _, traced := got.header["X-Trace"]; traced || strings.Contains(got.body, "tracing") {
				t.Errorf("the answer traces its execution: %s", got.body)
			}
		})
	}
}

func TestTwoContentTypes(t *testing.T) {
	h, _ := newTestHandler(t, nil)
	r := post(query("{ping}"))
	r.Header.Add("Content-Type", "text/plain")
	if got := send(t, h, r); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func nested(levels int) string {
	return strings.Repeat("[", levels) + strings.Repeat("]", levels)
}

// chunked hides the length of a body, as chunked transfer coding does.
func chunked(body string) *http.Request {
	r := post(body)
	r.ContentLength = -1
	return r
}
