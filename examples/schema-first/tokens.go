package main

import (
	"context"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	// algorithm is the one that Cognito signs with. What a token says of itself decides nothing.
	algorithm     = jose.RS256
	tokenMaxBytes = 8 << 10
)

// tokens checks access tokens with the user pool's keys, without asking anybody. It cannot see that a user
// signed out: such a token passes until it expires.
type tokens struct {
	issuer string // of the user pool
	client string // the app client that Usher signs in with
	keys   *keySet
	now    func() time.Time
}

// check says whose access token this is.
func (t *tokens) check(ctx context.Context, compact string) (caller, error) {
	if len(compact) > tokenMaxBytes {
		return caller{}, unauthenticated(invalid, "the token is too long")
	}
	token, err := jwt.ParseSigned(compact, []jose.SignatureAlgorithm{algorithm})
	if err != nil {
		return caller{}, unauthenticated(invalid, "not a token signed with %s", algorithm)
	}
	key, err := t.keys.key(ctx, token.Headers[0].KeyID)
	if err != nil {
		return caller{}, unavailable(err)
	}
	if key == nil {
		return caller{}, unauthenticated(invalid, "not signed with a key of this pool")
	}
	var said struct {
		ClientID string `json:"client_id"`
		Use      string `json:"token_use"`
	}
	var standard jwt.Claims
	if err := token.Claims(key, &standard, &said); err != nil {
		return caller{}, unauthenticated(invalid, "the signature or the claims are not right")
	}
	switch {
	case standard.Issuer != t.issuer:
		err = unauthenticated(invalid, "the issuer is another one")
	case said.Use != "access":
		err = unauthenticated(invalid, "not an access token")
	case said.ClientID != t.client:
		err = unauthenticated(invalid, "the app client is another one")
	case standard.Subject == "" || standard.Expiry == nil:
		err = unauthenticated(invalid, "no subject or no expiry")
	case !t.now().Before(standard.Expiry.Time()):
		err = unauthenticated(expired, "expired at %v", standard.Expiry.Time().UTC())
	}
	if err != nil {
		return caller{}, err
	}
	return caller{Subject: standard.Subject}, nil
}
