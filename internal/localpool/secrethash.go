package localpool

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// checkSecretHash holds SECRET_HASH against the exact username that was sent. A client without a secret must send none.
func (c *clientRecord) checkSecretHash(username, sent string) error {
	return c.compareSecretHash(username, sent, "Unable to verify secret hash for client "+c.ID)
}

// checkRefreshHash is the same for REFRESH_TOKEN_AUTH, where the username is the real one: a UUID in email pools.
func (c *clientRecord) checkRefreshHash(username, sent string) error {
	return c.compareSecretHash(username, sent, "SecretHash does not match for the client: "+c.ID)
}

func (c *clientRecord) compareSecretHash(username, sent, mismatch string) error {
	switch {
	case c.Secret == "" && sent == "":
		return nil
	case c.Secret != "" && sent == "":
		return fail(notAuthorized, "Client "+c.ID+" is configured with secret but SECRET_HASH was not received")
	}
	mac := hmac.New(sha256.New, []byte(c.Secret))
	mac.Write([]byte(username + c.ID))
	want := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	if c.Secret == "" || !hmac.Equal([]byte(want), []byte(sent)) {
		return fail(notAuthorized, mismatch)
	}
	return nil
}

// ownsSecret compares the secret itself, for the operations that take it instead of a hash.
func (c *clientRecord) ownsSecret(sent string) bool {
	return subtle.ConstantTimeCompare([]byte(c.Secret), []byte(sent)) == 1
}
