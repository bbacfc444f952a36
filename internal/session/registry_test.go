package session_test

import (
	"context"
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
