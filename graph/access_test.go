package graph

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/token"
)

// places are the ways a field can be asked for; RULE stands for the field.
var places = []struct {
	name, document string
	objects        int // that hold the field
}{
	{"a root field", `{ open RULE }`, 1},
	{"a root field under an alias", `{ open a: RULE }`, 1},
	{"a nested field", `{ leaf { open RULE } }`, 1},
	{"a field nested twice", `{ leaf { leaf { open RULE } } }`, 1},
	{"a field of a list's elements", `{ leaves { open RULE } }`, 2},
	{"a field of an interface", `{ guarded { open RULE } }`, 1},
	{"a field of a list of an interface", `{ guardedList { open RULE } }`, 2},
	{"an inline fragment", `{ guarded { open ... on Leaf { RULE } } }`, 1},
	{"an inline fragment without a type", `{ leaf { open ... @include(if: true) { RULE } } }`, 1},
	{"a named fragment", `{ leaf { open ...F } } fragment F on Leaf { RULE }`, 1},
	{"a fragment on an interface", `{ leaf { open ...F } } fragment F on Guarded { RULE }`, 1},
	{"a member of a union", `{ either { ... on Leaf { open RULE } } }`, 1},
	{"a protected type", `{ typed { open RULE { open } } }`, 1},
	{"a list of a protected type", `{ typedList { open RULE { open } } }`, 1},
}

// rules are the fields of the matrix and what they ask for.
var accessRules = map[string]struct {
	groups, scopes []string
}{
	"session": {},
	"groups":  {groups: []string{"admins", "staff"}},
	"scopes":  {scopes: []string{"read", "write"}},
	"both":    {groups: []string{"admins"}, scopes: []string{"read"}},
	"none":    {},
}

func TestAuthHoldsWhereverTheFieldStands(t *testing.T) {
	type missing struct{ Groups, Scopes []string }
	callers := []struct {
		name   string
		claims token.Claims
		lacks  map[string]missing // by rule; those not named are open
	}{
		{"nobody in particular", token.Claims{}, map[string]missing{
			"groups": {Groups: []string{"admins", "staff"}}, "scopes": {Scopes: []string{"read", "write"}},
			"both": {Groups: []string{"admins"}, Scopes: []string{"read"}}, "none": {},
		}},
		{"one of two groups", token.Claims{Groups: []string{"x", "staff"}}, map[string]missing{
			"scopes": {Scopes: []string{"read", "write"}}, "both": {Groups: []string{"admins"}, Scopes: []string{"read"}}, "none": {},
		}},
		{"one of two scopes", token.Claims{Scopes: []string{"read"}}, map[string]missing{
			"groups": {Groups: []string{"admins", "staff"}}, "scopes": {Scopes: []string{"write"}}, "both": {Groups: []string{"admins"}}, "none": {},
		}},
		{"all scopes and a group", token.Claims{Groups: []string{"admins"}, Scopes: []string{"write", "read"}}, map[string]missing{"none": {}}},
		{"names that only look alike", token.Claims{Groups: []string{"Admins", "staff "}, Scopes: []string{"read write"}}, map[string]missing{
			"groups": {Groups: []string{"admins", "staff"}}, "scopes": {Scopes: []string{"read", "write"}},
			"both": {Groups: []string{"admins"}, Scopes: []string{"read"}}, "none": {},
		}},
	}
	known := tokens{}
	for _, caller := range callers {
		known[strings.ReplaceAll(caller.name, " ", "-")] = caller.claims
	}
	e := newEdgeOver(t, known, authMatrix)
	for _, place := range places {
		for rule := range accessRules {
			document := strings.ReplaceAll(place.document, "RULE", rule)
			t.Run(place.name+" by "+rule+": no session", func(t *testing.T) {
				for _, refused := range refusals(t, e.ask(t, document, nil, ""), place.objects) {
					if refused.Extensions.Code != CodeUnauthenticated {
						t.Errorf("got %+v", refused)
					}
				}
			})
			for _, caller := range callers {
				t.Run(place.name+" by "+rule+": "+caller.name, func(t *testing.T) {
					body := e.ask(t, document, nil, strings.ReplaceAll(caller.name, " ", "-"))
					want, isRefused := caller.lacks[rule]
					if !isRefused {
						if strings.Contains(body, "errors") || strings.Contains(body, "null") || !strings.Contains(body, `"open":true`) {
							t.Errorf("not open: %s", body)
						}
						return
					}
					for _, refused := range refusals(t, body, place.objects) {
						got := missing{refused.Extensions.Missing["groups"], refused.Extensions.Missing["scopes"]}
						if diff := cmp.Diff(want, got); refused.Extensions.Code != CodeForbidden || diff != "" {
							t.Errorf("code %s, missing (-want +got):\n%s", refused.Extensions.Code, diff)
						}
					}
				})
			}
		}
	}
}

type refusedField struct {
	Path       []any
	Extensions struct {
		Code    string
		Missing map[string][]string
	}
}

// refusals reads the errors of an answer in which the field is null once per object that holds it, and
// all the rest is there.
func refusals(t *testing.T, body string, objects int) []refusedField {
	t.Helper()
	var got struct {
		Data   json.RawMessage
		Errors []refusedField
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Errors) != objects || strings.Count(string(got.Data), "null") != objects || strings.Contains(body, readable) {
		t.Errorf("%d errors, want %d: %s", len(got.Errors), objects, body)
	}
	if strings.Count(string(got.Data), `"open":true`) != objects {
		t.Errorf("the field beside it is gone: %s", body)
	}
	return got.Errors
}

func TestAuthOnTypesThatItCannotHoldForDoesNotStart(t *testing.T) {
	const head = `directive @auth(groups: [String!], scopes: [String!], maxAge: String) on FIELD_DEFINITION | OBJECT
		directive @public on FIELD_DEFINITION type ReauthenticationRequired { a: Int } type Done { a: Int } union Answer = Done | ReauthenticationRequired `
	for name, test := range map[string]struct{ schema, want string }{
		"a nested field":                    {`type Thing { a: Int @auth(groups: ["g"]) } type Query { t: Thing @public }`, ""},
		"a type":                            {`type Thing @auth(groups: ["g"]) { a: Int } type Query { t: [Thing] @public }`, ""},
		"an age on a nested union":          {`type Thing { a: Answer @auth(maxAge: "PT5M") } type Query { t: Thing @public }`, ""},
		"an age on a nested field":          {`type Thing { a: Int @auth(maxAge: "PT5M") } type Query { t: Thing @public }`, "Thing.a"},
		"an age on a type":                  {`type Thing @auth(maxAge: "PT5M") { a: Int } type Query { t: Thing @public }`, "Thing"},
		"the root type":                     {`type Thing { a: Int } type Query @auth { t: Thing @public }`, "Query"},
		"no group that would do":            {`type Thing { a: Int @auth(groups: []) } type Query { t: Thing @public }`, "Thing.a"},
		"a field of an interface":           {`interface I { a: Int @auth } type Thing implements I { a: Int @auth } type Query { t: Thing @public }`, "I.a"},
		"a type behind an interface":        {`interface I { a: Int } type Thing implements I @auth { a: Int } type Query { t: I @public }`, "Thing"},
		"a type behind a union":             {`type Thing @auth { a: Int } union U = Thing type Query { t: U @public }`, "Thing"},
		"a type behind an unused interface": {`interface I { a: Int } type Thing implements I @auth { a: Int } type Query { t: Thing @public }`, "Thing"},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkAccess(gqlparser.MustLoadSchema(&ast.Source{Input: head + test.schema}))
			if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want one that names %q", err, test.want)
			}
		})
	}
}
