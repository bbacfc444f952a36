package session

import (
	"net/http"
	"time"

	"usher/internal/seal"
)

// The cookies. Over https their names begin with hostPrefix: browsers then take them only from
// this host, over https and for all of its paths, so that no sub-domain can plant one.
const (
	cookieAccess  = "usher-access"
	cookieRefresh = "usher-refresh"
	cookieDevice  = "usher-device"
	hostPrefix    = "__Host-"
)

const (
	// cookieLife is Cognito's default life of a refresh token. The access cookie lives as long:
	// an expired access token names the user that the refresh token must belong to.
	cookieLife = 30 * 24 * time.Hour
)

// cookies carries sealed tokens in cookies that no script can read. Beside them only a sealed
// bearer token is read, for programs that keep no cookies.
type cookies struct {
	wrap  wrapping
	https bool
}

func (c cookies) name(base string) string {
	if c.https {
		return hostPrefix + base
	}
	return base
}

// read lets a bearer token decide alone where one came: a cookie left over from somebody else
// neither hides it nor refreshes it.
func (c cookies) read(h http.Header) credentials {
	var sent credentials
	if text := bearer(h); text != "" {
		var ok bool
		sent.access, sent.profile, ok = c.wrap.openAccess(text)
		sent.unfit = !ok
		return sent
	}
	sent.kept = true
	if text, came := one(h, c.name(cookieAccess)); came {
		var ok bool
		if sent.access, sent.profile, ok = c.wrap.openAccess(text); !ok {
			sent.unreadable = []string{cookieAccess}
		}
	}
	return sent
}

func (c cookies) readRefresh(h http.Header) (refreshToken, []string) {
	text, came := one(h, c.name(cookieRefresh))
	if !came || bearer(h) != "" {
		return refreshToken{}, nil
	}
	refresh, ok := c.wrap.openRefresh(text)
	if !ok {
		return refreshToken{}, []string{cookieRefresh}
	}
	return refresh, nil
}

// readInput passes an input by: a token that a script can name is none that scripts cannot reach.
func (cookies) readInput(string) (refreshToken, bool) { return refreshToken{}, false }

func (c cookies) readDevice(h http.Header) (token string, came bool) {
	return one(h, c.name(cookieDevice))
}

// one returns a cookie's value. Of two by one name, one was planted on a narrower path, and which
// one cannot be told: both count as an empty value, which does not open.
func one(h http.Header, name string) (value string, came bool) {
	found := (&http.Request{Header: h}).CookiesNamed(name)
	if len(found) == 1 {
		return found[0].Value, true
	}
	return "", len(found) > 1
}

func (cookies) inBody() bool { return false }

func (c cookies) write(h http.Header, d departure) {
	c.writeSession(h, d)
	c.writeDevice(h, d)
}

func (c cookies) writeSession(h http.Header, d departure) {
	switch {
	case d.packed != nil:
		switch {
		case d.packed.Access != "":
			c.set(h, cookieAccess, d.packed.Access)
		case !d.silent:
			// One that the browser holds is of the session before, maybe of somebody else.
			c.clear(h, cookieAccess)
		}
		if d.packed.Refresh != "" {
			c.set(h, cookieRefresh, d.packed.Refresh)
		}
	case d.signedOut:
		// Either spelling: the deployment may have moved to https since the cookies were set.
		for _, base := range []string{cookieAccess, cookieRefresh} {
			clearCookie(h, hostPrefix+base, true)
			clearCookie(h, base, false)
		}
		if c.https {
			// Not over http: there the host is localhost, whose storage belongs to all that is
			// developed on the machine. Not "cookies": that would take the device's along, which is
			// for the very time when nobody is signed in, and those of all the site's other hosts.
			h.Set("Clear-Site-Data", `"storage"`)
		}
	case d.over:
		c.clear(h, cookieAccess, cookieRefresh)
	default:
		c.clear(h, d.unreadable...)
	}
}

// writeDevice comes last and takes the room that is left: without its cookie a device is a stranger's
// at the next sign-in, without the session's there is none.
func (c cookies) writeDevice(h http.Header, d departure) {
	var line string
	switch token := d.newDevice(); {
	case token != "":
		line = c.line(cookieDevice, token)
	case d.deviceUnreadable:
		line = clearingLine(c.name(cookieDevice), c.https)
	default:
		return
	}
	left := cookieRoom
	for _, other := range h.Values(setCookie) {
		left -= sizeOf(other)
	}
	if sizeOf(line) <= left {
		h.Add(setCookie, line)
	}
}

func (c cookies) set(h http.Header, base, value string) { h.Add(setCookie, c.line(base, value)) }

const setCookie = "Set-Cookie"

func (c cookies) line(base, value string) string {
	life := cookieLife
	if base == cookieDevice {
		life = seal.Device.MaxAge()
	}
	cookie := http.Cookie{ //nolint:gosec // Secure is left out over plain http only, which is local mode
		Name: c.name(base), Value: value, Path: "/", MaxAge: int(life / time.Second),
		HttpOnly: true, Secure: c.https, SameSite: http.SameSiteStrictMode,
	}
	return cookie.String()
}

func (c cookies) clear(h http.Header, bases ...string) {
	for _, base := range bases {
		clearCookie(h, c.name(base), c.https)
	}
}

func clearCookie(h http.Header, name string, secure bool) {
	h.Add(setCookie, clearingLine(name, secure))
}

func clearingLine(name string, secure bool) string {
	cookie := http.Cookie{Name: name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: secure, SameSite: http.SameSiteStrictMode} //nolint:gosec // a cookie without Secure is cleared without it
	return cookie.String()
}
