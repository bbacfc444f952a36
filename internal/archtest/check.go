package archtest

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strings"
)

// Violation is one broken rule.
type Violation struct {
	Path string // file or folder, from the root
	What string
}

// String returns the violation as one line.
func (v Violation) String() string { return v.Path + ": " + v.What }

// Check holds the module at root against the rules and returns what breaks them, in a fixed order.
func Check(root string) ([]Violation, error) {
	module, err := modulePath(root)
	if err != nil {
		return nil, err
	}
	files, err := readTree(root)
	if err != nil {
		return nil, err
	}
	c := checker{module: module, rooms: rooms()}
	c.folders(files)
	for _, file := range files {
		c.imports(file)
		c.calls(file)
	}
	slices.SortFunc(c.found, func(a, b Violation) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(c.found), nil
}

type checker struct {
	module string
	rooms  map[string]room
	found  []Violation
}

func (c *checker) report(path, format string, args ...any) {
	c.found = append(c.found, Violation{Path: path, What: fmt.Sprintf(format, args...)})
}

// folders checks what concerns a package as a whole.
func (c *checker) folders(files []sourceFile) {
	byFolder := map[string][]sourceFile{}
	for _, file := range files {
		byFolder[file.folder] = append(byFolder[file.folder], file)
	}
	for _, folder := range slices.Sorted(maps.Keys(byFolder)) {
		if _, known := c.rooms[folder]; !known && folder != main {
			c.report(folder, "this package is not in the table: declare it in internal/archtest/rooms.go")
		}
		if slices.Contains(vague, path.Base(folder)) {
			c.report(folder, "the name says nothing about what is inside")
		}
		if !isDocumented(folder, byFolder[folder]) {
			c.report(folder, "there is no package comment in doc.go")
		}
	}
}

// isDocumented tells whether the package comment is where it is expected. Package main may have it in any file;
// generated packages and packages of tests alone need none.
func isDocumented(folder string, files []sourceFile) bool {
	need := false
	for _, file := range files {
		if file.test || ast.IsGenerated(file.syntax) {
			continue
		}
		need = true
		inPlace := folder == main || path.Base(file.path) == "doc.go"
		if inPlace && file.syntax.Doc != nil && strings.TrimSpace(file.syntax.Doc.Text()) != "" {
			return true
		}
	}
	return !need
}

func (c *checker) imports(file sourceFile) {
	for imported, name := range file.imported() {
		switch ours, isOurs := c.ours(imported); {
		case isOurs && ours == main:
			c.report(file.path, "nobody imports package main")
		case isOurs:
			c.ourImport(file, ours)
		default:
			c.foreignImport(file, imported)
		}
		if name == "." {
			c.report(file.path, "%s is imported without a name, which hides what is used of it", imported)
		}
	}
}

// ours returns the folder of one of our packages.
func (c *checker) ours(imported string) (folder string, isOurs bool) {
	if imported == c.module {
		return main, true
	}
	return strings.CutPrefix(imported, c.module+"/")
}

// ourImport checks the direction. Tests look at a package from outside and may bring whom they need.
func (c *checker) ourImport(file sourceFile, imported string) {
	if file.test || file.folder == main || slices.Contains(c.rooms[file.folder].imports, imported) {
		return
	}
	c.report(file.path, "%s may not import %s", file.folder, imported)
}

func (c *checker) foreignImport(file sourceFile, imported string) {
	if !file.test {
		for _, denied := range c.rooms[file.folder].denied {
			if isUnder(imported, denied) {
				c.report(file.path, "%s may not import %s", file.folder, imported)
			}
		}
	}
	for _, lib := range libraries() {
		if isUnder(imported, lib.tree) && !slices.Contains(lib.owners, file.folder) && (!file.test || !lib.tests) {
			c.report(file.path, "only %s may import %s", strings.Join(lib.owners, ", "), lib.tree)
		}
	}
}

func isUnder(path, tree string) bool {
	return path == tree || strings.HasPrefix(path, tree+"/")
}

// calls finds uses of functions that have owners, also as values.
func (c *checker) calls(file sourceFile) {
	if file.test {
		return
	}
	names := file.imported()
	ast.Inspect(file.syntax, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := selector.X.(*ast.Ident); ok {
			for _, one := range calls() {
				if names[one.path] == pkg.Name && slices.Contains(one.names, selector.Sel.Name) && !slices.Contains(one.owners, file.folder) {
					c.report(file.path, "%s.%s: %s", one.path, selector.Sel.Name, one.why)
				}
			}
		}
		return true
	})
}
