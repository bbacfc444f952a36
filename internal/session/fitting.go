package session

import (
	"fmt"

	"usher/internal/auth"
)

// In bytes of an answer's header, status line included.
const (
	// maxHeader is what nginx takes as it is installed: one page of memory (proxy_buffer_size). It
	// answers 502 in place of an answer with more.
	maxHeader = 4096
	// otherHeaders is for all but the cookies. They take about 700 and the page's origin, which is
	// repeated to it; the rest is for longer origins and for headers to come.
	otherHeaders = 900
	cookieRoom   = maxHeader - otherHeaders
)

// Within cookieRoom a cookie is far below the 4,096 bytes beyond which browsers drop it without a
// word (RFC 6265bis, section 5.6), and both together below the 7,500 bytes of a request that pass
// proxies with header lines of 8 KiB and leave other cookies some room. Whatever raises it has to
// hold both itself.

// pack leaves the ID token out: its claims are sealed with the access token. Where an answer has no
// room for both cookies, and for the device's where one is to leave, it sets one of the two, and the
// other token of the returned two is empty. The access cookie can wait for the next answer, while the
// device's has this one only.
func (c cookies) pack(p parcel) (auth.Tokens, error) {
	p.tokens.ID = ""
	packed, err := c.wrap.wrap(p)
	if err == nil && c.size(cookieAccess, packed.Access) > cookieRoom {
		p.bare = true // GetUser knows the profile, too
		packed, err = c.wrap.wrap(p)
	}
	if err != nil {
		return auth.Tokens{}, err
	}
	access, refresh := c.size(cookieAccess, packed.Access), c.size(cookieRefresh, packed.Refresh)
	device := c.size(cookieDevice, p.device)
	switch {
	case access > cookieRoom || refresh+c.clearing(cookieAccess) > cookieRoom:
		return auth.Tokens{}, tooLarge(access, refresh)
	case access+refresh+device <= cookieRoom:
	case p.renewsRefresh():
		packed.Access = ""
	default:
		packed.Refresh = ""
	}
	return packed, nil
}

// renewsRefresh tells whether the client needs the refresh token more than the access token: it has
// to have it before the one it holds is worth nothing, and gets the access token for it.
func (p parcel) renewsRefresh() bool {
	rotated := p.tokens.Refresh != "" && p.tokens.Refresh != p.used.token
	return rotated || p.used.aged
}

// size is what a cookie takes of an answer's header; one that is not set takes nothing.
func (c cookies) size(base, value string) int {
	if value == "" {
		return 0
	}
	return sizeOf(c.line(base, value))
}

func (c cookies) clearing(base string) int { return sizeOf(clearingLine(c.name(base), c.https)) }

func sizeOf(line string) int { return len(setCookie+": \r\n") + len(line) }

// tooLarge refuses what would be lost on the way: a user who is signed in and is not on the next
// request is worse off than one who is told.
func tooLarge(access, refresh int) error {
	return &auth.Error{Code: auth.SessionTooLarge, Err: fmt.Errorf(
		"the cookies take %d and %d bytes of an answer's header, and %d are there for one; take the user out of groups, or shorten the groups' names",
		access, refresh, cookieRoom)}
}
