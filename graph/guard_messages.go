package graph

import (
	"errors"

	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// maxErrors is how many errors one answer carries. A client mends the first
// few; the rest would only make a small request a large answer.
const maxErrors = 10

// quietRules are gqlparser's rules in the forms that name no neighbours: "Did
// you mean" lets a stranger read a schema that introspection hides.
func quietRules() *rules.Rules {
	quiet := rules.NewDefaultRules()
	quiet.ReplaceRule(rules.FieldsOnCorrectTypeRule.Name, rules.FieldsOnCorrectTypeRuleWithoutSuggestions.RuleFunc)
	quiet.ReplaceRule(rules.ScalarLeafsRule.Name, rules.ScalarLeafsRuleWithoutSuggestions.RuleFunc)
	quiet.ReplaceRule(rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	quiet.ReplaceRule(rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	quiet.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return quiet
}

// ruleMessages says what each validation rule found in fixed words.
// gqlparser's own words quote literals and names, and a document may hold a
// password where a name should be.
var ruleMessages = map[string]string{
	"FieldsOnCorrectType":          "the type has no such field",
	"FragmentsOnCompositeTypes":    "a fragment can only be on an object, interface or union type",
	"KnownArgumentNames":           "there is no such argument here",
	"KnownDirectives":              "there is no such directive here",
	"KnownFragmentNames":           "the document defines no such fragment",
	"KnownRootType":                "the schema does not serve this kind of operation",
	"KnownTypeNames":               "the schema has no such type",
	"LoneAnonymousOperation":       "an operation without a name must be the only one",
	"MaxIntrospectionDepth":        "introspection nests too deep",
	"NoFragmentCycles":             "a fragment spreads itself",
	"NoUndefinedVariables":         "the operation does not define this variable",
	"NoUnusedFragments":            "a fragment is never used",
	"NoUnusedVariables":            "a variable is never used",
	"OverlappingFieldsCanBeMerged": "two fields have the same response name and differ: give one an alias",
	"PossibleFragmentSpreads":      "the fragment can never apply to this type",
	"ProvidedRequiredArguments":    "a required argument is missing",
	"ScalarLeafs":                  "an object field needs a selection of fields, a scalar field must not have one",
	"SingleFieldSubscriptions":     "a subscription must have one root field",
	"UniqueArgumentNames":          "an argument stands twice",
	"UniqueDirectivesPerLocation":  "a directive stands twice at one place",
	"UniqueFragmentNames":          "two fragments have the same name",
	"UniqueInputFieldNames":        "an input field stands twice",
	"UniqueOperationNames":         "two operations have the same name",
	"UniqueVariableNames":          "two variables have the same name",
	ruleScalarLiteral:              "a value does not fit its type",
	ruleStringLength:               "a string is too long",
	"ValuesOfCorrectType":          "a value does not fit its type",
	"VariablesAreInputTypes":       "a variable must have a scalar, enum or input type",
	"VariablesInAllowedPosition":   "a variable's type does not fit the place it is used in",
}

// validationErrors puts gqlparser's findings into our words, with their
// locations.
func validationErrors(found gqlerror.List) gqlerror.List {
	found = found[:min(len(found), maxErrors)]
	errs := make(gqlerror.List, len(found))
	for i, err := range found {
		message, known := ruleMessages[err.Rule]
		if !known {
			message = "the document does not fit the schema"
		}
		code := CodeValidationFailed
		if err.Rule == ruleStringLength {
			code = CodeTooComplex
		}
		errs[i] = codedError(code, message)
		errs[i].Locations = err.Locations
	}
	return errs
}

// parseError says where a document stops being GraphQL.
func parseError(err error) *gqlerror.Error {
	parse := codedError(CodeParseFailed, "the document is not well-formed GraphQL")
	if found, ok := errors.AsType[*gqlerror.Error](err); ok {
		parse.Locations = found.Locations
	}
	return parse
}
