package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	notesOp   = `{ notes { text } }`
	addNoteOp = `mutation($input: AddNoteInput!) { addNote(input: $input) { __typename ... on Note { id text } ... on NoteRefused { reason } } }`
	entityOp  = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Me { id notes { text } } } }`
)

// secondService builds examples/schema-first.
func secondService(t *testing.T) string {
	t.Helper()
	built := filepath.Join(t.TempDir(), "schema-first")
	compile := exec.CommandContext(t.Context(), program(t, "go", "install Go"), "build", "-buildvcs=false", "-o", built, "./examples/schema-first")
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return built
}

// startSecond runs the second service until the test ends, when it has to stop as it should.
func startSecond(t *testing.T, built string, flags ...string) *instance {
	t.Helper()
	return startProgram(t, "", append([]string{built, "-addr", "127.0.0.1:0"}, flags...)...)
}

// checkingHere are the flags by which the second service checks this Usher's tokens itself.
func checkingHere(t *testing.T, in *instance) []string {
	t.Helper()
	return []string{"-client", logged(t, in, "client"), "-jwks", in.wire + "/" + logged(t, in, "pool") + "/.well-known/jwks.json"}
}

// texts are the notes in an answer, newest first.
func texts(t *testing.T, a answer) string {
	t.Helper()
	var all []string
	for _, note := range field[[]struct{ Text string }](t, a, "notes") {
		all = append(all, note.Text)
	}
	return strings.Join(all, ", ")
}

// refusedAs fails the test unless a field was refused for this reason, or with this code where there is none.
func refusedAs(t *testing.T, a answer, want string) {
	t.Helper()
	if code, reason := a.code(); reason != want && (reason != "" || code != want) {
		t.Errorf("answered with %s, want %s", a.body, want)
	}
}
