package graph

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/auth"
)

func TestUpstreamFieldsFailAloneAndTheClaimsArrive(t *testing.T) {
	e := newEdge(t)
	calls := 0
	e.pool.OnUser = func(context.Context, string) (auth.User, error) {
		calls++
		return auth.User{}, &auth.Error{Code: auth.UpstreamUnavailable, Err: errors.New("host 10.1.2.3 refused")}
	}
	got := e.ask(t, `{ me { id email name attributes { key } } }`, nil, "good")
	if calls != 1 || !strings.Contains(got, `"data":{"me":{"id":"ann","email":null,"name":null,"attributes":null}}`) {
		t.Errorf("%d calls, %s", calls, got)
	}
	if strings.Count(got, CodeUpstreamUnavailable) != 3 || !strings.Contains(got, `"path":["me","email"]`) || strings.Contains(got, "10.1.2.3") {
		t.Errorf("errors: %s", got)
	}
}

func TestAFaultSaysNoMoreThanARequestID(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{}, errors.New("arn:aws:cognito-idp:detail")
	}
	got := e.ask(t, `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`, nil, "")
	if strings.Contains(got, "arn:") || !strings.Contains(got, `"requestId":"request-7"`) || !strings.Contains(got, CodeInternal) {
		t.Errorf("the client sees %s", got)
	}
	if !strings.Contains(e.log.String(), "arn:aws:cognito-idp:detail") || !strings.Contains(e.log.String(), "request-7") {
		t.Errorf("the log has %s", e.log.String())
	}
}

func TestAPanicOfAFlowIsOneFault(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) { panic("secret detail") }
	got := e.ask(t, `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`, nil, "")
	if strings.Contains(got, "secret detail") || !strings.Contains(got, CodeInternal) {
		t.Errorf("the client sees %s", got)
	}
}

func TestInputsAreRefusedWithoutBeingRepeated(t *testing.T) {
	e := newEdge(t)
	const op = `mutation($input: ConfirmSignUpInput!) { confirmSignUp(input: $input) { __typename } }`
	good := map[string]any{"username": "ann@example.com", "code": "123456", "password": "correct horse 9"}
	for name, change := range map[string]map[string]any{
		"a code that is a number":      {"code": 123456},
		"an empty code":                {"code": ""},
		"an overlong code":             {"code": strings.Repeat("7", 40)},
		"an overlong password":         {"password": strings.Repeat("hunter2", 40)},
		"a password that is an object": {"password": map[string]any{"hunter2": 1}},
		"an unknown member":            {"hunter2": "x"},
		"a missing member":             {"username": nil},
	} {
		t.Run(name, func(t *testing.T) {
			input := maps.Clone(good)
			maps.Copy(input, change)
			got := e.ask(t, op, map[string]any{"input": input}, "")
			if !strings.Contains(got, CodeBadUserInput) || strings.Contains(got, "hunter2") || strings.Contains(got, "7777") {
				t.Errorf("answer: %s", got)
			}
		})
	}
	got := e.ask(t, op, map[string]any{"input": map[string]any{"username": "ann@example.com", "code": "", "password": "x"}}, "")
	if !strings.Contains(got, "input.code must be a one-time code of 1 to 32 characters") {
		t.Errorf("it does not say what is wrong: %s", got)
	}
}

func TestASchemaThatForgetsWhoMayCallDoesNotStart(t *testing.T) {
	const head = `directive @auth(maxAge: String) on FIELD_DEFINITION directive @public on FIELD_DEFINITION type Query { a: Int @public }
		type ReauthenticationRequired { a: Int } type Done { a: Int } union Answer = Done | ReauthenticationRequired union Mute = Done `
	for name, test := range map[string]struct {
		mutation string
		want     string
	}{
		"said":    {"type Mutation { m: Int @auth n: Int @public }", ""},
		"neither": {"type Mutation { m: Int }", "Mutation.m"},
		"both":    {"type Mutation { m: Int @auth @public }", "Mutation.m"},

		"an age, and an answer for it":  {`type Mutation { m: Answer! @auth(maxAge: "PT5M") }`, ""},
		"an age that no answer tells":   {`type Mutation { m: Mute! @auth(maxAge: "PT5M") }`, "Mutation.m"},
		"an age without a union":        {`type Mutation { m: Int @auth(maxAge: "PT5M") }`, "Mutation.m"},
		"an age on a list of the union": {`type Mutation { m: [Answer!]! @auth(maxAge: "PT5M") }`, "Mutation.m"},
	} {
		t.Run(name, func(t *testing.T) {
			schema := gqlparser.MustLoadSchema(&ast.Source{Input: head + test.mutation})
			err := checkAccess(schema)
			if (err == nil) != (test.want == "") || (err != nil && !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want one that names %q", err, test.want)
			}
		})
	}
}

func TestEveryElementOfTheSchemaIsDescribed(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: string(SDL())})
	for _, d := range schema.Types {
		if d.BuiltIn || strings.HasPrefix(d.Name, "__") {
			continue
		}
		if d.Description == "" {
			t.Errorf("%s has no description", d.Name)
		}
		for _, v := range d.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s has no description", d.Name, v.Name)
			}
		}
		for _, f := range d.Fields {
			if f.Description == "" && !strings.HasPrefix(f.Name, "__") {
				t.Errorf("%s.%s has no description", d.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && !strings.HasPrefix(f.Name, "__") {
					t.Errorf("%s.%s(%s) has no description", d.Name, f.Name, a.Name)
				}
			}
		}
	}
}

func TestASessionThatCannotBeHandedOutIsEnded(t *testing.T) {
	e := newEdge(t)
	e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
		return auth.Step{Tokens: &auth.Tokens{Access: "does not verify", Refresh: "refresh"}}, nil
	}
	revoked := ""
	e.pool.OnRevokeToken = func(_ context.Context, token string) error { revoked = token; return nil }
	got := e.ask(t, `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) { __typename } }`, nil, "")
	if !strings.Contains(got, CodeInternal) || revoked != "refresh" {
		t.Errorf("answer %s, revoked %q", got, revoked)
	}
}
