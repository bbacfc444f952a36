package httpapi

import (
	"net/http"
	"slices"

	"usher/internal/observe"
)

// accessLog writes the request's one line, also when the request ends in a panic: recover sits outside of it,
// and its answer to the panic is a 500 or a cut connection. The metrics count what it tells.
func accessLog(d Deps, routes routeMap, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tracked, start, returned := track(w), d.Now(), false
		defer func() {
			status := tracked.status
			switch {
			case !returned:
				status = http.StatusInternalServerError
			case status == 0:
				status = http.StatusOK
			}
			access := observe.Access{
				Method: r.Method, Path: r.URL.Path, Status: status, Bytes: tracked.bytes, Duration: d.Now().Sub(start),
				Probe: slices.Contains(probePaths, r.URL.Path), Flood: tracked.flood, Route: routes.name(r.URL.Path), GraphQL: r.URL.Path == graphQLPath,
			}
			observe.LogAccess(r.Context(), d.Logger, access)
			if d.Metrics != nil {
				d.Metrics.Request(r.Context(), access)
			}
		}()
		next.ServeHTTP(tracked, r)
		returned = true
	})
}
