package main

import (
	"os"
	"os/exec"
	"testing"
)

// program finds a program that a test runs. Without it the test is skipped, and fails in CI, where a part
// that is missing must not look like one that works.
func program(t *testing.T, name, remedy string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" { //nolint:forbidigo // a switch of the tests, not a setting
		t.Fatalf("%s is missing: %s", name, remedy)
	}
	t.Skipf("%s is missing: %s to run this test", name, remedy)
	return ""
}
