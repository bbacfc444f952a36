package graph

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestVariables(t *testing.T) {
	const (
		signIn     = "mutation($input:Credentials!){signIn(input:$input){id}}"
		respond    = "mutation($input:Answer!){respond(input:$input)}"
		respondAll = "mutation($inputs:[Answer!]!){respondAll(inputs:$inputs)}"
		nest       = "mutation($input:Inner!){nest(input:$input)}"
		friends    = "query($n:Int){me{friends(first:$n){id}}}"
	)
	tests := []struct {
		name      string
		document  string
		variables string
		argument  string // extensions.argument
		message   string // "" means that the variables are accepted
	}{
		{"all kinds", signIn, `{"input":{"email":"a","password":"b","role":"USER","tags":["c"],"age":1,"score":1.5,"remember":true,"device":7}}`, "", ""},
		{"optional members null", signIn, `{"input":{"email":"a","password":"b","role":null,"tags":null,"age":null}}`, "", ""},
		{"one value for a list", signIn, `{"input":{"email":"a","password":"b","tags":"c"}}`, "", ""},
		{"a whole number for a float", signIn, `{"input":{"email":"a","password":"b","score":1}}`, "", ""},
		{"a string of 2 KiB", signIn, `{"input":{"email":"` + strings.Repeat("x", 2<<10) + `","password":"b"}}`, "", ""},
		{"an optional variable left out", friends, `{}`, "", ""},
		{"an optional variable null", friends, `{"n":null}`, "", ""},

		{"required variable left out", signIn, `{}`, "input", "input is required"},
		{"required variable null", signIn, `{"input":null}`, "input", "input must not be null"},
		{"a string for an input", signIn, `{"input":"` + canary + `"}`, "input", "input must be an object of type Credentials"},
		{"a list for an input", signIn, `{"input":[{"email":"a","password":"b"}]}`, "input", "input must be an object of type Credentials"},
		{"member left out", signIn, `{"input":{"email":"` + canary + `"}}`, "input.password", "input.password is required"},
		{"member null", signIn, `{"input":{"email":null,"password":"b"}}`, "input.email", "input.email must not be null"},
		{"unknown member", signIn, `{"input":{"email":"a","password":"b","` + canary + `":1}}`, "input", "input holds a field that Credentials does not have"},
		{"a list of 100 elements", signIn, `{"input":{"email":"a","password":"b","tags":["c"` + strings.Repeat(`,"c"`, 99) + `]}}`, "", ""},
		{
			"a list of 101 elements", signIn, `{"input":{"email":"a","password":"b","tags":["c"` + strings.Repeat(`,"c"`, 100) + `]}}`,
			"input.tags", "input.tags must not have more than 100 elements",
		},
		{"a number for a string", signIn, `{"input":{"email":7,"password":"b"}}`, "input.email", "input.email must be a string"},
		{"an object for a string", signIn, `{"input":{"email":{"` + canary + `":1},"password":"b"}}`, "input.email", "input.email must be a string"},
		{"an unknown enum value", signIn, `{"input":{"email":"a","password":"b","role":"` + canary + `"}}`, "input.role", "input.role must be a value of the enum Role"},
		{"an enum value in lower case", signIn, `{"input":{"email":"a","password":"b","role":"user"}}`, "input.role", "input.role must be a value of the enum Role"},
		{"a number for an enum", signIn, `{"input":{"email":"a","password":"b","role":1}}`, "input.role", "input.role must be a value of the enum Role"},
		{"a number in a list of strings", signIn, `{"input":{"email":"a","password":"b","tags":["c",7]}}`, "input.tags[1]", "input.tags[1] must be a string"},
		{"a null in a list", signIn, `{"input":{"email":"a","password":"b","tags":["c",null]}}`, "input.tags[1]", "input.tags[1] must not be null"},
		{"a fraction for an int", signIn, `{"input":{"email":"a","password":"b","age":1.5}}`, "input.age", "input.age must be a whole number of 32 bits"},
		{"33 bits for an int", signIn, `{"input":{"email":"a","password":"b","age":4294967296}}`, "input.age", "input.age must be a whole number of 32 bits"},
		{"digits in a string for an int", signIn, `{"input":{"email":"a","password":"b","age":"1"}}`, "input.age", "input.age must be a whole number of 32 bits"},
		{"a string for a float", signIn, `{"input":{"email":"a","password":"b","score":"1"}}`, "input.score", "input.score must be a number"},
		{"a float beyond range", signIn, `{"input":{"email":"a","password":"b","score":1e400}}`, "input.score", "input.score must be a number"},
		{"a string for a boolean", signIn, `{"input":{"email":"a","password":"b","remember":"true"}}`, "input.remember", "input.remember must be true or false"},
		{"a fraction for an ID", signIn, `{"input":{"email":"a","password":"b","device":1.5}}`, "input.device", "input.device must be a string or a whole number"},
		{
			"a string of 2 KiB and a byte", signIn, `{"input":{"email":"` + strings.Repeat("x", 2<<10+1) + `","password":"b"}}`,
			"input.email", "input.email must not be longer than 2048 bytes or hold a NUL character",
		},
		{
			"a long string inside a custom scalar", signIn, `{"input":{"email":"a","password":{"a":["` + strings.Repeat("x", 16<<10+1) + `"]}}}`,
			"input.password", "input.password must not be longer than 16384 bytes or hold a NUL character",
		},
		{"a wrong type below a root field", friends, `{"n":"` + canary + `"}`, "", "a variable must be a whole number of 32 bits"},

		{
			"custom scalar of the wrong type", signIn, `{"input":{"email":"a","password":{"` + canary + `":1}}}`,
			"input.password", "input.password is not a valid value",
		},
		{
			"custom scalar that says why", signIn, `{"input":{"email":"a","password":"` + strings.Repeat("x", 257) + `"}}`,
			"input.password", "input.password must not be longer than 256 characters",
		},

		{"@oneOf with one member", respond, `{"input":{"code":"1"}}`, "", ""},
		{"@oneOf with another", respond, `{"input":{"inner":{}}}`, "", ""},
		{"@oneOf with none", respond, `{"input":{}}`, "input", "input must hold exactly one field of Answer, and not null"},
		{"@oneOf with two", respond, `{"input":{"code":"1","password":"2"}}`, "input", "input must hold exactly one field of Answer, and not null"},
		{"@oneOf with one and a null", respond, `{"input":{"code":"1","password":null}}`, "input", "input must hold exactly one field of Answer, and not null"},
		{"@oneOf with a null", respond, `{"input":{"code":null}}`, "input", "input must hold exactly one field of Answer, and not null"},
		{"@oneOf with an unknown member", respond, `{"input":{"` + canary + `":1}}`, "input", "input holds a field that Answer does not have"},
		{"@oneOf in a list", respondAll, `{"inputs":[{"code":"1"},{"code":"1","password":"2"}]}`, "inputs[1]", "inputs[1] must hold exactly one field of Answer, and not null"},
		{"@oneOf as a list of one", respondAll, `{"inputs":{}}`, "inputs", "inputs must hold exactly one field of Answer, and not null"},
		{
			"@oneOf nested", nest, `{"input":{"parent":{"answer":{"inner":{"answers":[{}]}}}}}`, "input.parent.answer.inner.answers[0]",
			"input.parent.answer.inner.answers[0] must hold exactly one field of Answer, and not null",
		},
		{
			"@oneOf below a member that is one too", respond, `{"input":{"inner":{"answer":{"code":null}}}}`, "input.inner.answer",
			"input.inner.answer must hold exactly one field of Answer, and not null",
		},
	}
	h, _ := newTestHandler(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := send(t, h, post(operation(tt.document, json.RawMessage(tt.variables))))
			if got.status != http.StatusOK {
				t.Fatalf("%d %s", got.status, got.body)
			}
			if tt.message == "" {
				if len(got.errors) > 0 {
					t.Errorf("refused: %s", got.body)
				}
				return
			}
			if len(got.errors) != 1 || got.code() != CodeBadUserInput || got.errors[0].Message != tt.message {
				t.Fatalf("got %s, want %q", got.body, tt.message)
			}
			if path := got.errors[0].Path; len(path) > 1 {
				t.Errorf("the path goes on below the field: %v", path)
			}
			argument, _ := got.errors[0].Extensions["argument"].(string)
			if argument != tt.argument || len(got.errors[0].Locations) != 1 {
				t.Errorf("argument %q at %v, want %q: %s", argument, got.errors[0].Locations, tt.argument, got.body)
			}
		})
	}
}

// TestVariableNamesStayOut shows that the one name of a variable that the
// client chooses is not in the answer.
func TestVariableNamesStayOut(t *testing.T) {
	h, schema := newTestHandler(t, nil)
	got := send(t, h, post(operation("mutation($hunter2:Answer!){respond(input:$hunter2)}", map[string]any{"hunter2": 1})))
	if strings.Contains(got.body, "hunter2") || got.errors[0].Extensions["argument"] != "input" {
		t.Errorf("got %s", got.body)
	}
	if schema.ran.Load() != 0 {
		t.Error("the mutation ran")
	}
}
