package localpool

import (
	"slices"
	"strings"
)

// scope is what an operation works within.
type scope struct {
	client clientRecord
	pool   poolRecord
	realm  *realm
}

// clientScope finds everything by the client id alone: unsigned operations name nothing else.
func (p *Pool) clientScope(t tx, clientID string) (*scope, error) {
	client, ok, err := load[clientRecord](t, bucketClients, clientID)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fail(resourceNotFound, "User pool client "+clientID+" does not exist.")
	}
	s, err := p.poolScope(t, client.PoolID)
	if err != nil {
		return nil, err
	}
	s.client = client
	return s, nil
}

func (p *Pool) poolScope(t tx, poolID string) (*scope, error) {
	pool, ok, err := load[poolRecord](t, bucketPools, poolID)
	if err != nil {
		return nil, err
	}
	r, known := p.realm(poolID)
	if !ok || !known {
		return nil, fail(resourceNotFound, "User pool "+poolID+" does not exist.")
	}
	return &scope{pool: pool, realm: r}, nil
}

// normal is the form in which a pool compares names.
func (p *poolRecord) normal(name string) string {
	if p.Immutable.CaseSensitive {
		return name
	}
	return strings.ToLower(name)
}

func (p *poolRecord) signsInBy(attr string) bool {
	return slices.Contains(p.Immutable.UsernameAttributes, attr) || slices.Contains(p.Immutable.AliasAttributes, attr)
}

// namesUsers tells whether an attribute takes the place of the username, which is then a UUID.
func (p *poolRecord) namesUsers(attr string) bool {
	return slices.Contains(p.Immutable.UsernameAttributes, attr)
}

func (p *poolRecord) aliasKey(attr, value string) string {
	return joinKey(p.ID, attr, p.normal(value))
}

// findUser accepts whatever Cognito accepts as a Username: the username, the sub, or a sign-in attribute.
func (s *scope) findUser(t tx, name string) (*userRecord, error) {
	user, ok, err := load[userRecord](t, bucketUsers, userKey(s.pool.ID, s.pool.normal(name)))
	if err != nil {
		return nil, err
	}
	if ok {
		return &user, nil
	}
	for _, attr := range []string{attrSub, attrEmail, attrPhone, attrPreferred} {
		owner, err := s.aliasOwner(t, attr, name)
		if err != nil {
			return nil, err
		}
		if owner != "" {
			return s.user(t, owner)
		}
	}
	return nil, nil
}

// user loads by the exact username; nil when there is none.
func (s *scope) user(t tx, username string) (*userRecord, error) {
	user, ok, err := load[userRecord](t, bucketUsers, userKey(s.pool.ID, s.pool.normal(username)))
	if err != nil || !ok {
		return nil, err
	}
	return &user, nil
}

// aliasOwner returns the username that a sign-in attribute leads to, or "".
func (s *scope) aliasOwner(t tx, attr, value string) (string, error) {
	if attr != attrSub && !s.pool.signsInBy(attr) {
		return "", nil
	}
	owner, _, err := load[string](t, bucketAliases, s.pool.aliasKey(attr, value))
	return owner, err
}

// claimAlias makes a value lead to a user. With force it is taken from another owner, who loses its verification.
func (s *scope) claimAlias(t tx, user *userRecord, attr, value string, force bool) error {
	if attr != attrSub && !s.pool.signsInBy(attr) {
		return nil
	}
	owner, err := s.aliasOwner(t, attr, value)
	if err != nil {
		return err
	}
	if owner != "" && owner != user.Username {
		if !force {
			return fail(aliasExists, takenText(attr))
		}
		if err := s.unverify(t, owner, attr); err != nil {
			return err
		}
	}
	return save(t, bucketAliases, s.pool.aliasKey(attr, value), user.Username)
}

func (s *scope) unverify(t tx, username, attr string) error {
	loser, err := s.user(t, username)
	if err != nil || loser == nil {
		return err
	}
	loser.Attributes[attr+"_verified"] = "false"
	return s.saveUser(t, loser)
}

func (s *scope) releaseAlias(t tx, user *userRecord, attr, value string) error {
	owner, err := s.aliasOwner(t, attr, value)
	if err != nil || owner != user.Username {
		return err
	}
	return t.remove(bucketAliases, s.pool.aliasKey(attr, value))
}

func (s *scope) saveUser(t tx, user *userRecord) error {
	return save(t, bucketUsers, userKey(s.pool.ID, s.pool.normal(user.Username)), user)
}

func takenText(attr string) string {
	switch attr {
	case attrEmail:
		return textEmailTaken
	case attrPhone:
		return textPhoneTaken
	}
	return "Already found an entry for " + attr + "."
}
