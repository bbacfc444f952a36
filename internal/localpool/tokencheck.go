package localpool

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// accessClaims are the claims of an access token that the API looks at.
type accessClaims struct {
	Issuer    string  `json:"iss"`
	Sub       string  `json:"sub"`
	Expires   float64 `json:"exp"`
	AuthTime  int64   `json:"auth_time"`
	TokenUse  string  `json:"token_use"`
	Scope     string  `json:"scope"`
	ClientID  string  `json:"client_id"`
	Username  string  `json:"username"`
	OriginJTI string  `json:"origin_jti"`
}

// checkAccessToken proves what the token itself shows. authorize decides whether it is still good.
func (p *Pool) checkAccessToken(token string, now time.Time) (*accessClaims, error) {
	refuse := fail(notAuthorized, textInvalidAccess)
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, refuse
	}
	var header tokenHeader
	if !decodePart(parts[0], &header) || header.Alg != "RS256" {
		return nil, refuse
	}
	r, known := p.realmOfAccessKey(header.Kid)
	if !known {
		return nil, refuse
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	if err != nil {
		return nil, refuse
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if rsa.VerifyPKCS1v15(&r.accessKey.PublicKey, crypto.SHA256, digest[:], signature) != nil {
		return nil, refuse
	}
	var claims accessClaims
	if !decodePart(parts[1], &claims) || claims.Issuer != r.issuer || claims.TokenUse != useAccess {
		return nil, refuse
	}
	if float64(now.Unix()) >= claims.Expires {
		return nil, fail(notAuthorized, "Access Token has expired")
	}
	if !slices.Contains(strings.Fields(claims.Scope), apiScope) {
		return nil, fail(notAuthorized, "Access Token does not have required scopes")
	}
	return &claims, nil
}

func decodePart(part string, into any) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(part)
	return err == nil && json.Unmarshal(raw, into) == nil
}

// authorize finds the user of a checked access token and refuses what was ended since it was issued.
func (p *Pool) authorize(t tx, claims *accessClaims) (*scope, *userRecord, error) {
	s, err := p.clientScope(t, claims.ClientID)
	if err != nil {
		return nil, nil, err
	}
	user, err := s.user(t, claims.Username)
	switch {
	case err != nil:
		return nil, nil, err
	case user == nil:
		return nil, nil, fail(userNotFound, textUserUnknown)
	case !user.Enabled:
		return nil, nil, fail(notAuthorized, textUserDisabled)
	case user.Status == statusResetNeeded:
		return nil, nil, fail(passwordResetRequired, textResetRequired)
	}
	ended, err := s.ended(t, claims, user)
	if err != nil {
		return nil, nil, err
	}
	if ended {
		return nil, nil, fail(notAuthorized, "Access Token has been revoked")
	}
	return s, user, nil
}

// ended looks at the token's family. A token of a client without token revocation names none: there the time of the sign-in
// decides, and one in the same second as the sign-out counts as older.
func (s *scope) ended(t tx, claims *accessClaims, user *userRecord) (bool, error) {
	if claims.Sub != user.Sub {
		return true, nil // the name has come back, to somebody else
	}
	if claims.OriginJTI == "" {
		return !user.SignedOutAt.IsZero() && claims.AuthTime <= user.SignedOutAt.Unix(), nil
	}
	family, ok, err := load[familyRecord](t, bucketFamilies, claims.OriginJTI)
	if err != nil {
		return true, err
	}
	return !ok || family.Revoked || family.SignOuts != user.SignOuts || family.Username != user.Username, nil
}

// withAccessToken runs fn on the user of an access token, in a transaction of run: p.view or p.update.
func (p *Pool) withAccessToken(token string, run func(func(tx) error) error, fn func(t tx, s *scope, user *userRecord) error) error {
	claims, err := p.checkAccessToken(token, p.now())
	if err != nil {
		return err
	}
	return run(func(t tx) error {
		s, user, err := p.authorize(t, claims)
		if err != nil {
			return err
		}
		return fn(t, s, user)
	})
}
