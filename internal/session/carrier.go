package session

import (
	"errors"
	"net/http"
	"time"

	"usher/internal/auth"
	"usher/internal/seal"
)

// Transport says how tokens travel. Its zero value is plain tokens in headers.
type Transport struct {
	Sealer  *seal.Sealer // nil lets tokens travel as the pool issued them
	Cookies bool         // in cookies, out of reach of scripts; needs a Sealer
	HTTPS   bool         // browsers reach the API over https; cookies are then bound to it
}

// carrier is one way for tokens to travel. It may be used by several exchanges at once.
type carrier interface {
	// read takes what came along out of a request's header, but for the refresh token. What does
	// not open is left out.
	read(h http.Header) credentials
	// readRefresh is apart, because few requests need it. unreadable is as in credentials.
	readRefresh(h http.Header) (refresh refreshToken, unreadable []string)
	// readInput opens a refresh token that an operation's input names. taken is false where this
	// way of travelling lets no token into an input; then the one that came along counts.
	readInput(text string) (refresh refreshToken, taken bool)
	// readDevice takes out the token that the client is known by as a device, if one came.
	readDevice(h http.Header) (token string, came bool)
	// pack returns what was issued in the form in which the client gets it. What is empty in it does
	// not leave with this answer; an access token then leaves with one that the refresh token asks for.
	// auth.SessionTooLarge, auth.Internal.
	pack(p parcel) (auth.Tokens, error)
	// inBody tells whether the client may have what was packed in the body of an answer.
	inBody() bool
	// write adds to a response's header what leaves with it.
	write(h http.Header, d departure)
}

// credentials are what came along, opened: tokens as the pool issued them.
type credentials struct {
	access  string
	profile *seal.Profile // what was sealed beside the access token
	id      string

	// unfit is set where an access token was meant to come along and is none of ours.
	unfit bool
	// kept tells that the client keeps the tokens without knowing them, and has to be told when
	// they are worth nothing any more.
	kept bool
	// unreadable names the cookies that do not open.
	unreadable []string
}

// refreshable tells whether the refresh token alone is a session. In a cookie it is: sealed here, set
// by this host, and sent by no other site's page. Beside an access cookie that does not open it has to
// wait until that one is cleared: whoever planted it must not choose what is refreshed, and how often.
func (c credentials) refreshable() bool { return c.kept && len(c.unreadable) == 0 }

// refreshToken is a refresh token and the session it keeps alive, which only a sealed one names.
type refreshToken struct {
	token   string
	session seal.SessionID
	aged    bool // sealed by another key than the newest, or long ago
}

// parcel is what was issued and is about to leave.
type parcel struct {
	tokens  auth.Tokens
	session seal.SessionID // that the access token names
	// used is the refresh token that was traded for the tokens; without one they begin a session.
	used refreshToken
	// profile returns what the ID token says, for values that carry it.
	profile func() *seal.Profile
	bare    bool   // the profile stays behind, so that the value is shorter
	device  string // the device's token that is to leave beside them, if any
}

// departure is what leaves with a response.
type departure struct {
	packed     *auth.Tokens
	silent     bool     // packed without being asked for
	signedOut  bool     // the caller asked for the end of the session
	over       bool     // what came along opens no session
	unreadable []string // cookies that do not open

	device           string // the token of a device, should the tokens of a new session leave
	deviceUnreadable bool   // the device's token that came along does not open
}

// newDevice is the device's token that leaves, "" for none: a sign-in that came to nothing leaves none.
func (d departure) newDevice() string {
	if d.packed == nil || d.silent {
		return ""
	}
	return d.device
}

func newCarrier(t Transport, now func() time.Time) (carrier, error) {
	if t.Sealer == nil {
		if t.Cookies {
			return nil, errors.New("session: cookies need a Sealer")
		}
		return headers{plain{}}, nil
	}
	sealed, err := newSealed(t.Sealer, now)
	if err != nil {
		return nil, err
	}
	if t.Cookies {
		return cookies{wrap: sealed, https: t.HTTPS}, nil
	}
	return headers{sealed}, nil
}
