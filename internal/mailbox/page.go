package mailbox

import (
	"bytes"
	"embed"
	"fmt"
	"net/http"
	"path"
	"time"

	"usher/internal/masthead"
)

//go:embed page
var page embed.FS

// contentTypes are spelled out because those of the operating system vary, and
// a browser told not to sniff refuses a script of another type.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// renderPage panics on an error: the page is embedded, so one can only mean that
// this binary was built from a broken one.
func renderPage(pages masthead.Pages) []byte {
	markup, err := page.ReadFile("page/mailbox.html")
	if err != nil {
		panic(fmt.Sprintf("mailbox: %v", err))
	}
	var out bytes.Buffer
	if err := masthead.Parse(string(markup)).Execute(&out, struct {
		Pages masthead.Pages
		Head  masthead.Head
	}{pages, pages.Head("/mailbox", "/mailbox/assets/mailbox.svg")}); err != nil {
		panic(fmt.Sprintf("mailbox: render the page: %v", err))
	}
	return out.Bytes()
}

// serveAsset sends an embedded file. They are a few kilobytes that change with
// the binary, so they are never cached rather than versioned.
func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name == "masthead.css" {
		serveContent(w, r, name, masthead.CSS())
		return
	}
	content, err := page.ReadFile("page/" + name)
	if err != nil || path.Ext(name) == ".html" {
		http.NotFound(w, r)
		return
	}
	serveContent(w, r, name, content)
}

func serveContent(w http.ResponseWriter, r *http.Request, name string, content []byte) {
	w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}
