package graph

import (
	"bytes"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

const (
	federationSpec = "https://specs.apollo.dev/federation/v2.9"
	// entity is the type that other subgraphs may add fields to, by entityKey.
	entity    = "Me"
	entityKey = "id"
)

// FederatedSDL returns the schema as a federated graph composes it: the one that is served, with what
// composition has to know of it and no field more. Its one entity is not resolvable: a router gets a Me
// from `me` and hands its id on to other subgraphs, and never asks for a Me by an id. So the server has
// no `_entities` and no `_service`, and the SDL is handed to composition as a file.
func FederatedSDL() ([]byte, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: string(SDL())})
	if err != nil {
		return nil, fmt.Errorf("graph: the schema does not parse: %w", err)
	}
	me := doc.Definitions.ForName(entity)
	if me == nil || me.Fields.ForName(entityKey) == nil {
		return nil, fmt.Errorf("graph: the schema has no %s.%s to be the key of the entity", entity, entityKey)
	}
	me.Directives = append(me.Directives, directive("key",
		argument("fields", entityKey, ast.StringValue), argument("resolvable", "false", ast.BooleanValue)))
	for _, definitions := range []ast.DefinitionList{doc.Definitions, doc.Extensions} {
		for _, def := range definitions {
			markAuthenticated(def)
		}
	}
	doc.SchemaExtension = append(doc.SchemaExtension, &ast.SchemaDefinition{Directives: ast.DirectiveList{directive("link",
		argument("url", federationSpec, ast.StringValue), list("import", "@key", "@authenticated"))}})
	// Composition knows no @oneOf by itself, and refuses what is not declared.
	doc.Directives = append(doc.Directives, &ast.DirectiveDefinition{
		Name: "oneOf", Description: "Says that exactly one of the fields is given.",
		Locations: []ast.DirectiveLocation{ast.LocationInputObject},
	})
	var sdl bytes.Buffer
	formatter.NewFormatter(&sdl, formatter.WithIndent("  ")).FormatSchemaDocument(doc)
	return sdl.Bytes(), nil
}

// markAuthenticated tells a router in its own words what @auth asks for, so that it can refuse without
// asking. Groups, scopes and ages stay ours to check.
func markAuthenticated(def *ast.Definition) {
	if def.Directives.ForName("auth") != nil {
		def.Directives = append(def.Directives, directive("authenticated"))
	}
	for _, field := range def.Fields {
		if field.Directives.ForName("auth") != nil {
			field.Directives = append(field.Directives, directive("authenticated"))
		}
	}
}

func directive(name string, arguments ...*ast.Argument) *ast.Directive {
	return &ast.Directive{Name: name, Arguments: arguments}
}

func argument(name, value string, kind ast.ValueKind) *ast.Argument {
	return &ast.Argument{Name: name, Value: &ast.Value{Raw: value, Kind: kind}}
}

func list(name string, values ...string) *ast.Argument {
	all := &ast.Value{Kind: ast.ListValue}
	for _, value := range values {
		all.Children = append(all.Children, &ast.ChildValue{Value: &ast.Value{Raw: value, Kind: ast.StringValue}})
	}
	return &ast.Argument{Name: name, Value: all}
}
