package localpool

import "context"

// deleteUser is immediate and final.
func (p *Pool) deleteUser(_ context.Context, in *accessTokenInput) (empty, error) {
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		return s.erase(t, user)
	})
}

func (p *Pool) adminDeleteUser(_ context.Context, in *adminUserInput) (empty, error) {
	return empty{}, p.update(func(t tx) error {
		s, user, err := p.adminUser(t, in.UserPoolID, in.Username)
		if err != nil {
			return err
		}
		return s.erase(t, user)
	})
}

// erase removes a user with everything that leads to it or counts for it. Codes, factors and memberships stand in the record
// itself. Nothing may survive for a later user of the same name: neither a session nor a lock.
func (s *scope) erase(t tx, user *userRecord) error {
	for attr, value := range map[string]string{
		attrSub: user.Sub, attrEmail: user.Attributes[attrEmail], attrPhone: user.Attributes[attrPhone], attrPreferred: user.Attributes[attrPreferred],
	} {
		if err := s.releaseAlias(t, user, attr, value); err != nil {
			return err
		}
	}
	if err := s.eraseSessions(t, user); err != nil {
		return err
	}
	if err := t.remove(bucketLedgers, s.ledgerKey(user, user.Username)); err != nil {
		return err
	}
	return t.remove(bucketUsers, userKey(s.pool.ID, s.pool.normal(user.Username)))
}

func (s *scope) eraseSessions(t tx, user *userRecord) error {
	families := map[string]bool{}
	err := t.each(bucketFamilies, func(key string, value []byte) error {
		var family familyRecord
		if err := decodeRecord(bucketFamilies, value, &family); err != nil {
			return err
		}
		if family.PoolID == s.pool.ID && family.Username == user.Username {
			families[key] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	for family := range families {
		if err := t.remove(bucketFamilies, family); err != nil {
			return err
		}
	}
	return removeWhere(t, bucketRefresh, func(r *refreshRecord) bool { return families[r.Family] })
}
