package graph

import (
	"slices"

	"github.com/99designs/gqlgen/graphql/introspection"
)

// introspected says whether the functions below know a field of an introspection type.
func introspected(typename, field string) bool {
	var known []string
	switch typename {
	case "__Schema":
		known = []string{"description", "types", "queryType", "mutationType", "subscriptionType", "directives"}
	case "__Type":
		known = []string{
			"kind", "name", "description", "specifiedByURL", "isOneOf",
			"fields", "interfaces", "possibleTypes", "enumValues", "inputFields", "ofType",
		}
	case "__Field":
		known = []string{"name", "description", "args", "type", "isDeprecated", "deprecationReason"}
	case "__InputValue":
		known = []string{"name", "description", "type", "defaultValue", "isDeprecated", "deprecationReason"}
	case "__EnumValue":
		known = []string{"name", "description", "isDeprecated", "deprecationReason"}
	case "__Directive":
		known = []string{"name", "description", "locations", "args", "isRepeatable"}
	}
	return slices.Contains(known, field)
}

func schemaField(s *introspection.Schema, a asked) any {
	switch a.name {
	case "description":
		return s.Description()
	case "types":
		return s.Types()
	case "queryType":
		return s.QueryType()
	case "mutationType":
		return s.MutationType()
	case "subscriptionType":
		return s.SubscriptionType()
	case "directives":
		return s.Directives()
	}
	return nil
}

func typeField(t *introspection.Type, a asked) any {
	switch a.name {
	case "kind":
		return t.Kind()
	case "name":
		return t.Name()
	case "description":
		return t.Description()
	case "specifiedByURL":
		return t.SpecifiedByURL()
	case "isOneOf":
		return t.IsOneOf()
	case "fields":
		return t.Fields(a.deprecated)
	case "interfaces":
		return t.Interfaces()
	case "possibleTypes":
		return t.PossibleTypes()
	case "enumValues":
		return t.EnumValues(a.deprecated)
	case "inputFields":
		return t.VisibleInputFields(a.deprecated)
	case "ofType":
		return t.OfType()
	}
	return nil
}

func fieldField(f *introspection.Field, a asked) any {
	switch a.name {
	case "name":
		return f.Name
	case "description":
		return f.Description()
	case "args":
		return f.VisibleArgs(a.deprecated)
	case "type":
		return f.Type
	case "isDeprecated":
		return f.IsDeprecated()
	case "deprecationReason":
		return f.DeprecationReason()
	}
	return nil
}

func inputValueField(v *introspection.InputValue, a asked) any {
	switch a.name {
	case "name":
		return v.Name
	case "description":
		return v.Description()
	case "type":
		return v.Type
	case "defaultValue":
		return v.DefaultValue
	case "isDeprecated":
		return v.IsDeprecated()
	case "deprecationReason":
		return v.DeprecationReason()
	}
	return nil
}

func enumValueField(v *introspection.EnumValue, a asked) any {
	switch a.name {
	case "name":
		return v.Name
	case "description":
		return v.Description()
	case "isDeprecated":
		return v.IsDeprecated()
	case "deprecationReason":
		return v.DeprecationReason()
	}
	return nil
}

func directiveField(d *introspection.Directive, a asked) any {
	switch a.name {
	case "name":
		return d.Name
	case "description":
		return d.Description()
	case "locations":
		return d.Locations
	case "args":
		return d.VisibleArgs(a.deprecated)
	case "isRepeatable":
		return d.IsRepeatable
	}
	return nil
}
