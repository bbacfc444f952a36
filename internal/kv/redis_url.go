package kv

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Address is where a Redis server is found and how to log in to it. Its fields stay inside, so
// that no log or error prints the password.
type Address struct{ options *redis.Options }

// String names the server, without credentials.
func (a Address) String() string {
	if a.options == nil {
		return "no address"
	}
	scheme := "redis"
	switch {
	case a.options.Network == "unix":
		scheme = "unix"
	case a.options.TLSConfig != nil:
		scheme = "rediss"
	}
	return scheme + "://" + a.options.Addr + " database " + strconv.Itoa(a.options.DB)
}

// RedisURLForms says what [ParseURL] reads.
const RedisURLForms = "redis://[user:password@]host[:port][/database], rediss:// for TLS, " +
	"or unix://[user:password@]/path[?db=database], with special characters of the password percent-encoded"

// URLError is why a text is not a Redis URL, in words that quote no part of it.
type URLError struct{ What string } // after "the URL"

// Error implements error.
func (e *URLError) Error() string { return "kv: the Redis URL " + e.What + "; write " + RedisURLForms }

// ParseURL reads a Redis URL:
//
//	redis://[user:password@]host[:port][/database]
//	rediss://…                                        the same over TLS, with the system's roots
//	unix://[user:password@]/path/of/socket[?db=database]
//
// Timeouts and pool bounds are not read from the URL, and verification cannot be switched off in
// it. Its error is a [URLError]: with a character forgotten to be encoded, any part of the URL may
// be the password.
func ParseURL(raw string) (Address, error) {
	fail := func(what string) (Address, error) {
		return Address{}, &URLError{What: what}
	}
	u, err := url.Parse(raw)
	if err != nil {
		return fail("cannot be read")
	}
	query := u.Query()
	switch u.Scheme {
	case "redis", "rediss":
		if u.Hostname() == "" {
			return fail("names no host")
		}
		if port := u.Port(); port != "" && !isPort(port) {
			return fail("has a port that is none")
		}
		if !isDatabase(strings.Trim(u.Path, "/")) {
			return fail("has a path that is not the number of a database")
		}
	case "unix":
		if u.Host != "" || strings.Trim(u.Path, "/") == "" {
			return fail("names no absolute path of a socket")
		}
		if !isDatabase(query.Get("db")) {
			return fail("has a db that is not the number of a database")
		}
		query.Del("db")
	default:
		return fail("has a scheme other than redis, rediss and unix")
	}
	if len(query) > 0 || u.Fragment != "" || u.Opaque != "" {
		return fail("has parameters that are not supported")
	}
	options, err := redis.ParseURL(raw)
	if err != nil {
		return fail("cannot be read")
	}
	return Address{options}, nil
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// isDatabase also takes the absent number: the server's default database.
func isDatabase(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil || s == ""
}
