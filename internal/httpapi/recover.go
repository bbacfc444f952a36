package httpapi

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

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
			logger.ErrorContext(r.Context(), "panic while serving a request",
				slog.String("request_id", reqctx.RequestID(r.Context())),
				slog.String("panic", fmt.Sprint(cause)),
				slog.String("stack", string(debug.Stack())))
			if tracked.status != 0 {
				panic(http.ErrAbortHandler)
			}
			refuse(tracked, r, http.StatusInternalServerError, codeInternal, "Something went wrong on the server. The request id finds the cause in its log.")
		}()
		next.ServeHTTP(tracked, r)
	})
}
