package manifest

import (
	"fmt"
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

func shown(text string) string {
	if len(text) > maxShown {
		text = text[:maxShown] + "…"
	}
	return strconv.Quote(text)
}
