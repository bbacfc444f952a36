package auth

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// emailPattern is the WHATWG's definition of a valid e-mail address, which is what browsers'
// input fields accept (https://html.spec.whatwg.org/#valid-e-mail-address).
var emailPattern = regexp.MustCompile("^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")

// Limits of the names: RFC 5321 section 4.5.3.1 for addresses, Cognito's USERNAME for the rest.
const (
	maxEmailBytes    = 254
	maxLocalBytes    = 64
	maxUsernameRunes = 128
)

// normalizeName brings a name to the one form that is sent to the pool, hashed into keys and
// counted by limits, so that spellings of one account are one account.
func normalizeName(name string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(name)))
}

// AccountName is the one form of a name, address or phone number by which limits count it, so that all
// spellings that reach one account or recipient are one. It judges nothing: what no account can have,
// the flows refuse.
func AccountName(text string) string {
	return normalizeName(strings.Join(strings.Fields(text), ""))
}

// normalizeEmail takes ASCII only, and looks before it changes anything: the lower case of İ and the
// normal form of the Kelvin sign are ASCII letters, so that somebody else's address would come out.
func normalizeEmail(email string, path ...string) (string, *Error) {
	name := strings.TrimSpace(email)
	local, _, _ := strings.Cut(name, "@")
	if len(name) > maxEmailBytes || len(local) > maxLocalBytes || !emailPattern.MatchString(name) {
		return "", invalidField("This is not an e-mail address.", path...)
	}
	return strings.ToLower(name), nil
}

func normalizeUsername(username string, path ...string) (string, *Error) {
	name := normalizeName(username)
	switch {
	case name == "":
		return "", invalidField("Enter the e-mail address of the account.", path...)
	case utf8.RuneCountInString(name) > maxUsernameRunes,
		strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError }):
		return "", invalidField("This is not an e-mail address or user name.", path...)
	}
	return name, nil
}

const maxCodeLength = 16

// normalizeCode drops the spaces that people and mail programs put into codes.
func normalizeCode(code string, path ...string) (string, *Error) {
	code = strings.Join(strings.Fields(code), "")
	if code == "" || len(code) > maxCodeLength || strings.ContainsFunc(code, func(r rune) bool { return r < '0' || r > '9' }) {
		return "", invalidField("A code has digits only; copy it from the message.", path...)
	}
	return code, nil
}
