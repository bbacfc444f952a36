package graph

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed schema/*.graphqls
var schemaFiles embed.FS

// rootsFile holds directives, scalars and the root types: a reader meets it first.
const rootsFile = "schema/schema.graphqls"

// SDL returns the schema as it is written, all topics in one document.
func SDL() []byte {
	var sdl strings.Builder
	names, err := fs.Glob(schemaFiles, "schema/*.graphqls")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == rootsFile })
	for _, name := range append([]string{rootsFile}, names...) {
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			panic(err) // the files are part of the binary
		}
		sdl.Write(text)
		sdl.WriteByte('\n')
	}
	return []byte(sdl.String())
}
