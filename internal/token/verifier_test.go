package token_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/token"
)

func TestVerifyAccessToken(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	got, err := verify(t, v, mint(t, token.Access), token.Access)
	if err != nil {
		t.Fatal(err)
	}
	want := token.Claims{
		Use: token.Access, Subject: "7f9c4e12-8a3b", Username: "7f9c4e12-8a3b", ClientID: clientID, Issuer: issuer,
		JTI: "jti-1", OriginJTI: "origin-1", EventID: "event-1",
		Groups: []string{"admin", "staff"}, Scopes: []string{"aws.cognito.signin.user.admin", "openid"},
		IssuedAt: start.Add(-time.Minute), ExpiresAt: start.Add(time.Hour), AuthTime: start.Add(-time.Minute),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

func TestVerifyIDToken(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	got, err := verify(t, v, mint(t, token.ID), token.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := token.Claims{
		Use: token.ID, Subject: "7f9c4e12-8a3b", Username: "ada", ClientID: clientID, Issuer: issuer,
		JTI: "jti-2", OriginJTI: "origin-1", EventID: "event-1", Groups: []string{"admin"},
		IssuedAt: start.Add(-time.Minute), ExpiresAt: start.Add(time.Hour), AuthTime: start.Add(-time.Minute),
		Email: "ada@example.com", EmailVerified: new(true), PhoneNumber: "+4912345", PhoneNumberVerified: new(false),
		Name: "Ada Lovelace", GivenName: "Ada", FamilyName: "Lovelace",
		Locale: "en-GB", Zoneinfo: "Europe/London", Picture: "https://example.com/ada.png",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

func TestVerifyLeavesAbsentClaimsZero(t *testing.T) {
	v := newVerifier(t, newKeyServer(poolKeys()), newClock())
	bare := all(without("cognito:groups"), without("scope"), without("origin_jti"), without("jti"),
		without("event_id"), without("auth_time"), without("iat"), claim("email", `"ada@example.com"`))
	got, err := verify(t, v, mint(t, token.Access, bare), token.Access)
	if err != nil {
		t.Fatal(err)
	}
	want := token.Claims{
		Use: token.Access, Subject: "7f9c4e12-8a3b", Username: "7f9c4e12-8a3b", ClientID: clientID, Issuer: issuer,
		ExpiresAt: start.Add(time.Hour),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

func TestVerifyAcceptsBothIssuersOfAPool(t *testing.T) {
	keys := newKeyServer(poolKeys())
	v := newVerifier(t, keys, newClock())
	for _, iss := range []string{issuer, updated} {
		claims, err := verify(t, v, mint(t, token.Access, claim("iss", quote(iss))), token.Access)
		if err != nil || claims.Issuer != iss {
			t.Errorf("%s: issuer %q, error %v", iss, claims.Issuer, err)
		}
		if _, asked := keys.urls.Load(iss + "/.well-known/jwks.json"); !asked {
			t.Errorf("%s: its own keys were not asked for", iss)
		}
	}
}

// TestVerifyTakesKeysOfTheNamedIssuer: a key of one accepted issuer signs
// nothing in the name of another.
func TestVerifyTakesKeysOfTheNamedIssuer(t *testing.T) {
	keys := newKeyServer("")
	keys.set(func(w http.ResponseWriter, r *http.Request) {
		document := poolKeys()
		if strings.HasPrefix(r.URL.Host, "issuer-") {
			document = jwks(jwk(accessKID, &foreignKey().PublicKey))
		}
		_, _ = w.Write([]byte(document))
	})
	v := newVerifier(t, keys, newClock())
	_, err := verify(t, v, mint(t, token.Access, signedBy(signer(foreignKey()))), token.Access)
	wantReason(t, err, token.ReasonSignature)
	_, err = verify(t, v, mint(t, token.Access, signedBy(signer(foreignKey())), claim("iss", quote(updated))), token.Access)
	wantReason(t, err, "")
}

func TestVerifyExpiredToken(t *testing.T) {
	past := claim("exp", seconds(start))
	tests := []struct {
		name    string
		edit    edit
		expired bool
	}{
		{"right otherwise", past, true},
		{"long ago", claim("exp", "1"), true},
		{"wrong signature", all(past, signedBy(signer(foreignKey()))), false},
		{"unknown kid", all(past, header("kid", `"unknown"`)), false},
		{"another client", all(past, claim("client_id", `"another-app"`)), false},
		{"another issuer", all(past, claim("iss", `"https://example.com"`)), false},
		{"issued in the future", all(past, claim("iat", seconds(start.Add(time.Hour)))), false},
		{"ID token", all(past, claim("token_use", `"id"`)), false},
		{"no sub", all(past, without("sub")), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := newVerifier(t, newKeyServer(poolKeys()), newClock())
			compact := mint(t, token.Access, test.edit)
			for _, from := range []string{"first look", "second look"} {
				_, err := verify(t, v, compact, token.Access)
				expired, isExpired := errors.AsType[*token.ExpiredError](err)
				if isExpired != test.expired {
					t.Errorf("%s: error = %v, want expired: %t", from, err, test.expired)
				}
				if isExpired && expired.Claims.OriginJTI != "origin-1" {
					t.Errorf("%s: claims = %+v", from, expired.Claims)
				}
			}
		})
	}
}

func TestNewVerifierRefusesConfig(t *testing.T) {
	good := func() token.Config {
		return token.Config{Issuers: token.CognitoIssuers(region, poolID), ClientIDs: []string{clientID}}
	}
	jwksURL := func(url string) func(*token.Config) {
		return func(c *token.Config) { c.Issuers = []token.Issuer{{URL: issuer, JWKSURL: url}} }
	}
	tests := []struct {
		name string
		edit func(*token.Config)
		want string // part of the error; empty: accepted
	}{
		{"a pool", func(*token.Config) {}, ""},
		{"http on 127.0.0.1", jwksURL("http://127.0.0.1:9229/pool/jwks"), ""},
		{"http on ::1", jwksURL("http://[::1]:9229/pool/jwks"), ""},
		{"http on localhost", jwksURL("http://localhost/jwks"), ""},
		{"http on another host", jwksURL("http://example.com/jwks"), "must be https"},
		{"http on a name that starts like loopback", jwksURL("http://127.0.0.1.example.com/jwks"), "must be https"},
		{"http on a private address", jwksURL("http://10.0.0.1/jwks"), "must be https"},
		{"file", jwksURL("file:///etc/jwks.json"), "not an absolute URL"},
		{"ftp", jwksURL("ftp://127.0.0.1/jwks"), "must be https"},
		{"no scheme", jwksURL("example.com/jwks"), "not an absolute URL"},
		{"user info", jwksURL("https://user:pass@example.com/jwks"), "no user info"},
		{"fragment", jwksURL("https://example.com/jwks#a"), "no fragment"},
		{"broken", jwksURL("https://%zz"), "not an absolute URL"},
		{"no JWKS URL", jwksURL(""), "not an absolute URL"},
		{"no issuer", func(c *token.Config) { c.Issuers = nil }, "no issuer"},
		{"issuer without URL", func(c *token.Config) { c.Issuers[0].URL = "" }, "without URL"},
		{"issuer twice", func(c *token.Config) { c.Issuers[1] = c.Issuers[0] }, "given twice"},
		{"no client", func(c *token.Config) { c.ClientIDs = nil }, "no app client"},
		{"empty client", func(c *token.Config) { c.ClientIDs = []string{clientID, ""} }, "no app client"},
		{"two problems at once", func(c *token.Config) { *c = token.Config{} }, "no app client"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := good()
			test.edit(&cfg)
			v, err := token.NewVerifier(cfg)
			if test.want == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				v.Close()
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error = %v, want %q in it", err, test.want)
			}
			if strings.Contains(err.Error(), "pass") {
				t.Error("the error repeats a password")
			}
		})
	}
}
