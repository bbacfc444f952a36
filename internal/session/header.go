package session

import (
	"context"
	"net/http"
	"strings"
)

// The header contract. Hyphens, because proxies drop names with underscores.
const (
	HeaderAccess  = "X-Access-Token"
	HeaderID      = "X-Id-Token"
	HeaderRefresh = "X-Refresh-Token"
)

func readHeader(h http.Header) credentials {
	c := credentials{id: h.Get(HeaderID), refresh: h.Get(HeaderRefresh)}
	scheme, value, _ := strings.Cut(h.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		c.access = strings.TrimSpace(value)
	}
	if c.access == "" {
		c.access = h.Get(HeaderAccess)
	}
	return c
}

// WriteHeaders adds what the exchange staged to the response's header. The transport calls it
// once, when all fields are done and before the first byte of the body. Only tokens that the
// client did not ask for travel this way; those it asked for stand in the body.
func WriteHeaders(ctx context.Context, h http.Header) {
	r := From(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.issued == nil || !r.silent {
		return
	}
	h.Set(HeaderAccess, r.issued.Access)
	if r.issued.ID != "" {
		h.Set(HeaderID, r.issued.ID)
	}
	if r.issued.Refresh != "" {
		h.Set(HeaderRefresh, r.issued.Refresh)
	}
}
