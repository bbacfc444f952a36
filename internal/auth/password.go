package auth

import (
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Password is a password in the clear. It does not print: String, GoString and LogValue hide it.
// Convert with string(p) only to hand it to the pool.
type Password string

const hidden = "[redacted]"

// String hides the password.
func (Password) String() string { return hidden }

// GoString hides the password.
func (Password) GoString() string { return hidden }

// LogValue hides the password.
func (Password) LogValue() slog.Value { return slog.StringValue(hidden) }

// MaxPasswordLength is Cognito's limit, in characters.
const MaxPasswordLength = 256

// PasswordRule is one rule a password can break.
type PasswordRule string

// The rules, as the schema names them.
const (
	RuleMinLength      PasswordRule = "MIN_LENGTH"
	RuleMaxLength      PasswordRule = "MAX_LENGTH"
	RuleUppercase      PasswordRule = "UPPERCASE"
	RuleLowercase      PasswordRule = "LOWERCASE"
	RuleDigit          PasswordRule = "DIGIT"
	RuleSymbol         PasswordRule = "SYMBOL"
	RuleNoEdgeSpace    PasswordRule = "NO_EDGE_SPACE"
	RuleNotReused      PasswordRule = "NOT_REUSED"
	RuleNotCompromised PasswordRule = "NOT_COMPROMISED"
	RuleNotCommon      PasswordRule = "NOT_COMMON"
	RuleNotPersonal    PasswordRule = "NOT_PERSONAL"
)

// PasswordPolicy is a pool's policy (Cognito PasswordPolicyType).
type PasswordPolicy struct {
	MinLength                           int
	Uppercase, Lowercase, Digit, Symbol bool
	// Unguessable is that common passwords and the account's own names are refused. No pool does that.
	Unguessable bool
}

// StrictPolicy is what the flows assume while the pool's own policy cannot be read: the strictest
// that a Cognito pool starts with, so that a password that passes here seldom fails there.
func StrictPolicy() PasswordPolicy {
	return PasswordPolicy{MinLength: 8, Uppercase: true, Lowercase: true, Digit: true, Symbol: true}
}

// passwordSymbols is Cognito's list; a space inside a password counts too.
const passwordSymbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"

// Rules lists what the policy asks for.
func (p PasswordPolicy) Rules() []PasswordRule {
	rules := []PasswordRule{RuleMinLength, RuleMaxLength, RuleNoEdgeSpace}
	for _, r := range []struct {
		on   bool
		rule PasswordRule
	}{{p.Uppercase, RuleUppercase}, {p.Lowercase, RuleLowercase}, {p.Digit, RuleDigit}, {p.Symbol, RuleSymbol}} {
		if r.on {
			rules = append(rules, r.rule)
		}
	}
	if p.Unguessable {
		rules = append(rules, RuleNotCommon, RuleNotPersonal)
	}
	return rules
}

// Violations lists the rules of the pool's that a password breaks; none means that it passes.
// Characters are counted, not bytes; upper and lower case mean basic Latin letters, as they do for Cognito.
func (p PasswordPolicy) Violations(password Password) []PasswordRule {
	text := string(password)
	length := utf8.RuneCountInString(text)
	var broken []PasswordRule
	check := func(holds bool, rule PasswordRule) {
		if !holds {
			broken = append(broken, rule)
		}
	}
	check(length >= p.MinLength, RuleMinLength)
	check(length <= MaxPasswordLength, RuleMaxLength)
	check(strings.TrimFunc(text, unicode.IsSpace) == text, RuleNoEdgeSpace)
	has := func(in func(rune) bool) bool { return strings.ContainsFunc(text, in) }
	check(!p.Uppercase || has(func(r rune) bool { return r >= 'A' && r <= 'Z' }), RuleUppercase)
	check(!p.Lowercase || has(func(r rune) bool { return r >= 'a' && r <= 'z' }), RuleLowercase)
	check(!p.Digit || has(func(r rune) bool { return r >= '0' && r <= '9' }), RuleDigit)
	check(!p.Symbol || has(func(r rune) bool { return r == ' ' || strings.ContainsRune(passwordSymbols, r) }), RuleSymbol)
	return broken
}
