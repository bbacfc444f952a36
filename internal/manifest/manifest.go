package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// What a manifest says that it is.
const (
	Format  = "apollo-persisted-query-manifest"
	Version = 1
)

// Bounds. What is listed stays in memory for the life of the process, parsed, which takes about fifteen
// times the room of its text; an app has some tens of operations of one or two kilobytes.
const (
	MaxFiles      = 16
	MaxFileBytes  = 4 << 20
	MaxOperations = 1_000   // of all files
	MaxBodyBytes  = 2 << 20 // of all operations
	MaxIDBytes    = 256
	MaxNameBytes  = 256
)

// File is a manifest as it was found: its content, or why there is none.
type File struct {
	Name string // for messages, such as its path
	Text []byte
	Err  error
}

// Operation is one entry of a manifest.
type Operation struct {
	File   string
	Number int // within the file, from 1

	ID   string // how clients name it; any text, usually the SHA-256 of the body
	Name string
	Type string // "query", "mutation" or "subscription"
	Body string // the document
}

// document is a manifest as JSON. Members of other names are passed over: tools add some, such as
// clientName, and the version says whether the ones we know still mean the same.
type document struct {
	Format     string `json:"format"`
	Version    int    `json:"version"`
	Operations []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		Type string `json:"type"`
		Body string `json:"body"`
	} `json:"operations"`
}

// Parse reads all manifests. Operations come back in their order, also beside problems, so that a caller
// can look for more; with any problem none may be used. The same operation in two files is one: apps
// share packages.
func Parse(files []File) ([]Operation, Problems) {
	all := reading{byID: map[string]int{}}
	if len(files) > MaxFiles {
		all.problem("", "", fmt.Sprintf("there are %d manifests, and at most %d are read", len(files), MaxFiles))
		files = files[:MaxFiles]
	}
	for _, file := range files {
		all.file(file)
	}
	return all.operations, all.problems
}

// reading is what has been read so far.
type reading struct {
	operations []Operation
	byID       map[string]int // the first of each id
	bytes      int
	full       bool // a bound over all files was passed, which is said once
	problems   Problems
}

func (r *reading) problem(file, operation, what string) {
	r.problems = append(r.problems, Problem{File: file, Operation: operation, What: what})
}

func (r *reading) file(file File) {
	found, err := decode(file)
	if err != nil {
		r.problem(file.Name, "", err.Error())
		return
	}
	for i, entry := range found.Operations {
		op := Operation{File: file.Name, Number: i + 1, ID: entry.ID, Name: entry.Name, Type: entry.Type, Body: entry.Body}
		if r.full {
			return
		}
		r.operation(op)
	}
}

func decode(file File) (document, error) {
	var found document
	if file.Err != nil {
		return found, file.Err
	}
	if len(file.Text) > MaxFileBytes {
		return found, fmt.Errorf("is larger than %d MiB", MaxFileBytes>>20)
	}
	decoder := json.NewDecoder(bytes.NewReader(file.Text))
	if err := decoder.Decode(&found); err != nil {
		return found, undecoded(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return found, errors.New("goes on after its JSON object")
	}
	switch {
	case found.Format != Format:
		return found, fmt.Errorf("has the format %s; the one that is read is %q", shown(found.Format), Format)
	case found.Version != Version:
		return found, fmt.Errorf("has the version %d; the one that is read is %d", found.Version, Version)
	case len(found.Operations) == 0:
		return found, errors.New("lists no operation")
	}
	return found, nil
}

func (r *reading) operation(op Operation) {
	say := func(what string) { r.problem(op.File, op.Label(), what) }
	switch {
	case op.ID == "":
		say("has no id")
	case len(op.ID) > MaxIDBytes:
		say(fmt.Sprintf("has an id of more than %d bytes", MaxIDBytes))
	}
	switch {
	case op.Name == "":
		say("has no name")
	case len(op.Name) > MaxNameBytes:
		say(fmt.Sprintf("has a name of more than %d bytes", MaxNameBytes))
	}
	if op.Type != "query" && op.Type != "mutation" && op.Type != "subscription" {
		say("is of the type " + shown(op.Type) + ", which is none of query, mutation and subscription")
	}
	if op.Body == "" {
		say("has no body")
	}
	if first, taken := r.byID[op.ID]; taken {
		other := r.operations[first]
		if other.File != op.File && other.Body == op.Body && other.Name == op.Name && other.Type == op.Type {
			return
		}
		say(fmt.Sprintf("has the id of %s in %s", other.Label(), other.File))
	} else if op.ID != "" {
		r.byID[op.ID] = len(r.operations)
	}
	r.operations = append(r.operations, op)
	r.bytes += len(op.Body)
	r.full = len(r.operations) > MaxOperations || r.bytes > MaxBodyBytes
	if r.full {
		r.problem(op.File, "", fmt.Sprintf("goes beyond %d operations or %d MiB of bodies, counted over all manifests",
			MaxOperations, MaxBodyBytes>>20))
	}
}
