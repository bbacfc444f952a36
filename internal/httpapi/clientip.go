package httpapi

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"usher/internal/observe"
	"usher/internal/reqctx"
)

// maxHops is how many entries of X-Forwarded-For are walked. Real chains have a handful.
const maxHops = 32

// proxies are the networks whose word about the client is believed.
type proxies []netip.Prefix

func (p proxies) contain(ip netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(ip) })
}

// clientIP finds the client's address and puts it into the context and the access log.
func clientIP(trusted proxies, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ip := trusted.client(r)
		observe.Record(r.Context()).SetClientIP(ip)
		next.ServeHTTP(w, r.WithContext(reqctx.WithClientIP(r.Context(), ip)))
	})
}

// client returns the right-most address that is not a trusted proxy: the last one that a proxy we believe has
// seen with its own eyes. Everything to its left is the client's own text. Only X-Forwarded-For is read; a
// proxy that strips that header may still pass X_Forwarded_For or X-Real-IP through.
func (p proxies) client(r *http.Request) netip.Addr {
	seen := peer(r)
	if !p.contain(seen) {
		return seen
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= max(0, len(hops)-maxHops); i-- {
		hop, ok := parseHop(hops[i])
		if !ok {
			return seen
		}
		seen = hop
		if !p.contain(hop) {
			return hop
		}
	}
	return seen
}

// peer returns the address at the other end of the connection, or the zero Addr.
func peer(r *http.Request) netip.Addr {
	addr, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Addr().Unmap().WithZone("")
}

// parseHop reads one entry. Some proxies add the port they saw, and brackets around an IPv6 address; what
// is spelt in any other way is none of theirs.
func parseHop(hop string) (netip.Addr, bool) {
	hop = strings.Trim(hop, " \t") // the only white space in a header
	if inner, ok := strings.CutPrefix(hop, "["); ok {
		if inner, ok = strings.CutSuffix(inner, "]"); ok {
			ip, err := netip.ParseAddr(inner)
			return ip.Unmap().WithZone(""), err == nil && ip.Is6()
		}
	}
	if ip, err := netip.ParseAddr(hop); err == nil {
		return ip.Unmap().WithZone(""), true
	}
	if addr, err := netip.ParseAddrPort(hop); err == nil {
		return addr.Addr().Unmap().WithZone(""), true
	}
	return netip.Addr{}, false
}
