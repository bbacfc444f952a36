package localpool

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"
)

const (
	rsaBits    = 2048
	kidBytes   = 32
	rootBytes  = 32
	derivedLen = 32
)

// realm is what never changes about a pool, ready for use: its issuer, its signing keys and the keys of its hashes.
type realm struct {
	poolID, issuer   string
	idKey, accessKey *rsa.PrivateKey
	idKid, accessKid string
	// One key per purpose: a hash made for one can never pass for another.
	codeKey, refreshKey, existenceKey, sessionKey []byte
}

// newPoolKeys makes a pool's secrets. Cognito signs ID and access tokens with different keys.
func (o *Options) newPoolKeys() (poolKeys, error) {
	var keys poolKeys
	var makers errgroup.Group
	for _, target := range []*[]byte{&keys.ID, &keys.Access} {
		makers.Go(func() error {
			key, err := o.signingKey()
			if err != nil {
				return err
			}
			*target, err = x509.MarshalPKCS8PrivateKey(key)
			return err
		})
	}
	if err := makers.Wait(); err != nil {
		return keys, fmt.Errorf("localpool: make a signing key: %w", err)
	}
	secret, err := randomBytes(o.Rand, 2*kidBytes+rootBytes)
	if err != nil {
		return keys, err
	}
	keys.IDKid = base64.StdEncoding.EncodeToString(secret[:kidBytes])
	keys.AccessKid = base64.StdEncoding.EncodeToString(secret[kidBytes : 2*kidBytes])
	keys.Root = secret[2*kidBytes:]
	return keys, nil
}

func newRealm(poolID, issuer string, keys *poolKeys) (*realm, error) {
	r := &realm{poolID: poolID, issuer: issuer, idKid: keys.IDKid, accessKid: keys.AccessKid}
	var err error
	if r.idKey, err = parseKey(keys.ID); err != nil {
		return nil, err
	}
	if r.accessKey, err = parseKey(keys.Access); err != nil {
		return nil, err
	}
	for purpose, key := range map[string]*[]byte{"code": &r.codeKey, "refresh": &r.refreshKey, "existence": &r.existenceKey, "session": &r.sessionKey} {
		if *key, err = hkdf.Key(sha256.New, keys.Root, nil, "localpool "+purpose, derivedLen); err != nil {
			return nil, fmt.Errorf("localpool: derive the %s key: %w", purpose, err)
		}
	}
	return r, nil
}

func parseKey(der []byte) (*rsa.PrivateKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("localpool: read a signing key: %w", err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("localpool: a signing key is not an RSA key")
	}
	return key, nil
}

// keyedHash separates its parts by NULs. Only the last part may hold one itself.
func keyedHash(key []byte, parts ...string) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write([]byte(part))
		mac.Write([]byte(keySeparator))
	}
	return mac.Sum(nil)
}
