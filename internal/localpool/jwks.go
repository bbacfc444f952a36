package localpool

import (
	"crypto/rsa"
	"encoding/base64"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	wellKnown = "/.well-known/"

	// documentMaxAge is short because a pool in memory has new keys after every start.
	documentMaxAge = 5 * time.Minute
)

type jwk struct {
	Alg string `json:"alg"`
	E   string `json:"e"`
	Kid string `json:"kid"`
	Kty string `json:"kty"`
	N   string `json:"n"`
	Use string `json:"use"`
}

func publicJWK(key *rsa.PrivateKey, kid string) jwk {
	return jwk{
		Alg: "RS256", Kid: kid, Kty: "RSA", Use: "sig",
		E: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		N: base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
	}
}

// serveDocument answers GET /{poolId}/.well-known/jwks.json and openid-configuration.
func (p *Pool) serveDocument(w http.ResponseWriter, r *http.Request) {
	poolID, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), wellKnown)
	found, ok := p.realm(poolID)
	var document any
	switch {
	case ok && name == "jwks.json":
		document = map[string][]jwk{"keys": {publicJWK(found.idKey, found.idKid), publicJWK(found.accessKey, found.accessKid)}}
	case ok && name == "openid-configuration":
		document = map[string]any{
			"issuer":                                found.issuer,
			"jwks_uri":                              found.issuer + wellKnown + "jwks.json",
			"id_token_signing_alg_values_supported": []string{"RS256"},
			"subject_types_supported":               []string{"public"},
			"response_types_supported":              []string{"code", "token"},
			"scopes_supported":                      []string{"openid", "email", "phone", "profile"},
		}
	default:
		p.answerDocument(w, http.StatusNotFound, map[string]string{"message": "There is no such document."})
		return
	}
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(int(documentMaxAge.Seconds())))
	p.answerDocument(w, http.StatusOK, document)
}
