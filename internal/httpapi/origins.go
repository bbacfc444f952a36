package httpapi

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rs/cors"
)

// preflightMaxAge is how long browsers may remember what a preflight allowed, in seconds.
const preflightMaxAge = 600

// originPolicy says whose pages may call. Origins are compared letter by letter, as browsers serialise them:
// a library's case folding or patterns would only widen the list.
type originPolicy struct {
	exact    map[string]bool
	loopback bool
}

func newOriginPolicy(d Deps) originPolicy {
	policy := originPolicy{exact: map[string]bool{}, loopback: d.LoopbackOrigins}
	for _, origin := range append([]string{d.PublicURL}, d.AllowedOrigins...) {
		if origin != "" {
			policy.exact[origin] = true
		}
	}
	return policy
}

func (p originPolicy) allows(origin string) bool {
	return p.exact[origin] || (p.loopback && isLoopbackOrigin(origin))
}

// isLoopbackOrigin tells whether origin is a page of this machine, on any port. It accepts no spelling that a
// browser would not send.
func isLoopbackOrigin(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || origin != u.Scheme+"://"+u.Host || strings.HasSuffix(origin, ":") {
		return false
	}
	if port := u.Port(); port != "" {
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(number, 10) != port {
			return false
		}
	}
	if u.Hostname() == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && ip.IsLoopback() && ip.Zone() == ""
}

// allowCORS lets the pages of allowed origins call the API and read its answers. No other route is readable
// across origins. Credentials are for cookies: tokens in headers are set by the page itself.
func allowCORS(policy originPolicy, credentials bool, next http.Handler) http.Handler {
	shared := cors.New(cors.Options{
		AllowOriginFunc: policy.allows,
		AllowedMethods:  []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{
			"content-type", "authorization", "x-access-token", "x-id-token", "x-refresh-token", "x-device-token",
			"apollo-require-preflight", "x-apollo-operation-name", "apollographql-client-name", "apollographql-client-version",
		},
		// Date, so that a page can tell how long a token is good for where its clock is wrong.
		ExposedHeaders:   []string{"X-Access-Token", "X-Id-Token", "X-Refresh-Token", "X-Device-Token", "X-Request-Id", "Retry-After", "Date"},
		AllowCredentials: credentials,
		MaxAge:           preflightMaxAge,
	}).Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == graphQLPath {
			shared.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// csrf refuses what a browser sends on behalf of a page of another origin. Requests without the headers that
// browsers add come from programs, which have no other site's credentials to misuse.
func csrf(policy originPolicy, next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !policy.allows(r.Header.Get("Origin")) && protection.Check(r) != nil {
			refuse(w, r, http.StatusForbidden, codeBlocked, "The request comes from a page of an origin that is not allowed. USHER_ALLOWED_ORIGINS lists the allowed ones.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// preflightHeaders are those that a page of another origin can send only after the server has agreed to them.
var preflightHeaders = []string{"Apollo-Require-Preflight", "X-Apollo-Operation-Name"}

// requirePreflight refuses what may change something and carries no header that makes a browser ask first. It
// holds where cookies speak for the user, whatever the browser says, or does not say, about the sender.
func requirePreflight(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
		asked := slices.ContainsFunc(preflightHeaders, func(name string) bool { return r.Header.Get(name) != "" })
		if !safe && !asked {
			refuse(w, r, http.StatusForbidden, codeBlocked, "With cookies every POST needs a non-empty apollo-require-preflight or x-apollo-operation-name header, so that no other site can send it unasked.")
			return
		}
		next.ServeHTTP(w, r)
	})
}
