package session

import (
	"net/http"
	"strings"

	"usher/internal/auth"
)

// The header contract. Hyphens, because proxies drop names with underscores.
const (
	HeaderAccess  = "X-Access-Token"
	HeaderID      = "X-Id-Token"
	HeaderRefresh = "X-Refresh-Token"
	HeaderDevice  = "X-Device-Token"
)

// headers carries tokens in headers of their own. Only what the client did not ask for leaves
// that way; what it asked for stands in the body.
type headers struct{ wrap wrapping }

func (c headers) read(h http.Header) credentials {
	var sent credentials
	text := bearer(h)
	if text == "" {
		text = h.Get(HeaderAccess)
	}
	if text != "" {
		var ok bool
		sent.access, sent.profile, ok = c.wrap.openAccess(text)
		sent.unfit = !ok
	}
	if text := h.Get(HeaderID); text != "" {
		sent.id, _ = c.wrap.openIdentity(text)
	}
	return sent
}

func (c headers) readRefresh(h http.Header) (refreshToken, []string) {
	refresh, _ := c.readInput(h.Get(HeaderRefresh))
	return refresh, nil
}

func (c headers) readInput(text string) (refreshToken, bool) {
	if text == "" {
		return refreshToken{}, false
	}
	refresh, _ := c.wrap.openRefresh(text)
	return refresh, true
}

func (headers) readDevice(h http.Header) (token string, came bool) {
	token = h.Get(HeaderDevice)
	return token, token != ""
}

// bearer returns the token of an Authorization header, "" where there is none.
func bearer(h http.Header) string {
	scheme, value, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(value)
}

func (c headers) pack(p parcel) (auth.Tokens, error) { return c.wrap.wrap(p) }

func (headers) inBody() bool { return true }

func (headers) write(h http.Header, d departure) {
	if device := d.newDevice(); device != "" {
		h.Set(HeaderDevice, device)
	}
	if d.packed == nil || !d.silent {
		return
	}
	h.Set(HeaderAccess, d.packed.Access)
	if d.packed.ID != "" {
		h.Set(HeaderID, d.packed.ID)
	}
	if d.packed.Refresh != "" {
		h.Set(HeaderRefresh, d.packed.Refresh)
	}
}
