package localpool

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxViolations and maxShownValue (characters) bound the text of one answer.
const (
	maxViolations = 20
	maxShownValue = 256
)

// decode reads a request and holds it against the service model. Members that the model does not know are ignored, as AWS
// does. The constraints of a member stand in its tag: `is:"shape"` or `is:"shape,required"`.
func decode(body []byte, in any) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return fail(serialization, "")
	}
	v := &validator{}
	if err := v.object(reflect.ValueOf(in).Elem(), members, ""); err != nil {
		return err
	}
	switch n := len(v.violations); n {
	case 0:
		return nil
	case 1:
		return fail(invalidParameter, "1 validation error detected: "+v.violations[0])
	default:
		return fail(invalidParameter, strconv.Itoa(n)+" validation errors detected: "+strings.Join(v.violations, "; "))
	}
}

type validator struct{ violations []string }

// object fills a struct member by member, so that a member that is absent can be told from an empty one.
func (v *validator) object(target reflect.Value, members map[string]json.RawMessage, path string) error {
	for i := range target.NumField() {
		field, value := target.Type().Field(i), target.Field(i)
		if field.Anonymous {
			if err := v.object(value, members, path); err != nil {
				return err
			}
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		raw, present := members[name]
		rule, required := ruleOf(field)
		here := path + lowerFirst(name)
		if !present || string(raw) == "null" {
			if required {
				v.report(here, rule.sensitive, nil, "Member must not be null")
			}
			continue
		}
		if err := v.member(value, raw, here, rule); err != nil {
			return err
		}
	}
	return nil
}

func (v *validator) member(target reflect.Value, raw json.RawMessage, path string, rule shape) error {
	switch kind := target.Kind(); {
	case kind == reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		return v.member(target.Elem(), raw, path, rule)
	case kind == reflect.Struct:
		var members map[string]json.RawMessage
		if err := json.Unmarshal(raw, &members); err != nil {
			return fail(serialization, "")
		}
		return v.object(target, members, path+".")
	case kind == reflect.Slice && target.Type().Elem().Kind() != reflect.Uint8:
		return v.list(target, raw, path, rule)
	}
	if err := json.Unmarshal(raw, target.Addr().Interface()); err != nil {
		return fail(serialization, "")
	}
	switch target.Kind() {
	case reflect.String:
		v.text(target.String(), path, rule)
	case reflect.Int64:
		v.number(target.Int(), path, rule)
	}
	return nil
}

func (v *validator) list(target reflect.Value, raw json.RawMessage, path string, rule shape) error {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return fail(serialization, "")
	}
	if rule.maxItems > 0 && len(elements) > rule.maxItems {
		v.report(path, true, nil, fmt.Sprintf("Member must have length less than or equal to %d", rule.maxItems))
		return nil
	}
	target.Set(reflect.MakeSlice(target.Type(), len(elements), len(elements)))
	for i, element := range elements {
		if string(element) == "null" {
			return fail(serialization, "")
		}
		if err := v.member(target.Index(i), element, fmt.Sprintf("%s.%d.member", path, i+1), rule); err != nil {
			return err
		}
	}
	return nil
}

func (v *validator) text(value, path string, rule shape) {
	length := utf8.RuneCountInString(value)
	switch {
	case len(rule.values) > 0:
		if !slices.Contains(rule.values, value) {
			v.report(path, rule.sensitive, value, "Member must satisfy enum value set: ["+strings.Join(rule.values, ", ")+"]")
		}
		return
	case length < rule.min:
		v.report(path, rule.sensitive, value, fmt.Sprintf("Member must have length greater than or equal to %d", rule.min))
	case rule.max > 0 && length > rule.max:
		v.report(path, rule.sensitive, value, fmt.Sprintf("Member must have length less than or equal to %d", rule.max))
	}
	if rule.pattern != nil && !rule.pattern.MatchString(value) {
		v.report(path, rule.sensitive, value, "Member must satisfy regular expression pattern: "+rule.printed)
	}
}

func (v *validator) number(value int64, path string, rule shape) {
	switch {
	case value < int64(rule.min):
		v.report(path, false, value, fmt.Sprintf("Member must have value greater than or equal to %d", rule.min))
	case rule.max > 0 && value > int64(rule.max):
		v.report(path, false, value, fmt.Sprintf("Member must have value less than or equal to %d", rule.max))
	}
}

// report words a violation as AWS does. The value of a sensitive member never appears.
func (v *validator) report(path string, sensitive bool, value any, constraint string) {
	if len(v.violations) == maxViolations {
		return
	}
	shown := "Value"
	switch {
	case sensitive:
	case value == nil:
		shown += " null"
	default:
		shown += fmt.Sprintf(" '%.*s'", maxShownValue, fmt.Sprint(value))
	}
	v.violations = append(v.violations, shown+" at '"+path+"' failed to satisfy constraint: "+constraint)
}

func ruleOf(field reflect.StructField) (rule shape, required bool) {
	name, rest, _ := strings.Cut(field.Tag.Get("is"), ",")
	return shapes[name], rest == "required"
}

// lowerFirst writes a member as AWS writes it in validation texts: userPoolId.
func lowerFirst(name string) string {
	if name == "" {
		return name
	}
	return strings.ToLower(name[:1]) + name[1:]
}
