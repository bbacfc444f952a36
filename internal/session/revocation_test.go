package session_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/session"
	"usher/internal/token"
)

func claims(subject, origin string, authTime time.Time) token.Claims {
	return token.Claims{Subject: subject, OriginJTI: origin, AuthTime: authTime}
}

func TestRevocationSetRefusesWhatWasEnded(t *testing.T) {
	second := start.Truncate(time.Second)
	for name, test := range map[string]struct {
		revoke func(*session.RevocationSet) error
		claims token.Claims
		want   bool
	}{
		"nothing was revoked":          {func(*session.RevocationSet) error { return nil }, claims("ann", "s1", second), false},
		"this session":                 {func(s *session.RevocationSet) error { return s.RevokeSession(t.Context(), named("s1")) }, claims("ann", "s1", second), true},
		"another session":              {func(s *session.RevocationSet) error { return s.RevokeSession(t.Context(), named("s1")) }, claims("ann", "s2", second), false},
		"a session without origin_jti": {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second, named("j1")) }, token.Claims{Subject: "ann", JTI: "j1", AuthTime: second}, true},
		"the user, earlier sign-in":    {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second) }, claims("ann", "s1", second.Add(-time.Hour)), true},
		"the user, same second": {func(s *session.RevocationSet) error {
			return s.RevokeUser(t.Context(), "ann", second.Add(900*time.Millisecond))
		}, claims("ann", "s1", second), true},
		"the user, next second":          {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second) }, claims("ann", "s1", second.Add(time.Second)), false},
		"the user, an excepted session":  {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second, named("s1")) }, claims("ann", "s1", second), false},
		"the user, not the excepted one": {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second, named("s1")) }, claims("ann", "s2", second), true},
		"another user":                   {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second) }, claims("bob", "s1", second), false},
		"an exception without a name":    {func(s *session.RevocationSet) error { return s.RevokeUser(t.Context(), "ann", second, "") }, claims("ann", "", second), true},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			if err := test.revoke(h.set); err != nil {
				t.Fatal(err)
			}
			if got, err := h.set.Revoked(t.Context(), test.claims); got != test.want || err != nil {
				t.Errorf("Revoked = %v, %v; want %v", got, err, test.want)
			}
		})
	}
}

func TestRevokingNobodyIsAnError(t *testing.T) {
	h := newHarness(t)
	if h.set.RevokeSession(t.Context(), "") == nil || h.set.RevokeUser(t.Context(), "", start) == nil {
		t.Error("a revocation that names nobody was taken for one")
	}
}

func TestSigningInRightAfterSigningOutEverywhereWorks(t *testing.T) {
	h := newHarness(t)
	before := h.issue("before", token.Access, "ann", "s1", time.Hour)
	if err := h.set.RevokeUser(t.Context(), "ann", h.now()); err != nil {
		t.Fatal(err)
	}
	after := h.issue("after", token.Access, "ann", "s2", time.Hour) // in the same second
	if _, err := session.From(h.exchange(t)).Put(auth.Tokens{Access: after, AskedAt: h.now()}); err != nil {
		t.Fatal(err)
	}
	for access, want := range map[string]auth.Reason{before: auth.ReasonRevoked, after: ""} {
		if _, err := session.From(h.exchange(t, "Authorization: Bearer "+access)).Authenticate(); reason(err) != want {
			t.Errorf("%s: %v, want reason %q", access, err, want)
		}
	}
}

func TestExceptionsAreBounded(t *testing.T) {
	h := newHarness(t)
	if err := h.set.RevokeUser(t.Context(), "ann", h.now()); err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		access := h.issue(fmt.Sprint("t", i), token.Access, "ann", fmt.Sprint("s", i), time.Hour)
		if _, err := session.From(h.exchange(t)).Put(auth.Tokens{Access: access, AskedAt: h.now()}); err != nil {
			t.Fatal(err)
		}
	}
	for origin, want := range map[string]bool{"s0": true, "s7": true, "s8": false, "s39": false} {
		if got, _ := h.set.Revoked(t.Context(), claims("ann", origin, h.now())); got != want {
			t.Errorf("%s revoked = %v, want %v", origin, got, want)
		}
	}
}

type brokenStore struct{ kv.Store }

func (brokenStore) Get(context.Context, string) ([]byte, bool, error) {
	return nil, false, errors.New("gone")
}

func TestASetThatCannotBeReadAcceptsNobody(t *testing.T) {
	h := newHarness(t)
	good := h.issue("good", token.Access, "ann", "s1", time.Hour)
	m, err := session.NewManager(session.Config{
		Verifier: h, Refresher: h, Revocations: session.NewRevocationSet(brokenStore{}), Registry: h, Now: h.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := m.Attach(t.Context(), map[string][]string{"Authorization": {"Bearer " + good}})
	if _, err := session.From(ctx).Authenticate(); auth.CodeOf(err) != auth.UpstreamUnavailable {
		t.Errorf("error %v, want UPSTREAM_UNAVAILABLE", err)
	}
}

func TestALaterSignOutIsNotTakenBackByAnEarlierOne(t *testing.T) {
	h := newHarness(t)
	if err := h.set.RevokeUser(t.Context(), "ann", start.Add(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := h.set.RevokeUser(t.Context(), "ann", start); err != nil { // it took longer to arrive
		t.Fatal(err)
	}
	if revoked, err := h.set.Revoked(t.Context(), claims("ann", "s1", start.Add(3*time.Second))); !revoked || err != nil {
		t.Errorf("Revoked = %v, %v", revoked, err)
	}
}

func TestASessionAskedForBeforeTheSignOutIsNotAdmitted(t *testing.T) {
	h := newHarness(t)
	asked := h.now()
	stolen := h.issue("stolen", token.Access, "ann", "s9", time.Hour)
	h.pass(time.Millisecond)
	if err := h.set.RevokeUser(t.Context(), "ann", h.now()); err != nil {
		t.Fatal(err)
	}
	if _, err := session.From(h.exchange(t)).Put(auth.Tokens{Access: stolen, AskedAt: asked}); err != nil {
		t.Fatal(err)
	}
	if _, err := session.From(h.exchange(t, "Authorization: Bearer stolen")).Authenticate(); reason(err) != auth.ReasonRevoked {
		t.Errorf("error %v, want REVOKED", err)
	}
}
