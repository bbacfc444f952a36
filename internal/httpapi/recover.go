package httpapi

import (
	"log/slog"
	"net/http"

	"usher/internal/observe"
	"usher/internal/reqctx"
)

// recoverPanics turns a panic into one failed request. Once a part of the answer has left, the connection is
// cut instead: half an answer must not look like a whole one.
func recoverPanics(logger *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tracked := track(w)
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint // a panic value, compared as net/http does
				panic(cause)
			}
			observe.LogPanic(r.Context(), logger, "panic while serving a request", reqctx.RequestID(r.Context()), cause)
			if tracked.status != 0 {
				panic(http.ErrAbortHandler)
			}
			refuse(tracked, r, http.StatusInternalServerError, codeInternal, "Something went wrong on the server. The request id finds the cause in its log.")
		}()
		next.ServeHTTP(tracked, r)
	})
}
