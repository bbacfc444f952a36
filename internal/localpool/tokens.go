package localpool

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"
)

const (
	useAccess = "access"
	useID     = "id"
	apiScope  = "aws.cognito.signin.user.admin"

	// refreshHeader is what the first part of Cognito's refresh tokens decodes to; the rest is random. Clients cannot tell it
	// from a JWE, and the pool keeps only a keyed hash of it.
	refreshHeader     = `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`
	refreshKeyBytes   = 256
	refreshNonceBytes = 12
	refreshBodyBytes  = 900
	refreshTagBytes   = 16
)

// authenticationResult is AuthenticationResultType.
type authenticationResult struct {
	AccessToken  string `json:"AccessToken"`
	ExpiresIn    int64  `json:"ExpiresIn"`
	IDToken      string `json:"IdToken"`
	RefreshToken string `json:"RefreshToken,omitempty"`
	TokenType    string `json:"TokenType"`
}

// grant is what tokens are made of. It is read in a transaction and signed after it, so that nobody waits for RSA.
type grant struct {
	scope        *scope
	user         *userRecord
	familyID     string
	family       familyRecord
	refreshToken string
	at           time.Time
}

type tokenHeader struct {
	Kid string `json:"kid"`
	Alg string `json:"alg"`
}

func (p *Pool) sign(g *grant) (*authenticationResult, error) {
	settings := &g.scope.client.Settings
	common := map[string]any{
		"sub": g.user.Sub, "iss": g.scope.realm.issuer, "iat": g.at.Unix(), "auth_time": g.family.AuthTime.Unix(), "event_id": g.family.EventID,
	}
	access := map[string]any{
		"token_use": useAccess, "client_id": g.scope.client.ID, "username": g.user.Username, "scope": apiScope,
		"exp": g.at.Add(settings.accessLife()).Unix(),
	}
	id := g.profileClaims()
	id["token_use"], id["aud"], id["cognito:username"] = useID, g.scope.client.ID, g.user.Username
	id["exp"] = g.at.Add(settings.idLife()).Unix()
	if err := p.addGroups(g, access, id); err != nil {
		return nil, err
	}
	for _, claims := range []map[string]any{access, id} {
		maps.Copy(claims, common)
		if !settings.tracksTokens() {
			continue
		}
		jti, err := randomUUID(p.random)
		if err != nil {
			return nil, err
		}
		claims["jti"], claims["origin_jti"] = jti, g.familyID
	}
	r := g.scope.realm
	accessToken, err := signJWT(r.accessKey, r.accessKid, access)
	if err != nil {
		return nil, err
	}
	idToken, err := signJWT(r.idKey, r.idKid, id)
	if err != nil {
		return nil, err
	}
	return &authenticationResult{
		AccessToken: accessToken, IDToken: idToken, RefreshToken: g.refreshToken,
		ExpiresIn: int64(settings.accessLife() / time.Second), TokenType: "Bearer",
	}, nil
}

// addGroups reads the groups when the tokens are signed: every sign-in and every refresh shows them as they are.
func (p *Pool) addGroups(g *grant, access, id map[string]any) error {
	if len(g.user.Groups) == 0 {
		return nil
	}
	return p.view(func(t tx) error {
		groups, err := g.scope.groupsOf(t, g.user)
		groups.addTo(access, id)
		return err
	})
}

// profileClaims are the attributes the client may read. Verified flags are booleans and an address is an object (OpenID
// Connect Core 5.1); everything else is a string.
func (g *grant) profileClaims() map[string]any {
	claims := map[string]any{}
	for name, value := range g.user.Attributes {
		switch {
		case !g.scope.client.mayRead(name):
		case name == "email_verified" || name == "phone_number_verified":
			claims[name] = value == "true"
		case name == attrAddress:
			claims[name] = map[string]string{"formatted": value}
		default:
			claims[name] = value
		}
	}
	return claims
}

func signJWT(key *rsa.PrivateKey, kid string, claims map[string]any) (string, error) {
	header, err := json.Marshal(tokenHeader{Kid: kid, Alg: "RS256"})
	if err != nil {
		return "", fmt.Errorf("localpool: encode a token header: %w", err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("localpool: encode token claims: %w", err)
	}
	signed := base64.RawURLEncoding.EncodeToString(header) + "." + base64.RawURLEncoding.EncodeToString(payload)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		return "", fmt.Errorf("localpool: sign a token: %w", err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// refreshTokenStart is how every refresh token begins: eyJjdHkiOiJKV1Qi...
func refreshTokenStart() string {
	return base64.RawURLEncoding.EncodeToString([]byte(refreshHeader))
}

func (p *Pool) newRefreshToken() (string, error) {
	parts := []string{refreshTokenStart()}
	for _, size := range []int{refreshKeyBytes, refreshNonceBytes, refreshBodyBytes, refreshTagBytes} {
		part, err := randomBytes(p.random, size)
		if err != nil {
			return "", err
		}
		parts = append(parts, base64.RawURLEncoding.EncodeToString(part))
	}
	return strings.Join(parts, "."), nil
}

func (r *realm) refreshHash(token string) string {
	return hex.EncodeToString(keyedHash(r.refreshKey, token))
}
