package spaapollo

import (
	"embed"
	"io/fs"
)

// The prefix takes names with a leading underscore along, which the bundler gives to shared parts.
//
//go:embed all:dist
var dist embed.FS

// Dist returns the build: index.html and what it loads. The error can only mean a broken embedding.
func Dist() (fs.FS, error) { return fs.Sub(dist, "dist") }
