package httpapi

import (
	"net/http"
	"strings"
)

// strictTransport is a year, the least that browsers' preload lists accept.
const strictTransport = "max-age=31536000; includeSubDomains"

// securityHeaders sets what every answer carries. The policy lets a document load nothing at all; a handler that
// serves a page replaces it with what that page needs, and so has to name it.
func securityHeaders(publicURL string, next http.Handler) http.Handler {
	https := strings.HasPrefix(publicURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if https {
			h.Set("Strict-Transport-Security", strictTransport)
		}
		next.ServeHTTP(w, r)
	})
}
