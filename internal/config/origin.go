package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bounds of the two lists. Both are searched on every request.
const (
	maxOrigins = 100
	maxProxies = 100
)

// hostShape is a host name in lower case; a name in other scripts has to be in its xn-- form, as browsers send it.
var hostShape = regexp.MustCompile(`^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)*$`)

func checkOrigin(value string) string  { _, err := parseOrigin(value); return clause(err) }
func checkOrigins(value string) string { _, err := parseOrigins(value); return clause(err) }
func checkProxies(value string) string { _, err := parseProxies(value); return clause(err) }

func clause(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// parseOrigins reads a comma-separated list. Repeated origins count once.
func parseOrigins(list string) ([]string, error) {
	var origins []string
	for item := range items(list) {
		origin, err := parseOrigin(item)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(origins, origin) {
			origins = append(origins, origin)
		}
	}
	if len(origins) > maxOrigins {
		return nil, fmt.Errorf("more than %d origins are listed", maxOrigins)
	}
	return origins, nil
}

// parseOrigin returns an origin as browsers serialise it (RFC 6454 section 6.2): lower case, no default port,
// nothing after the host. Exactly that text is compared later, so nothing looser may pass here.
func parseOrigin(value string) (string, error) {
	switch {
	case value == "":
		return "", errors.New("the value is empty")
	case strings.EqualFold(value, "null"):
		return "", errors.New("null is what every sandboxed page sends, so it would let all of them in")
	case strings.ContainsAny(value, "*?[^$\\(|") && !strings.Contains(value, "://["):
		return "", fmt.Errorf("%s is a pattern, and only exact origins are compared", shown(value))
	}
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Opaque != "" || u.Host == "":
		return "", fmt.Errorf("%s is not an origin", shown(value))
	case u.User != nil:
		return "", errors.New("an origin holds a user name or password")
	case u.Path != "" || u.RawQuery != "" || u.ForceQuery || strings.Contains(value, "#"):
		return "", fmt.Errorf("%s goes on after the host", shown(value))
	}
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname())
	if scheme != "http" && scheme != "https" {
		return "", fmt.Errorf("%s is neither http nor https", shown(value))
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.Zone() == "" {
		host = ip.String()
		if ip.Is6() {
			host = "[" + host + "]"
		}
	} else if !hostShape.MatchString(host) {
		return "", fmt.Errorf("%s has no plain host name (names in other scripts are written in their xn-- form)", shown(value))
	}
	port := u.Port()
	if strings.HasSuffix(u.Host, ":") {
		return "", fmt.Errorf("%s has a colon but no port", shown(value))
	}
	if port == "" || (scheme == "http" && port == "80") || (scheme == "https" && port == "443") {
		return scheme + "://" + host, nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 {
		return "", fmt.Errorf("%s has no port number from 1 to 65535", shown(value))
	}
	return scheme + "://" + host + ":" + strconv.FormatUint(number, 10), nil
}

// parseProxies reads a comma-separated list of addresses and networks.
func parseProxies(list string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for item := range items(list) {
		prefix, err := netip.ParsePrefix(item)
		if err != nil {
			ip, ipErr := netip.ParseAddr(item)
			if ipErr != nil || ip.Zone() != "" {
				return nil, fmt.Errorf("%s is neither an address nor a network", shown(item))
			}
			prefix = netip.PrefixFrom(ip.Unmap(), ip.Unmap().BitLen())
		}
		if prefix.Bits() == 0 {
			return nil, fmt.Errorf("%s trusts everybody, so anybody could choose the address they are counted under", shown(item))
		}
		if prefix.Addr().Is4In6() {
			return nil, fmt.Errorf("%s is an IPv4 network in IPv6 clothing", shown(item))
		}
		proxies = append(proxies, prefix.Masked())
	}
	if len(proxies) > maxProxies {
		return nil, fmt.Errorf("more than %d proxies are listed", maxProxies)
	}
	return proxies, nil
}

// items yields the trimmed parts of a comma-separated list. Empty parts are skipped: a final comma is harmless.
func items(list string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(list, ",") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}
