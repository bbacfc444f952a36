package config

import (
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"usher/internal/quota"
	"usher/internal/ratelimit"
	"usher/internal/seal"
)

const (
	minAccessTTL     = 5 * time.Second
	maxAccessTTL     = 24 * time.Hour
	maxShutdownDelay = 5 * time.Minute
	maxRequestRate   = 100_000         // of one client, in requests a second: more than an instance can answer
	leastMinPassword = 8               // characters, as OWASP ASVS 6.2.1 demands
	mostMinPassword  = 32              // more than that keeps good passphrases out
	maxSessions      = 50              // of one user; their list must fit one sealed value
	maxAnswerTime    = 4 * time.Second // twice that fits an operation
)

// The shapes that Cognito's API reference gives for its identifiers.
var (
	poolIDShape   = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]_[0-9A-Za-z]{1,40}$`)
	clientIDShape = regexp.MustCompile(`^[0-9A-Za-z_+]{1,128}$`)
	regionShape   = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]$`)
	codeShape     = regexp.MustCompile(`^[0-9]{4,12}$`)
)

func checkPoolID(value string) string {
	if !poolIDShape.MatchString(value) {
		return shown(value) + " is not a user pool id"
	}
	return ""
}

func checkClientID(value string) string {
	if !clientIDShape.MatchString(value) {
		return shown(value) + " is not an app client id"
	}
	return ""
}

func checkRegion(value string) string {
	if !regionShape.MatchString(value) {
		return shown(value) + " is not an AWS region"
	}
	return ""
}

func checkCode(value string) string {
	if !codeShape.MatchString(value) {
		return shown(value) + " is not a code of 4 to 12 digits"
	}
	return ""
}

func checkTransport(value string) string {
	if value != transportHeader && value != transportCookie {
		return shown(value) + " is not a way for tokens to travel"
	}
	return ""
}

// checkSealKeys says all that is wrong with a key ring. The words never hold a part of a key.
func checkSealKeys(value string) string {
	_, err := seal.ParseKeys(value)
	if err == nil {
		return ""
	}
	prefix := seal.ErrKeys.Error() + ": "
	return strings.ReplaceAll(strings.ReplaceAll(err.Error(), prefix, ""), "\n", "; ")
}

func checkQuotas(value string) string {
	_, err := quota.Parse(value)
	return strings.ReplaceAll(clause(err), "\n", "; ")
}

// checkLimits says all that is wrong with changes to the limits.
func checkLimits(value string) string {
	_, err := ratelimit.Defaults().Override(value)
	if err == nil {
		return ""
	}
	return strings.ReplaceAll("cannot be read: "+err.Error(), "\n", "; ")
}

func oneOf(words ...string) func(string) string {
	return func(value string) string {
		if slices.Contains(words, value) {
			return ""
		}
		return shown(value) + " is not one of " + strings.Join(words, ", ")
	}
}

func checkAddr(value string) string {
	host, port, err := net.SplitHostPort(value)
	if err != nil {
		return shown(value) + " is not an address"
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return shown(value) + " has no port number from 0 to 65535"
	}
	if _, err := netip.ParseAddr(host); err != nil && host != "" && !hostShape.MatchString(strings.ToLower(host)) {
		return shown(value) + " has no valid host"
	}
	return ""
}

func checkAccessTTL(value string) string {
	if d, err := time.ParseDuration(value); err == nil && d%time.Second != 0 {
		return shown(value) + " is not in whole seconds, in which tokens count"
	}
	return checkDuration(value, minAccessTTL, maxAccessTTL)
}

func checkShutdownDelay(value string) string {
	return checkDuration(value, 0, maxShutdownDelay)
}

func checkAnswerTime(value string) string {
	return checkDuration(value, 0, maxAnswerTime)
}

func checkMaxSessions(value string) string { return checkNumber(value, 1, maxSessions) }

func checkMinPassword(value string) string {
	return checkNumber(value, leastMinPassword, mostMinPassword)
}

func checkNumber(value string, least, most int) string {
	n, err := strconv.Atoi(value)
	switch {
	case err != nil:
		return shown(value) + " is not a number"
	case n < least || n > most:
		return shown(value) + " is not between " + strconv.Itoa(least) + " and " + strconv.Itoa(most)
	default:
		return ""
	}
}

func checkRequestRate(value string) string {
	n, err := strconv.Atoi(value)
	switch {
	case err != nil:
		return shown(value) + " is not a number"
	case n < 0 || n > maxRequestRate:
		return shown(value) + " is not between 0 and " + strconv.Itoa(maxRequestRate)
	default:
		return ""
	}
}

func checkDuration(value string, least, most time.Duration) string {
	d, err := time.ParseDuration(value)
	switch {
	case err != nil:
		return shown(value) + " is not a duration"
	case d < least || d > most:
		return shown(value) + " is not between " + least.String() + " and " + most.String()
	default:
		return ""
	}
}

// localPoolID is the id of the embedded pool, with which the issuer of its tokens ends.
const localPoolID = "us-east-1_UsherPool"

func checkIssuer(value string) string {
	u, err := url.Parse(value)
	switch {
	case err != nil || !isHTTP(u) || u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(value, "#"):
		return shown(value) + " is not a plain http or https URL"
	case strings.HasSuffix(value, "/"):
		return shown(value) + " ends with a slash, and issuers are compared letter by letter"
	case !strings.HasSuffix(value, "/"+localPoolID):
		return shown(value) + " does not end in /" + localPoolID + ", the id of the embedded pool"
	default:
		return ""
	}
}

func checkEndpoint(value string) string {
	u, err := url.Parse(value)
	switch {
	case err != nil || !isHTTP(u) || u.RawQuery != "" || u.Fragment != "":
		return "the value is not a plain http or https URL"
	case u.User != nil:
		return "the URL holds a user name or password"
	case u.Scheme == "http" && !isPrivateHost(u.Hostname()):
		return shown(value) + " would send passwords over the network unencrypted"
	default:
		return ""
	}
}

func isHTTP(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.Opaque == ""
}

// isPrivateHost tells whether a host is of the machine, a private network, or a container's short name.
func isPrivateHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate()
	}
	return !strings.Contains(host, ".")
}

// isLoopback tells whether a checked listen address can be reached from this machine only.
func isLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
