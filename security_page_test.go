package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A promise is worth the test that holds it, so the page must not name one that is gone.
func TestTheSecurityPageNamesTestsThatExist(t *testing.T) {
	declared := map[string]bool{}
	declaration := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path) //nolint:gosec // a file of this tree
		if err != nil {
			return err
		}
		for _, found := range declaration.FindAllStringSubmatch(string(source), -1) {
			declared[found[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)\\w+)`").FindAllStringSubmatch(readFile(t, "docs/security.md"), -1)
	if len(named) < 80 {
		t.Fatalf("the page names %d tests", len(named))
	}
	for _, name := range named {
		if !declared[name[1]] {
			t.Errorf("docs/security.md names %s, which no file declares", name[1])
		}
	}
}

// Every promise of the page has a row of its own, with a test or with the reason why there is none.
func TestEveryPromiseHasItsRow(t *testing.T) {
	rows := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([A-Z]\d+) \| (.+) \| (.+) \|$`).FindAllStringSubmatch(readFile(t, "docs/security.md"), -1) {
		if rows[row[1]] != "" {
			t.Errorf("%s has two rows", row[1])
		}
		rows[row[1]] = row[3]
	}
	for group, count := range map[string]int{"T": 13, "S": 12, "P": 11, "G": 12, "O": 2} {
		for n := range count {
			if name := fmt.Sprint(group, n+1); rows[name] == "" {
				t.Errorf("%s has no row", name)
			}
		}
	}
	withoutTest := []string{"G10", "P9"}
	for name, test := range rows {
		if (test == "–") != slices.Contains(withoutTest, name) {
			t.Errorf("%s: test %q", name, test)
		}
	}
}
