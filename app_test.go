package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// page is one GET as a browser sends it for an address that was typed.
func (in *instance) page(path string) (status int, header http.Header, body string) {
	in.t.Helper()
	req, err := http.NewRequestWithContext(in.t.Context(), http.MethodGet, in.url+path, nil)
	if err != nil {
		in.t.Fatal(err)
	}
	req.Header.Set("Sec-Fetch-Site", "none")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		in.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		in.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(text)
}

// TestTheAppIsThereInLocalModeOnly starts Usher as its settings ask and opens the app.
func TestTheAppIsThereInLocalModeOnly(t *testing.T) {
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	local := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	for _, path := range []string{"/app", "/app/", "/app/account/sessions"} {
		status, header, body := local.page(path)
		if status != http.StatusOK || header.Get("Content-Security-Policy") != policy || header.Get("X-Content-Type-Options") != "nosniff" ||
			header.Get("Cache-Control") != "no-cache" || !strings.Contains(body, `id="root"`) {
			t.Errorf("%s: %d %v %s", path, status, header, body)
		}
	}
	if !strings.Contains(local.lines.String(), `"msg":"app","url":"http://localhost:`) {
		t.Errorf("the log does not say where the app is:\n%s", local.lines.String())
	}

	for name, c := range map[string]struct {
		in     *instance
		status int
		body   string
	}{
		"header mode":        {local, http.StatusOK, `{"transport":"header","mailbox":true,"playground":true}`},
		"cookie mode":        {startUsher(t, "USHER_TRANSPORT=cookie"), http.StatusOK, `{"transport":"cookie","mailbox":true,"playground":true}`},
		"without playground": {startUsher(t, "USHER_PLAYGROUND=false"), http.StatusNotFound, "NOT_FOUND"},
		"a user pool":        {startUsher(t, append(inFrontOf(t, local, local.wire), "USHER_PLAYGROUND=true")...), http.StatusNotFound, "NOT_FOUND"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/app/settings.json", "/app"} {
				status, _, body := c.in.page(path)
				if status != c.status || (path != "/app" && !strings.Contains(body, c.body)) {
					t.Errorf("%s: %d %s; want %d %s", path, status, body, c.status, c.body)
				}
			}
		})
	}
}
