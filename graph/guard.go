package graph

import (
	"cmp"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Limits bounds what one operation may ask. A field that is zero takes its
// value from DefaultLimits, so that a forgotten field never means unlimited.
type Limits struct {
	DocumentBytes      int // length of the document
	Tokens             int // lexical tokens of the document, comments included
	Depth              int // nested fields, introspection apart
	IntrospectionDepth int // nested fields below __schema and __type
	Fields             int // fields of one operation after fragments are expanded
	Aliases            int // aliased fields of one operation after fragments are expanded
	Directives         int // directives of the document
	DirectivesPerPlace int // directives on one field, fragment, operation or variable
	RootFields         int // root fields of a query
	MutationFields     int // root fields of a mutation
	Operations         int // operations of the document
	Fragments          int // fragment definitions of the document
	Variables          int // variables of one operation
	ListElements       int // elements of one list of the input
	StringBytes        int // length of one String or ID
	ScalarBytes        int // length of one string of a custom scalar, which also bounds itself

	CachedDocuments     int // accepted documents that are kept
	CachedDocumentBytes int // length above which a document is not kept
}

// DefaultLimits leaves the fattest auth operation (270 tokens) and the standard
// introspection query (184 tokens) about four times the room they need.
//
// One root field per mutation, because headers and cookies carry one session,
// and because aliases would otherwise multiply guesses at a password.
// 256 documents of 4 KB parse to at most about 15 MB.
func DefaultLimits() Limits {
	return Limits{
		DocumentBytes:       16 << 10,
		Tokens:              1_000,
		Depth:               8,
		IntrospectionDepth:  20,
		Fields:              300,
		Aliases:             15,
		Directives:          20,
		DirectivesPerPlace:  3,
		RootFields:          10,
		MutationFields:      1,
		Operations:          5,
		Fragments:           30,
		Variables:           50,
		ListElements:        100,
		StringBytes:         2 << 10,
		ScalarBytes:         16 << 10,
		CachedDocuments:     256,
		CachedDocumentBytes: 4 << 10,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	return Limits{
		DocumentBytes:       cmp.Or(l.DocumentBytes, d.DocumentBytes),
		Tokens:              cmp.Or(l.Tokens, d.Tokens),
		Depth:               cmp.Or(l.Depth, d.Depth),
		IntrospectionDepth:  cmp.Or(l.IntrospectionDepth, d.IntrospectionDepth),
		Fields:              cmp.Or(l.Fields, d.Fields),
		Aliases:             cmp.Or(l.Aliases, d.Aliases),
		Directives:          cmp.Or(l.Directives, d.Directives),
		DirectivesPerPlace:  cmp.Or(l.DirectivesPerPlace, d.DirectivesPerPlace),
		RootFields:          cmp.Or(l.RootFields, d.RootFields),
		MutationFields:      cmp.Or(l.MutationFields, d.MutationFields),
		Operations:          cmp.Or(l.Operations, d.Operations),
		Fragments:           cmp.Or(l.Fragments, d.Fragments),
		Variables:           cmp.Or(l.Variables, d.Variables),
		ListElements:        cmp.Or(l.ListElements, d.ListElements),
		StringBytes:         cmp.Or(l.StringBytes, d.StringBytes),
		ScalarBytes:         cmp.Or(l.ScalarBytes, d.ScalarBytes),
		CachedDocuments:     cmp.Or(l.CachedDocuments, d.CachedDocuments),
		CachedDocumentBytes: cmp.Or(l.CachedDocumentBytes, d.CachedDocumentBytes),
	}
}

// guard turns the text of a document into a parsed, bounded and validated one.
// It owns the parse step because the limits must act before validation, whose
// time grows with the square of the fields, and because one cache can then hold
// the document and the verdict on it.
//
// None of its errors quotes the client: not the document, not a literal, not a
// name. Locations say where to look.
type guard struct {
	schema        *ast.Schema
	limits        Limits
	introspection bool
	rules         *rules.Rules
	accepted      *lru.Cache[string, *ast.QueryDocument]
}

// newGuard makes a guard for schema. Without introspection a document that
// asks for __schema or __type is refused.
func newGuard(schema *ast.Schema, limits Limits, introspection bool) (*guard, error) {
	limits = limits.withDefaults()
	accepted, err := lru.New[string, *ast.QueryDocument](limits.CachedDocuments)
	if err != nil {
		return nil, fmt.Errorf("graph: cache of %d documents: %w", limits.CachedDocuments, err)
	}
	return &guard{
		schema:        schema,
		limits:        limits,
		introspection: introspection,
		rules:         guardRules(limits),
		accepted:      accepted,
	}, nil
}

// document parses, bounds and validates a document. A document seen before
// costs one look-up. The result is shared: callers must not write to it.
func (g *guard) document(text string) (*ast.QueryDocument, gqlerror.List) {
	if len(text) > g.limits.DocumentBytes {
		return nil, gqlerror.List{tooComplex("the document is longer than %d bytes", g.limits.DocumentBytes)}
	}
	if doc, ok := g.accepted.Get(text); ok {
		return doc, nil
	}
	if moreTokensThan(text, g.limits.Tokens) {
		return nil, gqlerror.List{tooComplex("the document has more than %d tokens", g.limits.Tokens)}
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, g.limits.Tokens)
	if err != nil {
		return nil, gqlerror.List{parseError(err)}
	}
	inspector := newInspector(g.limits, g.introspection, doc)
	if err := inspector.inspect(); err != nil {
		return nil, gqlerror.List{err}
	}
	if errs := validator.ValidateWithRules(g.schema, doc, g.rules); len(errs) > 0 {
		return nil, validationErrors(errs)
	}
	// A refusal is not kept: it costs as little to find again, and keeping it
	// would let junk push out the documents that real clients send.
	if len(text) <= g.limits.CachedDocumentBytes {
		g.accepted.Add(text, doc)
	}
	return doc, nil
}

// moreTokensThan counts tokens before parsing, because the parser's own limit
// cannot be told from its other errors. It reads one token past the limit at most.
func moreTokensThan(text string, limit int) bool {
	lex := lexer.New(&ast.Source{Input: text})
	for range limit {
		token, err := lex.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return false // an unreadable token is for the parser to report
		}
	}
	token, err := lex.ReadToken()
	return err == nil && token.Kind != lexer.EOF
}

// selectOperation finds the operation to run. Only an operation of this
// document is possible, so the name a client asked for is never needed in words.
func selectOperation(doc *ast.QueryDocument, name string) (*ast.OperationDefinition, *gqlerror.Error) {
	operation := doc.Operations.ForName(name)
	switch {
	case operation == nil && name == "":
		return nil, codedError(CodeOperationResolutionFailure,
			"the document holds several operations: name one in operationName")
	case operation == nil:
		return nil, codedError(CodeOperationResolutionFailure,
			"operationName names no operation of the document")
	case operation.Operation == ast.Subscription:
		return nil, codedError(CodeOperationResolutionFailure,
			"subscriptions are not served here: send a query or a mutation")
	}
	return operation, nil
}

func tooComplex(format string, limit int) *gqlerror.Error {
	return codedError(CodeTooComplex, fmt.Sprintf(format, limit))
}

func codedError(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{extCode: code}}
}
