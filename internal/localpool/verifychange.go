package localpool

import (
	"maps"
	"slices"
	"time"
)

func provable(attr string) bool { return attr == attrEmail || attr == attrPhone }

func verifiedFlag(attr string) string { return attr + "_verified" }

// attributeChanges is the list of a request in the order of the names, with a code for each attribute that may need one.
// Codes are drawn before the write transaction.
type attributeChanges struct {
	names         []string
	values, codes map[string]string
}

func (p *Pool) newAttributeChanges(list []attribute) (*attributeChanges, error) {
	values, err := collect(list)
	if err != nil {
		return nil, err
	}
	changes := &attributeChanges{names: slices.Sorted(maps.Keys(values)), values: values, codes: map[string]string{}}
	for _, name := range changes.names {
		if !provable(name) {
			continue
		}
		if changes.codes[name], err = p.newCode(); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// change applies one attribute and returns the message that its proof needs, if any. Where the pool demands verification
// before the update, the old value stays in force and the new one waits.
func (s *scope) change(t tx, user *userRecord, name, value, code string, now time.Time) (*Message, error) {
	if !provable(name) || value == "" {
		return nil, s.replace(t, user, name, value)
	}
	old := user.Attributes[name]
	user.dropPending(name)
	if value == old && user.verified(name) {
		return nil, nil
	}
	if s.pool.namesUsers(name) {
		// A name is taken even before it is verified; an alias is not.
		if err := s.aliasFree(t, user, name, value); err != nil {
			return nil, err
		}
	}
	if value != old && s.pool.Settings.verifiesBeforeUpdate(name) {
		if user.Pending == nil {
			user.Pending = map[string]string{}
		}
		user.Pending[name] = value
	} else if err := s.replace(t, user, name, value); err != nil {
		return nil, err
	}
	if !slices.Contains(s.pool.Settings.AutoVerifiedAttributes, name) {
		return nil, nil
	}
	s.setCode(user, codeForAttribute(name), code, name, now.Add(attributeCodeLife))
	message := s.codeMessage(user, purposeUpdateAttribute, name, value, code)
	return &message, nil
}

// replace stores a value at once; "" deletes it. A new address starts unverified, an alias follows its value, and codes that
// went to the old address stop working.
func (s *scope) replace(t tx, user *userRecord, name, value string) error {
	old := user.Attributes[name]
	if old != "" && old != value {
		if err := s.releaseAlias(t, user, name, old); err != nil {
			return err
		}
		maps.DeleteFunc(user.Codes, func(_ string, c codeRecord) bool { return c.Attribute == name })
	}
	if provable(name) {
		user.dropPending(name)
	}
	if value == "" {
		delete(user.Attributes, name)
		if provable(name) {
			delete(user.Attributes, verifiedFlag(name))
		}
		return nil
	}
	user.Attributes[name] = value
	if provable(name) {
		user.Attributes[verifiedFlag(name)] = "false"
	}
	if s.pool.namesUsers(name) || name == attrPreferred {
		return s.claimAlias(t, user, name, value, false)
	}
	return nil
}

// dropPending forgets a value that waits, with its code.
func (u *userRecord) dropPending(attr string) {
	delete(u.Pending, attr)
	delete(u.Codes, codeForAttribute(attr))
}

// prove puts the value that waits in force, if there is one, and spends the code that proved it.
func (s *scope) prove(t tx, user *userRecord, attr string) error {
	if value, waits := user.Pending[attr]; waits {
		if err := s.replace(t, user, attr, value); err != nil {
			return err
		}
	}
	user.dropPending(attr)
	return s.markVerified(t, user, attr, false)
}

// markVerified makes an address an alias, where the pool has aliases: no sooner and no later.
func (s *scope) markVerified(t tx, user *userRecord, attr string, force bool) error {
	user.Attributes[verifiedFlag(attr)] = "true"
	return s.claimAlias(t, user, attr, user.Attributes[attr], force)
}

// aliasFree refuses a value that leads to somebody else.
func (s *scope) aliasFree(t tx, user *userRecord, attr, value string) error {
	owner, err := s.aliasOwner(t, attr, value)
	if err == nil && owner != "" && owner != user.Username {
		err = fail(aliasExists, takenText(attr))
	}
	return err
}
