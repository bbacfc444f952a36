package httpapi

import (
	"log/slog"
	"net/http"
	"time"

	"usher/internal/observe"
)

// accessLog writes the request's one line, also when the request ends in a panic: recover sits outside of it,
// and its answer to the panic is a 500 or a cut connection.
func accessLog(logger *slog.Logger, now func() time.Time, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tracked, start, returned := track(w), now(), false
		defer func() {
			status := tracked.status
			switch {
			case !returned:
				status = http.StatusInternalServerError
			case status == 0:
				status = http.StatusOK
			}
			observe.LogAccess(r.Context(), logger, observe.Access{
				Method: r.Method, Path: r.URL.Path, Status: status, Bytes: tracked.bytes, Duration: now().Sub(start),
				Probe: r.URL.Path == alivePath || r.URL.Path == readyPath,
			})
		}()
		next.ServeHTTP(tracked, r)
		returned = true
	})
}
