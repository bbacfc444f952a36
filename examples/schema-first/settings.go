package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	keysPath = "/.well-known/jwks.json"
	// Of the user pool that Usher embeds in local mode, with USHER_LOCAL_LISTEN=127.0.0.1:9229.
	localIssuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_UsherPool"
	localKeys   = "http://127.0.0.1:9229/us-east-1_UsherPool" + keysPath
)

// settings say where to listen and how access tokens are checked: with a client here, with usher there.
type settings struct {
	addr                 string
	client, issuer, jwks string
	usher                string
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var set settings
	flags := flag.NewFlagSet("schema-first", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&set.addr, "addr", "127.0.0.1:8081", "`address` to listen at")
	flags.StringVar(&set.client, "client", "", "`id` of Usher's app client: check access tokens here, with the user pool's keys")
	flags.StringVar(&set.issuer, "issuer", localIssuer, "with -client, the user pool's issuer as a `URL`; the default is Usher's embedded pool")
	flags.StringVar(&set.jwks, "jwks", "", "with -client, the `URL` of the user pool's keys; by default below the issuer")
	flags.StringVar(&set.usher, "usher", "", "`URL` of Usher's GraphQL endpoint: have Usher check access tokens")
	if err := flags.Parse(args); err != nil {
		return settings{}, err
	}
	if flags.NArg() > 0 {
		return settings{}, fmt.Errorf("%q is no flag; -h lists them", flags.Arg(0))
	}
	if (set.client == "") == (set.usher == "") {
		return settings{}, errors.New("say either -client, to check access tokens here, or -usher, to have Usher check them")
	}
	set.issuer = strings.TrimSuffix(set.issuer, "/") // as tokens name it
	if set.jwks == "" {
		if set.jwks = set.issuer + keysPath; set.issuer == localIssuer {
			set.jwks = localKeys
		}
	}
	if set.client != "" {
		return set, errors.Join(trustworthy("-issuer", set.issuer), trustworthy("-jwks", set.jwks))
	}
	return set, trustworthy("-usher", set.usher)
}

// trustworthy refuses to take keys or verdicts from whoever sits between.
func trustworthy(name, address string) error {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" {
		return fmt.Errorf("%s: %q is not a URL", name, address)
	}
	if at.User != nil {
		return fmt.Errorf("%s: it names a user, and would be in the log with the password; leave it out", name)
	}
	ip := net.ParseIP(at.Hostname())
	loopback := at.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if at.Scheme != "https" && (at.Scheme != "http" || !loopback) {
		return fmt.Errorf("%s: %q must be https, or be this machine", name, address)
	}
	return nil
}

func (s settings) checker(client *http.Client, now func() time.Time) checker {
	if s.usher != "" {
		return &usher{url: s.usher, client: client}
	}
	return &tokens{issuer: s.issuer, client: s.client, keys: &keySet{url: s.jwks, client: client, now: now}, now: now}
}

func (s settings) how() string {
	if s.usher != "" {
		return "checked by " + s.usher
	}
	return "checked here with the keys of " + s.jwks
}
