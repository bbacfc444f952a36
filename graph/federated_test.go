package graph

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

func federated(t *testing.T) *ast.SchemaDocument {
	t.Helper()
	sdl, err := FederatedSDL()
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, sdl)
}

func parsed(t *testing.T, sdl []byte) *ast.SchemaDocument {
	t.Helper()
	doc, err := parser.ParseSchema(&ast.Source{Input: string(sdl)})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestTheFederatedSDLAddsNothingButMarks takes the marks away again, and is left with the schema that is served.
func TestTheFederatedSDLAddsNothingButMarks(t *testing.T) {
	doc := federated(t)
	unmark := func(of ast.DirectiveList) ast.DirectiveList {
		return slices.DeleteFunc(of, func(d *ast.Directive) bool { return d.Name == "key" || d.Name == "authenticated" })
	}
	for _, def := range slices.Concat(doc.Definitions, doc.Extensions) {
		def.Directives = unmark(def.Directives)
		for _, field := range def.Fields {
			field.Directives = unmark(field.Directives)
		}
	}
	doc.SchemaExtension = nil
	doc.Directives = slices.DeleteFunc(doc.Directives, func(d *ast.DirectiveDefinition) bool { return d.Name == "oneOf" })
	if diff := cmp.Diff(printed(parsed(t, SDL())), printed(doc)); diff != "" {
		t.Errorf("the federated schema differs by more than marks (-served +federated):\n%s", diff)
	}
}

func printed(doc *ast.SchemaDocument) string {
	var text bytes.Buffer
	formatter.NewFormatter(&text).FormatSchemaDocument(doc)
	return text.String()
}

func TestTheFederatedSDLMarksWhatAsksForASession(t *testing.T) {
	doc, marked := federated(t), 0
	for _, def := range slices.Concat(doc.Definitions, doc.Extensions) {
		for _, field := range def.Fields {
			asks, says := field.Directives.ForName("auth") != nil, field.Directives.ForName("authenticated") != nil
			if asks != says {
				t.Errorf("%s.%s: @auth %v, @authenticated %v", def.Name, field.Name, asks, says)
			}
			if says {
				marked++
			}
		}
	}
	if marked == 0 {
		t.Error("no field is marked")
	}
}

// TestATypeThatAsksForASessionIsMarkedAsAWhole, though the schema has none for now.
func TestATypeThatAsksForASessionIsMarkedAsAWhole(t *testing.T) {
	for name, want := range map[string]bool{"type A @auth { b: Int }": true, "type A { b: Int }": false} {
		def := parsed(t, []byte(name)).Definitions[0]
		markAuthenticated(def)
		if got := def.Directives.ForName("authenticated") != nil; got != want {
			t.Errorf("%s: marked %v", name, got)
		}
	}
}

func TestTheFederatedSDLDeclaresWhatCompositionDoesNotKnow(t *testing.T) {
	doc := federated(t)
	if doc.Directives.ForName("oneOf") == nil {
		t.Error("@oneOf is not declared")
	}
	link := doc.SchemaExtension[0].Directives.ForName("link")
	if link == nil || link.Arguments.ForName("url").Value.Raw != federationSpec {
		t.Errorf("the link is %v", link)
	}
}

func TestTheFederatedSDLHasOneEntityThatNobodyResolves(t *testing.T) {
	sdl, err := FederatedSDL()
	if err != nil {
		t.Fatal(err)
	}
	keys := 0
	for _, def := range parsed(t, sdl).Definitions {
		for _, key := range def.Directives.ForNames("key") {
			keys++
			if resolvable := key.Arguments.ForName("resolvable"); def.Name != entity || resolvable == nil || resolvable.Value.Raw != "false" {
				t.Errorf("%s has the key %v", def.Name, key.Arguments)
			}
		}
	}
	if keys != 1 {
		t.Errorf("%d keys, want 1", keys)
	}
	for _, never := range []string{"_entities", "_service", "_Any"} {
		if strings.Contains(string(sdl), never) {
			t.Errorf("it names %s, which the server does not have", never)
		}
	}
}
