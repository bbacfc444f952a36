package archtest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// sourceFile is one parsed Go file.
type sourceFile struct {
	path   string // from the root, with slashes
	folder string
	test   bool
	syntax *ast.File
}

// imported returns the file's import paths with the name each goes by.
func (f sourceFile) imported() map[string]string {
	names := map[string]string{}
	for _, spec := range f.syntax.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has accepted it, so it is a valid literal
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[path] = name
	}
	return names
}

// skipped are folders that hold no code of the module.
var skipped = []string{"testdata", "vendor", "node_modules"}

// readTree parses every Go file of the module at root, whatever its build tags.
func readTree(root string) ([]sourceFile, error) {
	var files []sourceFile
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return enter(root, path, entry.Name())
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		syntax, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files = append(files, sourceFile{
			path:   filepath.ToSlash(relative),
			folder: filepath.ToSlash(filepath.Dir(relative)),
			test:   strings.HasSuffix(path, "_test.go"),
			syntax: syntax,
		})
		return nil
	})
	return files, err
}

// enter decides whether a folder belongs to the module.
func enter(root, path, name string) error {
	if path == root {
		return nil
	}
	if slices.Contains(skipped, name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return fs.SkipDir
	}
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	switch {
	case err == nil:
		return fs.SkipDir
	case errors.Is(err, fs.ErrNotExist):
		return nil
	default:
		return err
	}
}

// modulePath reads the module's path from root's go.mod.
func modulePath(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "go.mod")) //nolint:gosec // the root of the tree under check
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if path, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
			return strings.TrimSpace(path), nil
		}
	}
	return "", fmt.Errorf("%s has no module line", filepath.Join(root, "go.mod"))
}
