package cognito

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// secretHash is Cognito's SECRET_HASH over the username exactly as it is sent, or nil for a public
// client. Refreshing and revoking take the client secret itself instead: there the name to hash
// would have to be the pool's own, which a caller who signed in by e-mail does not know.
func (p *Pool) secretHash(username string) *string {
	if p.secret == "" {
		return nil
	}
	mac := hmac.New(sha256.New, []byte(p.secret))
	mac.Write([]byte(username + p.clientID))
	return aws.String(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// clientSecret is the secret itself, or nil for a public client.
func (p *Pool) clientSecret() *string {
	if p.secret == "" {
		return nil
	}
	return &p.secret
}

// secrets lists what a call by name holds that no log may show: what is given, and the hash over
// the name.
func (p *Pool) secrets(username string, given ...string) []string {
	if hash := p.secretHash(username); hash != nil {
		given = append(given, *hash)
	}
	return given
}
