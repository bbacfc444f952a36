package graph

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// checkLimits looks for the @rateLimit of every mutation, and at every other that there is: it must name
// a policy that is known, and have an answer for the refused.
func checkLimits(schema *ast.Schema, known func(policy string) bool) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(schema.Types)) {
		def := schema.Types[name]
		for _, field := range def.Fields {
			if def.BuiltIn || strings.HasPrefix(field.Name, "__") {
				continue
			}
			if why := limitProblem(schema, def, field, known); why != "" {
				problems = append(problems, misplaced(def.Name+"."+field.Name, why))
			}
		}
	}
	return errors.Join(problems...)
}

func limitProblem(schema *ast.Schema, def *ast.Definition, field *ast.FieldDefinition, known func(string) bool) string {
	limit := field.Directives.ForName("rateLimit")
	if limit == nil {
		if def == schema.Mutation {
			return "a mutation needs @rateLimit"
		}
		return ""
	}
	policy, answer := limit.Arguments.ForName("policy"), schema.Types[field.Type.Name()]
	switch {
	case !isRoot(schema, def):
		return "@rateLimit counts what a request asks for: put it on the field of Query or Mutation that leads here"
	case policy == nil || !known(policy.Value.Raw):
		return fmt.Sprintf("@rateLimit names no policy that there is: %v", policy)
	case answer.Kind == ast.Union && !slices.Contains(answer.Types, "RateLimited"):
		return "a union that @rateLimit answers for must have the member RateLimited"
	case !beforeAuth(field.Directives):
		return "write @rateLimit before @auth: the last directive runs first, and an account's limit needs to know whose it is"
	}
	return ""
}

// beforeAuth tells whether @rateLimit runs within @auth. gqlgen wraps a field in its directives in the order
// in which they are written, so that the last is the outermost.
func beforeAuth(directives ast.DirectiveList) bool {
	order := func(name string) int {
		return slices.IndexFunc(directives, func(d *ast.Directive) bool { return d.Name == name })
	}
	return order("auth") < 0 || order("rateLimit") < order("auth")
}
