package graph

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	gql "github.com/vektah/gqlparser/v2/ast"

	"usher/graph/scalar"
	"usher/internal/auth"
)

// fakeEnvelopes opens nothing.
type fakeEnvelopes struct{ code auth.Code }

var errEnvelope = errors.New("the details, for the log")

func (*fakeEnvelopes) Sealing() (auth.PasswordSealing, error) {
	return auth.PasswordSealing{KeyID: "k1.2026w48", Type: "t+jwe", X: "x", Y: "y", Nonce: "n", ExpiresAt: time.Unix(0, 0)}, nil
}

func (f *fakeEnvelopes) Open(context.Context, string, auth.PasswordUse, string) (auth.Password, error) {
	return "", &auth.Error{Code: f.code, Err: errEnvelope}
}

// sealedPassword has the outer form of one.
var sealedPassword = strings.Repeat("A", 300) + ".." + "B.C.D"

// TestEveryMutationThatTakesAPasswordTakesASealedOne walks the schema: where a Password is an input, an
// envelope that is refused must be a problem that the union holds.
func TestEveryMutationThatTakesAPasswordTakesASealedOne(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&gql.Source{Input: string(SDL())})
	tried := map[string]bool{}
	for name, w := range ways() {
		input, holds := sealPasswords(w.input)
		if !holds {
			continue
		}
		tried[w.mutation] = true
		union := schema.Types[schema.Mutation.Fields.ForName(w.mutation).Type.Name()]
		for code, expired := range map[auth.Code]string{auth.PasswordEnvelopeRefused: "false", auth.PasswordEnvelopeExpired: "true"} {
			t.Run(name+" "+string(code), func(t *testing.T) {
				e := newEdge(t)
				e.envelopes.code = code
				document := "mutation($input: " + schema.Mutation.Fields.ForName(w.mutation).Arguments.ForName("input").Type.String() +
					") { " + w.mutation + "(input: $input) { __typename ... on Problem { code message } ... on PasswordEnvelopeRefused { expired } } }"
				body := e.ask(t, document, map[string]any{"input": input}, w.bearer)
				want := `"__typename":"PasswordEnvelopeRefused","code":"` + string(code) + `","message":"` + outcomes[code].message + `","expired":` + expired
				if !strings.Contains(body, want) || strings.Contains(body, "details") {
					t.Errorf("%s (union %v) answers %s", w.mutation, union.Types, body)
				}
			})
		}
	}
	for _, field := range schema.Mutation.Fields {
		if takesPassword(schema, field) && !tried[field.Name] {
			t.Errorf("%s takes a password, and no way sends one", field.Name)
		}
	}
}

// sealPasswords puts sealed passwords in the place of plain ones.
func sealPasswords(input map[string]any) (sealed map[string]any, holds bool) {
	sealed = map[string]any{}
	for name, value := range input {
		switch v := value.(type) {
		case map[string]any:
			var inner bool
			value, inner = sealPasswords(v)
			holds = holds || inner
		case string:
			if strings.HasSuffix(strings.ToLower(name), "password") {
				value, holds = sealedPassword, true
			}
		}
		sealed[name] = value
	}
	return sealed, holds
}

func takesPassword(schema *gql.Schema, field *gql.FieldDefinition) bool {
	var seen []string
	var takes func(name string) bool
	takes = func(name string) bool {
		if name == "Password" || slices.Contains(seen, name) {
			return name == "Password"
		}
		seen = append(seen, name)
		def := schema.Types[name]
		return def.Kind == gql.InputObject && slices.ContainsFunc(def.Fields, func(f *gql.FieldDefinition) bool { return takes(f.Type.Name()) })
	}
	return slices.ContainsFunc(field.Arguments, func(a *gql.ArgumentDefinition) bool { return takes(a.Type.Name()) })
}

func TestConfigSaysWhatToSealWith(t *testing.T) {
	const query = "{ config { sealing { kid typ alg enc jwk { kty crv x y } nonce expiresAt } } }"
	want := `{"data":{"config":{"sealing":{"kid":"k1.2026w48","typ":"t+jwe","alg":"ECDH-ES","enc":"A256GCM",` +
		`"jwk":{"kty":"EC","crv":"P-256","x":"x","y":"y"},"nonce":"n","expiresAt":"1970-01-01T00:00:00Z"}}}}`
	if body := newEdge(t).ask(t, query, nil, ""); strings.TrimSpace(body) != want {
		t.Errorf("got %s\nwant %s", body, want)
	}
}

func TestPasswordScalar(t *testing.T) {
	for _, tt := range []struct {
		name  string
		value any
		taken bool
	}{
		{"one character", "a", true},
		{"256 characters", strings.Repeat("ä", 256), true},
		{"a sealed one", sealedPassword, true},
		{"the longest sealed one", strings.Repeat("A", 2041) + "..B.C.D", true},
		{"a sealed one of 2049 bytes", strings.Repeat("A", 2042) + "..B.C.D", false},
		{"of the form of a sealed one, and short", "A..B.C.D", true},
		{"nothing", "", false},
		{"257 characters", strings.Repeat("a", 257), false},
		{"257 characters of two bytes", strings.Repeat("ä", 257), false},
		{"257 characters with three dots", strings.Repeat("a", 254) + "...", false},
		{"257 characters with five dots", strings.Repeat("a", 252) + ".....", false},
		{"a sealed one with a space", strings.Replace(sealedPassword, "B", " ", 1), false},
		{"a sealed one with padding", sealedPassword + "=", false},
		{"not UTF-8", "\xff", false},
		{"a number", 5, false},
		{"nil", nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := scalar.UnmarshalPassword(tt.value)
			if (err == nil) != tt.taken || tt.taken && string(got) != tt.value {
				t.Errorf("read %q, %v", string(got), err)
			}
		})
	}
}
