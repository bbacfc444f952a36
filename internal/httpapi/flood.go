package httpapi

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"usher/internal/reqctx"
)

// Flood says how many requests to the API one client address may send to this instance, an IPv6
// address by its /64. The zero value sets no limit.
type Flood struct {
	PerSecond      int  // in the long run, and four times as many at once; 0 is no limit
	ExemptLoopback bool // for local mode, where everybody is on one machine
}

const (
	// refilledAfter is when a refused client may send again, in seconds: with at least one request a
	// second that is the longest that anybody waits for the next.
	refilledAfter = 1
	// floodLogEvery is how often a flood is told of. The flood must not fill the log, too.
	floodLogEvery = time.Minute
)

// refuseFloods ends a client's requests beyond its rate before anything of them is read: over answers
// them instead of next.
func refuseFloods(d Deps, over, next http.Handler) http.Handler {
	if d.Flood.PerSecond <= 0 {
		return next
	}
	guard := newFloodGuard(d.Flood.PerSecond, d.Now)
	told := &floodLog{log: d.Logger, now: d.Now}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ip := reqctx.ClientIP(r.Context())
		exempt := d.Flood.ExemptLoopback && ip.IsLoopback()
		if r.URL.Path != graphQLPath || exempt || guard.allow(ip) {
			next.ServeHTTP(w, r)
			return
		}
		told.refused(ip)
		if tracked, ok := w.(*trackedWriter); ok {
			tracked.flood = true
		}
		over.ServeHTTP(w, r)
	})
}

// tooMany is the answer to a flood.
func tooMany(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", strconv.Itoa(refilledAfter))
	refuseWith(w, r, http.StatusTooManyRequests, codeRateLimited, "Too many requests come from your address. Wait a moment before you try again.",
		map[string]any{"retryAfter": refilledAfter})
}

// floodLog tells the operator of floods, a line a minute at most.
type floodLog struct {
	log *slog.Logger
	now func() time.Time

	mu      sync.Mutex
	last    time.Time
	since   int // refused since then
	private bool
}

func (l *floodLog) refused(ip netip.Addr) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.since++
	if !l.private && isPrivate(ip) {
		l.private = true
		l.log.Warn("a private address sends more requests than USHER_REQUESTS_PER_SECOND allows one client: if it is a proxy, all clients behind it count as one",
			"client_ip", ip.String(), "remedy", "list your proxies in USHER_TRUSTED_PROXIES")
	}
	if now := l.now(); now.Sub(l.last) >= floodLogEvery {
		l.log.Warn("requests are refused: an address sends more than USHER_REQUESTS_PER_SECOND",
			"client_ip", ip.String(), "refused", l.since)
		l.last, l.since = now, 0
	}
}

// carrierGrade is RFC 6598's shared space, from which some hosts number their inner networks.
var carrierGrade = netip.MustParsePrefix("100.64.0.0/10")

// isPrivate tells whether an address is of no client on the internet.
func isPrivate(ip netip.Addr) bool {
	return ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || carrierGrade.Contains(ip)
}
