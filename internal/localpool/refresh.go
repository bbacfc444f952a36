package localpool

import (
	"context"
	"errors"
	"time"
)

type getTokensInput struct {
	RefreshToken string `json:"RefreshToken" is:"token,required"`
	ClientID     string `json:"ClientId" is:"clientID,required"`
	ClientSecret string `json:"ClientSecret" is:"secret"`
}

type getTokensOutput struct {
	AuthenticationResult *authenticationResult `json:"AuthenticationResult"`
}

func (p *Pool) getTokensFromRefreshToken(_ context.Context, in *getTokensInput) (*getTokensOutput, error) {
	result, err := p.refresh(in.ClientID, in.RefreshToken, func(s *scope, _ *userRecord) error {
		if !s.client.ownsSecret(in.ClientSecret) {
			return fail(notAuthorized, "Unable to verify secret hash for client "+s.client.ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &getTokensOutput{AuthenticationResult: result}, nil
}

// refresh redeems a refresh token. Only rotation changes anything, so it starts in a read transaction, which other calls do
// not wait for.
func (p *Pool) refresh(clientID, token string, authenticate func(*scope, *userRecord) error) (*authenticationResult, error) {
	next, err := p.newRefreshToken()
	if err != nil {
		return nil, err
	}
	var issued *grant
	work := func(t tx) (err error) {
		issued, err = p.redeem(t, clientID, token, next, authenticate)
		return err
	}
	if err = p.view(work); errors.Is(err, errReadOnly) {
		err = p.update(work)
	}
	if err != nil {
		return nil, err
	}
	return p.sign(issued)
}

func (p *Pool) redeem(t tx, clientID, token, next string, authenticate func(*scope, *userRecord) error) (*grant, error) {
	now := p.now()
	s, err := p.clientScope(t, clientID)
	if err != nil {
		return nil, err
	}
	hash := s.realm.refreshHash(token)
	record, known, err := load[refreshRecord](t, bucketRefresh, hash)
	if err != nil {
		return nil, err
	}
	family, alive, err := load[familyRecord](t, bucketFamilies, record.Family)
	if err != nil {
		return nil, err
	}
	var user *userRecord
	if known && alive && family.ClientID == s.client.ID {
		if user, err = s.user(t, family.Username); err != nil {
			return nil, err
		}
	}
	if err := authenticate(s, user); err != nil {
		return nil, err
	}
	if user == nil {
		return nil, fail(notAuthorized, textInvalidRefresh)
	}
	if err := s.refreshable(user, &family, &record, now); err != nil {
		return nil, err
	}
	issued := &grant{scope: s, user: user, familyID: record.Family, family: family, at: now}
	if !s.client.Settings.rotates() {
		return issued, nil
	}
	issued.refreshToken = next
	if record.RotatedAt.IsZero() {
		record.RotatedAt = now
		if err := save(t, bucketRefresh, hash, record); err != nil {
			return nil, err
		}
	}
	// The new token inherits the end of the family: rotation prolongs nothing.
	return issued, save(t, bucketRefresh, s.realm.refreshHash(next), refreshRecord{Family: record.Family, Expires: family.Expires})
}

// refreshable refuses what was ended. A token that was rotated out stays usable for the grace period, so that the loser of a
// race between two tabs keeps its session; later use is an exception of its own and leaves the rest of the family alone.
func (s *scope) refreshable(user *userRecord, family *familyRecord, record *refreshRecord, now time.Time) error {
	grace := s.client.Settings.grace()
	switch {
	case !user.Enabled:
		return fail(notAuthorized, textUserDisabled)
	case family.Revoked || family.SignOuts != user.SignOuts:
		return fail(notAuthorized, "Refresh Token has been revoked")
	case !now.Before(family.Expires):
		return fail(notAuthorized, "Refresh Token has expired")
	case !record.RotatedAt.IsZero() && !now.Before(record.RotatedAt.Add(grace)):
		return fail(refreshTokenReuse, "Refresh token has been reused.")
	}
	return nil
}

// startFamily records a sign-in and its first refresh token.
func (p *Pool) startFamily(t tx, s *scope, user *userRecord, ids *signInIDs, now time.Time) (*grant, error) {
	family := familyRecord{
		PoolID: s.pool.ID, ClientID: s.client.ID, Username: user.Username, EventID: ids.event,
		AuthTime: now, Expires: now.Add(s.client.Settings.refreshLife()), SignOuts: user.SignOuts,
	}
	if err := p.sweep(t, now); err != nil {
		return nil, err
	}
	if err := save(t, bucketFamilies, ids.family, family); err != nil {
		return nil, err
	}
	err := save(t, bucketRefresh, s.realm.refreshHash(ids.refreshToken), refreshRecord{Family: ids.family, Expires: family.Expires})
	return &grant{scope: s, user: user, familyID: ids.family, family: family, refreshToken: ids.refreshToken, at: now}, err
}

// signInIDs are drawn before the write transaction.
type signInIDs struct{ family, event, refreshToken string }

func (p *Pool) newSignInIDs() (*signInIDs, error) {
	var ids signInIDs
	var err error
	if ids.family, err = randomUUID(p.random); err != nil {
		return nil, err
	}
	if ids.event, err = randomUUID(p.random); err != nil {
		return nil, err
	}
	ids.refreshToken, err = p.newRefreshToken()
	return &ids, err
}
