package localpool_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// signRS256 signs header and claims with a key of the forger's own.
func signRS256(t *testing.T, key *rsa.PrivateKey, header, claims map[string]any) string {
	t.Helper()
	signed := segment(t, header) + "." + segment(t, claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// signHS256 signs with a shared secret: the public key, in the classic confusion of algorithms.
func signHS256(t *testing.T, secret []byte, header, claims map[string]any) string {
	t.Helper()
	signed := segment(t, header) + "." + segment(t, claims)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// with is a copy of the map with one member changed.
func with(m map[string]any, name string, value any) map[string]any {
	changed := maps.Clone(m)
	changed[name] = value
	return changed
}

func TestForgedAccessTokensAreRefused(t *testing.T) {
	r := newRig(t)
	r.newUser("real@example.com", goodPassword)
	victim := r.newUser("victim@example.com", goodPassword)
	tokens := r.session(r.open, "real@example.com", goodPassword)
	access := parseJWT(t, aws.ToString(tokens.AccessToken))
	parts := strings.Split(access.raw, ".")
	publicKey := r.publicKeys(r.seed.PoolID)[access.header["kid"].(string)]
	forger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(publicKey)
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	none := map[string]any{"kid": access.header["kid"], "alg": "none"}
	asVictim := with(with(access.claims, "sub", victim), "username", victim)
	embedded := with(access.header, "jwk", map[string]any{
		"kty": "RSA", "e": "AQAB", "n": base64.RawURLEncoding.EncodeToString(forger.N.Bytes()),
	})
	flipped := []byte(parts[2])
	flipped[10] = map[bool]byte{true: 'B', false: 'A'}[flipped[10] == 'A']

	elsewhere := newMemoryRig(t)
	elsewhere.newUser("real@example.com", goodPassword)
	foreign := elsewhere.session(elsewhere.open, "real@example.com", goodPassword)

	cases := []struct{ name, token string }{
		{"signature changed", parts[0] + "." + parts[1] + "." + string(flipped)},
		{"signature missing", parts[0] + "." + parts[1] + "."},
		{"payload of another user under the old signature", parts[0] + "." + segment(t, asVictim) + "." + parts[2]},
		{"life prolonged under the old signature", parts[0] + "." + segment(t, with(access.claims, "exp", 9e9)) + "." + parts[2]},
		{"algorithm none without a signature", segment(t, none) + "." + parts[1] + "."},
		{"algorithm none with the old signature", segment(t, none) + "." + parts[1] + "." + parts[2]},
		{"algorithm None in another case", segment(t, with(none, "alg", "nOnE")) + "." + parts[1] + "."},
		{"HS256 over the public key in PEM", signHS256(t, publicPEM, with(access.header, "alg", "HS256"), asVictim)},
		{"HS256 over the modulus", signHS256(t, publicKey.N.Bytes(), with(access.header, "alg", "HS256"), asVictim)},
		{"signed with another key under a published kid", signRS256(t, forger, access.header, asVictim)},
		{"signed with another key under an unknown kid", signRS256(t, forger, with(access.header, "kid", "AAAA"), asVictim)},
		{"signed with another key without a kid", signRS256(t, forger, map[string]any{"alg": "RS256"}, asVictim)},
		{"signed with a key that the header brings along", signRS256(t, forger, embedded, asVictim)},
		{"same pool id, other keys", aws.ToString(foreign.AccessToken)},
		{"ID token in place of the access token", aws.ToString(tokens.IdToken)},
		{"refresh token in place of the access token", aws.ToString(tokens.RefreshToken)},
		{"four parts", access.raw + ".x"},
		{"no token at all", "garbage"},
		{"empty parts", ".."},
	}
	uses := []struct {
		operation string
		call      func(r *rig, token string) error
	}{
		{"GetUser", func(r *rig, token string) error { _, err := r.getUser(token); return err }},
		{"ChangePassword", func(r *rig, token string) error { return r.changePassword(token, goodPassword, otherPassword) }},
		{"GlobalSignOut", func(r *rig, token string) error { return r.globalSignOut(token) }},
		{"UpdateUserAttributes", func(r *rig, token string) error {
			_, err := r.updateAttributes(token, attribute("name", "Mallory"))
			return err
		}},
	}
	for _, c := range cases {
		for _, use := range uses {
			r.sub(use.operation+"/"+c.name, func(r *rig) {
				wantFailure(r.t, use.call(r, c.token), "NotAuthorizedException", "")
			})
		}
	}
	r.sub("nothing happened", func(r *rig) {
		if _, err := r.getUser(access.raw); err != nil {
			r.t.Errorf("the genuine token afterwards: %v", err)
		}
		for _, name := range []string{"real@example.com", "victim@example.com"} {
			r.session(r.open, name, goodPassword)
			if got := attributeMap(r.state(name).UserAttributes)["name"]; got != "" {
				r.t.Errorf("%s is now called %q", name, got)
			}
		}
	})
}

func TestRefusedAccessTokensSayWhy(t *testing.T) {
	r := newRig(t)
	r.newUser("why@example.com", goodPassword)
	tokens := r.session(r.open, "why@example.com", goodPassword)
	access := aws.ToString(tokens.AccessToken)
	_, err := r.getUser(access[:len(access)-8] + "AAAAAAAA")
	wantFailure(t, err, "NotAuthorizedException", textInvalidAccess)
	_, err = r.getUser("garbage")
	wantFailure(t, err, "NotAuthorizedException", textInvalidAccess)
	_, err = r.getUser(aws.ToString(tokens.IdToken))
	wantFailure(t, err, "NotAuthorizedException", textInvalidAccess)
	r.clock.Advance(time.Hour - time.Second)
	if _, err := r.getUser(access); err != nil {
		t.Errorf("a second before it expires: %v", err)
	}
	r.clock.Advance(2 * time.Second)
	_, err = r.getUser(access)
	wantFailure(t, err, "NotAuthorizedException", textExpiredAccess)
}

// A token of one pool must not open a user of the same name in another.
func TestTokenOfAnotherPoolStaysInItsPool(t *testing.T) {
	r := newRig(t)
	pool, client := r.newPool(func(in *cip.CreateUserPoolInput) { in.PoolName = aws.String("neighbour") }, nil)
	r.newUser("same@example.com", goodPassword)
	if _, err := r.signUp(client, "same@example.com", otherPassword+"A"); err != nil {
		t.Fatal(err)
	}
	if err := r.adminConfirm(aws.ToString(pool.Id), "same@example.com"); err != nil {
		t.Fatal(err)
	}
	tokens := r.session(client, "same@example.com", otherPassword+"A")
	out, err := r.getUser(aws.ToString(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(out.Username); got != "same@example.com" {
		t.Errorf("GetUser answers user %q, want the one of the token's own pool", got)
	}
	if parseJWT(t, aws.ToString(tokens.AccessToken)).verify(r.publicKeys(r.seed.PoolID)) {
		t.Error("the two pools share a signing key")
	}
	if err := r.globalSignOut(aws.ToString(tokens.AccessToken)); err != nil {
		t.Fatal(err)
	}
	seeded := r.session(r.open, "same@example.com", goodPassword)
	if _, err := r.getUser(aws.ToString(seeded.AccessToken)); err != nil {
		t.Errorf("a sign-out in one pool reached the other: %v", err)
	}
}
