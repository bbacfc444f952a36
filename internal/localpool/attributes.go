package localpool

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	attrSub       = "sub"
	attrEmail     = "email"
	attrPhone     = "phone_number"
	attrPreferred = "preferred_username"
	attrAddress   = "address"

	customPrefix    = "custom:"
	developerPrefix = "dev:"
)

// attribute is AttributeType.
type attribute struct {
	Name  string `json:"Name" is:"attrName,required"`
	Value string `json:"Value" is:"attrValue"`
}

// schemaAttribute is SchemaAttributeType.
type schemaAttribute struct {
	Name                       string            `json:"Name" is:"schemaName"`
	AttributeDataType          string            `json:"AttributeDataType,omitempty" is:"dataType"`
	DeveloperOnlyAttribute     bool              `json:"DeveloperOnlyAttribute"`
	Mutable                    *bool             `json:"Mutable,omitempty"`
	Required                   bool              `json:"Required"`
	StringAttributeConstraints *lengthConstraint `json:"StringAttributeConstraints,omitempty"`
	NumberAttributeConstraints *valueConstraint  `json:"NumberAttributeConstraints,omitempty"`
}

type lengthConstraint struct {
	MinLength string `json:"MinLength,omitempty"`
	MaxLength string `json:"MaxLength,omitempty"`
}

type valueConstraint struct {
	MinValue string `json:"MinValue,omitempty"`
	MaxValue string `json:"MaxValue,omitempty"`
}

func (s schemaAttribute) mutable() bool { return s.Mutable == nil || *s.Mutable }

// standardNames are the twenty attributes every pool has, in the order in which Cognito describes them.
var standardNames = []string{
	attrSub, "name", "given_name", "family_name", "middle_name", "nickname", attrPreferred, "profile", "picture", "website",
	attrEmail, "email_verified", "gender", "birthdate", "zoneinfo", "locale", attrPhone, "phone_number_verified", attrAddress, "updated_at",
}

func isStandard(name string) bool { return slices.Contains(standardNames, name) }

// standardSchema describes the standard attributes of a new pool.
func standardSchema() []schemaAttribute {
	all := make([]schemaAttribute, 0, len(standardNames))
	for _, name := range standardNames {
		one := schemaAttribute{
			Name: name, AttributeDataType: "String", Mutable: new(true),
			StringAttributeConstraints: &lengthConstraint{MinLength: "0", MaxLength: "2048"},
		}
		switch name {
		case attrSub:
			one.Mutable, one.Required, one.StringAttributeConstraints.MinLength = new(false), true, "1"
		case "birthdate":
			*one.StringAttributeConstraints = lengthConstraint{MinLength: "10", MaxLength: "10"}
		case "email_verified", "phone_number_verified":
			one.AttributeDataType, one.StringAttributeConstraints = "Boolean", nil
		case "updated_at":
			one.AttributeDataType, one.StringAttributeConstraints = "Number", nil
			one.NumberAttributeConstraints = &valueConstraint{MinValue: "0"}
		}
		all = append(all, one)
	}
	return all
}

// userWritable tells whether Cognito ever lets a user write an attribute, whatever the client's WriteAttributes say.
func userWritable(name string) bool {
	return name != attrSub && name != "email_verified" && name != "phone_number_verified" && !strings.HasPrefix(name, developerPrefix)
}

// mayWrite and mayRead cover the standard attributes for a client made without a list. Custom ones have to be listed.
func (c *clientRecord) mayWrite(name string) bool {
	if !userWritable(name) {
		return false
	}
	if len(c.Settings.WriteAttributes) == 0 {
		return isStandard(name)
	}
	return slices.Contains(c.Settings.WriteAttributes, name)
}

func (c *clientRecord) mayRead(name string) bool {
	if len(c.Settings.ReadAttributes) == 0 {
		return isStandard(name)
	}
	return name == attrSub || slices.Contains(c.Settings.ReadAttributes, name)
}

var (
	// emailForm is deliberately loose: an address is proven by the code that reaches it.
	emailForm = regexp.MustCompile(`^[^\s@,;<>()\[\]\\"]+@[^\s@,;<>()\[\]\\"]+\.[^\s@,;<>()\[\]\\".]+$`)
	phoneForm = regexp.MustCompile(`^\+[1-9]\d{5,14}$`)
)

// checkAttribute holds a value against the pool's schema.
func (p *poolRecord) checkAttribute(name, value string) error {
	i := slices.IndexFunc(p.Schema, func(s schemaAttribute) bool { return s.Name == name })
	if i < 0 {
		return fail(invalidParameter, "Attributes did not conform to the schema: Type for attribute {"+name+"} could not be determined")
	}
	if value == "" {
		return nil
	}
	switch {
	case name == attrEmail && !emailForm.MatchString(value):
		return fail(invalidParameter, "Invalid email address format.")
	case name == attrPhone && !phoneForm.MatchString(value):
		return fail(invalidParameter, "Invalid phone number format.")
	}
	return p.Schema[i].check(value)
}

func (s schemaAttribute) check(value string) error {
	refuse := func(reason string) error {
		return fail(invalidParameter, "Attributes did not conform to the schema: "+s.Name+": "+reason)
	}
	switch s.AttributeDataType {
	case "Boolean":
		if !strings.EqualFold(value, "true") && !strings.EqualFold(value, "false") {
			return refuse("Attribute does not conform to the required type")
		}
	case "Number":
		number, ok := wholeNumber(value)
		if !ok {
			return refuse("Attribute does not conform to the required type")
		}
		if c := s.NumberAttributeConstraints; c != nil && outside(number, c.MinValue, c.MaxValue) {
			return refuse("Attribute value is out of range")
		}
	default:
		if c := s.StringAttributeConstraints; c != nil && outside(int64(utf8.RuneCountInString(value)), c.MinLength, c.MaxLength) {
			return refuse("String length is out of range")
		}
	}
	return nil
}

func (p *poolRecord) isFlag(name string) bool {
	return slices.ContainsFunc(p.Schema, func(s schemaAttribute) bool { return s.Name == name && s.AttributeDataType == "Boolean" })
}

// missingAttributes lists what the schema requires and a user does not have. sub is the pool's own.
func (p *poolRecord) missingAttributes(have map[string]string) []string {
	var missing []string
	for _, s := range p.Schema {
		if s.Required && s.Name != attrSub && have[s.Name] == "" {
			missing = append(missing, s.Name)
		}
	}
	return missing
}

// requires tells whether every user has to have the attribute.
func (p *poolRecord) requires(name string) bool {
	return slices.ContainsFunc(p.Schema, func(s schemaAttribute) bool { return s.Name == name && s.Required })
}

// collect turns a list into a map; a name may occur once.
func collect(list []attribute) (map[string]string, error) {
	values := make(map[string]string, len(list))
	for _, a := range list {
		if _, twice := values[a.Name]; twice {
			return nil, fail(invalidParameter, "The attribute "+a.Name+" is given more than once.")
		}
		values[a.Name] = a.Value
	}
	return values, nil
}

func wholeNumber(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// outside compares with bounds as the API writes them: decimal text, empty for none.
func outside(n int64, lowest, highest string) bool {
	if low, ok := wholeNumber(lowest); ok && n < low {
		return true
	}
	high, ok := wholeNumber(highest)
	return ok && n > high
}
