package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// canary stands for a secret that a request holds. No answer and no log may
// hold it.
const canary = "hunter2-canary"

const testRequestID = "req-7"

// fakeSchema executes testdata/schema.graphql over fixed data, through the same
// gqlgen calls as generated code: field contexts, coercion on argument paths,
// recovered panics.
type fakeSchema struct {
	schema *ast.Schema
	ran    atomic.Int64 // root fields that were executed
}

func newFakeSchema(tb testing.TB) *fakeSchema {
	tb.Helper()
	text, err := os.ReadFile("testdata/schema.graphql")
	if err != nil {
		tb.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(text)})
	if err != nil {
		tb.Fatal(err)
	}
	return &fakeSchema{schema: schema}
}

func (f *fakeSchema) Schema() *ast.Schema { return f.schema }

func (f *fakeSchema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (f *fakeSchema) Exec(ctx context.Context) graphql.ResponseHandler {
	operation := graphql.GetOperationContext(ctx).Operation
	root := f.schema.Query
	if operation.Operation == ast.Mutation {
		root = f.schema.Mutation
	}
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		return &graphql.Response{Data: f.object(ctx, root.Name, operation.SelectionSet)}
	}
}

// object is null when a non-null field of it is; the others run all the same.
func (f *fakeSchema) object(ctx context.Context, typeName string, set ast.SelectionSet) []byte {
	var out bytes.Buffer
	null := false
	out.WriteByte('{')
	for i, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), set, []string{typeName}) {
		if i > 0 {
			out.WriteByte(',')
		}
		value := f.field(ctx, typeName, field)
		null = null || field.Definition.Type.NonNull && bytes.Equal(value, []byte("null"))
		fmt.Fprintf(&out, "%q:%s", field.Alias, value)
	}
	out.WriteByte('}')
	if null {
		return []byte("null")
	}
	return out.Bytes()
}

func (f *fakeSchema) field(ctx context.Context, typeName string, field graphql.CollectedField) (value []byte) {
	opCtx := graphql.GetOperationContext(ctx)
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: typeName, Field: field})
	defer func() {
		if fault := recover(); fault != nil {
			graphql.AddError(ctx, opCtx.Recover(ctx, fault))
			value = []byte("null")
		}
	}()
	if typeName != "Me" {
		f.ran.Add(1)
	}
	if err := f.coerce(ctx, field.ArgumentMap(opCtx.Variables)); err != nil {
		graphql.AddError(ctx, err)
		return []byte("null")
	}
	result, err := f.resolve(ctx, typeName, field)
	if err != nil {
		graphql.AddError(ctx, err)
		return []byte("null")
	}
	if set := field.Selections; len(set) > 0 && result != nil {
		object := f.object(ctx, field.Definition.Type.Name(), set)
		if field.Definition.Type.Elem != nil {
			return bytes.Join([][]byte{[]byte("["), object, []byte("]")}, nil)
		}
		return object
	}
	value, err = json.Marshal(result)
	if err != nil {
		panic(err)
	}
	return value
}

// coerce reads the one custom scalar of the schema on its argument path.
func (f *fakeSchema) coerce(ctx context.Context, args map[string]any) error {
	_, err := graphql.ProcessArgField(ctx, args, "input", func(ctx context.Context, value any) (any, error) {
		members, ok := value.(map[string]any)
		if !ok || members["password"] == nil {
			return nil, nil
		}
		ctx = graphql.WithPathContext(ctx, graphql.NewPathWithField("password"))
		switch password := members["password"].(type) {
		case string:
			if len(password) > 256 {
				return nil, graphql.ErrorOnPath(ctx, scalarError("must not be longer than 256 characters"))
			}
			return password, nil
		default:
			return nil, graphql.ErrorOnPath(ctx, fmt.Errorf("%T is not a string: %v", password, password))
		}
	})
	return err
}

func (f *fakeSchema) resolve(ctx context.Context, typeName string, field graphql.CollectedField) (any, error) {
	switch field.Name {
	case "__typename":
		return typeName, nil
	case "__type", "__schema":
		if graphql.GetOperationContext(ctx).DisableIntrospection {
			return nil, errors.New("introspection disabled")
		}
		if field.Name == "__type" && f.schema.Types[fmt.Sprint(
			field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)["name"])] == nil {
			return nil, nil
		}
		return true, nil
	case "secret", "hidden":
		return nil, codedError(CodeUnauthenticated, "sign in first")
	case "forbidden":
		return nil, codedError(CodeForbidden, "not yours")
	case "fault", "broken":
		return nil, errors.New("dial tcp 10.0.0.7:443: " + canary)
	case "boom":
		panic("the resolver held " + canary)
	case "slow":
		<-ctx.Done()
		return nil, ctx.Err()
	case "big":
		return strings.Repeat("x", maxResponse), nil
	case "many":
		for range 2 * maxErrors {
			graphql.AddError(ctx, codedError(CodeUpstreamUnavailable, "no answer"))
		}
		return nil, nil
	case "ping":
		return "pong", nil
	case "id":
		return "1", nil
	case "name":
		return "Ada", nil
	case "role":
		return "USER", nil
	case "me", "signIn", "friend", "friends":
		return true, nil
	case "respond", "respondAll", "nest":
		return "ok", nil
	default:
		return nil, nil // introspection below its roots is not the subject here
	}
}

type scalarError string

func (e scalarError) Error() string       { return "scalar: " + string(e) }
func (e scalarError) InputReason() string { return string(e) }

// newTestHandler is a handler over a fresh fake schema.
func newTestHandler(tb testing.TB, change func(*Options)) (http.Handler, *fakeSchema) {
	tb.Helper()
	schema := newFakeSchema(tb)
	opts := Options{
		Introspection: true,
		RequestID:     func(context.Context) string { return testRequestID },
	}
	if change != nil {
		change(&opts)
	}
	handler, err := NewHandler(schema, opts)
	if err != nil {
		tb.Fatal(err)
	}
	return handler, schema
}

// answer is what came back over HTTP.
type answer struct {
	status int
	header http.Header
	body   string
	errors []answerError
	data   json.RawMessage // nil when the member is absent
}

type answerError struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path"`
	Locations  []any          `json:"locations"`
	Extensions map[string]any `json:"extensions"`
}

func (a answer) code() string {
	if len(a.errors) == 0 {
		return ""
	}
	code, _ := a.errors[0].Extensions["code"].(string)
	return code
}

// send puts a request through the handler and checks what holds of every answer.
func send(tb testing.TB, h http.Handler, r *http.Request) answer {
	tb.Helper()
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return readAnswer(tb, recorder.Code, recorder.Header(), recorder.Body.Bytes())
}

func readAnswer(tb testing.TB, status int, header http.Header, body []byte) answer {
	tb.Helper()
	got := answer{status: status, header: header, body: string(body)}
	if control := header.Get("Cache-Control"); control != "no-store" {
		tb.Errorf("Cache-Control is %q, want no-store", control)
	}
	switch content := header.Get("Content-Type"); content {
	case "application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8":
	default:
		tb.Errorf("Content-Type is %q", content)
	}
	if strings.Contains(got.body, canary) || strings.Contains(fmt.Sprint(header), canary) {
		tb.Errorf("the answer holds the secret: %s", got.body)
	}
	if strings.Contains(got.body, "Did you mean") {
		tb.Errorf("the answer suggests names: %s", got.body)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		tb.Fatalf("the answer is not a JSON object: %v: %s", err, body)
	}
	got.data = members["data"]
	if raw, ok := members["errors"]; ok {
		if err := json.Unmarshal(raw, &got.errors); err != nil || len(got.errors) == 0 {
			tb.Errorf("errors must be a list that is not empty: %s", raw)
		}
	}
	if len(got.errors) > maxErrors {
		tb.Errorf("%d errors in one answer, want at most %d", len(got.errors), maxErrors)
	}
	if got.errors == nil && got.data == nil {
		tb.Errorf("neither errors nor data: %s", body)
	}
	for _, err := range got.errors {
		if _, ok := err.Extensions["code"].(string); !ok {
			tb.Errorf("an error has no code: %+v", err)
		}
		if got.data == nil && err.Extensions["requestId"] != testRequestID {
			tb.Errorf("a refusal has no request id: %+v", err)
		}
	}
	return got
}

// post makes a JSON request; header pairs override the usual ones, and "" removes one.
func post(body string, header ...string) *http.Request {
	return request(http.MethodPost, "/graphql", body, append([]string{"Content-Type", "application/json"}, header...)...)
}

func request(method, target, body string, header ...string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Del(header[i])
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	return r
}

// query is the JSON of a request for a document.
func query(document string) string { return operation(document, nil) }

func operation(document string, variables any) string {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		panic(err)
	}
	return string(body)
}
