package main

import (
	"crypto/rsa"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	poolIssuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCd12345"
	poolClient = "1example23456789"
)

func signed(t *testing.T, key *rsa.PrivateKey, algorithm jose.SignatureAlgorithm, id string, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", id))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokens(t *testing.T) {
	keys, _, c := newKeySet(t)
	check := &tokens{issuer: poolIssuer, client: poolClient, keys: keys, now: c.now}
	good := map[string]any{
		"sub": "ann", "iss": poolIssuer, "client_id": poolClient, "token_use": "access", "exp": noon.Add(time.Hour).Unix(),
	}
	with := func(name string, value any) map[string]any {
		claims := maps.Clone(good)
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
		return claims
	}
	rs256 := func(claims map[string]any) string { return signed(t, poolKey(), jose.RS256, "a", claims) }

	if who, err := check.check(t.Context(), rs256(good)); err != nil || who.Subject != "ann" {
		t.Fatalf("the good one: %+v, %v", who, err)
	}
	for name, test := range map[string]struct{ token, reason string }{
		"another issuer":                  {rs256(with("iss", poolIssuer+"x")), invalid},
		"no issuer":                       {rs256(with("iss", nil)), invalid},
		"another client":                  {rs256(with("client_id", "x")), invalid},
		"the client as audience alone":    {rs256(with("client_id", nil)), invalid},
		"an ID token":                     {rs256(with("token_use", "id")), invalid},
		"no use":                          {rs256(with("token_use", nil)), invalid},
		"no subject":                      {rs256(with("sub", nil)), invalid},
		"no expiry":                       {rs256(with("exp", nil)), invalid},
		"an expiry that is no time":       {rs256(with("exp", "never")), invalid},
		"over now":                        {rs256(with("exp", noon.Unix())), expired},
		"over, and of another client":     {rs256(with2(good, "exp", noon.Unix(), "client_id", "x")), invalid},
		"longer than any":                 {rs256(with("scope", strings.Repeat("x", tokenMaxBytes))), invalid},
		"another RSA algorithm":           {signed(t, poolKey(), jose.PS256, "a", good), invalid},
		"a longer hash":                   {signed(t, poolKey(), jose.RS512, "a", good), invalid},
		"another key under the same id":   {signed(t, newKey(2048), jose.RS256, "a", good), invalid},
		"an id that the pool has not":     {signed(t, poolKey(), jose.RS256, "b", good), invalid},
		"no id":                           {signed(t, poolKey(), jose.RS256, "", good), invalid},
		"nothing":                         {"", invalid},
		"a token in the other form of it": {`{"payload":"","signatures":[]}`, invalid},
	} {
		t.Run(name, func(t *testing.T) {
			who, err := check.check(t.Context(), test.token)
			refused, ok := errors.AsType[*refusal](err)
			if !ok || refused.code != codeUnauthenticated || refused.reason != test.reason || who != (caller{}) {
				t.Errorf("%+v, %v; want the reason %s", who, err, test.reason)
			}
		})
	}
}

func with2(good map[string]any, name string, value any, name2 string, value2 any) map[string]any {
	claims := maps.Clone(good)
	claims[name], claims[name2] = value, value2
	return claims
}
