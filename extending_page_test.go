package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// pageStep is one fenced block of docs/extending.md: a file to write, lines of one to exchange, commands to
// run, or what the commands before it print.
type pageStep struct {
	kind string // the fence's language
	file string // the last file that the paragraph before names
	text string
}

// stepBlocks finds fenced blocks with the paragraph before each, as far as there is one.
var (
	stepBlocks = regexp.MustCompile("(?m)(?:^([^\n`](?:[^\n]+\n)*?[^\n]*)\n\n)?^```([a-z]+)\n((?s:.*?))^```$")
	stepFiles  = regexp.MustCompile("`([a-z_/.]+\\.[a-z]+)`:$")
)

// stepsOf reads a page. A block that the reader would not know what to do with is an error.
func stepsOf(page string) ([]pageStep, error) {
	var steps []pageStep
	for _, block := range stepBlocks.FindAllStringSubmatch(page, -1) {
		one := pageStep{kind: block[2], text: block[3]}
		switch one.kind {
		case "graphql", "go", "diff":
			file := stepFiles.FindStringSubmatch(block[1])
			if file == nil {
				return nil, fmt.Errorf("no file is named before this block:\n%s", one.text)
			}
			one.file = file[1]
		case "sh", "json":
		default:
			return nil, fmt.Errorf("a block of %s is no step", one.kind)
		}
		steps = append(steps, one)
	}
	if len(steps) == 0 {
		return nil, errors.New("the page has no steps")
	}
	return steps, nil
}

// write does to the tree at root what a step with a file says.
func (s pageStep) write(root string) error {
	path := filepath.Join(root, filepath.FromSlash(s.file))
	if s.kind != "diff" {
		return os.WriteFile(path, []byte(s.text), 0o600)
	}
	var old, replacement strings.Builder
	for line := range strings.Lines(s.text) {
		switch line[0] {
		case '-':
			old.WriteString(line[1:])
		case '+':
			replacement.WriteString(line[1:])
		default:
			return fmt.Errorf("the line %q is neither taken nor given", line)
		}
	}
	text, err := os.ReadFile(path) //nolint:gosec // a copy of our own tree
	if err != nil {
		return err
	}
	if n := strings.Count(string(text), old.String()); old.Len() == 0 || n != 1 {
		return fmt.Errorf("%s holds the lines to exchange %d times, want once:\n%s", s.file, n, old.String())
	}
	return os.WriteFile(path, []byte(strings.Replace(string(text), old.String(), replacement.String(), 1)), 0o600)
}
