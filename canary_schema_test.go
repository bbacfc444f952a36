package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

type typeRef struct {
	Kind, Name string
	OfType     *typeRef
}

// named strips lists and non-null.
func (r *typeRef) named() *typeRef {
	for r.OfType != nil {
		r = r.OfType
	}
	return r
}

func (r *typeRef) String() string {
	switch r.Kind {
	case "NON_NULL":
		return r.OfType.String() + "!"
	case "LIST":
		return "[" + r.OfType.String() + "]"
	}
	return r.Name
}

func (r *typeRef) isList() bool { return r.Kind == "LIST" || r.OfType != nil && r.OfType.isList() }

type inputValue struct {
	Name         string
	Type         *typeRef
	DefaultValue *string
}

type schemaType struct {
	Kind, Name    string
	Fields        []schemaField
	InputFields   []inputValue
	EnumValues    []struct{ Name string }
	PossibleTypes []struct{ Name string }
}

type schemaField struct {
	Name string
	Args []inputValue
	Type *typeRef
}

// apiSchema is the schema as introspection tells it.
type apiSchema struct {
	types map[string]schemaType
	// roots are the operations, "query" or "mutation" by field.
	roots map[string]string
	// fields are the operations' fields.
	fields map[string]schemaField
}

func introspect(t *testing.T, in *instance) apiSchema {
	t.Helper()
	const ref = `kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`
	var data struct {
		QueryType, MutationType struct{ Name string }
		Types                   []schemaType
	}
	a := in.call(`{ __schema { queryType { name } mutationType { name } types { kind name enumValues { name } possibleTypes { name }
		inputFields { name defaultValue type { `+ref+` } } fields { name type { `+ref+` } args { name defaultValue type { `+ref+` } } } } } }`, nil)
	if err := json.Unmarshal(a.Data["__schema"], &data); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	s := apiSchema{types: map[string]schemaType{}, roots: map[string]string{}, fields: map[string]schemaField{}}
	for _, one := range data.Types {
		s.types[one.Name] = one
	}
	for root, name := range map[string]string{"query": data.QueryType.Name, "mutation": data.MutationType.Name} {
		for _, f := range s.types[name].Fields {
			s.roots[f.Name], s.fields[f.Name] = root, f
		}
	}
	return s
}

// leaves are the paths of what an input takes.
func (s apiSchema) leaves(of []inputValue, prefix string) map[string]inputValue {
	all := map[string]inputValue{}
	for _, v := range of {
		if t := s.types[v.Type.named().Name]; t.Kind == "INPUT_OBJECT" {
			maps.Copy(all, s.leaves(t.InputFields, prefix+v.Name+"."))
		} else {
			all[prefix+v.Name] = v
		}
	}
	return all
}

// operation is one operation and what it takes.
type operation struct {
	schema  apiSchema
	name    string
	leaves  map[string]inputValue // by their path below input
	secrets []string              // of them
}

// operations are all of the schema; one that the rows do not know fails the test.
func (s apiSchema) operations(t *testing.T) []operation {
	t.Helper()
	rows, all := canaryRows(), []operation(nil)
	for _, name := range slices.Sorted(maps.Keys(s.fields)) {
		row, known := rows[name]
		if !known {
			t.Errorf("canaryRows knows no operation %s: say what it takes in, and what of it is secret", name)
			continue
		}
		delete(rows, name)
		op := operation{schema: s, name: name, leaves: map[string]inputValue{}}
		for path, v := range s.leaves(s.fields[name].Args, "") {
			op.leaves[strings.TrimPrefix(path, "input.")] = v
		}
		listed := map[string]bool{}
		for entry := range strings.FieldsSeq(row) {
			path, open := strings.CutSuffix(entry, "?")
			if listed[path] = true; !open {
				op.secrets = append(op.secrets, path)
			}
			if _, is := op.leaves[path]; !is {
				t.Errorf("%s takes no %s", name, path)
			}
		}
		for path := range op.leaves {
			if !listed[path] {
				t.Errorf("canaryRows does not say whether %s of %s is secret", path, name)
			}
		}
		all = append(all, op)
	}
	for name := range rows {
		t.Errorf("the schema has no operation %s", name)
	}
	return all
}

// input builds an input that has all that is required, and the leaf at this path if it is not "".
func (o operation) input(of []inputValue, prefix, path string, value func(path string, v inputValue) any) map[string]any {
	out := map[string]any{}
	for _, v := range of {
		here := prefix + v.Name
		wanted := path == here || strings.HasPrefix(path, here+".")
		if !wanted && (v.Type.Kind != "NON_NULL" || v.DefaultValue != nil) {
			continue
		}
		var one any
		if t := o.schema.types[v.Type.named().Name]; t.Kind == "INPUT_OBJECT" {
			one = o.input(t.InputFields, here+".", path, value)
		} else {
			one = value(here, v)
		}
		if v.Type.isList() {
			one = []any{one}
		}
		out[v.Name] = one
	}
	return out
}

// variables are the operation's, with one leaf among them.
func (o operation) variables(path string, value func(path string, v inputValue) any) map[string]any {
	args := o.schema.fields[o.name].Args
	if len(args) == 0 {
		return map[string]any{}
	}
	return map[string]any{"input": o.input(o.schema.types[args[0].Type.named().Name].InputFields, "", path, value)}
}

// selection asks for what every answer has, and of problems for their texts.
func (o operation) selection() string {
	t := o.schema.types[o.schema.fields[o.name].Type.named().Name]
	if t.Kind != "UNION" {
		if o.name == "config" {
			return `{ signUpOpen passwordPolicy { minLength rules } }`
		}
		return `{ __typename }`
	}
	text := `{ __typename ... on Problem { code message }`
	for _, p := range t.PossibleTypes {
		if p.Name == "InvalidInput" {
			text += ` ... on InvalidInput { fields { path message } }`
		}
	}
	return text + ` }`
}

// document is the operation with its input as a variable.
func (o operation) document() string {
	args := o.schema.fields[o.name].Args
	if len(args) == 0 {
		return fmt.Sprintf("%s { %s %s }", o.schema.roots[o.name], o.name, o.selection())
	}
	return fmt.Sprintf("%s($input: %s) { %s(input: $input) %s }", o.schema.roots[o.name], args[0].Type, o.name, o.selection())
}

// inline is the operation with its input in the document.
func (o operation) inline(variables map[string]any) string {
	if len(variables) == 0 {
		return o.document()
	}
	return fmt.Sprintf("%s { %s(input: %s) %s }", o.schema.roots[o.name], o.name, literal(variables["input"]), o.selection())
}

// enum is a literal without quotes.
type enum string

func literal(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name+": "+literal(v[name]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, literal(one))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case enum:
		return string(v)
	}
	text, _ := json.Marshal(v)
	return string(text)
}
