package localpool

import (
	"crypto/hmac"
	"time"
)

const (
	signUpCodeLife    = 24 * time.Hour
	attributeCodeLife = 24 * time.Hour
	recoveryCodeLife  = time.Hour

	codeForSignUp   = "signUp"
	codeForRecovery = "recovery"
)

// codeForAttribute is the purpose of a code that proves a changed attribute.
func codeForAttribute(attr string) string { return "attribute:" + attr }

func (p *Pool) newCode() (string, error) {
	if p.opts.FixedCode != "" {
		return p.opts.FixedCode, nil
	}
	return randomCode(p.random)
}

// setCode makes code the only one of its purpose: an older one stops working.
func (s *scope) setCode(user *userRecord, purpose, code, attr string, expires time.Time) {
	if user.Codes == nil {
		user.Codes = map[string]codeRecord{}
	}
	user.Codes[purpose] = codeRecord{Hash: s.codeHash(user, purpose, code), Expires: expires, Attribute: attr}
}

// codeHash binds a code to its pool (by the key), user and purpose.
func (s *scope) codeHash(user *userRecord, purpose, code string) []byte {
	return keyedHash(s.realm.codeKey, purpose, user.Username, code)
}

// checkCode compares in constant time and leaves the code outstanding: the caller deletes it in the same transaction as
// the change that it allows, which makes it single-use.
func (s *scope) checkCode(user *userRecord, purpose, code string, now time.Time) (codeRecord, error) {
	outstanding, ok := user.Codes[purpose]
	if !ok || !now.Before(outstanding.Expires) {
		return codeRecord{}, fail(expiredCode, textCodeExpired)
	}
	if !hmac.Equal(outstanding.Hash, s.codeHash(user, purpose, code)) {
		return codeRecord{}, fail(codeMismatch, textCodeMismatch)
	}
	return outstanding, nil
}
