package config

import (
	"errors"

	"usher/internal/kv"
)

// checkRedisURL repeats no part of the URL, which may hold a password.
func checkRedisURL(value string) string {
	_, err := kv.ParseURL(value)
	if e, ok := errors.AsType[*kv.URLError](err); ok {
		return e.What
	}
	if err != nil {
		return "cannot be read"
	}
	return ""
}
