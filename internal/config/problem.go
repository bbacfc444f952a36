package config

import (
	"slices"
	"strconv"
	"strings"
)

// maxShown is how much of a wrong value an error repeats, in bytes.
const maxShown = 80

// Problem is one thing wrong with the settings.
type Problem struct {
	Variable string // the environment variable to change
	What     string // what is wrong, without the name, as a clause
	Mend     string // what to do, as a sentence
}

// String returns the problem as one line: VARIABLE: what is wrong. How to mend it.
func (p Problem) String() string { return p.Variable + ": " + p.What + ". " + p.Mend }

// Problems is everything wrong with the settings, ordered by variable. It is the error that Load returns.
type Problems []Problem

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(variable, what, mend string) {
	*p = append(*p, Problem{Variable: variable, What: what, Mend: mend})
}

func (p *Problems) has(variable string) bool {
	return slices.ContainsFunc(*p, func(problem Problem) bool { return problem.Variable == variable })
}

// err returns the problems as an error, or nil when there is none.
func (p *Problems) err() error {
	if len(*p) == 0 {
		return nil
	}
	slices.SortStableFunc(*p, func(a, b Problem) int { return strings.Compare(a.Variable, b.Variable) })
	return *p
}

// shown quotes a value for an error text. It is never given a secret.
func shown(value string) string {
	if len(value) > maxShown {
		value = value[:maxShown] + "…"
	}
	return strconv.Quote(value)
}
