package session_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/session"
	"usher/internal/token"
)

// hashOfR is SHA-256 of "r".
const hashOfR = "454349e422f05297191ead13e21d3db520e5abef52055e4964b82fb213f593a1"

func (h *harness) told(t *testing.T, want ...string) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if diff := cmp.Diff(want, h.registered); diff != "" {
		t.Errorf("the registry was told (-want +got):\n%s", diff)
	}
	h.registered = nil
}

func TestTheRegistryHearsOfEverySessionThatIsUsed(t *testing.T) {
	h := newHarness(t)
	h.issue("good", token.Access, "ann", "s1", time.Hour)
	request := session.From(h.exchange(t, "Authorization: Bearer good"))
	for range 3 {
		if _, err := request.Authenticate(); err != nil {
			t.Fatal(err)
		}
	}
	h.told(t, "seen "+named("s1"))

	if _, err := session.From(h.exchange(t)).Put(auth.Tokens{Access: h.issue("new", token.Access, "ann", "s2", time.Hour), AskedAt: h.now()}); err != nil {
		t.Fatal(err)
	}
	h.told(t, "seen "+named("s2"))

	h.yields("r", "ann", "s1")
	if _, err := session.From(h.exchange(t)).Refresh("r"); err != nil {
		t.Fatal(err)
	}
	h.told(t, "rotated "+hashOfR+" of "+named("s1"), "seen "+named("s1"))

	if _, err := session.From(h.exchange(t, "Authorization: Bearer nobody's")).Authenticate(); err == nil {
		t.Fatal("accepted")
	}
	h.told(t)
}

// A user who has all the sessions they may have, and signs in again in a browser, has one too many only
// if the one that is replaced counts still.
func TestAReplacedSessionEndsBeforeTheNewOneCounts(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.issue("old", token.Access, "ann", "s1", time.Hour)
	ctx := c.exchange(t, "Cookie: __Host-usher-access="+c.access(t, "old", nil)+"; __Host-usher-refresh="+c.refreshValue(t, "r"))
	if _, err := session.From(ctx).Put(auth.Tokens{Access: c.issue("new", token.Access, "ann", "s2", time.Hour), AskedAt: c.now()}); err != nil {
		t.Fatal(err)
	}
	c.told(t, "replaced "+named("s1")+" with r", "seen "+named("s2"))
}

func TestOnlyWhatIsOverwrittenIsReplaced(t *testing.T) {
	plain, cookies := newHarness(t), newCarried(t, key1, inCookies)
	for name, c := range map[string]struct {
		h   *harness
		ctx context.Context
	}{
		"a client that keeps tokens itself": {plain, plain.exchange(t, "Authorization: Bearer "+plain.issue("old", token.Access, "ann", "s1", time.Hour), "X-Refresh-Token: r")},
		"a browser without cookies":         {cookies.harness, cookies.exchange(t)},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := session.From(c.ctx).Put(auth.Tokens{Access: c.h.issue("new", token.Access, "ann", "s2", time.Hour), AskedAt: c.h.now()}); err != nil {
				t.Fatal(err)
			}
			c.h.told(t, "seen "+named("s2"))
		})
	}
}

func TestASealedRefreshTokenNeedsNoNoteOfWhoseItWas(t *testing.T) {
	c := newCarried(t, key1)
	c.yields("r", "ann", "s1")
	if _, err := session.From(c.exchange(t)).Refresh(c.refreshValue(t, "r")); err != nil {
		t.Fatal(err)
	}
	c.told(t, "seen "+named("s1"))
}

func TestACopiedRefreshTokenIsReportedOnce(t *testing.T) {
	reused := func(context.Context, string) (auth.Tokens, error) {
		return auth.Tokens{}, &auth.Error{Code: auth.RefreshTokenReused}
	}
	ask := func(t *testing.T, ctx context.Context, input string) { //nolint:revive // the test comes first
		t.Helper()
		if _, err := session.From(ctx).Refresh(input); auth.CodeOf(err) != auth.SessionExpired {
			t.Errorf("error %v, want SESSION_EXPIRED", err)
		}
	}
	t.Run("by the token alone", func(t *testing.T) {
		h := newHarness(t)
		h.refresh = reused
		for range 3 {
			ask(t, h.exchange(t), "r")
		}
		h.told(t, "reused "+hashOfR+" of ")
	})
	t.Run("beside the access token of its session", func(t *testing.T) {
		h := newHarness(t)
		h.refresh = reused
		h.issue("old", token.Access, "ann", "s1", -time.Second)
		ask(t, h.exchange(t, expiredSession), "r")
		h.told(t, "reused "+hashOfR+" of "+named("s1"))
	})
	t.Run("by a caller who hangs up", func(t *testing.T) {
		h := newHarness(t)
		h.issue("old", token.Access, "ann", "s1", -time.Second)
		ctx, hangUp := context.WithCancel(t.Context())
		done := make(chan struct{})
		h.refresh = func(context.Context, string) (auth.Tokens, error) {
			hangUp()
			<-done
			return auth.Tokens{}, &auth.Error{Code: auth.RefreshTokenReused}
		}
		request := session.From(h.Attach(ctx, http.Header{"Authorization": {"Bearer old"}}))
		if _, err := request.Refresh("r"); auth.CodeOf(err) != auth.UpstreamUnavailable {
			t.Errorf("error %v, want UPSTREAM_UNAVAILABLE", err)
		}
		close(done)
		ask(t, h.exchange(t), "r") // joins the refresh, or finds what it came to
		h.told(t, "reused "+hashOfR+" of "+named("s1"))
	})
	t.Run("silently", func(t *testing.T) {
		h := newHarness(t)
		h.refresh = reused
		h.issue("old", token.Access, "ann", "s1", -time.Second)
		if _, err := session.From(h.exchange(t, expiredSession, "X-Refresh-Token: r")).Authenticate(); reason(err) != auth.ReasonExpired {
			t.Errorf("error %v, want EXPIRED", err)
		}
		h.told(t, "reused "+hashOfR+" of "+named("s1"))
	})
	t.Run("sealed, beside somebody else's access token", func(t *testing.T) {
		c := newCarried(t, key1)
		c.refresh = reused
		c.issue("bobs", token.Access, "bob", "s2", time.Hour)
		ask(t, c.exchange(t, "Authorization: Bearer "+c.access(t, "bobs", nil)), c.refreshValue(t, "r"))
		c.told(t, "reused "+hashOfR+" of 07000000000000000000000000000000")
	})
}

func TestThePoolHearsOfARefreshOfAnEndedSession(t *testing.T) {
	for name, c := range map[string]struct {
		rotates bool
		want    []string
	}{"rotating": {true, []string{"rotated-r"}}, "not rotating": {false, []string{"r"}}} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.yields("r", "ann", "s1")
			yield := h.refresh
			h.refresh = func(ctx context.Context, r string) (auth.Tokens, error) {
				tokens, err := yield(ctx, r)
				if !c.rotates {
					tokens.Refresh = ""
				}
				return tokens, err
			}
			if err := h.set.RevokeSession(t.Context(), named("s1")); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if _, err := session.From(h.exchange(t)).Refresh("r"); auth.CodeOf(err) != auth.SessionExpired {
					t.Errorf("error %v, want SESSION_EXPIRED", err)
				}
			}
			if diff := cmp.Diff(c.want, h.abandoned); diff != "" {
				t.Errorf("the pool was told (-want +got):\n%s", diff)
			}
			h.told(t)
		})
	}
}
