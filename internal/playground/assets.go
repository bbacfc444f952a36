package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"usher/internal/masthead"
)

//go:embed page thirdparty/*.gz operations
var files embed.FS

const (
	// forever suits a file whose address changes with its content.
	forever = "public, max-age=31536000, immutable"

	// versionDigits is how much of the content's hash stands in the address.
	versionDigits = 12
)

// contentTypes are spelled out because those of the operating system vary, and
// a browser told not to sniff refuses a script of another type.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".mjs":  "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// asset is one file of the page. Third-party files are embedded compressed and
// are sent so; packed is then set and plain is not.
type asset struct {
	contentType   string
	plain, packed []byte
}

// assets serves the files under /playground/{version}/. The version is a hash
// over all of them, so that a module which imports another by a relative
// address gets the one it was built with.
type assets struct {
	version string
	byName  map[string]asset
}

// loadAssets panics on an error, which can only mean a broken embedding.
func loadAssets() *assets {
	a := &assets{byName: map[string]asset{}}
	hash := sha256.New()
	add := func(name string, content []byte, packed bool) {
		fmt.Fprintf(hash, "%s %d\n%s", name, len(content), content) //nolint:errcheck // a hash never fails
		entry := asset{contentType: contentTypes[path.Ext(name)]}
		if packed {
			entry.packed = content
		} else {
			entry.plain = content
		}
		a.byName[name] = entry
	}
	for _, folder := range []string{"page", "thirdparty"} {
		entries, err := fs.ReadDir(files, folder)
		if err != nil {
			panic(fmt.Sprintf("playground: %v", err))
		}
		for _, entry := range entries {
			content, err := files.ReadFile(folder + "/" + entry.Name())
			if err != nil {
				panic(fmt.Sprintf("playground: %v", err))
			}
			name, packed := strings.CutSuffix(entry.Name(), ".gz")
			if path.Ext(name) != ".html" {
				add(name, content, packed)
			}
		}
	}
	add("operations.json", operationsJSON(), false)
	add("masthead.css", masthead.CSS(), false)
	a.version = hex.EncodeToString(hash.Sum(nil))[:versionDigits]
	return a
}

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry, found := a.byName[r.PathValue("name")]
	if !found || r.PathValue("version") != a.version {
		http.NotFound(w, r)
		return
	}
	if entry.packed == nil {
		serveBytes(w, r, entry.contentType, forever, entry.plain)
		return
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		w.Header().Set("Content-Encoding", "gzip")
		serveBytes(w, r, entry.contentType, forever, entry.packed)
		return
	}
	plain, err := unpack(entry.packed)
	if err != nil {
		http.Error(w, "the file is damaged in this build of the server", http.StatusInternalServerError)
		return
	}
	serveBytes(w, r, entry.contentType, forever, plain)
}

// serveBytes tags the representation by its bytes, so that the packed and the
// plain form of a file never share a tag.
func serveBytes(w http.ResponseWriter, r *http.Request, contentType, cacheControl string, content []byte) {
	sum := sha256.Sum256(content)
	etag := `"` + hex.EncodeToString(sum[:8]) + `"`
	h := w.Header()
	h.Set("ETag", etag)
	h.Set("Cache-Control", cacheControl)
	if matches(r.Header.Get("If-None-Match"), etag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	// The status is out: a reader who left is all that can go wrong now.
	_, _ = w.Write(content)
}

func unpack(packed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}

// acceptsGzip reads RFC 9110 section 12.5.3: gzip, or *, with a weight that is
// not zero. A header it cannot read means no.
func acceptsGzip(acceptEncoding string) bool {
	accepted := false
	for item := range strings.SplitSeq(acceptEncoding, ",") {
		coding, weight, weighted := strings.Cut(strings.ToLower(item), ";")
		coding = strings.TrimSpace(coding)
		if coding != "gzip" && coding != "*" {
			continue
		}
		allowed := true
		if weighted {
			number, isWeight := strings.CutPrefix(strings.TrimSpace(weight), "q=")
			q, err := strconv.ParseFloat(number, 64)
			allowed = isWeight && err == nil && q > 0
		}
		if coding == "gzip" {
			return allowed
		}
		accepted = allowed
	}
	return accepted
}

// matches is the weak comparison of RFC 9110 section 13.1.2.
func matches(ifNoneMatch, etag string) bool {
	for candidate := range strings.SplitSeq(ifNoneMatch, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == "*" || candidate == etag {
			return true
		}
	}
	return false
}
