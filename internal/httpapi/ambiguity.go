package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// maxBody is the largest body that reaches any handler, in bytes. The GraphQL transport has a lower, exact limit
// of its own; this one holds for whatever else is mounted.
const maxBody = 128 << 10

// single lists the headers that decide something. Of two values, a proxy may have checked one and a handler may
// use the other.
var single = []string{
	"Origin", "Sec-Fetch-Site", "Content-Type", "Authorization",
	"X-Access-Token", "X-Id-Token", "X-Refresh-Token", "X-Device-Token",
}

// refuseAmbiguous refuses what two servers in a row may read in two ways. After a chunked request it closes the
// connection, so that nothing smuggled behind such a body is ever read as a request. A length beside the chunks
// is refused on the wire by framingListener; the check here is for listeners of another make.
func refuseAmbiguous(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chunked := len(r.TransferEncoding) > 0
		if chunked {
			w.Header().Set("Connection", "close")
		}
		if chunked && len(r.Header["Content-Length"]) > 0 {
			refuse(w, r, http.StatusBadRequest, codeBadRequest, "The request has both Content-Length and Transfer-Encoding.")
			return
		}
		for _, name := range single {
			if len(r.Header[name]) > 1 {
				refuse(w, r, http.StatusBadRequest, codeBadRequest, "The request has more than one "+name+" header.")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// onlyLoopbackHosts keeps other people's names away in local mode: a page of evil.example, whose name has been
// pointed at 127.0.0.1, would be of the same origin and could read every code in the mailbox.
func onlyLoopbackHosts(d Deps, next http.Handler) http.Handler {
	if !d.LoopbackHosts {
		return next
	}
	_, publicHost, _ := strings.Cut(d.PublicURL, "://")
	own := []string{"localhost", hostname(publicHost)}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := hostname(r.Host)
		ip, err := netip.ParseAddr(host)
		if host == "" || (!slices.Contains(own, host) && (err != nil || !ip.IsLoopback())) {
			refuse(w, r, http.StatusMisdirectedRequest, codeMisdirected, "Local mode answers under localhost and 127.0.0.1 only, and under the host of USHER_PUBLIC_URL.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
}

// limitBody refuses a body that says it is too large, and cuts one that does not say.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxBody {
			refuse(w, r, http.StatusRequestEntityTooLarge, codeTooLarge, "The request body is too large.")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}
