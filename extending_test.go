package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// serveCommand is the page's line that goes on until it is stopped.
const serveCommand = "go run ."

// TestThePageOnExtendingLeadsToTheFieldItPromises follows docs/extending.md in a copy of the tree.
func TestThePageOnExtendingLeadsToTheFieldItPromises(t *testing.T) {
	for _, name := range []string{"bash", "curl", "sed", "git", "go"} {
		program(t, name, "install it")
	}
	followed := &follower{t: t, root: copyOfTheTree(t)}
	steps, err := stepsOf(readFile(t, "docs/extending.md"))
	must(t, err)
	for _, one := range steps {
		begun := time.Now()
		switch {
		case one.kind == "sh" && strings.Contains(one.text, serveCommand):
			followed.serve(one.text)
		case one.kind == "sh":
			followed.run(one.text)
		case one.kind == "json":
			if diff := cmp.Diff(one.text, followed.printed); diff != "" {
				t.Fatalf("the commands print something else than the page shows (-page +printed):\n%s", diff)
			}
			followed.compared++
		default:
			must(t, one.write(followed.root))
		}
		t.Logf("%-8s %-32s %v", one.kind, one.file, time.Since(begun).Round(time.Millisecond))
	}
	if followed.url == "" || followed.compared == 0 {
		t.Fatal("the page starts nothing, or shows no answer")
	}
	// What TestNoCanaryLeavesItsCage would find there, without the minute that it takes.
	rows := readFile(t, filepath.Join(followed.root, "canary_rows_test.go"))
	for name := range introspect(t, &instance{t: t, url: followed.url}).fields {
		if !strings.Contains(rows, `"`+name+`":`) {
			t.Errorf("the canaries' rows know no %s", name)
		}
	}
}

func TestAPageThatCannotBeFollowedIsFoundOut(t *testing.T) {
	for name, page := range map[string]string{
		"no steps":              "Just words.\n",
		"a file without a name": "Write this:\n\n```go\npackage graph\n```\n",
		"another language":      "In `x.py`:\n\n```python\npass\n```\n",
	} {
		if steps, err := stepsOf(page); err == nil {
			t.Errorf("%s: %+v without an error", name, steps)
		}
	}
	root := t.TempDir()
	must(t, os.WriteFile(filepath.Join(root, "rows.go"), []byte("one\ntwo\none\n"), 0o600))
	for name, text := range map[string]string{
		"lines that are not there":        "-three\n+four\n",
		"lines that are there twice":      "-one\n+four\n",
		"nothing to exchange":             "+four\n",
		"lines that are not marked":       " one\n-two\n+four\n",
		"a line of which there is a part": "-on\n+four\n",
	} {
		if err := (pageStep{kind: "diff", file: "rows.go", text: text}).write(root); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	must(t, pageStep{kind: "diff", file: "rows.go", text: "-two\n+four\n+five\n"}.write(root))
	if got := readFile(t, filepath.Join(root, "rows.go")); got != "one\nfour\nfive\none\n" {
		t.Errorf("exchanged: %q", got)
	}
}

// copyOfTheTree is a folder with the files that belong to the tree.
func copyOfTheTree(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	must(t, err)
	// The tree may belong to another user than the one that runs this, as in containers.
	list := exec.CommandContext(t.Context(), "git", "-c", "safe.directory="+folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	names, err := list.Output()
	if err != nil && os.Getenv("CI") != "true" { //nolint:forbidigo // a switch of the tests, not a setting
		t.Skipf("git does not know this tree (%v): clone it to run this test", err)
	}
	must(t, err)
	root := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimRight(string(names), "\x00"), "\x00") {
		text, err := os.ReadFile(name) //nolint:gosec // our own tree
		if os.IsNotExist(err) {
			continue // deleted, and not committed yet
		}
		must(t, err)
		path := filepath.Join(root, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o750))
		must(t, os.WriteFile(path, text, 0o600))
	}
	return root
}

// follower is somebody who does what the page says.
type follower struct {
	t        *testing.T
	root     string
	url      string // once the page has started the server
	printed  string // by the last commands
	compared int
}

// run runs commands, at the server that was started.
func (f *follower) run(commands string) {
	f.t.Helper()
	shell := exec.CommandContext(f.t.Context(), "bash", "-euo", "pipefail", "-c", strings.ReplaceAll(commands, "http://127.0.0.1:8080", f.url)) //nolint:gosec // our own page
	shell.Dir = f.root
	var complaints bytes.Buffer
	shell.Stderr = &complaints
	printed, err := shell.Output()
	if err != nil {
		f.t.Fatalf("%s%v\n%s%s", commands, err, printed, complaints.String())
	}
	f.printed = string(printed)
}

// serve starts the server until the test ends. What `go run` builds is built first: the program would outlive
// a `go run` that is stopped.
func (f *follower) serve(command string) {
	f.t.Helper()
	f.run("go build -buildvcs=false -o usher .")
	words := strings.Fields(strings.ReplaceAll(command, serveCommand, "./usher"))
	in := startProgram(f.t, f.root, append([]string{"env", "USHER_ADDR=127.0.0.1:0", "USHER_ANSWER_TIME=0s"}, words...)...)
	in.waitReady()
	f.url = in.url
}
