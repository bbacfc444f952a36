package mailbox

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"usher/internal/masthead"
)

// Each look of the page finds the next of the boxes, and then the last again.
func TestTheTitleCountsWhatNobodyRead(t *testing.T) {
	const (
		old    = `{"id":"1","to":"ada@example.com","medium":"EMAIL","subject":"Your code","text":"","code":"111111","sentAt":"2025-06-01T12:00:00Z"}`
		second = `{"id":"2","to":"bob@example.com","medium":"EMAIL","subject":"Your code","text":"","code":"222222","sentAt":"2025-06-01T12:00:01Z"}`
		third  = `{"id":"3","to":"cyd@example.com","medium":"EMAIL","subject":"Your code","text":"","code":"333333","sentAt":"2025-06-01T12:00:02Z"}`
	)
	for _, tt := range []struct {
		name   string
		hidden bool
		boxes  []string
		title  string
		said   string
	}{
		{"two came, and the newest is open", false, []string{old, third + "," + second + "," + old}, "(1) Mailbox", "2 new messages"},
		{"two came and left again", false, []string{old, third + "," + second + "," + old, ""}, "Mailbox", "2 new messages"},
		{"one came in a tab that nobody sees", true, []string{old, second + "," + old}, "(1) Mailbox", "New message for bob@example.com: code 2 2 2 2 2 2"},
		{"one came in a tab that somebody sees", false, []string{old, second + "," + old}, "Mailbox", "New message for bob@example.com: code 2 2 2 2 2 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := open(t, "").Handler(masthead.Pages{})
			var looks atomic.Int64
			mux := http.NewServeMux()
			mux.Handle("/", page)
			mux.HandleFunc("GET /mailbox", func(w http.ResponseWriter, r *http.Request) {
				plain := httptest.NewRecorder()
				page.ServeHTTP(plain, r)
				_, _ = w.Write(bytes.Replace(plain.Body.Bytes(), []byte("<head>"), []byte(`<head><script src="/seen.js"></script>`), 1))
			})
			mux.HandleFunc("GET /seen.js", func(w http.ResponseWriter, _ *http.Request) {
				if tt.hidden {
					_, _ = io.WriteString(w, `Object.defineProperty(document, "hidden", { value: true });`)
				}
			})
			mux.HandleFunc("GET /mailbox/messages", func(w http.ResponseWriter, _ *http.Request) {
				look := min(int(looks.Add(1)), len(tt.boxes)) - 1
				_, _ = io.WriteString(w, `{"messages":[`+tt.boxes[look]+`]}`)
			})
			server := httptest.NewServer(mux)
			defer server.Close()

			document, console := dump(t, server.URL+"/mailbox")
			if console != "" {
				t.Errorf("the browser complained:\n%s", console)
			}
			if want := "<title>" + tt.title + " · Usher</title>"; !strings.Contains(document, want) {
				t.Errorf("after %d looks the page lacks %s:\n%s", looks.Load(), want, document)
			}
			if want := `role="status">` + tt.said + "</p>"; !strings.Contains(document, want) {
				t.Errorf("the page does not say %q:\n%s", tt.said, document)
			}
			bob, ada := strings.Index(document, `class="small-code">222222`), strings.Index(document, `class="small-code">111111`)
			if ada < bob {
				t.Errorf("the oldest message is listed first:\n%s", document)
			}
		})
	}
}
