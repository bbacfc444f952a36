package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	sessionsOp      = `{ sessions { id device address createdAt lastSeenAt current } }`
	revokeSessionOp = `mutation($input: RevokeSessionInput!) { revokeSession(input: $input) { __typename
		... on SessionsEnded { sessions { id current } } ... on Problem { code message } ... on ReauthenticationRequired { maxAge } } }`
	signOutOthersOp = `mutation { signOutOthers { __typename
		... on SessionsEnded { sessions { id current } } ... on Problem { code message } ... on ReauthenticationRequired { maxAge } } }`
	firefoxAgent = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
	iphoneAgent  = "User-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)

type activeSession struct {
	ID, Device, Address, CreatedAt, LastSeenAt string
	Current                                    bool
}

type ended struct {
	Typename string `json:"__typename"`
	Sessions []activeSession
	Code     string
	MaxAge   string
}

func (in *instance) sessions(headers ...string) []activeSession {
	in.t.Helper()
	return field[[]activeSession](in.t, in.call(sessionsOp, nil, headers...), "sessions")
}

func (in *instance) revokeSession(id string, headers ...string) ended {
	in.t.Helper()
	return field[ended](in.t, in.call(revokeSessionOp, map[string]any{"input": map[string]any{"id": id}}, headers...), "revokeSession")
}

func (in *instance) signOutOthers(headers ...string) ended {
	in.t.Helper()
	return field[ended](in.t, in.call(signOutOthersOp, nil, headers...), "signOutOthers")
}

// reason is why `me` is refused, "" where it is not.
func (in *instance) reason(headers ...string) string {
	in.t.Helper()
	_, reason := in.call(meOp, nil, headers...).code()
	return reason
}

// signedInWith is a sign-in with a device.
func (in *instance) signedInWith(agent, email, password string) tokens {
	in.t.Helper()
	return in.want("sign in", "Session", in.do("signIn", signInOp, map[string]any{"username": email, "password": password}, agent)).Tokens
}

func TestAUserSeesTheirSessionsAndEndsThem(t *testing.T) {
	for name, settings := range map[string][]string{"plain": nil, "sealed": {"USHER_SEAL_KEYS=" + sealKey1}} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			in := startAt(t, c, settings...)
			const email, password = "ann@example.com", "correct horse 9"
			in.signedUp(email, password)
			laptop := in.signedInWith(firefoxAgent, email, password)
			c.pass(time.Minute)
			phone := in.signedInWith(iphoneAgent, email, password)
			in.signedUp("bob@example.com", password)

			list := in.sessions(bearer(laptop), firefoxAgent)
			got := []string{}
			for _, one := range list {
				got = append(got, fmt.Sprint(one.Device, " ", one.Address, " ", one.Current))
			}
			want := []string{"Firefox on Linux 127.0.0.0/24 true", "Safari on iPhone 127.0.0.0/24 false", "Go-http-client 127.0.0.0/24 false"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("sessions (-want +got):\n%s", diff)
			}
			if list[0].CreatedAt >= list[1].CreatedAt || list[0].LastSeenAt < list[1].LastSeenAt {
				t.Errorf("times %+v", list)
			}

			if got := in.revokeSession(list[1].ID, bearer(laptop)); got.Typename != "SessionsEnded" || len(got.Sessions) != 2 || !got.Sessions[0].Current {
				t.Errorf("ending the phone's: %+v", got)
			}
			if got := in.reason(bearer(phone)); got != "REVOKED" {
				t.Errorf("the phone's token is %q", got)
			}
			if got := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": phone.RefreshToken}); got.Typename != "SessionExpired" {
				t.Errorf("the phone's refresh token is answered with %s", got.Typename)
			}
			if got := in.revokeSession(list[1].ID, bearer(laptop)); got.Typename != "SessionsEnded" || len(got.Sessions) != 2 {
				t.Errorf("ending it again: %+v", got)
			}
			if got := in.revokeSession(strings.Repeat("0", 32), bearer(laptop)); got.Typename != "SessionsEnded" || len(got.Sessions) != 2 {
				t.Errorf("ending what is not there: %+v", got)
			}

			third := in.signedIn(email, password)
			if got := in.signOutOthers(bearer(laptop)); got.Typename != "SessionsEnded" || len(got.Sessions) != 1 || !got.Sessions[0].Current {
				t.Errorf("ending the others: %+v", got)
			}
			if got := in.reason(bearer(third)); got != "REVOKED" {
				t.Errorf("another session's token is %q", got)
			}
			if got := in.reason(bearer(laptop)); got != "" {
				t.Errorf("the caller's own is %q", got)
			}
			if got := in.revokeSession(list[0].ID, bearer(laptop)); len(got.Sessions) != 0 {
				t.Errorf("ending one's own: %+v", got)
			}
			if got := in.reason(bearer(laptop)); got != "REVOKED" {
				t.Errorf("after ending one's own: %q", got)
			}
			for event, times := range map[string]int{"session.revoked": 2, "session.others_signed_out": 1} {
				if got := strings.Count(in.lines.String(), `"event":"`+event+`"`); got != times {
					t.Errorf("%d lines for %s, want %d", got, event, times)
				}
			}
		})
	}
}

func TestSomebodyElsesSessionCannotBeEnded(t *testing.T) {
	in := startUsher(t)
	ann := in.signedUp("ann@example.com", "correct horse 9")
	bob := in.signedUp("bob@example.com", "correct horse 9")
	id := in.sessions(bearer(ann))[0].ID
	if got := in.revokeSession(id, bearer(bob)); got.Typename != "SessionsEnded" || len(got.Sessions) != 1 || !got.Sessions[0].Current {
		t.Errorf("%+v", got)
	}
	if got := in.reason(bearer(ann)); got != "" {
		t.Errorf("the token is %q", got)
	}
	if a := in.call(sessionsOp, nil); len(a.Errors) != 1 || string(a.Data["sessions"]) != "null" {
		t.Errorf("the list of nobody: %s", a.body)
	}
}

func TestOnlyAFreshSignInEndsSessions(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email, password = "ann@example.com", "correct horse 9"
	session := in.signedUp(email, password)
	other := in.signedIn(email, password)
	id := in.sessions(bearer(other))[0].ID
	c.pass(14 * time.Minute)
	if got := in.revokeSession(strings.Repeat("0", 32), bearer(session)); got.Typename != "SessionsEnded" {
		t.Errorf("within the quarter of an hour: %+v", got)
	}
	c.pass(2 * time.Minute)
	want := ended{Typename: "ReauthenticationRequired", Code: "REAUTHENTICATION_REQUIRED", MaxAge: "PT15M"}
	if diff := cmp.Diff(want, in.revokeSession(id, bearer(session))); diff != "" {
		t.Errorf("revokeSession (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, in.signOutOthers(bearer(session))); diff != "" {
		t.Errorf("signOutOthers (-want +got):\n%s", diff)
	}
	fresh := in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": session.RefreshToken}).Tokens
	if got := in.revokeSession(id, bearer(fresh)); got.Typename != "ReauthenticationRequired" {
		t.Errorf("after a refresh, which proves nothing: %+v", got)
	}
	if got := in.reason(bearer(other)); got != "" {
		t.Errorf("the other session is %q", got)
	}
	again := in.signedIn(email, password)
	if got := in.revokeSession(id, bearer(again)); got.Typename != "SessionsEnded" {
		t.Errorf("after signing in again: %+v", got)
	}
	if got := in.reason(bearer(other)); got != "REVOKED" {
		t.Errorf("the other session is %q", got)
	}
}

func TestOneSessionTooManyEndsTheOldest(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_MAX_SESSIONS=3")
	const email, password = "ann@example.com", "correct horse 9"
	all := []tokens{in.signedUp(email, password)}
	for range 4 {
		c.pass(time.Minute)
		all = append(all, in.signedIn(email, password))
	}
	for i, want := range []string{"REVOKED", "REVOKED", "", "", ""} {
		if got := in.reason(bearer(all[i])); got != want {
			t.Errorf("session %d is %q, want %q", i, got, want)
		}
	}
	if got := len(in.sessions(bearer(all[4]))); got != 3 {
		t.Errorf("%d sessions in the list", got)
	}
}

func TestACopiedRefreshTokenEndsItsSession(t *testing.T) {
	for name, settings := range map[string][]string{"plain": nil, "sealed": {"USHER_SEAL_KEYS=" + sealKey1}} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			in := startAt(t, c, settings...)
			const email, password = "ann@example.com", "correct horse 9"
			owner := in.signedUp(email, password)
			elsewhere := in.signedIn(email, password)
			refresh := func(token string) outcome {
				return in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": token})
			}
			rotated := in.want("the owner refreshes", "Session", refresh(owner.RefreshToken)).Tokens
			c.pass(20 * time.Second) // the grace: a second tab, or an answer that was lost
			in.want("again within the grace", "Session", refresh(owner.RefreshToken))
			c.pass(time.Minute)
			in.want("the copy is used", "SessionExpired", refresh(owner.RefreshToken))
			if got := in.reason(bearer(rotated)); got != "REVOKED" {
				t.Errorf("the session goes on: %q", got)
			}
			in.want("the newest token of it", "SessionExpired", refresh(rotated.RefreshToken))
			if got := in.reason(bearer(elsewhere)); got != "" {
				t.Errorf("the user's other session is %q", got)
			}
			if got := strings.Count(in.lines.String(), `"event":"token.reuse_detected"`); got != 1 {
				t.Errorf("%d lines of it in the audit trail", got)
			}
		})
	}
}

func TestThePoolHearsOfASessionThatWasEndedHere(t *testing.T) {
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	counted := countCalls(t, pool.wire)
	in := startUsher(t, inFrontOf(t, pool, counted.url)...)
	in.mailbox = pool
	const email, password = "ann@example.com", "correct horse 9"
	session := in.signedUp(email, password)
	other := in.signedIn(email, password)
	in.signOutOthers(bearer(session))
	in.want("the other one refreshes", "SessionExpired", in.do("refreshTokens", refreshOp, map[string]any{"refreshToken": other.RefreshToken}))
	if got := counted.of("RevokeToken"); got != 1 {
		t.Errorf("the pool was told %d times, want once", got)
	}
}
