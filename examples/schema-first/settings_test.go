package main

import (
	"io"
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	for name, test := range map[string]struct {
		args string
		how  string // how tokens are checked
		says string // the error, if it must be one
	}{
		"beside the embedded pool":   {"-client abc", "checked here with the keys of " + localKeys, ""},
		"beside a user pool":         {"-client abc -issuer https://example.com/pool/", "checked here with the keys of https://example.com/pool/.well-known/jwks.json", ""},
		"asking":                     {"-usher https://auth.example.com/graphql", "checked by https://auth.example.com/graphql", ""},
		"asking this machine":        {"-usher http://[::1]:8080/graphql", "checked by http://[::1]:8080/graphql", ""},
		"an issuer with a name":      {"-client abc -issuer https://ann:secret@example.com/pool", "", "-issuer"},
		"neither":                    {"", "", "either -client"},
		"both":                       {"-client abc -usher https://auth.example.com/graphql", "", "either -client"},
		"asking in the clear":        {"-usher http://auth.example.com/graphql", "", "-usher"},
		"keys in the clear":          {"-client abc -jwks http://example.com/jwks.json", "", "-jwks"},
		"a name that looks like one": {"-usher http://localhost.example.com/graphql", "", "-usher"},
		"no URL":                     {"-usher graphql", "", "-usher"},
		"a stray word":               {"-client abc start", "", `"start"`},
		"an unknown flag":            {"-pool abc", "", "-pool"},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := parse(strings.Fields(test.args), io.Discard)
			switch {
			case test.says == "" && (err != nil || set.how() != test.how):
				t.Errorf("%q, %v; want %q", set.how(), err, test.how)
			case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
				t.Errorf("error %v, want one that says %q", err, test.says)
			}
		})
	}
}

// TestTheIssuerIsTakenAsThePoolWritesIt: tokens name it without a slash at the end.
func TestTheIssuerIsTakenAsThePoolWritesIt(t *testing.T) {
	set, err := parse([]string{"-client", "abc", "-issuer", "https://example.com/pool/"}, io.Discard)
	if err != nil || set.issuer != "https://example.com/pool" {
		t.Errorf("%q, %v", set.issuer, err)
	}
}

func TestAskingForHelpIsNoError(t *testing.T) {
	var said strings.Builder
	if err := run(t.Context(), []string{"-h"}, &said); err != nil || !strings.Contains(said.String(), "-client") {
		t.Errorf("%v\n%s", err, said.String())
	}
}
