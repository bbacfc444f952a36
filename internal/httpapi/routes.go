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
)

// route is one entry of the map. Paths are compared exactly and never rewritten: no cleaning, no redirects.
type route struct {
	path    string
	subtree bool // everything below path belongs to it, too
	methods []string
	handler http.Handler
}

var readOnly = []string{http.MethodGet, http.MethodHead}

// New returns the public handler: the whole route map behind the chain.
func New(d Deps) http.Handler {
	origins := newOriginPolicy(d)
	health := newHealth(d)
	routes := []route{
		{path: alivePath, methods: readOnly, handler: http.HandlerFunc(health.alive)},
		{path: readyPath, methods: readOnly, handler: http.HandlerFunc(health.ready)},
	}
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
	return chain(d, origins, dispatch(routes))
}

// NewAdmin returns the handler of the admin listener, which names the dependencies.
func NewAdmin(d Deps) http.Handler {
	d.HealthDetail = true
	d.LoopbackOrigins, d.AllowedOrigins = false, nil
	health := newHealth(d)
	return chain(d, newOriginPolicy(d), dispatch([]route{
		{path: alivePath, methods: readOnly, handler: http.HandlerFunc(health.alive)},
		{path: readyPath, methods: readOnly, handler: http.HandlerFunc(health.ready)},
	}))
}

// NewPool returns the handler of the listener for other AWS clients. The embedded pool takes any credentials and
// answers every origin, as Cognito does; without these checks any page that a developer opens could administer it.
func NewPool(d Deps, pool http.Handler) http.Handler {
	return onlyLoopbackHosts(d, refuseAmbiguous(csrf(newOriginPolicy(d), pool)))
}

// dispatch finds the route, and answers for paths and methods that have none.
func dispatch(routes []route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := slices.IndexFunc(routes, func(one route) bool {
			return r.URL.Path == one.path || (one.subtree && strings.HasPrefix(r.URL.Path, one.path+"/"))
		})
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
