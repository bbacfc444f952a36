package kv_test

import (
	"fmt"
	"strings"
	"testing"

	"usher/internal/kv"
)

func TestParseURL(t *testing.T) {
	for name, c := range map[string]struct{ url, want string }{
		"host":               {"redis://cache", "redis://cache:6379 database 0"},
		"port":               {"redis://cache:7000", "redis://cache:7000 database 0"},
		"database":           {"redis://cache/3", "redis://cache:6379 database 3"},
		"slash":              {"redis://cache/", "redis://cache:6379 database 0"},
		"password":           {"redis://:hunter2@cache", "redis://cache:6379 database 0"},
		"user":               {"redis://usher:hunter2@cache:7000/1", "redis://cache:7000 database 1"},
		"@ in the password":  {"redis://:my@hunter2:x@cache", "redis://cache:6379 database 0"},
		"TLS":                {"rediss://usher:hunter2@cache", "rediss://cache:6379 database 0"},
		"IPv6":               {"redis://[::1]:7000", "redis://[::1]:7000 database 0"},
		"socket":             {"unix:///run/redis.sock", "unix:///run/redis.sock database 0"},
		"socket, database":   {"unix://:hunter2@/run/redis.sock?db=2", "unix:///run/redis.sock database 2"},
		"scheme in capitals": {"REDIS://cache", "redis://cache:6379 database 0"},
	} {
		t.Run(name, func(t *testing.T) {
			address, err := kv.ParseURL(c.url)
			if err != nil {
				t.Fatal(err)
			}
			if got := address.String(); got != c.want {
				t.Errorf("String = %q, want %q", got, c.want)
			}
			for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
				if got := fmt.Sprintf(verb, address); strings.Contains(got, "hunter2") {
					t.Errorf("%s tells the password: %s", verb, got)
				}
			}
		})
	}
	if got := (kv.Address{}).String(); got != "no address" {
		t.Errorf("String of no address = %q", got)
	}
}

func TestParseURLRefusesWithoutTellingThePassword(t *testing.T) {
	for name, url := range map[string]string{
		"nothing":                   "",
		"no scheme":                 "hunter2@cache:6379",
		"password for a scheme":     "hunter2:6379",
		"another scheme":            "http://:hunter2@cache",
		"cluster":                   "redis+cluster://:hunter2@cache",
		"no host":                   "redis://:hunter2@",
		"no host but a port":        "redis://:hunter2@:6379",
		"# in the password":         "redis://:my#hunter2@cache",
		"? in the password":         "redis://:my?hunter2@cache",
		"/ in the password":         "redis://:my/hunter2@cache",
		"% in the password":         "redis://:my%hunter2@cache",
		"space in the password":     "redis://:my hunter2@cache",
		"control character":         "redis://:hunter2\n@cache",
		"port out of range":         "redis://:hunter2@cache:66000",
		"port zero":                 "redis://:hunter2@cache:0",
		"port that is a word":       "redis://:hunter2@cache:hunter2",
		"database that is a word":   "redis://cache/hunter2",
		"negative database":         "redis://:hunter2@cache/-1",
		"two databases":             "redis://:hunter2@cache/1/2",
		"parameter":                 "redis://:hunter2@cache?read_timeout=1h",
		"verification switched off": "rediss://:hunter2@cache?skip_verify=true",
		"socket without a path":     "unix://:hunter2@",
		"socket with a host":        "unix://:hunter2@run/redis.sock",
		"socket, database a word":   "unix:///run/redis.sock?db=hunter2",
		"socket, parameter":         "unix:///run/redis.sock?db=1&pool_size=hunter2",
	} {
		t.Run(name, func(t *testing.T) {
			address, err := kv.ParseURL(url)
			if err == nil {
				t.Fatalf("it was taken as %v", address)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error tells the password: %v", err)
			}
			if !strings.Contains(err.Error(), "redis://[user:password@]host") {
				t.Errorf("the error shows no way out: %v", err)
			}
		})
	}
}
