package session_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/session"
	"usher/internal/token"
)

// room is what the cookies may take of an answer's header.
const room = 4096 - 900

// likeCognitos has the length of an access token of a user in so many groups, and nothing in it that
// can be made shorter. One of short groups is as long as Cognito's are once they are packed.
func likeCognitos(name string, groups int) string {
	const signature = 344
	return "h." + strings.Repeat("abab", 180+groups*5) + "." + name + strings.Repeat("c", signature-len(name))
}

const short = -19

// longRefresh has the length of Cognito's.
func longRefresh(name string) string { return name + strings.Repeat("r", 1800-len(name)) }

// browser holds the cookies that an exchange sets and sends them with the next.
type browser struct {
	t     *testing.T
	m     *session.Manager
	holds map[string]string
	set   map[string]bool // by the last answer; false where it was cleared
	bytes int             // of the last answer's Set-Cookie lines
}

const (
	accessCookie  = "__Host-usher-access"
	refreshCookie = "__Host-usher-refresh"
	deviceCookie  = "__Host-usher-device"
)

func (c *carried) browser(t *testing.T) *browser {
	t.Helper()
	return &browser{t: t, m: c.Manager, holds: map[string]string{}}
}

func (b *browser) send(do func(*session.Request)) {
	b.t.Helper()
	h := http.Header{}
	r := &http.Request{Header: h}
	sent := 0
	for name, value := range b.holds {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
		sent += len(name) + len(value) + len("=; ")
	}
	ctx := b.m.Attach(b.t.Context(), h)
	do(session.From(ctx))
	lines, byName := setCookies(ctx)
	b.set, b.bytes = map[string]bool{}, 0
	for _, line := range lines {
		b.bytes += len("Set-Cookie: \r\n") + len(line)
	}
	for name, c := range byName {
		b.set[name] = c.MaxAge > 0
		if b.holds[name] = c.Value; c.MaxAge < 0 {
			delete(b.holds, name)
		}
	}
	if sent >= 7500 || b.bytes > room {
		b.t.Errorf("%d bytes of cookies sent, %d set", sent, b.bytes)
	}
}

// as is the access token that a request authenticates with.
func (b *browser) as() (access string, err error) {
	b.t.Helper()
	b.send(func(r *session.Request) {
		var caller auth.Principal
		caller, err = r.Authenticate()
		access = caller.AccessToken
	})
	return access, err
}

func (b *browser) want(access string) {
	b.t.Helper()
	if got, err := b.as(); err != nil || got != access {
		b.t.Fatalf("authenticated with %.20q and %.20q, %v", got, access, err)
	}
}

func (b *browser) sets(what string, access, refresh bool) {
	b.t.Helper()
	if b.set[accessCookie] != access || b.set[refreshCookie] != refresh {
		b.t.Fatalf("%s sets %v, want access %v, refresh %v", what, b.set, access, refresh)
	}
}

// signIn puts a session of a user in so many groups.
func (c *carried) signIn(b *browser, subject string, groups int) (access string, err error) {
	b.t.Helper()
	return c.signInOn(b, subject, groups, "")
}

// signInOn is signIn with a device that is to be known as the account's.
func (c *carried) signInOn(b *browser, subject string, groups int, account string) (access string, err error) {
	b.t.Helper()
	access = c.issue(likeCognitos(subject, groups), token.Access, subject, "session of "+subject, time.Hour)
	b.send(func(r *session.Request) {
		r.RememberDevice(account)
		_, err = r.Put(auth.Tokens{
			Access: access, Refresh: longRefresh(subject), ID: c.issue("id of "+subject, token.ID, subject, "", time.Hour),
			AskedAt: c.now(), ExpiresAt: c.now().Add(time.Hour),
		})
	})
	return access, err
}

func TestSizesOfCookies(t *testing.T) {
	for name, test := range map[string]struct {
		groups  int
		picture int  // bytes of the profile
		both    bool // in one answer
		bare    bool // the profile stays behind
		fits    bool
	}{
		"short":                 {short, 0, true, false, true},
		"forty groups":          {40, 0, false, false, true},
		"the profile just fits": {20, 1000, false, false, true},
		"the profile does not":  {60, 1000, false, true, true},
		"too many groups":       {200, 0, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			c.issue("id of ann", token.ID, "ann", "", time.Hour)
			b := c.browser(t)
			var err error
			access := c.issue(likeCognitos("ann", test.groups), token.Access, "ann", "s1", time.Hour)
			v := c.known["id of ann"]
			v.claims.Picture = strings.Repeat("p", test.picture)
			c.known["id of ann"] = v
			b.send(func(r *session.Request) {
				_, err = r.Put(auth.Tokens{Access: access, ID: "id of ann", Refresh: longRefresh("ann"), AskedAt: c.now(), ExpiresAt: c.now().Add(time.Hour)})
			})
			if !test.fits {
				if auth.CodeOf(err) != auth.SessionTooLarge || len(b.set) != 0 {
					t.Errorf("Put: %v; it sets %v", err, b.set)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			b.sets("signing in", test.both, true)
			t.Logf("access token of %d characters: %d bytes set", len(access), b.bytes)
			b.want(access)
			b.want(access)
			value, _, err := c.sealer.OpenAccess(b.holds[accessCookie])
			if err != nil || (value.Profile == nil) != test.bare {
				t.Errorf("sealed with profile: %v, %v", value.Profile != nil, err)
			}
		})
	}
}

// send holds every answer to the room; here all of it is used.
func TestCookiesMayTakeAllOfTheirRoom(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	fullest := map[bool]int{} // of the answers with two cookies, and with one
	for groups := short; groups < 120; groups++ {
		b := c.browser(t)
		if _, err := c.signIn(b, fmt.Sprint("user", groups), groups); err != nil {
			if auth.CodeOf(err) != auth.SessionTooLarge || groups < 70 {
				t.Fatalf("%d groups: %v", groups, err)
			}
			break
		}
		both := b.set[accessCookie]
		fullest[both] = max(fullest[both], b.bytes)
		if _, err := b.as(); err != nil {
			t.Fatalf("%d groups: %v", groups, err)
		}
		fullest[false] = max(fullest[false], b.bytes)
	}
	const step = 40 // a group takes less
	for both, bytes := range fullest {
		if bytes < room-step {
			t.Errorf("both cookies %v: %d bytes of %d", both, bytes, room)
		}
	}
}

func TestARefreshTokenTooLongForAnAnswerIsRefused(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	b := c.browser(t)
	access := c.issue("ann", token.Access, "ann", "s1", time.Hour)
	b.send(func(r *session.Request) {
		_, err := r.Put(auth.Tokens{Access: access, Refresh: strings.Repeat("r", 3000), AskedAt: c.now(), ExpiresAt: c.now().Add(time.Hour)})
		if auth.CodeOf(err) != auth.SessionTooLarge {
			t.Errorf("Put: %v", err)
		}
	})
	b.sets("it", false, false)
}
