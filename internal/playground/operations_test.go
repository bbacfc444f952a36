package playground

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	schemaFiles = "../../graph/schema/*.graphqls"

	// maxCommentLength is what the editor shows on one line of a laptop.
	maxCommentLength = 40
)

func loadSchema(t *testing.T) *ast.Schema {
	t.Helper()
	paths, err := filepath.Glob(schemaFiles)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no schema at %s (%v)", schemaFiles, err)
	}
	var sources []*ast.Source
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: path, Input: string(content)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestOperationsFitTheSchema(t *testing.T) {
	schema := loadSchema(t)
	for _, op := range Operations() {
		t.Run(op.Name, func(t *testing.T) {
			doc, errs := gqlparser.LoadQueryWithRules(schema, op.Query, rules.NewDefaultRules())
			if len(errs) > 0 {
				t.Fatalf("the document does not fit the schema: %v", errs)
			}
			if len(doc.Operations) != 1 || doc.Operations[0].Name == "" {
				t.Fatal("want exactly one operation, with a name: it is the title of the tab")
			}
			operation := doc.Operations[0]
			if want := strings.ToUpper(op.Name[:1]) + op.Name[1:]; operation.Name != want {
				t.Errorf("the operation is called %s, want %s: the page finds its tab by it", operation.Name, want)
			}
			field, isField := operation.SelectionSet[0].(*ast.Field)
			if !isField || len(operation.SelectionSet) != 1 || field.Name != op.Name {
				t.Errorf("the document does not ask for the one field %s", op.Name)
			}
			var variables map[string]any
			if op.Variables != "" {
				if err := json.Unmarshal([]byte(op.Variables), &variables); err != nil {
					t.Fatalf("variables: %v", err)
				}
			}
			if _, err := validator.VariableValues(schema, operation, variables); err != nil {
				t.Errorf("the variables do not fit the operation: %v", err)
			}
			for name := range variables {
				if operation.VariableDefinitions.ForName(name) == nil {
					t.Errorf("the variable %s is not declared", name)
				}
			}
		})
	}
}

// Who meets a limit or a value that is refused must see in the answer how long it lasts, or which value.
func TestOperationsAskWhatMendsAProblem(t *testing.T) {
	schema := loadSchema(t)
	mends := map[string]string{"RateLimited": "retryAfter", "InvalidInput": "fields"}
	for _, op := range Operations() {
		document, errs := gqlparser.LoadQueryWithRules(schema, op.Query, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatalf("%s: %v", op.Name, errs)
		}
		field := document.Operations[0].SelectionSet[0].(*ast.Field) //nolint:forcetypeassert // TestOperationsFitTheSchema holds it
		for _, member := range schema.Types[field.Definition.Type.Name()].Types {
			want, mendable := mends[member]
			if mendable && !asksOf(field.SelectionSet, member, want) {
				t.Errorf("%s does not ask %s for %s", op.Name, member, want)
			}
		}
	}
}

func asksOf(set ast.SelectionSet, member, want string) bool {
	for _, selection := range set {
		fragment, isFragment := selection.(*ast.InlineFragment)
		if isFragment && fragment.TypeCondition == member && fragment.SelectionSet[0].(*ast.Field).Name == want { //nolint:forcetypeassert // as prepared
			return true
		}
	}
	return false
}

func TestOperationsExplainThemselves(t *testing.T) {
	for _, op := range Operations() {
		if !strings.HasPrefix(op.Query, "# ") {
			t.Errorf("%s does not begin with a comment", op.Name)
		}
		for line := range strings.Lines(op.Query) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") && len(line) > maxCommentLength {
				t.Errorf("%s: a comment of %d characters, at most %d fit: %s", op.Name, len(line), maxCommentLength, line)
			}
		}
	}
}

func TestTheWalkIsAWholeLife(t *testing.T) {
	var walk []string
	for _, group := range Groups() {
		for _, op := range group.Operations {
			if group.Walk {
				walk = append(walk, op.Name)
			}
		}
	}
	if diff := cmp.Diff([]string{"signUp", "confirmSignUp", "me", "signOut"}, walk); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// An operation that no group names would be there and never be found; one in two would have two places.
func TestEveryOperationIsInOneGroup(t *testing.T) {
	paths, err := fs.Glob(files, "operations/*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	var prepared, listed []string
	for _, path := range paths {
		prepared = append(prepared, strings.TrimSuffix(strings.TrimPrefix(path, "operations/"), ".graphql"))
	}
	for _, op := range Operations() {
		listed = append(listed, op.Name)
	}
	slices.Sort(listed)
	if diff := cmp.Diff(prepared, listed); diff != "" {
		t.Errorf("operations (-with files +in the menu):\n%s", diff)
	}
}

func TestTheMenuLeadsSomewhere(t *testing.T) {
	names := map[string]bool{}
	for _, op := range Operations() {
		names[op.Name] = true
	}
	for _, op := range Operations() {
		if op.Label == "" || op.Summary == "" {
			t.Errorf("%s has the label %q and the summary %q", op.Name, op.Label, op.Summary)
		}
		if op.Next != "" && (!names[op.Next] || op.Next == op.Name) {
			t.Errorf("%s leads to %s", op.Name, op.Next)
		}
	}
}

// A file of variables that no document claims would be a forgotten rename.
func TestEveryVariablesFileHasItsOperation(t *testing.T) {
	entries, err := fs.ReadDir(files, "operations")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		stem, isVariables := strings.CutSuffix(entry.Name(), ".json")
		hasDocument := slices.ContainsFunc(entries, func(other fs.DirEntry) bool { return other.Name() == stem+".graphql" })
		if isVariables && !hasDocument {
			t.Errorf("%s has no document", entry.Name())
		}
	}
}
