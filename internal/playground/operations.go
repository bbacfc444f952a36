package playground

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Operation is one prepared request, in the order of the flow.
type Operation struct {
	Name      string `json:"name"`      // the schema's field, such as signUp
	Query     string `json:"query"`     // the document; its head is a comment that explains it
	Variables string `json:"variables"` // a JSON object as text; empty where there are none
}

// Operations returns the prepared operations, those of the flow first. It
// panics on an error, which can only mean a broken embedding.
func Operations() []Operation {
	entries, err := fs.ReadDir(files, "operations")
	if err != nil {
		panic(fmt.Sprintf("playground: %v", err))
	}
	var operations []Operation
	for _, entry := range entries {
		stem, isDocument := strings.CutSuffix(entry.Name(), ".graphql")
		if !isDocument {
			continue
		}
		_, name, _ := strings.Cut(stem, "-")
		query, err := files.ReadFile(path.Join("operations", entry.Name()))
		if err != nil {
			panic(fmt.Sprintf("playground: %v", err))
		}
		// An operation without variables has no file for them.
		variables, _ := files.ReadFile(path.Join("operations", stem+".json"))
		operations = append(operations, Operation{
			Name:      name,
			Query:     string(query),
			Variables: strings.TrimSpace(string(variables)),
		})
	}
	return operations
}

func operationsJSON() []byte {
	content, err := json.Marshal(Operations())
	if err != nil {
		panic(fmt.Sprintf("playground: %v", err))
	}
	return content
}
