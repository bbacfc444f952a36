package manifest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/manifest"
)

const envelope = `{"format":"apollo-persisted-query-manifest","version":1,"operations":[%s]}`

func file(name string, operations ...string) manifest.File {
	return manifest.File{Name: name, Text: fmt.Appendf(nil, envelope, strings.Join(operations, ","))}
}

func op(id, name, body string) string {
	entry, err := json.Marshal(map[string]string{"id": id, "name": name, "type": "query", "body": body})
	if err != nil {
		panic(err)
	}
	return string(entry)
}

func TestParse(t *testing.T) {
	got, problems := manifest.Parse([]manifest.File{
		file("a.json", op("1", "A", "query A{a}"), op("2", "B", "query B{b}")),
		{Name: "b.json", Text: []byte(`{"generatedBy":"a tool","operations":[{"clientName":"web","id":"3","name":"C","type":"mutation","body":"mutation C{c}"}],
			"version":1,"format":"apollo-persisted-query-manifest"}` + "\n")},
		file("c.json", op("1", "A", "query A{a}")),
	})
	want := []manifest.Operation{
		{File: "a.json", Number: 1, ID: "1", Name: "A", Type: "query", Body: "query A{a}"},
		{File: "a.json", Number: 2, ID: "2", Name: "B", Type: "query", Body: "query B{b}"},
		{File: "b.json", Number: 1, ID: "3", Name: "C", Type: "mutation", Body: "mutation C{c}"},
	}
	if diff := cmp.Diff(want, got); diff != "" || problems != nil {
		t.Errorf("problems %v, operations (-want +got):\n%s", problems, diff)
	}
}

func TestProblems(t *testing.T) {
	text := func(json string) manifest.File { return manifest.File{Name: "a.json", Text: []byte(json)} }
	many := func(n int, body string) manifest.File {
		entries := make([]string, n)
		for i := range entries {
			entries[i] = op(fmt.Sprint(i), "A", body)
		}
		return file("a.json", entries...)
	}
	for _, tt := range []struct {
		name  string
		files []manifest.File
		want  []string // the beginnings of the lines
	}{
		{"a file that was not read", []manifest.File{{Name: "a.json", Err: errors.New("is not there")}}, []string{"a.json: is not there"}},
		{"nothing", []manifest.File{text(" \n")}, []string{"a.json: is empty"}},
		{"an array", []manifest.File{text("[]")}, []string{"a.json: is not a manifest (it is of the wrong type, array, at byte 1)"}},
		{"half a file", []manifest.File{text(`{"format":"apollo-`)}, []string{"a.json: is not JSON (unexpected EOF)"}},
		{"not JSON", []manifest.File{text(`{"format":'apollo'}`)}, []string{`a.json: is not JSON (invalid character '\'' looking for beginning of value, at byte 11)`}},
		{"a version in words", []manifest.File{text(`{"format":"apollo-persisted-query-manifest","version":"1"}`)}, []string{
			"a.json: is not a manifest (version is of the wrong type, string, at byte 57)",
		}},
		{"a long version", []manifest.File{text(`{"version":1` + strings.Repeat("0", 1_000) + "}")}, []string{"a.json: is not a manifest (version is of the wrong type, number, at byte 1012)"}},
		{"operations by id", []manifest.File{file("a.json", `7`)}, []string{"a.json: is not a manifest (operations is of the wrong type, number, at byte"}},
		{"an id that is a number", []manifest.File{file("a.json", `{"id":7}`)}, []string{"a.json: is not a manifest (operations.id is of the wrong type, number, at byte"}},
		{"two objects", []manifest.File{text(fmt.Sprintf(envelope, op("1", "A", "{a}")) + "{}")}, []string{"a.json: goes on after"}},
		{"no format", []manifest.File{text(`{"version":1}`)}, []string{`a.json: has the format ""`}},
		{"another format", []manifest.File{text(`{"format":"relay","version":1}`)}, []string{`a.json: has the format "relay"; the one that is read is "apollo-persisted-query-manifest"`}},
		{"another version", []manifest.File{text(`{"format":"apollo-persisted-query-manifest","version":2}`)}, []string{"a.json: has the version 2; the one that is read is 1"}},
		{"no operations", []manifest.File{file("a.json")}, []string{"a.json: lists no operation"}},
		{"an empty operation", []manifest.File{file("a.json", "{}")}, []string{
			"a.json: operation 1: has no id", "a.json: operation 1: has no name", `a.json: operation 1: is of the type ""`, "a.json: operation 1: has no body",
		}},
		{"ids and names beyond bounds", []manifest.File{file("a.json", op(strings.Repeat("i", 257), strings.Repeat("n", 257), "{a}"))}, []string{
			`a.json: operation 1 ("` + strings.Repeat("n", 60) + `…"): has an id of more than 256 bytes`,
			`a.json: operation 1 ("` + strings.Repeat("n", 60) + `…"): has a name of more than 256 bytes`,
		}},
		{"an id twice in a file", []manifest.File{file("a.json", op("1", "A", "{a}"), op("1", "A", "{a}"))}, []string{
			`a.json: operation 2 ("A"): has the id of operation 1 ("A") in a.json`,
		}},
		{"an id for two bodies", []manifest.File{file("a.json", op("1", "A", "{a}")), file("b.json", op("1", "A", "{b}"))}, []string{
			`b.json: operation 1 ("A"): has the id of operation 1 ("A") in a.json`,
		}},
		{"several files", []manifest.File{file("a.json", "{}"), text("["), file("b.json", op("1", "", "{a}"))}, []string{
			"a.json: operation 1: has no id", "a.json: operation 1: has no name", "a.json: operation 1: is of the type", "a.json: operation 1: has no body",
			"a.json: is not JSON", "b.json: operation 1: has no name",
		}},
		{"1,001 operations", []manifest.File{many(1_001, "{a}")}, []string{"a.json: goes beyond 1000 operations"}},
		{"bodies of more than 2 MiB", []manifest.File{many(150, strings.Repeat("b", 15_000))}, []string{"a.json: goes beyond 1000 operations or 2 MiB of bodies"}},
		{"a file of more than 4 MiB", []manifest.File{text(strings.Repeat(" ", 4<<20+1))}, []string{"a.json: is larger than 4 MiB"}},
		{"17 files", make([]manifest.File, 17), append([]string{"there are 17 manifests"}, slices.Repeat([]string{"is empty"}, 16)...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := manifest.Parse(tt.files)
			lines := strings.Split(problems.Error(), "\n")
			if len(lines) != len(tt.want) {
				t.Fatalf("%d problems, want %d:\n%s", len(lines), len(tt.want), problems)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(lines[i], want) {
					t.Errorf("%q does not begin with %q", lines[i], want)
				}
			}
		})
	}
}

// A manifest of another schema, or of another tool, has a problem in every operation.
func TestNotEveryProblemOfManyIsListed(t *testing.T) {
	_, problems := manifest.Parse([]manifest.File{file("a.json", slices.Repeat([]string{op("", "A", "{a}")}, 60)...)})
	lines := strings.Split(problems.Error(), "\n")
	if len(problems) != 60 || len(lines) != 51 || lines[50] != "and 10 more" {
		t.Errorf("%d problems, %d lines, the last is %q", len(problems), len(lines), lines[len(lines)-1])
	}
}

// FuzzParse: whatever the text, what is taken without a word is within the bounds, and has all its parts.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "[]", "null", `{"format":"apollo-persisted-query-manifest","version":1,"operations":null}`,
		fmt.Sprintf(envelope, op("1", "A", "query A{a}")), fmt.Sprintf(envelope, op("1", "A", "{a}")+","+op("1", "B", "{b}")),
		fmt.Sprintf(envelope, "{}"), fmt.Sprintf(envelope, `{"id":7}`), fmt.Sprintf(envelope, "null"), "\xef\xbb\xbf{}", strings.Repeat("[", 20_000),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		operations, problems := manifest.Parse([]manifest.File{{Name: "a", Text: text}})
		if len(operations) == 0 && len(problems) == 0 {
			t.Error("neither operations nor problems")
		}
		if len(problems) > 0 {
			if problems.Error() == "" {
				t.Error("problems without words")
			}
			return
		}
		ids, size := map[string]bool{}, 0
		for _, op := range operations {
			if op.ID == "" || op.Name == "" || op.Body == "" || ids[op.ID] || len(op.ID) > manifest.MaxIDBytes {
				t.Errorf("taken: %+v", op)
			}
			ids[op.ID] = true
			size += len(op.Body)
		}
		if len(operations) > manifest.MaxOperations || size > manifest.MaxBodyBytes {
			t.Errorf("%d operations of %d bytes", len(operations), size)
		}
	})
}
