package manifest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	// maxShown is how much of a text from a manifest a message repeats, in bytes.
	maxShown = 60
	// maxListed is how many problems are listed; a file of another schema has one in every operation.
	maxListed = 50
)

// Problem is one thing wrong in a manifest.
type Problem struct {
	File      string // "" concerns all of them
	Operation string // as Label gives it; "" concerns the file
	What      string // a clause that follows them
}

// String returns the problem as one line: file: operation 3 ("SignIn"): what.
func (p Problem) String() string {
	switch {
	case p.File == "":
		return p.What
	case p.Operation == "":
		return p.File + ": " + p.What
	default:
		return p.File + ": " + p.Operation + ": " + p.What
	}
}

// Problems are all that is wrong, in the order in which it was found.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, 0, min(len(p), maxListed)+1)
	for _, problem := range p[:min(len(p), maxListed)] {
		lines = append(lines, problem.String())
	}
	if more := len(p) - maxListed; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// Label names the operation within its file.
func (op Operation) Label() string {
	label := "operation " + strconv.Itoa(op.Number)
	if op.Name != "" {
		label += " (" + shown(op.Name) + ")"
	}
	return label
}

// undecoded says where the JSON of a file is wrong. What encoding/json says names types of Go, repeats
// numbers of any length, and does not say where.
func undecoded(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("is empty")
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		kind, _, _ := strings.Cut(wrong.Value, " ")
		return fmt.Errorf("is not a manifest (%s is of the wrong type, %s, at byte %d)",
			cmp.Or(strings.TrimPrefix(wrong.Field, "."), "it"), kind, wrong.Offset)
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("is not JSON (%w, at byte %d)", err, syntax.Offset)
	}
	return fmt.Errorf("is not JSON (%w)", err)
}

func shown(text string) string {
	if len(text) > maxShown {
		text = text[:maxShown] + "…"
	}
	return strconv.Quote(text)
}
