package graph

import (
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"usher/internal/manifest"
)

// safelist is the operations of the persisted-query manifests, parsed and held to the guard at the start.
// A request that matches one runs the document of the manifest and never its own text, so that a mistake
// in the comparison could run nothing that is not listed.
type safelist struct {
	guard  *guard
	byID   map[string]*listed
	byText map[string]*listed
	byForm map[form]*listed
	// respelt are texts that were found by their form. Only those are kept: what is not listed can push
	// nothing out.
	respelt *lru.Cache[string, *listed]
}

// listed is one operation of a manifest.
type listed struct {
	text     string
	form     form
	document *ast.QueryDocument
}

// newSafelist holds manifests to the guard. The error is manifest.Problems and names all that is wrong,
// each with its file and operation.
func newSafelist(g *guard, files []manifest.File) (*safelist, error) {
	operations, problems := manifest.Parse(files)
	if len(files) == 0 {
		problems = append(problems, manifest.Problem{What: "a safelist needs a manifest, and none is named"})
	}
	list := &safelist{guard: g, byID: map[string]*listed{}, byText: map[string]*listed{}, byForm: map[form]*listed{}}
	for _, operation := range operations {
		for _, what := range list.add(operation) {
			problems = append(problems, manifest.Problem{File: operation.File, Operation: operation.Label(), What: what})
		}
	}
	if len(problems) > 0 {
		return nil, fmt.Errorf("the persisted-query manifests cannot be used:\n%w", problems)
	}
	respelt, err := lru.New[string, *listed](g.limits.CachedDocuments)
	if err != nil {
		return nil, fmt.Errorf("graph: cache of %d documents: %w", g.limits.CachedDocuments, err)
	}
	list.respelt = respelt
	return list, nil
}

// add takes an operation, or says what is wrong with it.
func (s *safelist) add(operation manifest.Operation) (problems []string) {
	if operation.Body == "" {
		return nil // the manifest has said so
	}
	document, errs := s.guard.document(operation.Body)
	for _, err := range errs {
		problem := "the body is refused: " + err.Message
		if len(err.Locations) > 0 {
			problem += fmt.Sprintf(" (line %d, column %d)", err.Locations[0].Line, err.Locations[0].Column)
		}
		problems = append(problems, problem)
	}
	if len(errs) > 0 {
		return problems
	}
	if len(document.Operations) != 1 {
		return []string{fmt.Sprintf("the body holds %d operations; clients name one by the id alone", len(document.Operations))}
	}
	switch of := document.Operations[0]; {
	case of.Name != operation.Name:
		problems = append(problems, "the operation in the body has another name")
	case string(of.Operation) != operation.Type:
		problems = append(problems, "the operation in the body is a "+string(of.Operation)+", not a "+operation.Type)
	case of.Operation == ast.Subscription:
		problems = append(problems, "subscriptions are not served here")
	}
	written, ok := formOf(operation.Body, s.guard.limits.Tokens)
	if !ok {
		problems = append(problems, "the body cannot be read") // the guard has read it, so this does not happen
	}
	op := &listed{text: operation.Body, form: written, document: document}
	s.byID[operation.ID] = op
	s.byText[op.text] = op
	s.byForm[op.form] = op
	return problems
}

// named gives the operation of an id.
func (s *safelist) named(id string) (*listed, bool) {
	op, ok := s.byID[id]
	return op, ok
}

// contradicts tells whether an id is that of another operation than the text. Two manifests may list one
// operation under two ids.
func (s *safelist) contradicts(id, text string) bool {
	named, ok := s.byID[id]
	if !ok {
		return false
	}
	op, ok := s.match(text)
	return !ok || op.form != named.form
}

// match gives the operation that a text spells: letter by letter, or in another form of the same. It does
// not parse.
func (s *safelist) match(text string) (*listed, bool) {
	if op, ok := s.byText[text]; ok {
		return op, true
	}
	if len(text) > s.guard.limits.DocumentBytes {
		return nil, false
	}
	if op, ok := s.respelt.Get(text); ok {
		return op, true
	}
	written, ok := formOf(text, s.guard.limits.Tokens)
	if !ok {
		return nil, false
	}
	op, ok := s.byForm[written]
	if ok && len(text) <= s.guard.limits.CachedDocumentBytes {
		s.respelt.Add(text, op)
	}
	return op, ok
}
