package webapp

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	pageText   = "<!doctype html><title>the page</title>"
	scriptText = "console.log('the script')"
)

func build() fstest.MapFS {
	return fstest.MapFS{
		"index.html":            {Data: []byte(pageText)},
		"favicon.svg":           {Data: []byte("<svg/>")},
		"assets/index-a1B2.js":  {Data: []byte(scriptText)},
		"assets/_shared-c3.js":  {Data: []byte("export {}")},
		"assets/index-d4E5.css": {Data: []byte("body{}")},
		// A build that brings settings of its own must not hide those of the server.
		"settings.json": {Data: []byte(`{"transport":"planted"}`)},
	}
}

func handler(t *testing.T, with Settings) http.Handler {
	t.Helper()
	h, err := Handler(build(), with)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends one request; the path goes in as it is, and headers are name, value pairs.
func ask(t *testing.T, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
	r.URL.Path = path
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWhatIsServed(t *testing.T) {
	h := handler(t, Settings{Transport: Header})
	for _, c := range []struct {
		name, path         string
		contentType, cache string
		body               string
	}{
		{"the page", "/app", "text/html; charset=utf-8", "no-cache", pageText},
		{"the page, with a slash", "/app/", "text/html; charset=utf-8", "no-cache", pageText},
		{"the page by its name", "/app/index.html", "text/html; charset=utf-8", "no-cache", pageText},
		{"an address of the app", "/app/sign-in", "text/html; charset=utf-8", "no-cache", pageText},
		{"a deeper one", "/app/account/sessions", "text/html; charset=utf-8", "no-cache", pageText},
		{"one with a slash behind", "/app/account/", "text/html; charset=utf-8", "no-cache", pageText},
		{"a script", "/app/assets/index-a1B2.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", scriptText},
		{"a shared part", "/app/assets/_shared-c3.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "export {}"},
		{"a style sheet", "/app/assets/index-d4E5.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable", "body{}"},
		{"a file whose name stays", "/app/favicon.svg", "image/svg+xml", "no-cache", "<svg/>"},
		{"the settings", "/app/settings.json", "application/json", "no-store", `{"transport":"header","mailbox":false,"playground":false}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, h, http.MethodGet, c.path)
			if w.Code != http.StatusOK || w.Body.String() != c.body {
				t.Fatalf("%d %q, want 200 %q", w.Code, w.Body, c.body)
			}
			for name, want := range map[string]string{"Content-Type": c.contentType, "Cache-Control": c.cache, "Content-Security-Policy": contentSecurityPolicy} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
			head := ask(t, h, http.MethodHead, c.path)
			if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Content-Length") != w.Header().Get("Content-Length") {
				t.Errorf("HEAD: %d, %d bytes, length %q; want 200, none, %q", head.Code, head.Body.Len(), head.Header().Get("Content-Length"), w.Header().Get("Content-Length"))
			}
		})
	}
}

// A browser gets the page or a file of the build, and nothing that a path spells its way to.
func TestHostilePaths(t *testing.T) {
	h := handler(t, Settings{})
	for _, path := range []string{
		"", "/", "app", "/application", "/App", "//app",
		"/app/..", "/app/../index.html", "/app/../../etc/passwd", "/app/assets/../index.html", "/app/./index.html",
		"/app//index.html", "/app//etc/passwd", "/app/account//profile", "/app///",
		"/app/..%2f..%2fetc%2fpasswd", `/app/..\..\windows\win.ini`,
		"/app/index.html/", "/app/index.html/x", "/app/INDEX.HTML", "/app/index.html\x00.js",
		"/app/assets", "/app/assets/", "/app/assets/index", "/app/assets/gone-0000.js", "/app/gone.png", "/app/.git/config", "/app/v1.2/account",
	} {
		t.Run(path, func(t *testing.T) {
			if w := ask(t, h, http.MethodGet, path); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "the page") {
				t.Errorf("%d %q, want 404", w.Code, w.Body)
			}
		})
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "GREET"} {
		if w := ask(t, handler(t, Settings{}), method, "/app"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
}

func TestSettings(t *testing.T) {
	for want, with := range map[string]Settings{
		`{"transport":"header","mailbox":true,"playground":true}`:  {Transport: Header, Mailbox: true, Playground: true},
		`{"transport":"cookie","mailbox":false,"playground":true}`: {Transport: Cookie, Playground: true},
	} {
		if got := ask(t, handler(t, with), http.MethodGet, "/app/settings.json").Body.String(); got != want {
			t.Errorf("settings %s, want %s", got, want)
		}
	}
}

func TestKnownContentIs304(t *testing.T) {
	h := handler(t, Settings{})
	tag := ask(t, h, http.MethodGet, "/app").Header().Get("ETag")
	if tag == "" {
		t.Fatal("the page has no tag")
	}
	if other := ask(t, h, http.MethodGet, "/app/favicon.svg").Header().Get("ETag"); other == tag {
		t.Error("two files have one tag")
	}
	// A tag would let a browser that kept them all the same think that they hold.
	if got := ask(t, h, http.MethodGet, "/app/settings.json").Header().Get("ETag"); got != "" {
		t.Errorf("the settings have the tag %s", got)
	}
	for _, c := range []struct {
		name, path, tag string
		status          int
	}{
		{"the page", "/app", tag, 304},
		{"another address of the page", "/app/sign-in", tag, 304},
		{"another tag", "/app", `"0"`, 200},
		{"the settings, which are never kept", "/app/settings.json", tag, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, h, http.MethodGet, c.path, "If-None-Match", c.tag)
			if w.Code != c.status || (w.Code == http.StatusNotModified && w.Body.Len() != 0) {
				t.Errorf("%d with %d bytes, want %d", w.Code, w.Body.Len(), c.status)
			}
		})
	}
}

func TestABuildThatCannotBeServed(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		says   string
	}{
		{"without a page", func(b fstest.MapFS) { delete(b, "index.html") }, "make web"},
		{"with a file of an unknown kind", func(b fstest.MapFS) { b["assets/a.wasm"] = &fstest.MapFile{} }, "assets/a.wasm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := build()
			c.change(files)
			if _, err := Handler(files, Settings{}); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want one that says %s", err, c.says)
			}
		})
	}
}
