package reqctx

import (
	"context"
	"net/netip"
	"strings"
)

// MaxUserAgent is the longest user agent kept, in bytes. The header is the caller's free text and ends up in
// logs and in calls to Cognito.
const MaxUserAgent = 256

type (
	requestIDKey struct{}
	clientIPKey  struct{}
	userAgentKey struct{}
	recordKey    struct{}
)

// WithRequestID returns ctx with the request's id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the request's id, or "" outside a request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// WithClientIP returns ctx with the address of the client, as far as trusted proxies vouch for it.
func WithClientIP(ctx context.Context, ip netip.Addr) context.Context {
	return context.WithValue(ctx, clientIPKey{}, ip)
}

// ClientIP returns the client's address. The zero Addr means unknown: outside a request, or a peer without an
// IP address. Whoever counts by address must treat all unknown callers as one.
func ClientIP(ctx context.Context) netip.Addr {
	ip, _ := ctx.Value(clientIPKey{}).(netip.Addr)
	return ip
}

// The part of an address that is kept where a person reads it, in bits: it tells a city from another,
// and not a household from its neighbours.
const (
	networkBits4 = 24
	networkBits6 = 48
)

// ClientNetwork returns the network of the client's address, such as 203.0.113.0/24 or 2001:db8:7::/48,
// and "" where the address is unknown.
func ClientNetwork(ctx context.Context) string {
	ip := ClientIP(ctx).Unmap().WithZone("")
	if !ip.IsValid() {
		return ""
	}
	bits := networkBits6
	if ip.Is4() {
		bits = networkBits4
	}
	return netip.PrefixFrom(ip, bits).Masked().String()
}

// WithUserAgent returns ctx with the caller's user agent, cut to MaxUserAgent bytes of valid UTF-8 without
// control characters.
func WithUserAgent(ctx context.Context, agent string) context.Context {
	return context.WithValue(ctx, userAgentKey{}, printable(agent, MaxUserAgent))
}

// UserAgent returns the caller's user agent, or "" when it sent none.
func UserAgent(ctx context.Context) string {
	agent, _ := ctx.Value(userAgentKey{}).(string)
	return agent
}

func printable(text string, limit int) string {
	if len(text) > limit {
		text = text[:limit]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
