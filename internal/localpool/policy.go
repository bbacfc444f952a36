package localpool

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	symbolCharacters = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- "

	minPasswordLength = 8
	maxHistory        = 24
	temporaryDays     = 7

	temporaryPasswordLength = 12
)

// passwordPolicy is PasswordPolicyType.
type passwordPolicy struct {
	MinimumLength                 int64 `json:"MinimumLength" is:"minLength"`
	RequireUppercase              bool  `json:"RequireUppercase"`
	RequireLowercase              bool  `json:"RequireLowercase"`
	RequireNumbers                bool  `json:"RequireNumbers"`
	RequireSymbols                bool  `json:"RequireSymbols"`
	PasswordHistorySize           int64 `json:"PasswordHistorySize,omitempty" is:"history"`
	TemporaryPasswordValidityDays int64 `json:"TemporaryPasswordValidityDays" is:"validDays"`
}

func (p passwordPolicy) temporaryLife() time.Duration {
	return time.Duration(p.TemporaryPasswordValidityDays) * 24 * time.Hour
}

// check names the first rule a password breaks. Upper and lower case are basic Latin, as in Cognito.
func (p passwordPolicy) check(password string) error {
	var reason string
	switch {
	case int64(utf8.RuneCountInString(password)) < p.MinimumLength:
		reason = "Password not long enough"
	case p.RequireUppercase && !strings.ContainsFunc(password, func(r rune) bool { return 'A' <= r && r <= 'Z' }):
		reason = "Password must have uppercase characters"
	case p.RequireLowercase && !strings.ContainsFunc(password, func(r rune) bool { return 'a' <= r && r <= 'z' }):
		reason = "Password must have lowercase characters"
	case p.RequireNumbers && !strings.ContainsFunc(password, func(r rune) bool { return '0' <= r && r <= '9' }):
		reason = "Password must have numeric characters"
	case p.RequireSymbols && !strings.ContainsAny(password, symbolCharacters):
		reason = "Password must have symbol characters"
	default:
		return nil
	}
	return fail(invalidPassword, "Password did not conform with policy: "+reason)
}

// newPassword is a password hashed outside the write transaction, together with what it was held against.
type newPassword struct {
	hash    string
	reused  bool
	version uint64
	// The verifier for SRP holds for one username. One who is named later gets it in setPassword, from salt and plain.
	verifier         *srpVerifier
	verifierUsername string
	salt             []byte
	plain            string
}

// outdated tells that a prepared password must be prepared again: it was held against a history that has changed. Without a
// history the last writer wins.
func (n newPassword) outdated(user *userRecord, policy passwordPolicy) bool {
	return policy.PasswordHistorySize > 0 && n.version != user.PasswordVersion
}

// preparePassword does the slow part of a password change. user may be nil: the work is then the same but for the history.
func (p *Pool) preparePassword(ctx context.Context, pool *poolRecord, user *userRecord, password string) (newPassword, error) {
	var prepared newPassword
	var err error
	if user != nil {
		prepared.version = user.PasswordVersion
		if prepared.reused, err = p.hasher.matchesAny(ctx, user.recentPasswords(pool.Settings.passwordPolicy()), password); err != nil {
			return prepared, err
		}
	}
	if prepared.hash, err = p.hasher.hash(ctx, password); err != nil {
		return prepared, err
	}
	if prepared.salt, err = randomBytes(p.random, srpSaltBytes); err != nil {
		return prepared, err
	}
	if user != nil {
		prepared.verifierUsername = user.Username
	}
	prepared.plain = password
	prepared.verifier = newSRPGroup().verifier(prepared.salt, pool.ID, prepared.verifierUsername, password)
	return prepared, nil
}

// recentPasswords are the hashes that the policy forbids to choose again: the current one counts.
func (u *userRecord) recentPasswords(policy passwordPolicy) []string {
	size := int(policy.PasswordHistorySize)
	if size == 0 || u.Password == "" {
		return nil
	}
	recent := append([]string{u.Password}, u.History...)
	return recent[:min(size, len(recent))]
}

// setPassword stores a prepared password that is not outdated.
func (u *userRecord) setPassword(prepared newPassword, now time.Time) error {
	if prepared.reused {
		return fail(passwordHistoryViolated, "Password has previously been used.")
	}
	if u.Password != "" {
		u.History = append([]string{u.Password}, u.History...)
		u.History = u.History[:min(maxHistory, len(u.History))]
	}
	u.SRP = prepared.verifier
	if prepared.verifierUsername != u.Username {
		u.SRP = newSRPGroup().verifier(prepared.salt, u.PoolID, u.Username, prepared.plain)
	}
	delete(u.Codes, codeForRecovery) // whoever asked for it has lost to the new password
	u.Password, u.PasswordSet, u.Modified = prepared.hash, now, now
	u.PasswordVersion++
	return nil
}

// temporaryPassword satisfies every policy whose length it reaches.
func (p *Pool) temporaryPassword(policy passwordPolicy) (string, error) {
	middle, err := randomString(p.random, alphanumerics, max(temporaryPasswordLength, int(policy.MinimumLength)))
	return "aA1!" + middle, err
}
