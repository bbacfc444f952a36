package httpapi

import "net/http"

// chain wraps the route map with what every request passes, outermost first:
//
//	request id        every later line and answer can name the request
//	-> recover        a panic costs one request, not the process
//	-> access log     one line a request, refusals included
//	-> client IP      from trusted proxies only
//	-> headers        on refusals, too
//	-> flood          one client's requests beyond its rate end here, unread (the API only)
//	-> ambiguity      what two servers may read in two ways is read by none
//	-> host           local mode: only under names of this machine
//	-> CORS           which origins may read (the API only)
//	-> CSRF           which origins may write (every route)
//	-> preflight      with cookies: nothing that a form of another site can send
//	-> dispatch       route map
//
// and api continues for /graphql:
//
//	-> body limit     a net under the transport's own, exact limit
//	-> session        lazy: no crypto, no network
//	-> GraphQL
func chain(d Deps, origins originPolicy, routes routeMap) http.Handler {
	next := dispatch(routes)
	if d.AllowCredentials {
		next = requirePreflight(next)
	}
	next = csrf(origins, next)
	next = allowCORS(origins, d.AllowCredentials, next)
	next = onlyLoopbackHosts(d, next)
	next = refuseAmbiguous(next)
	next = refuseFloods(d, floodAnswer(d, origins), next)
	next = securityHeaders(d.PublicURL, next)
	next = clientIP(proxies(d.TrustedProxies), next)
	next = accessLog(d, routes, next)
	next = recoverPanics(d.Logger, next)
	return requestID(proxies(d.TrustedProxies), d.NewID, next)
}

// floodAnswer answers a flood. Pages of allowed origins can read it; their preflights are answered even
// so, without which they could not.
func floodAnswer(d Deps, origins originPolicy) http.Handler {
	return refuseAmbiguous(allowCORS(origins, d.AllowCredentials, http.HandlerFunc(tooMany)))
}

func api(d Deps, next http.Handler) http.Handler {
	if d.Session != nil {
		next = d.Session(next)
	}
	return limitBody(next)
}
