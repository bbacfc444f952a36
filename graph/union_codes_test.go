package graph

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	gql "github.com/vektah/gqlparser/v2/ast"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
)

// way is one way through a mutation.
type way struct {
	mutation string
	input    map[string]any // nil: it takes none
	bearer   string
	next     *auth.Challenge // what a successful SignIn leads to; nil: tokens
}

// TestEveryUnionHasAMemberForWhatThePoolMayAnswer lets each call of each mutation fail in each way that
// the contract of the pool names, then the calls made because of that, and so on. None of it may
// become INTERNAL: the clients could not act on it.
func TestEveryUnionHasAMemberForWhatThePoolMayAnswer(t *testing.T) {
	promised := poolContract(t)
	schema := gqlparser.MustLoadSchema(&gql.Source{Input: string(SDL())})
	covered := map[string]bool{}
	for name, w := range ways() {
		covered[w.mutation] = true
		field := schema.Mutation.Fields.ForName(w.mutation)
		union := schema.Types[field.Type.Name()]
		t.Run(name, func(t *testing.T) {
			var fail func(failures map[string]auth.Code, before map[string]int)
			fail = func(failures map[string]auth.Code, before map[string]int) {
				body, called := w.run(t, failures, field, union)
				if strings.Contains(body, `"fields":[]`) {
					t.Errorf("with %v the answer names nothing to mend: %s", failures, body)
				}
				if strings.Contains(body, `"`+CodeInternal+`"`) {
					t.Errorf("with %v the answer is %s", failures, body)
				}
				for method, calls := range called {
					if calls <= before[method] {
						continue
					}
					for _, code := range promised[method] {
						if code == auth.InvalidInput && (w.input == nil || method == "Refresh") {
							continue // nothing that the caller could mend
						}
						if code == auth.ChallengeExpired && w.bearer != "" && strings.HasSuffix(method, "TOTP") {
							continue // only by a Session, and this is by a token
						}
						more := maps.Clone(failures)
						more[method] = code
						fail(more, called)
					}
				}
			}
			fail(map[string]auth.Code{}, map[string]int{})
		})
	}
	for _, field := range schema.Mutation.Fields {
		if !covered[field.Name] && !strings.HasPrefix(field.Name, "__") {
			t.Errorf("no way through %s: add one", field.Name)
		}
	}
}

// run sends the mutation to a pool whose calls succeed but for the failures.
func (w way) run(t *testing.T, failures map[string]auth.Code, field *gql.FieldDefinition, union *gql.Definition) (body string, called map[string]int) {
	t.Helper()
	e := newEdge(t)
	var mu sync.Mutex // what is tried again is called in the background
	counts := map[string]int{}
	success := []any{
		auth.Tokens{Access: "fresh", Refresh: "r"},
		auth.TOTPSecret{Secret: "JBSWY3DP", Session: "s"},
		[]auth.Passkey{{ID: "k1"}},
		auth.WebAuthnJSON("{}"),
		auth.User{Username: "ann", Attributes: []auth.Attribute{{Name: "sub", Value: "ann"}}},
		auth.PoolSettings{
			SignUpOpen: true, PasswordPolicy: auth.PasswordPolicy{MinLength: 8}, FirstFactors: []auth.Factor{auth.FactorEmail},
		},
	}
	pool := reflect.ValueOf(e.pool).Elem()
	for i := range pool.NumField() {
		method := strings.TrimPrefix(pool.Type().Field(i).Name, "On")
		signature := pool.Field(i).Type()
		pool.Field(i).Set(reflect.MakeFunc(signature, func([]reflect.Value) []reflect.Value {
			mu.Lock()
			counts[method]++
			mu.Unlock()
			results := make([]reflect.Value, signature.NumOut())
			for n := range results {
				results[n] = reflect.Zero(signature.Out(n))
				for _, value := range success {
					if reflect.TypeOf(value) == signature.Out(n) {
						results[n] = reflect.ValueOf(value)
					}
				}
			}
			if signature.NumOut() > 1 && signature.Out(0) == reflect.TypeFor[auth.Step]() {
				step := auth.Step{Tokens: &auth.Tokens{Access: "fresh", Refresh: "r"}}
				if w.next != nil && method == "SignIn" {
					step = auth.Step{Challenge: w.next}
				}
				results[0] = reflect.ValueOf(step)
			}
			if code, fails := failures[method]; fails {
				results[len(results)-1] = reflect.ValueOf(&auth.Error{Code: code})
			}
			return results
		}))
	}
	selected := "{ __typename"
	if union.Kind == gql.Union {
		selected += " ... on Problem { code message }"
	}
	if slices.Contains(union.Types, "InvalidInput") {
		selected += " ... on InvalidInput { fields { path message } }"
	}
	selected += " }"
	document, variables := "mutation { "+w.mutation+" "+selected+" }", map[string]any(nil)
	if w.input != nil {
		document = fmt.Sprintf("mutation($input: %s) { %s(input: $input) %s }", field.Arguments.ForName("input").Type, w.mutation, selected)
		variables = map[string]any{"input": w.input}
	}
	body = e.ask(t, document, variables, w.bearer)
	mu.Lock()
	defer mu.Unlock()
	return body, maps.Clone(counts)
}

// ways covers every mutation, and each kind of answer to a challenge.
func ways() map[string]way {
	type in = map[string]any
	const ann, code, password = "ann@example.com", "123456", "password-1"
	totpSetup := &auth.Challenge{Kind: auth.ChallengeMFASetup, Session: "s", Factors: []auth.Factor{auth.FactorTOTP}}
	out := map[string]way{
		"signUp":                        {"signUp", in{"email": ann}, "", nil},
		"signUp with a password":        {"signUp", in{"email": ann, "password": password}, "", nil},
		"confirmSignUp":                 {"confirmSignUp", in{"username": ann, "code": code, "password": password}, "", nil},
		"resendConfirmationCode":        {"resendConfirmationCode", in{"username": ann}, "", nil},
		"signIn with a password":        {"signIn", in{"username": ann, "password": password}, "", nil},
		"signIn with a code":            {"signIn", in{"username": ann, "factor": "EMAIL"}, "", nil},
		"signIn with a factor to set":   {"signIn", in{"username": ann, "password": password}, "", totpSetup},
		"forgotPassword":                {"forgotPassword", in{"username": ann}, "", nil},
		"confirmForgotPassword":         {"confirmForgotPassword", in{"username": ann, "code": code, "newPassword": password}, "", nil},
		"refreshTokens":                 {"refreshTokens", in{"refreshToken": "r"}, "", nil},
		"signOut":                       {"signOut", in{"refreshToken": "r"}, "", nil},
		"signOutEverywhere":             {"signOutEverywhere", nil, "fresh", nil},
		"signOutOthers":                 {"signOutOthers", nil, "fresh", nil},
		"revokeSession":                 {"revokeSession", in{"id": "s2"}, "fresh", nil},
		"changePassword":                {"changePassword", in{"currentPassword": password, "newPassword": password + "1"}, "good", nil},
		"deleteAccount with a password": {"deleteAccount", in{"password": password}, "good", nil},
		"deleteAccount":                 {"deleteAccount", in{}, "fresh", nil},
		"setUpTotp":                     {"setUpTotp", nil, "fresh", nil},
		"confirmTotp":                   {"confirmTotp", in{"code": code}, "fresh", nil},
		"setFactorPreference":           {"setFactorPreference", in{"enabled": []string{"TOTP"}}, "fresh", nil},
		"startPasskeyRegistration":      {"startPasskeyRegistration", nil, "fresh", nil},
		"finishPasskeyRegistration":     {"finishPasskeyRegistration", in{"credential": in{"id": "k1"}}, "fresh", nil},
		"deletePasskey":                 {"deletePasskey", in{"id": "k1"}, "fresh", nil},
		"updateProfile":                 {"updateProfile", in{"name": "Ann", "locale": nil}, "good", nil},
		"requestEmailChange":            {"requestEmailChange", in{"email": ann}, "fresh", nil},
		"requestPhoneChange":            {"requestPhoneChange", in{"phoneNumber": "+4915112345678"}, "fresh", nil},
		"resendVerificationCode":        {"resendVerificationCode", in{"channel": "SMS"}, "good", nil},
		"verifyContact":                 {"verifyContact", in{"channel": "SMS", "code": code}, "good", nil},
	}
	for kind, answer := range map[auth.ChallengeKind]in{
		auth.ChallengeNewPassword:  {"newPassword": in{"password": password, "attributes": []in{{"name": "name", "value": "Ann"}}}},
		auth.ChallengeTOTP:         {"totpCode": code},
		auth.ChallengeSMS:          {"code": code},
		auth.ChallengeEmailOTP:     {"code": code},
		auth.ChallengeSMSOTP:       {"code": code},
		auth.ChallengeSelectMFA:    {"factor": "TOTP"},
		auth.ChallengeMFASetup:     {"totpSetup": in{"code": code}},
		auth.ChallengeSelectFactor: {"factor": "EMAIL"},
		auth.ChallengePassword:     {"password": password},
		auth.ChallengePasskey:      {"passkey": in{"id": "k1"}},
		auth.ChallengeCustom:       {"custom": "yes"},
	} {
		state, _ := json.Marshal(map[string]any{
			"id": string(kind), "kind": kind, "name": ann, "user": "ann", "session": "s", "expires": time.Now().Add(time.Hour),
			"factors": []string{"EMAIL", "TOTP"},
		})
		token := base64.RawURLEncoding.EncodeToString(state)
		out["respondToChallenge "+string(kind)] = way{"respondToChallenge", in{"challenge": token, "answer": answer}, "", nil}
	}
	return out
}

// poolContract reads which codes each method of the pool may answer: its comment lists them.
func poolContract(t *testing.T) map[string][]auth.Code {
	t.Helper()
	codes := map[string]auth.Code{}
	inspect(t, "../internal/auth/errors.go", func(n ast.Node) {
		if spec, ok := n.(*ast.ValueSpec); ok && fmt.Sprint(spec.Type) == "Code" {
			codes[spec.Names[0].Name] = auth.Code(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
		}
	})
	// Misconfigured and Internal are faults of the server.
	everywhere := []auth.Code{auth.InvalidInput, auth.UpstreamUnavailable, auth.UpstreamThrottled, auth.OutcomeUnknown}
	contract := map[string][]auth.Code{}
	inspect(t, "../internal/auth/userpool.go", func(n ast.Node) {
		def, ok := n.(*ast.TypeSpec)
		if !ok || def.Name.Name != "UserPool" {
			return
		}
		for _, method := range def.Type.(*ast.InterfaceType).Methods.List {
			name := method.Names[0].Name
			contract[name] = slices.Clone(everywhere)
			for _, word := range regexp.MustCompile(`\w+`).FindAllString(method.Doc.Text(), -1) {
				if code, known := codes[word]; known && !slices.Contains(contract[name], code) {
					contract[name] = append(contract[name], code)
				}
			}
		}
	})
	for f := range reflect.TypeFor[authtest.FakePool]().Fields() {
		method := strings.TrimPrefix(f.Name, "On")
		if len(contract[method]) == 0 {
			t.Fatalf("userpool.go says nothing of %s", method)
		}
	}
	return contract
}

func inspect(t *testing.T, path string, visit func(ast.Node)) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool { visit(n); return true })
}
