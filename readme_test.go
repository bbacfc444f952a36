package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// fences finds the README's shell and JSON blocks, in order.
var fences = regexp.MustCompile("(?ms)^```(sh|json)\n(.*?)^```$")

// volatile is what differs from run to run.
var volatile = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.]+Z`)

// TestTheREADMEsCommandsDoWhatItShows executes the README's shell blocks in one session and
// compares what they print with the JSON block that follows.
func TestTheREADMEsCommandsDoWhatItShows(t *testing.T) {
	for _, name := range []string{"bash", "curl", "sed"} {
		program(t, name, "install it")
	}
	in := startUsher(t)
	readme := readFile(t, "README.md")
	flow := readme[strings.Index(readme, "## The flow"):strings.Index(readme, "## What you get")]

	const separator = "<<<end of block>>>"
	var script strings.Builder
	script.WriteString("set -euo pipefail\n")
	var shown []string // per shell block, what the README says it prints; "" when it says nothing
	for _, fence := range fences.FindAllStringSubmatch(flow, -1) {
		if fence[1] == "sh" {
			script.WriteString(strings.ReplaceAll(fence[2], "http://127.0.0.1:8080", in.url) + "\necho '" + separator + "'\n")
			shown = append(shown, "")
			continue
		}
		shown[len(shown)-1] = strings.TrimSpace(fence[2])
	}
	if len(shown) < 7 {
		t.Fatalf("the README's flow has %d shell blocks, want at least one per step", len(shown))
	}

	shell := exec.CommandContext(t.Context(), "bash", "-c", script.String()) //nolint:gosec // our own README
	output, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("the README's commands fail: %v\n%s\nlog:\n%s", err, output, in.lines.String())
	}
	printed := strings.Split(string(output), separator)
	for i, want := range shown {
		got := strings.TrimSpace(printed[i])
		if want != "" && volatile.ReplaceAllString(got, "T") != volatile.ReplaceAllString(want, "T") {
			t.Errorf("block %d prints\n%s\nthe README shows\n%s", i+1, got, want)
		}
	}
}
