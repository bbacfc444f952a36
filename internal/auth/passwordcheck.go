package auth

import (
	"context"
	"unicode/utf8"
)

// Blocklist knows the passwords that are too easy to guess. It is safe for concurrent use.
type Blocklist interface {
	// Common tells a common password from others, whoever it is for.
	Common(password string) bool
	// Personal tells whether a password is little more than these names of its account.
	Personal(password string, names ...string) bool
}

// passwordRules are this service's own, on top of the pool's. They hold where a password is set, never where one is
// proven: an account that another client made must be able to sign in.
type passwordRules struct {
	minLength int
	blocklist Blocklist // nil: there is none
}

// over makes a pool's policy stricter.
func (r passwordRules) over(pool PasswordPolicy) PasswordPolicy {
	pool.MinLength = max(pool.MinLength, r.minLength)
	pool.Unguessable = pool.Unguessable || r.blocklist != nil
	return pool
}

// broken lists the rules of the blocklist that a password breaks. What is longer than any password may be is not
// looked at.
func (r passwordRules) broken(password Password, names []string) []PasswordRule {
	if r.blocklist == nil || utf8.RuneCountInString(string(password)) > MaxPasswordLength {
		return nil
	}
	var rules []PasswordRule
	if r.blocklist.Common(string(password)) {
		rules = append(rules, RuleNotCommon)
	}
	if r.blocklist.Personal(string(password), names...) {
		rules = append(rules, RuleNotPersonal)
	}
	return rules
}

// checkPassword holds a password that is to be set against the pool's rules and the service's own. names are what the
// account is known by. The password goes to the pool as it was typed, never normalised: the pool compares bytes, and
// its other clients do not normalise either.
//
// WeakPassword.
func (s *Service) checkPassword(ctx context.Context, password Password, names ...string) error {
	broken := s.Settings(ctx).PasswordPolicy.Violations(password)
	if broken = append(broken, s.passwords.broken(password, names)...); broken != nil {
		return &Error{Code: WeakPassword, Violated: broken}
	}
	return nil
}

// namesOf are what a signed-in user's account is known by. An access token tells no address.
func (s *Service) namesOf(ctx context.Context, p Principal) ([]string, error) {
	if s.passwords.blocklist == nil {
		return nil, nil
	}
	user, err := s.pool.User(ctx, p.AccessToken)
	return append(namesIn(user.Attributes), p.Username), err
}

// namesIn are the attributes by which people know an account.
func namesIn(attributes []Attribute) []string {
	var names []string
	for _, a := range attributes {
		switch a.Name {
		case emailAttribute, phoneAttribute, "preferred_username", "name", "given_name", "family_name":
			names = append(names, a.Value)
		}
	}
	return names
}
