package masthead

import (
	_ "embed"
	"html/template"
	"net/http"
)

//go:embed page/masthead.css
var styles string

//go:embed page/masthead.html
var markup string

// CSS is the style sheet of the head, with the colours as custom properties
// that the pages use, too.
func CSS() []byte { return []byte(styles) }

// Pages say which pages this server has, so that none links to a gap.
type Pages struct {
	Playground bool // at /
	App        bool // at /app
	Mailbox    bool // at /mailbox
	Schema     bool // at /schema.graphql
}

// Link is one way to another page.
type Link struct {
	Name, Address string
	Current       bool // the page that shows it
	Aside         bool // opened in a tab of its own, since leaving would interrupt what goes on
}

// Head is what the template "masthead" takes.
type Head struct {
	Name  string // of the page, as its link says it
	Icon  string // address of the page's icon
	Links []Link
}

// Head returns the head of the page at an address, which is one of those of
// Pages. From the playground all others open beside it: they are looked into
// while a flow goes on there.
func (p Pages) Head(address, icon string) Head {
	head := Head{Icon: icon}
	for _, one := range []struct {
		here bool
		link Link
	}{
		{p.Playground, Link{Name: "Playground", Address: "/"}},
		{p.Mailbox, Link{Name: "Mailbox", Address: "/mailbox"}},
		{p.App, Link{Name: "App", Address: "/app"}},
		{p.Schema, Link{Name: "Schema", Address: "/schema.graphql"}},
	} {
		link := one.link
		link.Current = link.Address == address
		link.Aside = address == "/" && !link.Current
		if link.Current {
			head.Name = link.Name
		}
		if one.here || link.Current {
			head.Links = append(head.Links, link)
		}
	}
	return head
}

// Parse parses a page that includes {{template "masthead" .}} with a Head. It
// panics on an error: pages are embedded, so one can only mean that this binary
// was built from a broken page.
func Parse(page string) *template.Template {
	return template.Must(template.Must(template.New("page").Parse(page)).New("masthead").Parse(markup)).Lookup("page")
}

// Headers sets what every such page and its files are sent with, next to the
// policy that says what the page may load.
func Headers(h http.Header, contentSecurityPolicy string) {
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}
