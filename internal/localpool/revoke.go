package localpool

import (
	"context"
	"strings"
)

type revokeTokenInput struct {
	Token        string `json:"Token" is:"token,required"`
	ClientID     string `json:"ClientId" is:"clientID,required"`
	ClientSecret string `json:"ClientSecret" is:"secret"`
}

// revokeToken ends one refresh token with everything that descends from its sign-in. A token that is unknown, expired,
// already revoked or another client's is left alone and the call succeeds, as RFC 7009 section 2.2 asks.
func (p *Pool) revokeToken(_ context.Context, in *revokeTokenInput) (empty, error) {
	return empty{}, p.update(func(t tx) error {
		client, known, err := load[clientRecord](t, bucketClients, in.ClientID)
		switch {
		case err != nil:
			return err
		case !known || !client.ownsSecret(in.ClientSecret):
			// The model has no ResourceNotFoundException here.
			return fail(unauthorized, "Invalid client or client secret.")
		case !strings.HasPrefix(in.Token, refreshTokenStart()):
			return fail(unsupportedTokenType, "Only refresh tokens can be revoked.")
		case !client.Settings.revokes():
			return fail(unsupportedOperation, "Token revocation is not enabled for this client.")
		}
		s, err := p.clientScope(t, in.ClientID)
		if err != nil {
			return err
		}
		record, known, err := load[refreshRecord](t, bucketRefresh, s.realm.refreshHash(in.Token))
		if err != nil || !known {
			return err
		}
		family, known, err := load[familyRecord](t, bucketFamilies, record.Family)
		if err != nil || !known || family.ClientID != in.ClientID {
			return err
		}
		family.Revoked = true
		return save(t, bucketFamilies, record.Family, family)
	})
}

type accessTokenInput struct {
	AccessToken string `json:"AccessToken" is:"token,required"`
}

// globalSignOut ends every session of the caller, at all clients.
func (p *Pool) globalSignOut(_ context.Context, in *accessTokenInput) (empty, error) {
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		p.endSessions(user)
		return s.saveUser(t, user)
	})
}

// endSessions outdates every refresh family of a user.
func (p *Pool) endSessions(user *userRecord) {
	user.SignOuts++
	user.SignedOutAt = p.now()
}
