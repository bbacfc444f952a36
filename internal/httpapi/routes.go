package httpapi

import (
	"net/http"
	"slices"
	"strings"
)

// Paths that more than the route map speaks of.
const (
	graphQLPath = "/graphql"
	alivePath   = "/healthz"
	readyPath   = "/readyz"
	metricsPath = "/metrics"
)

// probePaths are asked every few seconds, by programs.
var probePaths = []string{alivePath, readyPath, metricsPath}

// route is one entry of the map. Paths are compared exactly and never rewritten: no cleaning, no redirects.
type route struct {
	path    string
	subtree bool // everything below path belongs to it, too
	methods []string
	handler http.Handler
}

// routeMap is all routes of a listener.
type routeMap []route

// find returns the index of the route for a path, below 0 where there is none.
func (m routeMap) find(path string) int {
	return slices.IndexFunc(m, func(one route) bool {
		return path == one.path || (one.subtree && strings.HasPrefix(path, one.path+"/"))
	})
}

// name is the path of the route for a path, "" where there is none.
func (m routeMap) name(path string) string {
	if i := m.find(path); i >= 0 {
		return m[i].path
	}
	return ""
}

var readOnly = []string{http.MethodGet, http.MethodHead}

// New returns the public handler: the whole route map behind the chain.
func New(d Deps) http.Handler {
	origins := newOriginPolicy(d)
	routes := probes(d)
	if d.GraphQL != nil {
		routes = append(routes, route{path: graphQLPath, methods: []string{http.MethodGet, http.MethodPost}, handler: api(d, d.GraphQL)})
	}
	if d.SDL != nil {
		routes = append(routes, route{path: "/schema.graphql", methods: readOnly, handler: sdl(d.SDL)})
	}
	if d.Playground != nil {
		routes = append(routes,
			route{path: "/", methods: readOnly, handler: d.Playground},
			route{path: "/playground", subtree: true, methods: readOnly, handler: d.Playground})
	}
	if d.Mailbox != nil {
		routes = append(routes, route{path: "/mailbox", subtree: true, methods: readOnly, handler: d.Mailbox})
	}
	if d.App != nil {
		routes = append(routes, route{path: "/app", subtree: true, methods: readOnly, handler: d.App})
	}
	return chain(d, origins, routes)
}

// probes are the routes for those who watch the process.
func probes(d Deps) routeMap {
	health := newHealth(d)
	routes := routeMap{
		{path: alivePath, methods: readOnly, handler: http.HandlerFunc(health.alive)},
		{path: readyPath, methods: readOnly, handler: http.HandlerFunc(health.ready)},
	}
	if d.Metrics != nil && d.HealthDetail {
		routes = append(routes, route{path: metricsPath, methods: readOnly, handler: d.Metrics.Handler()})
	}
	return routes
}

// NewAdmin returns the handler of the admin listener, which names the dependencies and serves the metrics.
func NewAdmin(d Deps) http.Handler {
	d.HealthDetail = true
	d.LoopbackOrigins, d.AllowedOrigins = false, nil
	return chain(d, newOriginPolicy(d), probes(d))
}

// NewPool returns the handler of the listener for other AWS clients. The embedded pool takes any credentials and
// answers every origin, as Cognito does; without these checks any page that a developer opens could administer it.
func NewPool(d Deps, pool http.Handler) http.Handler {
	return onlyLoopbackHosts(d, refuseAmbiguous(csrf(newOriginPolicy(d), pool)))
}

// dispatch finds the route, and answers for paths and methods that have none.
func dispatch(routes routeMap) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := routes.find(r.URL.Path)
		switch {
		case i < 0:
			refuse(w, r, http.StatusNotFound, codeNotFound, "There is nothing at this path. The API is at "+graphQLPath+".")
		case !slices.Contains(routes[i].methods, r.Method):
			w.Header().Set("Allow", strings.Join(routes[i].methods, ", "))
			refuse(w, r, http.StatusMethodNotAllowed, codeMethodNotAllowed, "This path does not take this method; the Allow header lists those it takes.")
		default:
			routes[i].handler.ServeHTTP(w, r)
		}
	})
}

func sdl(schema func() []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(schema())
	})
}
