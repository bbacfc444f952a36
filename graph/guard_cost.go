package graph

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// costCeiling is where counting stops: far above every limit and far below
// overflow, whatever fragments multiply.
const costCeiling = 1 << 20

const (
	// maxIntrospections is how often an operation may ask for __schema or __type. One answer holds the
	// whole schema; each further one would cost as much again, for a few characters.
	maxIntrospections = 1
	// maxIntrospectionLists is how deep introspection's lists of fields and types may nest below the list
	// of all types. The standard query nests one; each more multiplies by the length of the list.
	maxIntrospectionLists = 1
)

// cost is what a selection set amounts to once its fragments are expanded.
type cost struct {
	fields        int
	aliases       int
	roots         int // fields of the set itself
	depth         int // nested fields, introspection apart
	introspection int // nested fields below __schema and __type
	schemas       int // fields __schema and __type
	lists         int // nested lists of an introspected type
}

// plus is the cost of two selections side by side.
func (c cost) plus(other cost) cost {
	return cost{
		fields:        min(c.fields+other.fields, costCeiling),
		aliases:       min(c.aliases+other.aliases, costCeiling),
		roots:         min(c.roots+other.roots, costCeiling),
		depth:         max(c.depth, other.depth),
		introspection: max(c.introspection, other.introspection),
		schemas:       min(c.schemas+other.schemas, costCeiling),
		lists:         max(c.lists, other.lists),
	}
}

// inspector measures one document. Every node is visited once: a fragment's
// cost is kept, so that fragments spreading fragments cost their length to
// measure and not the size they expand to.
type inspector struct {
	limits        Limits
	introspection bool
	doc           *ast.QueryDocument
	fragments     map[string]*fragmentCost
	directives    int
	visited       int
	refused       *gqlerror.Error
}

type fragmentCost struct {
	definition *ast.FragmentDefinition
	state      fragmentState
	cost       cost
}

type fragmentState int

const (
	unmeasured fragmentState = iota
	measuring
	measured
)

func newInspector(limits Limits, introspection bool, doc *ast.QueryDocument) *inspector {
	return &inspector{limits: limits, introspection: introspection, doc: doc}
}

// inspect gives the first limit that the document exceeds, or nil. Names that
// are unknown or stand twice are left to validation, which can then afford it.
func (in *inspector) inspect() *gqlerror.Error {
	limits := in.limits
	in.refuseAbove(len(in.doc.Operations), limits.Operations, "the document holds more than %d operations")
	in.refuseAbove(len(in.doc.Fragments), limits.Fragments, "the document holds more than %d fragments")
	if len(in.doc.Operations) == 0 {
		in.refuse(codedError(CodeValidationFailed, "the document holds no operation"))
	}
	if in.refused != nil {
		return in.refused
	}

	in.fragments = make(map[string]*fragmentCost, len(in.doc.Fragments))
	for _, definition := range in.doc.Fragments {
		if _, taken := in.fragments[definition.Name]; taken {
			in.refuse(codedError(CodeValidationFailed, "two fragments have the same name"))
			return in.refused
		}
		in.fragments[definition.Name] = &fragmentCost{definition: definition}
	}
	for _, fragment := range in.doc.Fragments {
		// Validation also walks the fragments that no operation spreads.
		in.bound(in.fragment(fragment.Name))
	}
	for _, operation := range in.doc.Operations {
		in.operation(operation)
	}
	return in.refused
}

func (in *inspector) operation(operation *ast.OperationDefinition) {
	limits := in.limits
	in.refuseAbove(len(operation.VariableDefinitions), limits.Variables, "an operation has more than %d variables")
	for _, variable := range operation.VariableDefinitions {
		in.place(variable.Directives)
		in.value(variable.DefaultValue)
	}
	in.place(operation.Directives)

	total := in.selections(operation.SelectionSet)
	in.bound(total)
	in.refuseAbove(total.depth, limits.Depth, "fields nest deeper than %d levels")
	in.refuseAbove(total.introspection, limits.IntrospectionDepth, "introspection nests deeper than %d levels")
	if operation.Operation == ast.Query {
		in.refuseAbove(total.roots, limits.RootFields, "a query has more than %d root fields")
	} else {
		in.refuseAbove(total.roots, limits.MutationFields, "a mutation may have %d root field: send one mutation per request")
	}
}

// bound holds for operations and for fragments by themselves.
func (in *inspector) bound(c cost) {
	in.refuseAbove(c.fields, in.limits.Fields, "the operation has more than %d fields after fragments are expanded")
	in.refuseAbove(c.aliases, in.limits.Aliases, "the operation has more than %d aliases")
	in.refuseAbove(c.schemas, maxIntrospections, "an operation may hold __schema or __type %d time")
}

func (in *inspector) selections(set ast.SelectionSet) cost {
	var total cost
	for _, selection := range set {
		if in.refused != nil {
			return total
		}
		in.visited++
		switch selection := selection.(type) {
		case *ast.Field:
			total = total.plus(in.field(selection))
		case *ast.InlineFragment:
			in.place(selection.Directives)
			total = total.plus(in.selections(selection.SelectionSet))
		case *ast.FragmentSpread:
			in.place(selection.Directives)
			total = total.plus(in.fragment(selection.Name))
		}
	}
	return total
}

func (in *inspector) field(field *ast.Field) cost {
	in.place(field.Directives)
	for _, argument := range field.Arguments {
		in.value(argument.Value)
	}
	own := in.selections(field.SelectionSet)
	below := own.aliases
	own.roots = 1
	own.fields = min(own.fields+1, costCeiling)
	if field.Alias != field.Name {
		own.aliases = min(own.aliases+1, costCeiling)
	}
	own.depth++
	switch field.Name {
	case "fields", "interfaces", "possibleTypes", "inputFields":
		own.lists++
	case "__schema", "__type":
		if !in.introspection {
			in.refuse(codedError(CodeIntrospectionDisabled,
				"introspection is off on this server: use the published schema"))
		}
		// An alias below it repeats a part of the answer, which is as long as the schema.
		in.refuseAbove(below, 0, "introspection takes %d aliases")
		in.refuseAbove(own.lists, maxIntrospectionLists, "introspection may nest %d list of fields or types, not one in another")
		own.introspection = max(own.introspection, own.depth)
		own.depth = 1
		own.schemas++
	}
	return own
}

// fragment measures a fragment the first time it is met.
func (in *inspector) fragment(name string) cost {
	fragment, known := in.fragments[name]
	switch {
	case !known:
		return cost{}
	case fragment.state == measured:
		return fragment.cost
	case fragment.state == measuring:
		in.refuse(codedError(CodeValidationFailed, "a fragment spreads itself"))
		return cost{}
	}
	fragment.state = measuring
	in.place(fragment.definition.Directives)
	fragment.cost = in.selections(fragment.definition.SelectionSet)
	fragment.state = measured
	return fragment.cost
}

// place counts the directives that stand at one place.
func (in *inspector) place(directives ast.DirectiveList) {
	in.directives += len(directives)
	in.refuseAbove(len(directives), in.limits.DirectivesPerPlace, "one place carries more than %d directives")
	in.refuseAbove(in.directives, in.limits.Directives, "the document has more than %d directives")
	if in.refused != nil {
		return
	}
	for _, directive := range directives {
		in.visited++
		if directive.Name == "defer" || directive.Name == "stream" {
			// gqlgen would hold goroutines for parts that this transport never sends.
			in.refuse(codedError(CodeValidationFailed,
				"incremental delivery is not served here: leave out @defer and @stream"))
		}
		for _, argument := range directive.Arguments {
			in.value(argument.Value)
		}
	}
}

// value checks the strings of a literal as far as no type is known. Its recursion is bounded by the
// parser, whose nesting the token limit bounds.
func (in *inspector) value(value *ast.Value) {
	if value == nil || in.refused != nil {
		return
	}
	in.visited++
	switch value.Kind {
	case ast.StringValue, ast.BlockValue:
		in.refuseAbove(len(value.Raw), in.limits.ScalarBytes, "a string is longer than %d bytes")
		if strings.ContainsRune(value.Raw, 0) {
			in.refuse(codedError(CodeBadUserInput, "a string holds a NUL character"))
		}
	case ast.ListValue:
		in.refuseAbove(len(value.Children), in.limits.ListElements, "a list has more than %d elements")
		fallthrough
	case ast.ObjectValue:
		for _, child := range value.Children {
			in.value(child.Value)
		}
	default: // numbers, names and variables are bounded by the document
	}
}

func (in *inspector) refuseAbove(count, limit int, format string) {
	if count > limit {
		in.refuse(tooComplex(format, limit))
	}
}

func (in *inspector) refuse(err *gqlerror.Error) {
	if in.refused == nil {
		in.refused = err
	}
}
