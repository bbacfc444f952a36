package httpapi

import (
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

const (
	// burstSeconds is how many seconds' worth of requests a client may send at once: a page that
	// opens, or an office behind one address.
	burstSeconds = 4
	// maxClients bounds the clients that are told apart, in some 20 MB when it is full.
	maxClients = 1 << 16
	// restShare is the rate of all further clients together, in single ones.
	restShare = 16
	// clientBits is the part of an IPv6 address that is one client's: providers give away no less.
	clientBits = 64
)

// floodGuard counts by client address, in this process.
//
// A client is forgotten only when its limit has refilled, so that forgetting changes nothing: nobody
// can send from other addresses to be forgotten himself. While none of the clients has refilled,
// more than maxClients of them having sent within burstSeconds, newcomers share one limit.
type floodGuard struct {
	now   func() time.Time
	limit rate.Limit
	burst int
	most  int

	mu      sync.Mutex
	clients *simplelru.LRU[netip.Addr, *rate.Limiter] // the one that sent longest ago is the oldest
	rest    *rate.Limiter
}

func newFloodGuard(perSecond int, now func() time.Time) *floodGuard {
	return newBoundedGuard(perSecond, maxClients, now)
}

func newBoundedGuard(perSecond, most int, now func() time.Time) *floodGuard {
	clients, err := simplelru.NewLRU[netip.Addr, *rate.Limiter](most, nil)
	if err != nil {
		panic(err) // most is not positive
	}
	g := &floodGuard{now: now, limit: rate.Limit(perSecond), burst: burstSeconds * perSecond, most: most, clients: clients}
	g.rest = rate.NewLimiter(restShare*g.limit, restShare*g.burst)
	return g
}

// allow counts a request and tells whether it may pass. One that may not is not counted.
func (g *floodGuard) allow(ip netip.Addr) bool {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.limiter(clientOf(ip), now).AllowN(now, 1)
}

// limiter finds the client's limit, or makes one if there is room.
func (g *floodGuard) limiter(client netip.Addr, now time.Time) *rate.Limiter {
	if known, ok := g.clients.Get(client); ok {
		return known
	}
	if g.clients.Len() >= g.most {
		if _, oldest, _ := g.clients.GetOldest(); oldest.TokensAt(now) < float64(g.burst) {
			return g.rest
		}
		g.clients.RemoveOldest()
	}
	fresh := rate.NewLimiter(g.limit, g.burst)
	g.clients.Add(client, fresh)
	return fresh
}

// clientOf is what of an address stands for one client. All requests without one stand for another.
func clientOf(ip netip.Addr) netip.Addr {
	if !ip.Is6() {
		return ip
	}
	network, err := ip.Prefix(clientBits)
	if err != nil {
		return netip.Addr{}
	}
	return network.Addr()
}
