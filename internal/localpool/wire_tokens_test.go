package localpool_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"usher/internal/localpool"
)

// Claims that differ from token to token; their rules are asserted one by one.
var freshClaims = []string{"jti", "origin_jti", "event_id"}

func withoutFresh(claims map[string]any) map[string]any {
	rest := maps.Clone(claims)
	for _, name := range freshClaims {
		delete(rest, name)
	}
	return rest
}

func TestTokenClaims(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("claims@example.com", goodPassword)
	tokens := r.session(r.secure, "claims@example.com", goodPassword)
	access, id := parseJWT(t, aws.ToString(tokens.AccessToken)), parseJWT(t, aws.ToString(tokens.IdToken))
	now := float64(r.clock.Now().Unix())
	wantAccess := map[string]any{
		"sub": sub, "iss": r.seed.Issuer, "client_id": r.secure.id, "token_use": "access",
		"scope": "aws.cognito.signin.user.admin", "username": sub, "auth_time": now, "iat": now, "exp": now + 3600,
	}
	if diff := cmp.Diff(wantAccess, withoutFresh(access.claims)); diff != "" {
		t.Errorf("access token claims (-want +got):\n%s", diff)
	}
	wantID := map[string]any{
		"sub": sub, "iss": r.seed.Issuer, "aud": r.secure.id, "token_use": "id", "cognito:username": sub,
		"email": "claims@example.com", "email_verified": true, "auth_time": now, "iat": now, "exp": now + 3600,
	}
	if diff := cmp.Diff(wantID, withoutFresh(id.claims)); diff != "" {
		t.Errorf("ID token claims (-want +got):\n%s", diff)
	}
	for _, name := range freshClaims {
		if !uuidShape.MatchString(access.text(name)) || !uuidShape.MatchString(id.text(name)) {
			t.Errorf("%s is %q and %q, want UUIDs", name, access.text(name), id.text(name))
		}
	}
	if access.text("origin_jti") != id.text("origin_jti") || access.text("event_id") != id.text("event_id") {
		t.Error("the two tokens of one sign-in differ in origin_jti or event_id")
	}
	if access.text("jti") == id.text("jti") {
		t.Error("the two tokens share a jti")
	}
}

func TestTokensAreSignedWithTwoPublishedKeys(t *testing.T) {
	r := newRig(t)
	r.newUser("keys@example.com", goodPassword)
	tokens := r.session(r.open, "keys@example.com", goodPassword)
	keys := r.publicKeys(r.seed.PoolID)
	access, id := parseJWT(t, aws.ToString(tokens.AccessToken)), parseJWT(t, aws.ToString(tokens.IdToken))
	for name, token := range map[string]jwt{"access": access, "ID": id} {
		if !token.verify(keys) {
			t.Errorf("the %s token does not verify with the published keys", name)
		}
		if names := slices.Sorted(maps.Keys(token.header)); !slices.Equal(names, []string{"alg", "kid"}) {
			t.Errorf("the %s token's header holds %v, want alg and kid alone", name, names)
		}
	}
	if access.header["kid"] == id.header["kid"] {
		t.Error("one key signs both kinds of token, want two")
	}
}

func TestPublishedKeys(t *testing.T) {
	r := newRig(t)
	keys := r.published(r.seed.PoolID)
	if len(keys) != 2 {
		t.Fatalf("%d keys, want 2", len(keys))
	}
	for _, k := range keys {
		if k.Alg != "RS256" || k.Kty != "RSA" || k.Use != "sig" {
			t.Errorf("alg %q, kty %q, use %q; want RS256, RSA, sig", k.Alg, k.Kty, k.Use)
		}
		if raw, err := base64.StdEncoding.DecodeString(k.KID); err != nil || len(raw) != 32 {
			t.Errorf("kid %q is not the base64 of 32 bytes", k.KID)
		}
		if n, err := base64.RawURLEncoding.DecodeString(k.N); err != nil || len(n) != 256 {
			t.Errorf("modulus of %d bytes (%v), want 256", len(n), err)
		}
	}
	body := r.do(http.MethodGet, "/"+r.seed.PoolID+"/.well-known/jwks.json", "", nil).body
	for _, private := range []string{`"d"`, `"p"`, `"q"`, `"dp"`, `"dq"`, `"qi"`} {
		if strings.Contains(body, private) {
			t.Errorf("a private member %s is published", private)
		}
	}
}

func TestOpenIDDocument(t *testing.T) {
	r := newRig(t)
	answer := r.do(http.MethodGet, "/"+r.seed.PoolID+"/.well-known/openid-configuration", "", nil)
	if answer.status != http.StatusOK || !strings.HasPrefix(answer.header.Get("Content-Type"), "application/json") {
		t.Fatalf("status %d, type %q", answer.status, answer.header.Get("Content-Type"))
	}
	var document struct {
		Issuer  string   `json:"issuer"`
		JWKS    string   `json:"jwks_uri"`
		Signing []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := json.Unmarshal([]byte(answer.body), &document); err != nil {
		t.Fatal(err)
	}
	if document.Issuer != r.seed.Issuer || document.JWKS != r.seed.Issuer+"/.well-known/jwks.json" {
		t.Errorf("issuer %q, keys %q; want %q and its jwks.json", document.Issuer, document.JWKS, r.seed.Issuer)
	}
	if !slices.Equal(document.Signing, []string{"RS256"}) {
		t.Errorf("signing algorithms %v, want RS256", document.Signing)
	}
	for _, path := range []string{"/us-east-1_Nobody999/.well-known/jwks.json", "/us-east-1_Nobody999/.well-known/openid-configuration", "/" + r.seed.PoolID + "/.well-known/other"} {
		if got := r.do(http.MethodGet, path, "", nil).status; got < 400 || got > 499 {
			t.Errorf("%s answers %d, want a 4xx", path, got)
		}
	}
}

func TestIssuer(t *testing.T) {
	r := newRig(t)
	if want := "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_UsherPool"; r.seed.Issuer != want {
		t.Errorf("issuer %q, want %q", r.seed.Issuer, want)
	}
	const other = "http://127.0.0.1:9229/us-east-1_UsherPool"
	moved := newRig(t, func(o *localpool.Options) { o.Issuer = other })
	moved.newUser("iss@example.com", goodPassword)
	tokens := moved.session(moved.open, "iss@example.com", goodPassword)
	for _, raw := range []*string{tokens.AccessToken, tokens.IdToken} {
		if got := parseJWT(t, aws.ToString(raw)).text("iss"); got != other || moved.seed.Issuer != other {
			t.Errorf("iss %q, seed %q, want %q", got, moved.seed.Issuer, other)
		}
	}
	if _, err := moved.getUser(aws.ToString(tokens.AccessToken)); err != nil {
		t.Errorf("GetUser with the other issuer: %v", err)
	}
	pool, client := moved.newPool(nil, nil)
	if _, err := moved.signUp(client, "grace", goodPassword+"A"); err != nil {
		t.Fatal(err)
	}
	if err := moved.adminConfirm(aws.ToString(pool.Id), "grace"); err != nil {
		t.Fatal(err)
	}
	raw := aws.ToString(moved.session(client, "grace", goodPassword+"A").AccessToken)
	if got, want := parseJWT(t, raw).text("iss"), "http://127.0.0.1:9229/"+aws.ToString(pool.Id); got != want {
		t.Errorf("iss of another pool %q, want %q", got, want)
	}
	if !parseJWT(t, raw).verify(moved.publicKeys(aws.ToString(pool.Id))) {
		t.Error("the other pool's token does not verify with that pool's keys")
	}
}

func TestAccessLifeIsSettable(t *testing.T) {
	r := newRig(t, func(o *localpool.Options) { o.AccessTTL = 7 * time.Second })
	r.newUser("short@example.com", goodPassword)
	for name, client := range map[string]app{"confidential": r.secure, "public": r.open} {
		tokens := r.session(client, "short@example.com", goodPassword)
		if tokens.ExpiresIn != 7 {
			t.Errorf("%s client: expires in %d, want 7", name, tokens.ExpiresIn)
		}
		for _, raw := range []*string{tokens.AccessToken, tokens.IdToken} {
			token := parseJWT(t, aws.ToString(raw))
			if got := token.number("exp") - token.number("iat"); got != 7 {
				t.Errorf("%s client, %s token: lives %d seconds, want 7", name, token.text("token_use"), got)
			}
		}
	}
}

func TestRefreshTokenIsOpaque(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("opaque@example.com", goodPassword)
	first := aws.ToString(r.session(r.open, "opaque@example.com", goodPassword).RefreshToken)
	if first == aws.ToString(r.session(r.open, "opaque@example.com", goodPassword).RefreshToken) {
		t.Error("two sign-ins share a refresh token")
	}
	if len(first) < 32 {
		t.Errorf("refresh token of %d characters is guessable", len(first))
	}
	for part := range strings.SplitSeq(first, ".") {
		plain, err := base64.RawURLEncoding.DecodeString(part)
		if err == nil && (strings.Contains(string(plain), sub) || strings.Contains(string(plain), "opaque@example.com")) {
			t.Errorf("the refresh token tells whose it is: %q", plain)
		}
	}
}
