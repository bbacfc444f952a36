package graph

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed schema/*.graphqls
var schemaFiles embed.FS

// SDL returns the schema as it is written, all topics in one document.
func SDL() []byte {
	var sdl strings.Builder
	names, err := fs.Glob(schemaFiles, "schema/*.graphqls")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			panic(err) // the files are part of the binary
		}
		sdl.Write(text)
		sdl.WriteByte('\n')
	}
	return []byte(sdl.String())
}
