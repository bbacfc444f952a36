//go:build tools

// Package main names the generator beside the tool line of go.mod, for readers who look for it
// here. `go tool gqlgen generate` runs it.
package main

import (
	_ "github.com/99designs/gqlgen"
)
