package deployment

import (
	"fmt"
	"net"
	"net/http"
	"net/url"

	spaapollo "usher/examples/spa-apollo"
	"usher/internal/config"
	"usher/internal/playground"
	"usher/internal/webapp"
)

// Pages are what a deployment shows to people, as its settings ask for; nil is not served. The app is
// for local mode alone: it is an example with a link to the mailbox, and a real user pool deserves an
// app of its own. mailbox is whether there is one to link to.
func Pages(cfg config.Config, mailbox bool) (page, app http.Handler, err error) {
	if !cfg.Playground {
		return nil, nil, nil
	}
	page = playground.Handler(playground.Options{Mailbox: mailbox, App: cfg.Local(), Schema: cfg.Introspection, Cookies: cfg.Cookies(), Sealed: !cfg.PlainPasswords()})
	if !cfg.Local() {
		return page, nil, nil
	}
	build, err := spaapollo.Dist()
	if err != nil {
		return nil, nil, fmt.Errorf("find the build of the app in this binary: %w", err)
	}
	transport := webapp.Header
	if cfg.Cookies() {
		transport = webapp.Cookie
	}
	app, err = webapp.Handler(build, webapp.Settings{Transport: transport, Mailbox: mailbox, Playground: true})
	return page, app, err
}

// appURL is where to open the app. Passkeys need a name: browsers refuse them to pages of an address,
// and the embedded pool's are for localhost.
func appURL(api string) string {
	at, err := url.Parse(api)
	if err != nil {
		return api + "/app"
	}
	if ip := net.ParseIP(at.Hostname()); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		at.Host = net.JoinHostPort("localhost", at.Port())
	}
	return at.JoinPath("app").String()
}
