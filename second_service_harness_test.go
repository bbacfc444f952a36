package main

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	notesOp   = `{ notes { text } }`
	addNoteOp = `mutation($input: AddNoteInput!) { addNote(input: $input) { __typename ... on Note { id text } ... on NoteRefused { reason } } }`
	entityOp  = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Me { id notes { text } } } }`
)

// endWithInput runs a program until the input of the shell ends, however the tests do, and then asks it to stop.
const endWithInput = `"$@" & program=$!; cat >/dev/null; kill -TERM $program; wait $program`

const (
	// startLimit and stopLimit are for a machine that is busy.
	startLimit = time.Minute
	stopLimit  = 30 * time.Second
)

var secondServiceURL = regexp.MustCompile(`msg=serving url=(\S+)/graphql`)

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
	// Not with the test's context: that ends before the clean-up, and with the shell alone.
	shell := exec.Command("sh", append([]string{"-c", endWithInput, "sh", built, "-addr", "127.0.0.1:0"}, flags...)...) //nolint:gosec,noctx // our own program; the end of its input ends it
	shell.WaitDelay = stopLimit
	input, err := shell.StdinPipe()
	must(t, err)
	log, written := io.Pipe()
	var said bytes.Buffer
	shell.Stderr = written
	must(t, shell.Start())
	in, ready, read := &instance{t: t}, make(chan string, 1), make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(log); lines.Scan(); {
			said.Write(append(lines.Bytes(), '\n'))
			if url := secondServiceURL.FindStringSubmatch(lines.Text()); url != nil {
				ready <- url[1]
			}
		}
	}()
	in.stop = sync.OnceFunc(func() {
		_ = input.Close()
		err := shell.Wait()
		_ = written.Close()
		<-read
		if err != nil {
			t.Errorf("the second service ended with: %v\n%s", err, said.String())
		}
	})
	t.Cleanup(in.stop)
	select {
	case in.url = <-ready:
	case <-time.After(startLimit):
		in.stop()
		t.Fatalf("the second service did not start:\n%s", said.String())
	}
	return in
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
