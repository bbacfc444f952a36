package mailbox

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"time"
)

//go:embed page
var page embed.FS

// contentTypes are spelled out because those of the operating system vary, and
// a browser told not to sniff refuses a script of another type.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// servePage and serveAsset send the embedded files. They are a few kilobytes
// that change with the binary, so they are never cached rather than versioned.
func servePage(w http.ResponseWriter, r *http.Request) { serveFile(w, r, "mailbox.html") }

func serveAsset(w http.ResponseWriter, r *http.Request) { serveFile(w, r, r.PathValue("name")) }

func serveFile(w http.ResponseWriter, r *http.Request, name string) {
	content, err := page.ReadFile("page/" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentTypes[path.Ext(name)])
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}
