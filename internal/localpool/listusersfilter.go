package localpool

import (
	"slices"
	"strings"
)

// Filter names that are no attributes: the username, the user's status, and whether the user is enabled.
const (
	filterUsername = "username"
	filterStatus   = "cognito:user_status"
	filterEnabled  = "status"
)

// searchable is every name that a filter of ListUsers takes.
var searchable = []string{
	filterUsername, attrEmail, attrPhone, "name", "given_name", "family_name", attrPreferred, filterStatus, filterEnabled, attrSub,
}

// userFilter is a parsed filter of ListUsers. The zero value lets every user pass.
type userFilter struct {
	name, value string
	prefix      bool
}

// parseFilter reads `name = "value"` or `name ^= "prefix"`: one attribute, one operator, one quoted value in which \" and \\
// stand for a quotation mark and a backslash. Blanks are allowed between the three and around them.
func parseFilter(text string) (userFilter, error) {
	rest := strings.TrimLeft(text, blanks)
	if rest == "" {
		return userFilter{}, nil
	}
	broken := fail(invalidParameter, "Error while parsing filter")
	end := strings.IndexAny(rest, blanks+`=^"`)
	if end <= 0 {
		return userFilter{}, broken
	}
	f := userFilter{name: rest[:end]}
	rest = strings.TrimLeft(rest[end:], blanks)
	rest, f.prefix = strings.CutPrefix(rest, "^")
	rest, ok := strings.CutPrefix(rest, "=")
	if !ok {
		return userFilter{}, broken
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, blanks), `"`)
	if !ok {
		return userFilter{}, broken
	}
	f.value, rest, ok = unquote(rest)
	if !ok || strings.Trim(rest, blanks) != "" {
		return userFilter{}, broken
	}
	if !slices.Contains(searchable, f.name) {
		return userFilter{}, fail(invalidParameter, "Invalid search attribute: "+f.name)
	}
	return f, nil
}

const blanks = " \t\r\n"

// unquote reads up to the closing quotation mark and returns what follows it.
func unquote(text string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), text[i+1:], true
		case '\\':
			i++
			if i == len(text) || (text[i] != '"' && text[i] != '\\') {
				return "", "", false
			}
		}
		b.WriteByte(text[i])
	}
	return "", "", false
}

// matches holds a user against the filter. A user without the attribute never matches. Usernames and the enabled flag
// compare exactly and the status without regard to case; sign-in attributes compare as the pool compares names.
func (f userFilter) matches(pool *poolRecord, user *userRecord) bool {
	if f.name == "" {
		return true
	}
	have, want := "", f.value
	switch f.name {
	case filterUsername:
		have = user.Username
	case attrSub:
		have = user.Sub
	case filterStatus:
		have, want = user.Status, strings.ToUpper(want)
	case filterEnabled:
		have = "Disabled"
		if user.Enabled {
			have = "Enabled"
		}
	case attrEmail, attrPhone, attrPreferred:
		have, want = pool.normal(user.Attributes[f.name]), pool.normal(want)
	default:
		have = user.Attributes[f.name]
	}
	switch {
	case have == "":
		return false
	case f.prefix:
		return strings.HasPrefix(have, want)
	}
	return have == want
}
