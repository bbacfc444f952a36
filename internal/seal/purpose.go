package seal

import "time"

// Purpose is what a value is sealed for. A value of one purpose never opens as another.
type Purpose uint8

// The purposes. Their zero value is none of them.
const (
	// Access is an [AccessValue].
	Access Purpose = iota + 1
	// Identity is a packed ID token, where a client keeps one itself.
	Identity
	// Refresh is a [RefreshValue].
	Refresh
	// Challenge is the state between two steps of signing in.
	Challenge
	// RefreshResult is the answer to a refresh, kept in a shared store for those that ask late.
	RefreshResult
	// SessionList is the sessions of a user, in a shared store.
	SessionList
	// Device is a [DeviceValue].
	Device
)

const (
	day = 24 * time.Hour

	// sessionLife is the longest that a browser keeps a cookie (RFC 6265bis, section 5.5), whatever
	// the life of the refresh token in it. An expired access token is as good: it names the user
	// that the refresh token beside it must belong to.
	sessionLife = 400 * day
	// identityLife is the longest life of an ID token that Cognito allows.
	identityLife = day
	// challengeLife is the longest life of a Session of Cognito's challenges.
	challengeLife = 15 * time.Minute
	// resultLife covers the half minute that a refresh result is kept, and the write before it.
	resultLife = time.Minute
	// deviceLife outlasts the weeks between two sign-ins of a session that is kept alive, and is an
	// end for a device that was given away.
	deviceLife = 180 * day
)

// kind is what tells the values of a purpose from others.
type kind struct {
	name   string // part of what the key is derived from
	typ    string // in the header
	maxAge time.Duration
}

// kind's names are for ever: another name is another key, which opens nothing sealed before.
func (p Purpose) kind() (k kind, known bool) {
	switch p {
	case Access:
		return kind{"access", "usher-at+jwe", sessionLife}, true
	case Identity:
		return kind{"identity", "usher-id+jwe", identityLife}, true
	case Refresh:
		return kind{"refresh", "usher-rt+jwe", sessionLife}, true
	case Challenge:
		return kind{"challenge", "usher-ch+jwe", challengeLife}, true
	case RefreshResult:
		return kind{"refresh-result", "usher-rr+jwe", resultLife}, true
	case SessionList:
		return kind{"session-list", "usher-sl+jwe", sessionLife}, true
	case Device:
		return kind{"device", "usher-dt+jwe", deviceLife}, true
	default:
		return kind{}, false
	}
}

// String returns the purpose's name.
func (p Purpose) String() string {
	if k, known := p.kind(); known {
		return k.name
	}
	return "unknown"
}

// MaxAge is how long after its sealing a value opens.
func (p Purpose) MaxAge() time.Duration {
	k, _ := p.kind()
	return k.maxAge
}
