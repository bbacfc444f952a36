package webapp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"time"
)

// contentSecurityPolicy lets the app load its own files and ask its own server, nothing else. The
// data URIs are the QR codes of authenticator apps.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const (
	// root is where the app lives. Its build has the same in its addresses.
	root = "/app"

	// page is the one document of the app, and settings the file that is made here.
	page     = "index.html"
	settings = "settings.json"

	// hashed is the folder of the build in which names change with their contents.
	hashed = "assets/"
)

// How long browsers may keep an answer.
const (
	forever = "public, max-age=31536000, immutable"
	askEach = "no-cache" // keep it, and ask each time whether it is still the one
	never   = "no-store"
)

// The values of Settings.Transport.
const (
	Header = "header"
	Cookie = "cookie"
)

// Settings are what the app must know about its server. They go out as /app/settings.json.
type Settings struct {
	Transport  string `json:"transport"`  // how tokens travel: Header or Cookie
	Mailbox    bool   `json:"mailbox"`    // whether /mailbox exists, so that the app may link to it
	Playground bool   `json:"playground"` // likewise for the playground at /
}

// app is the build, by name.
type app struct {
	files    map[string]file
	settings file
}

// Handler serves build at /app and below. Methods other than GET and HEAD answer 405; what is neither
// a file nor an address of the app answers 404. The error says what is wrong with the build.
func Handler(build fs.FS, with Settings) (http.Handler, error) {
	files, err := readBuild(build)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(with)
	if err != nil {
		return nil, fmt.Errorf("write the settings of the app: %w", err)
	}
	return &app{files: files, settings: newFile(text, "application/json", never)}, nil
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", contentSecurityPolicy)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this path takes GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	found, ok := a.find(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	found.serve(w, r)
}

// find returns the file for a path.
func (a *app) find(path string) (file, bool) {
	below, ours := strings.CutPrefix(path, root)
	if !ours || (below != "" && below[0] != '/') {
		return file{}, false
	}
	name := strings.TrimPrefix(below, "/")
	if name == settings {
		return a.settings, true
	}
	if found, ok := a.files[name]; ok {
		return found, true
	}
	if isRoute(name) {
		return a.files[page], true
	}
	return file{}, false
}

// isRoute tells whether a name can be an address of the app: words between slashes, without the dot
// of a file's name. A file that is missing must look missing, or an old page would take the new one
// for its script.
func isRoute(name string) bool {
	name = strings.TrimSuffix(name, "/")
	return name == "" || (fs.ValidPath(name) && !strings.Contains(name, ".") && !strings.HasPrefix(name+"/", hashed))
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", f.cacheControl)
	if f.cacheControl != never {
		h.Set("ETag", f.etag)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
}
