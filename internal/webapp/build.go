package webapp

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// contentTypes are spelled out because those of the operating system vary, and a browser told not
// to sniff refuses a script of another type.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// tagBytes is how much of a content's hash names it.
const tagBytes = 8

// file is one file as it goes out.
type file struct {
	content      []byte
	contentType  string
	cacheControl string
	etag         string
}

func newFile(content []byte, contentType, cacheControl string) file {
	sum := sha256.Sum256(content)
	return file{content, contentType, cacheControl, `"` + hex.EncodeToString(sum[:tagBytes]) + `"`}
}

// readBuild reads all files of a build.
func readBuild(build fs.FS) (map[string]file, error) {
	files := map[string]file{}
	err := fs.WalkDir(build, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		contentType, known := contentTypes[path.Ext(name)]
		if !known {
			return fmt.Errorf("%s has an ending without a media type: add it to contentTypes in internal/webapp", name)
		}
		content, err := fs.ReadFile(build, name)
		if err != nil {
			return err
		}
		cacheControl := askEach
		if strings.HasPrefix(name, hashed) {
			cacheControl = forever
		}
		files[name] = newFile(content, contentType, cacheControl)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the build of the app: %w", err)
	}
	if _, found := files[page]; !found {
		return nil, fmt.Errorf("the build of the app has no %s: make web builds it", page)
	}
	return files, nil
}
