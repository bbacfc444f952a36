package playground

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Operation is one prepared request.
type Operation struct {
	Name      string `json:"name"`           // the schema's field, such as signUp
	Label     string `json:"label"`          // what a person wants of it
	Summary   string `json:"summary"`        // the first paragraph of the comment in Query, on one line
	Next      string `json:"next,omitempty"` // the operation to go on with once this one has succeeded
	Query     string `json:"query"`          // the document; its head is a comment that explains it
	Variables string `json:"variables"`      // a JSON object as text; empty where there are none
}

// Group holds the operations of one purpose.
type Group struct {
	Title      string      `json:"title"`
	Walk       bool        `json:"walk"` // the steps of the first walk, which are open from the start
	Operations []Operation `json:"operations"`
}

// Groups returns the prepared operations as the page's menu shows them, the
// first walk first. It panics on an error, which can only mean a broken
// embedding.
func Groups() []Group {
	var groups []Group
	for _, part := range menu() {
		group := Group{Title: part.title, Walk: part.walk}
		for _, e := range part.parts {
			query, err := files.ReadFile("operations/" + e.name + ".graphql")
			if err != nil {
				panic(fmt.Sprintf("playground: %v", err))
			}
			// An operation without variables has no file for them.
			variables, _ := files.ReadFile("operations/" + e.name + ".json")
			group.Operations = append(group.Operations, Operation{
				Name: e.name, Label: e.label, Summary: summary(string(query)), Next: e.next, Query: string(query), Variables: strings.TrimSpace(string(variables)),
			})
		}
		groups = append(groups, group)
	}
	return groups
}

// Operations returns all prepared operations in the order of the menu.
func Operations() []Operation {
	var all []Operation
	for _, group := range Groups() {
		all = append(all, group.Operations...)
	}
	return all
}

// summary reads up to the first line that is no comment or an empty one.
func summary(query string) string {
	var words []string
	for line := range strings.Lines(query) {
		text, isComment := strings.CutPrefix(strings.TrimSpace(line), "# ")
		if !isComment {
			break
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

func operationsJSON() []byte {
	content, err := json.Marshal(Groups())
	if err != nil {
		panic(fmt.Sprintf("playground: %v", err))
	}
	return content
}
