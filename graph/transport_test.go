package graph

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMediaTypeNegotiation(t *testing.T) {
	const (
		plain  = "application/json"
		modern = "application/graphql-response+json"
	)
	tests := []struct {
		name   string
		accept []string
		want   string // "" means 406
	}{
		{"no header", nil, plain},
		{"empty header", []string{""}, plain},
		{"anything", []string{"*/*"}, plain},
		{"any application", []string{"application/*"}, plain},
		{"plain", []string{plain}, plain},
		{"modern", []string{modern}, modern},
		{"Apollo Client 4", []string{modern + ",application/json;q=0.9"}, modern},
		{"Apollo Client 3", []string{"*/*"}, plain},
		{"both alike", []string{plain + ", " + modern}, modern},
		{"plain preferred", []string{modern + ";q=0.5, " + plain}, plain},
		{"plain before a wildcard", []string{"application/json, */*"}, plain},
		{"modern before a wildcard", []string{modern + ", */*;q=0.1"}, modern},
		{"modern and a wildcard alike", []string{modern + ", */*"}, modern},
		{"plain refused, wildcard left", []string{"application/json;q=0, */*"}, modern},
		{"a browser's page load", []string{"text/html,application/xhtml+xml,*/*;q=0.8"}, plain},
		{"two headers", []string{"text/html", modern}, modern},
		{"in capitals", []string{"APPLICATION/JSON"}, plain},
		{"utf-8 asked for", []string{modern + "; charset=UTF-8"}, modern},
		{"another charset", []string{modern + "; charset=utf-16"}, ""},
		{"a quality beyond one", []string{modern + ";q=7, " + plain}, plain},
		{"a quality that is no number", []string{modern + ";q=NaN, " + plain}, plain},
		{"html only", []string{"text/html"}, ""},
		{"both refused", []string{"*/*;q=0"}, ""},
		{"event stream", []string{"text/event-stream"}, ""},
		{"multipart", []string{"multipart/mixed"}, ""},
		{"entries past the bound", []string{strings.Repeat("text/html,", maxAcceptEntries) + plain}, ""},
	}
	h, _ := newTestHandler(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := post(query("{ping}"))
			r.Header["Accept"] = tt.accept
			got := send(t, h, r)
			if tt.want == "" {
				if got.status != http.StatusNotAcceptable {
					t.Fatalf("status %d, want 406", got.status)
				}
				return
			}
			if content := got.header.Get("Content-Type"); content != tt.want+"; charset=utf-8" {
				t.Errorf("Content-Type is %q, want %q", content, tt.want)
			}
			if diff := cmp.Diff(`{"data":{"ping":"pong"}}`, got.body); got.status != http.StatusOK || diff != "" {
				t.Errorf("status %d, body (-want +got):\n%s", got.status, diff)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	tests := []struct {
		name   string
		body   string
		plain  int // with application/json
		modern int // with application/graphql-response+json
		code   string
		data   string // "" means that the member is absent
	}{
		{"data", query("{ping}"), 200, 200, "", `{"ping":"pong"}`},
		{"parse error", query("{"), 200, 400, CodeParseFailed, ""},
		{"validation error", query("{nope}"), 200, 400, CodeValidationFailed, ""},
		{
			"limit", query("{a:ping b:ping c:ping d:ping e:ping f:ping g:ping h:ping i:ping j:ping k:ping}"),
			200, 400, CodeTooComplex, "",
		},
		{
			"variable error", operation("query($n:Int){me{friends(first:$n){id}}}", map[string]any{"n": "x"}),
			200, 400, CodeBadUserInput, "",
		},
		{
			"unknown operation", `{"query":"query A{ping}","operationName":"B"}`,
			200, 400, CodeOperationResolutionFailure, "",
		},
		{"ambiguous operation", query("query A{ping} query B{ping}"), 200, 400, CodeOperationResolutionFailure, ""},
		{"partial data", query("{ping hidden}"), 200, 200, CodeUnauthenticated, `{"ping":"pong","hidden":null}`},
		{"nothing without sign-in", query("{secret}"), 200, 401, CodeUnauthenticated, "null"},
		{"nothing allowed", query("{forbidden}"), 200, 403, CodeForbidden, "null"},
		{"nothing for mixed reasons", query("{secret forbidden}"), 200, 200, CodeUnauthenticated, "null"},
		{"nothing because of a fault", query("{broken}"), 200, 200, CodeInternal, "null"},
		{
			"a coerced argument", query(`mutation{signIn(input:{email:"a",password:7}){id}}`),
			200, 200, CodeBadUserInput, `{"signIn":null}`,
		},
		{"bad JSON", "{", 400, 400, CodeBadRequest, ""},
		{"no query", "{}", 400, 400, CodeBadRequest, ""},
		{"batch", "[]", 400, 400, CodeBatchingDisabled, ""},
		{
			"persisted query", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}`,
			200, 400, CodePersistedQueryNotSupported, "",
		},
	}
	h, _ := newTestHandler(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for media, want := range map[mediaType]int{mediaJSON: tt.plain, mediaGraphQL: tt.modern} {
				got := send(t, h, post(tt.body, "Accept", string(media)))
				if got.status != want || got.code() != tt.code || string(got.data) != tt.data {
					t.Errorf("%s: %d %s data %q, want %d %s data %q\n%s",
						media, got.status, got.code(), got.data, want, tt.code, tt.data, got.body)
				}
			}
		})
	}
}

func TestBeforeWrite(t *testing.T) {
	tests := []struct {
		name string
		r    *http.Request
		ran  int64 // root fields that ran before the headers were staged
	}{
		{"after execution", post(query("{ping me{id}}")), 2},
		{"on a refusal", post("{"), 0},
		{"when nothing was accepted", request(http.MethodPut, "/graphql", ""), 0},
		{"after a panic in a resolver", post(query("{boom}")), 1},
		{"when the answer is too large", post(query("{big}")), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var calls, ran int64
			var schema *fakeSchema
			h, schema := newTestHandler(t, func(o *Options) {
				o.BeforeWrite = func(_ context.Context, header http.Header) {
					calls++
					ran = schema.ran.Load()
					header.Set("X-Access-Token", "new")
					header.Set("Cache-Control", "public")
				}
			})
			got := send(t, h, tt.r)
			if calls != 1 || ran != tt.ran {
				t.Errorf("called %d times after %d root fields, want once after %d", calls, ran, tt.ran)
			}
			if got.header.Get("X-Access-Token") != "new" {
				t.Error("the staged header is not in the answer")
			}
		})
	}

	t.Run("a panic in it", func(t *testing.T) {
		var log bytes.Buffer
		calls := 0
		h, _ := newTestHandler(t, func(o *Options) {
			o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			o.BeforeWrite = func(context.Context, http.Header) { calls++; panic(canary) }
		})
		got := send(t, h, post(query("{ping}")))
		if got.status != http.StatusInternalServerError || got.code() != CodeInternal || calls != 1 {
			t.Errorf("%d %s after %d calls", got.status, got.body, calls)
		}
		if !strings.Contains(log.String(), testRequestID) || strings.Contains(log.String(), canary) {
			t.Errorf("log: %s", log.String())
		}
	})
}

func TestFaults(t *testing.T) {
	t.Run("a panic in a resolver leaves the other fields", func(t *testing.T) {
		var log bytes.Buffer
		h, _ := newTestHandler(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		got := send(t, h, post(query("{boom ping}")))
		if string(got.data) != `{"boom":null,"ping":"pong"}` || got.code() != CodeInternal {
			t.Errorf("got %s", got.body)
		}
		if got.errors[0].Extensions["requestId"] != testRequestID {
			t.Errorf("no request id: %s", got.body)
		}
		if text := log.String(); !strings.Contains(text, "fake_test.go") || strings.Contains(text, canary) {
			t.Errorf("the log must hold the stack and not the value: %s", text)
		}
	})

	t.Run("errors are cut", func(t *testing.T) {
		h, _ := newTestHandler(t, nil)
		if got := send(t, h, post(query("{many}"))); len(got.errors) != maxErrors {
			t.Errorf("%d errors, want %d", len(got.errors), maxErrors)
		}
	})

	t.Run("an answer that is too large", func(t *testing.T) {
		h, _ := newTestHandler(t, nil)
		got := send(t, h, post(query("{big}"), "Accept", string(mediaGraphQL)))
		if got.status != http.StatusInternalServerError || got.code() != CodeInternal || got.data != nil {
			t.Errorf("%d %.200s", got.status, got.body)
		}
	})

	t.Run("the presenter of the caller words resolver errors", func(t *testing.T) {
		h, _ := newTestHandler(t, nil)
		got := send(t, h, post(query("{fault}")))
		if got.code() != CodeInternal || got.errors[0].Message != "the server failed to answer this field" {
			t.Errorf("got %s", got.body)
		}
	})
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := newTestHandler(t, func(o *Options) { o.Timeout = 3 * time.Second })
		start := time.Now()
		got := send(t, h, post(query("{slow ping}")))
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("took %v, want 3s", took)
		}
		if string(got.data) != `{"slow":null,"ping":"pong"}` {
			t.Errorf("got %s", got.body)
		}
	})

	t.Run("over before it began", func(t *testing.T) {
		h, _ := newTestHandler(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		r := post(query("{ping}"), "Accept", string(mediaGraphQL)).WithContext(ctx)
		if got := send(t, h, r); got.status != http.StatusGatewayTimeout || got.code() != CodeTimeout {
			t.Errorf("%d %s", got.status, got.body)
		}
	})
}
