package httpapi

import (
	"net/http"
	"regexp"

	"usher/internal/reqctx"
)

const requestIDHeader = "X-Request-Id"

var requestIDShape = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

// requestID gives the request its id, its record and its user agent. An id is taken over from a trusted proxy
// only: anybody else could choose one that points at another caller's lines in the log.
func requestID(trusted proxies, newID func() string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := ""
		if sent := r.Header.Values(requestIDHeader); len(sent) == 1 && requestIDShape.MatchString(sent[0]) && trusted.contain(peer(r)) {
			id = sent[0]
		} else {
			id = newID()
		}
		w.Header().Set(requestIDHeader, id)

		ctx, _ := reqctx.WithRecord(reqctx.WithRequestID(r.Context(), id))
		next.ServeHTTP(w, r.WithContext(reqctx.WithUserAgent(ctx, r.UserAgent())))
	})
}
