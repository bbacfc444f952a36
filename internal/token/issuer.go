package token

import (
	"errors"
	"fmt"
	"net"
	"net/url"
)

// Issuer is a value of the claim iss, and where its keys are published.
type Issuer struct {
	URL     string // compared with iss byte for byte
	JWKSURL string // https; plain http on a loopback host only
}

// CognitoIssuers returns both issuers of one user pool: the original form, and
// the newer one that a pool can be switched to. Either may have signed the
// tokens in use while a pool is being switched.
func CognitoIssuers(region, poolID string) []Issuer {
	const jwksPath = "/.well-known/jwks.json"
	original := "https://cognito-idp." + region + ".amazonaws.com/" + poolID
	updated := "https://issuer-cognito-idp." + region + ".amazonaws.com/" + poolID
	return []Issuer{
		{URL: original, JWKSURL: original + jwksPath},
		{URL: updated, JWKSURL: updated + jwksPath},
	}
}

func (i Issuer) validate() error {
	if i.URL == "" {
		return errors.New("an issuer without URL: give the value of the claim iss")
	}
	u, err := url.Parse(i.JWKSURL)
	if err != nil || u.Host == "" {
		return fmt.Errorf("issuer %s: JWKSURL is not an absolute URL", i.URL)
	}
	if u.User != nil || u.Fragment != "" {
		return fmt.Errorf("issuer %s: JWKSURL must have no user info and no fragment", i.URL)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return fmt.Errorf("issuer %s: JWKSURL must be https (plain http is for loopback hosts)", i.URL)
	}
	return nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
