package localpool

import (
	"net/url"
	"strings"
)

const localhost = "localhost"

// originAllowed tells whether pages of an origin may use passkeys of a relying party: https on its domain or below, on any
// port, and plain http where the domain is localhost, which browsers trust as they trust https.
func originAllowed(origin, relyingParty string) bool {
	parsed, err := url.Parse(origin)
	if err != nil || relyingParty == "" {
		return false
	}
	// An origin has no more than these three parts. Whatever is longer was not written by a browser.
	if origin != parsed.Scheme+"://"+parsed.Host {
		return false
	}
	host := parsed.Hostname()
	if !within(host, relyingParty) {
		return false
	}
	return parsed.Scheme == "https" || parsed.Scheme == "http" && within(host, localhost)
}

// within tells whether a host is a domain or one below it.
func within(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain)
}
