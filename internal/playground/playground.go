package playground

import (
	"bytes"
	"fmt"
	"net/http"

	"usher/internal/masthead"
)

// dialogStyle is the hash of the one style element that GraphiQL adds, which
// keeps the page from scrolling behind an open dialog.
const dialogStyle = "'sha256-nzTgYzXYDNe6BAHiiI7NNlfK8n/auuOAhh2t92YvuXo='"

// contentSecurityPolicy is as tight as GraphiQL allows: its fonts are data
// URIs. Styles set through the DOM's style objects need no 'unsafe-inline'.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' " + dialogStyle + "; connect-src 'self'; " +
	"img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Options say what the page talks to.
type Options struct {
	Endpoint string // path of the GraphQL API on this host; empty means /graphql
	Mailbox  bool   // whether /mailbox exists, so that the page may offer it
	App      bool   // likewise /app
	Schema   bool   // likewise /schema.graphql
	Cookies  bool   // whether tokens travel in cookies, which the page cannot see
	Sealed   bool   // whether passwords are taken sealed only, so that the page seals those in variables
	Title    string // of the page; empty means "Usher playground"
}

// Handler serves the page at / and its files under /playground/. Methods other
// than GET and HEAD answer 405, other paths 404.
func Handler(opts Options) http.Handler {
	if opts.Endpoint == "" {
		opts.Endpoint = "/graphql"
	}
	if opts.Title == "" {
		opts.Title = "Usher playground"
	}
	assets := loadAssets()
	page := renderPage(opts, assets.version)

	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		serveBytes(w, r, "text/html; charset=utf-8", "no-cache", page)
	})
	mux.Handle("GET /playground/{version}/{name}", assets)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		masthead.Headers(w.Header(), contentSecurityPolicy)
		mux.ServeHTTP(w, r)
	})
}

// renderPage panics on an error: the template is embedded and its values are
// strings, so one can only mean that this binary was built from a broken page.
func renderPage(opts Options, version string) []byte {
	markup, err := files.ReadFile("page/playground.html")
	if err != nil {
		panic(fmt.Sprintf("playground: %v", err))
	}
	base := "/playground/" + version
	pages := masthead.Pages{Playground: true, Mailbox: opts.Mailbox, App: opts.App, Schema: opts.Schema}
	var out bytes.Buffer
	if err := masthead.Parse(string(markup)).Execute(&out, struct {
		Options
		Base string
		Head masthead.Head
	}{opts, base, pages.Head("/", base+"/playground.svg")}); err != nil {
		panic(fmt.Sprintf("playground: render the page: %v", err))
	}
	return out.Bytes()
}
