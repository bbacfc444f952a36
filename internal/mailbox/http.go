package mailbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"usher/internal/masthead"
)

// contentSecurityPolicy lets the page load its own files and ask its own
// server, nothing else: a message is foreign text.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves the page at /mailbox, its files under /mailbox/assets/ and the
// messages as JSON under /mailbox/messages. Methods other than GET and HEAD
// answer 405. The page links to the others that there are.
func (m *Mailbox) Handler(pages masthead.Pages) http.Handler {
	content := renderPage(pages)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /mailbox", func(w http.ResponseWriter, r *http.Request) {
		serveContent(w, r, "mailbox.html", content)
	})
	mux.Handle("GET /mailbox/{$}", http.RedirectHandler("/mailbox", http.StatusPermanentRedirect))
	mux.HandleFunc("GET /mailbox/assets/{name}", serveAsset)
	mux.HandleFunc("GET /mailbox/messages", m.serveMessages)
	mux.HandleFunc("GET /mailbox/messages/{id}", m.serveMessage)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		masthead.Headers(w.Header(), contentSecurityPolicy)
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

// serveMessages answers the newest messages; ?to= names one recipient and
// ?limit= a number of messages. The tag changes with every Put, so that a page
// which asks every other second is told 304 nearly always.
func (m *Mailbox) serveMessages(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit := maxMessages
	if given := query.Get("limit"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 || n > maxMessages {
			writeError(w, http.StatusBadRequest, fmt.Sprintf("limit must be a number from 1 to %d", maxMessages))
			return
		}
		limit = n
	}
	messages, etag := m.list(recipient(query.Get("to")), limit)
	w.Header().Set("ETag", etag)
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"messages": messages})
}

func (m *Mailbox) serveMessage(w http.ResponseWriter, r *http.Request) {
	msg, found := m.find(r.PathValue("id"))
	if !found {
		writeError(w, http.StatusNotFound, fmt.Sprintf("no message has this id; the newest %d are kept and listed at /mailbox/messages", maxMessages))
		return
	}
	writeJSON(w, http.StatusOK, msg)
}

// recipient undoes what form decoding does to an unescaped phone number: the
// plus of ?to=+4915112345678 arrives as a space.
func recipient(to string) string {
	trimmed := strings.TrimSpace(to)
	if trimmed != "" && strings.HasPrefix(to, " ") && trimmed[0] >= '0' && trimmed[0] <= '9' {
		return "+" + trimmed
	}
	return trimmed
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

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	// The status is out: a reader who left is all that can go wrong now.
	_ = json.NewEncoder(w).Encode(body)
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}
