package mailbox

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/masthead"
)

func ask(t *testing.T, h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestRoutes(t *testing.T) {
	m := open(t, "")
	put(t, m, mail("ada@example.com", "1"))
	messages, _ := m.list("", 1)
	for _, tt := range []struct {
		name, method, target string
		status               int
		contentType          string
		header, value        string
	}{
		{"page", "GET", "/mailbox", 200, "text/html; charset=utf-8", "", ""},
		{"page, head", "HEAD", "/mailbox", 200, "text/html; charset=utf-8", "", ""},
		{"page with a slash", "GET", "/mailbox/", 308, "text/html; charset=utf-8", "Location", "/mailbox"},
		{"script", "GET", "/mailbox/assets/mailbox.mjs", 200, "text/javascript; charset=utf-8", "", ""},
		{"style", "GET", "/mailbox/assets/mailbox.css", 200, "text/css; charset=utf-8", "", ""},
		{"icon", "GET", "/mailbox/assets/mailbox.svg", 200, "image/svg+xml", "", ""},
		{"style of the head", "GET", "/mailbox/assets/masthead.css", 200, "text/css; charset=utf-8", "", ""},
		{"the page's template", "GET", "/mailbox/assets/mailbox.html", 404, "text/plain; charset=utf-8", "", ""},
		{"unknown asset", "GET", "/mailbox/assets/other.js", 404, "text/plain; charset=utf-8", "", ""},
		{"asset outside the folder", "GET", "/mailbox/assets/..%2fpage.go", 404, "text/plain; charset=utf-8", "", ""},
		{"messages", "GET", "/mailbox/messages", 200, "application/json; charset=utf-8", "", ""},
		{"messages, head", "HEAD", "/mailbox/messages", 200, "application/json; charset=utf-8", "", ""},
		{"one message", "GET", "/mailbox/messages/" + messages[0].ID, 200, "application/json; charset=utf-8", "", ""},
		{"unknown message", "GET", "/mailbox/messages/0000", 404, "application/json; charset=utf-8", "", ""},
		{"limit of nothing", "GET", "/mailbox/messages?limit=0", 400, "application/json; charset=utf-8", "", ""},
		{"limit in words", "GET", "/mailbox/messages?limit=all", 400, "application/json; charset=utf-8", "", ""},
		{"limit beyond the box", "GET", "/mailbox/messages?limit=501", 400, "application/json; charset=utf-8", "", ""},
		{"post", "POST", "/mailbox/messages", 405, "text/plain; charset=utf-8", "Allow", "GET, HEAD"},
		{"delete", "DELETE", "/mailbox/messages/0000", 405, "text/plain; charset=utf-8", "Allow", "GET, HEAD"},
		{"post to the page", "POST", "/mailbox", 405, "text/plain; charset=utf-8", "Allow", "GET, HEAD"},
		{"elsewhere", "GET", "/mailbox/other", 404, "text/plain; charset=utf-8", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, m.Handler(masthead.Pages{}), tt.method, tt.target)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			if got := w.Header().Get("Content-Type"); got != tt.contentType {
				t.Errorf("Content-Type %q, want %q", got, tt.contentType)
			}
			if got := w.Header().Get(tt.header); tt.header != "" && got != tt.value {
				t.Errorf("%s %q, want %q", tt.header, got, tt.value)
			}
			for name, want := range map[string]string{
				"Content-Security-Policy":    contentSecurityPolicy,
				"X-Content-Type-Options":     "nosniff",
				"Referrer-Policy":            "no-referrer",
				"Cross-Origin-Opener-Policy": "same-origin",
				"Cache-Control":              "no-store",
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestMessagesAreFilteredNewestFirst(t *testing.T) {
	m := open(t, "")
	put(t, m, mail("Ada@Example.com", "1"), mail("bob@example.com", "2"), mail("ada@example.com", "3"), mail("+4915112345678", "4"))
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"everybody", "", []string{"4", "3", "2", "1"}},
		{"one recipient", "?to=ada@example.com", []string{"3", "1"}},
		{"other case", "?to=" + url.QueryEscape("ADA@example.COM"), []string{"3", "1"}},
		{"part of an address", "?to=example.com", []string{}},
		{"nobody", "?to=eve@example.com", []string{}},
		{"newest one", "?limit=1", []string{"4"}},
		{"newest one for a recipient", "?to=ada@example.com&limit=1", []string{"3"}},
		{"phone number", "?to=%2B4915112345678", []string{"4"}},
		{"phone number with a bare plus", "?to=+4915112345678", []string{"4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, m.Handler(masthead.Pages{}), "GET", "/mailbox/messages"+tt.query)
			var body struct{ Messages []map[string]any }
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
				t.Fatalf("%v in %s", err, w.Body)
			}
			got := []string{}
			for _, msg := range body.Messages {
				got = append(got, msg["code"].(string))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
			if len(tt.want) == 0 && !strings.Contains(w.Body.String(), `"messages":[]`) {
				t.Errorf("an empty list reads %s, want []", w.Body)
			}
		})
	}
}

func TestOneMessageHasEveryField(t *testing.T) {
	m := open(t, "")
	put(t, m, mail("ada@example.com", "424242"))
	messages, _ := m.list("", 1)
	w := ask(t, m.Handler(masthead.Pages{}), "GET", "/mailbox/messages/"+messages[0].ID)
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"id": messages[0].ID, "to": "ada@example.com", "medium": "EMAIL", "subject": "Your code",
		"text": "Your code is 424242", "code": "424242", "purpose": "sign-up", "sentAt": "2026-03-04T12:00:01Z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

func TestAnUnchangedBoxIs304(t *testing.T) {
	m := open(t, "")
	h := m.Handler(masthead.Pages{})
	empty := ask(t, h, "GET", "/mailbox/messages").Header().Get("ETag")
	put(t, m, mail("ada@example.com", "1"))
	filled := ask(t, h, "GET", "/mailbox/messages").Header().Get("ETag")
	restarted := ask(t, open(t, "").Handler(masthead.Pages{}), "GET", "/mailbox/messages").Header().Get("ETag")

	for _, tt := range []struct {
		name, tag string
		status    int
	}{
		{"the current state", filled, 304},
		{"one of several", `"other", W/` + filled, 304},
		{"any state", "*", 304},
		{"the state before the mail", empty, 200},
		{"the state of another run", restarted, 200},
		{"no tag", "", 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, h, "GET", "/mailbox/messages", "If-None-Match", tt.tag)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			if w.Code == 304 && (w.Body.Len() != 0 || w.Header().Get("ETag") != filled) {
				t.Errorf("a 304 with body %q and tag %q", w.Body, w.Header().Get("ETag"))
			}
		})
	}
}

// The page may hold nothing that the policy would block.
func TestPageIsSelfContained(t *testing.T) {
	m := open(t, "")
	for _, target := range []string{"/mailbox", "/mailbox/assets/mailbox.mjs", "/mailbox/assets/mailbox.css"} {
		body := ask(t, m.Handler(masthead.Pages{}), "GET", target).Body.String()
		for _, forbidden := range []string{"http://", "https://", "innerHTML", " style=", " onclick=", "<script>", "<style>", "url("} {
			if strings.Contains(body, forbidden) {
				t.Errorf("%s contains %q", target, forbidden)
			}
		}
	}
}
