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

func TestWhatComesAlongDecidesWhoTheCallerIs(t *testing.T) {
	for name, test := range map[string]struct {
		headers []string
		caller  string
		reason  auth.Reason
	}{
		"nothing":                                {nil, "", auth.ReasonMissing},
		"a refresh token alone":                  {[]string{"X-Refresh-Token: r"}, "", auth.ReasonMissing},
		"a good bearer token":                    {[]string{"Authorization: Bearer good"}, "ann", ""},
		"the scheme in lower case":               {[]string{"Authorization: bearer good"}, "ann", ""},
		"the header of its own":                  {[]string{"X-Access-Token: good"}, "ann", ""},
		"Authorization goes first":               {[]string{"Authorization: Bearer good", "X-Access-Token: junk"}, "ann", ""},
		"another scheme is not a token":          {[]string{"Authorization: Basic good"}, "", auth.ReasonMissing},
		"another scheme does not hide a token":   {[]string{"Authorization: Basic x", "X-Access-Token: good"}, "ann", ""},
		"garbage":                                {[]string{"Authorization: Bearer junk"}, "", auth.ReasonInvalid},
		"garbage is not refreshed":               {[]string{"Authorization: Bearer junk", "X-Refresh-Token: r"}, "", auth.ReasonInvalid},
		"an ID token":                            {[]string{"Authorization: Bearer id"}, "", auth.ReasonInvalid},
		"an expired token":                       {[]string{"Authorization: Bearer old"}, "", auth.ReasonExpired},
		"an expired token and its refresh token": {[]string{"Authorization: Bearer old", "X-Refresh-Token: r"}, "ann", ""},
		"an expired token and a dead one":        {[]string{"Authorization: Bearer old", "X-Refresh-Token: dead"}, "", auth.ReasonExpired},
		"a signed-out token":                     {[]string{"Authorization: Bearer out"}, "", auth.ReasonRevoked},
		"a signed-out token is not refreshed":    {[]string{"Authorization: Bearer out-and-old", "X-Refresh-Token: r"}, "", auth.ReasonRevoked},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			h.issue("good", token.Access, "ann", "s1", time.Hour)
			h.issue("id", token.ID, "ann", "s1", time.Hour)
			h.issue("old", token.Access, "ann", "s1", -time.Second)
			h.issue("out", token.Access, "ann", "s2", time.Hour)
			h.issue("out-and-old", token.Access, "ann", "s2", -time.Second)
			if err := h.set.RevokeSession(t.Context(), named("s2")); err != nil {
				t.Fatal(err)
			}
			h.yields("r", "ann", "s1")
			caller, err := session.From(h.exchange(t, test.headers...)).Authenticate()
			if caller.Subject != test.caller || reason(err) != test.reason {
				t.Errorf("caller %q, error %v; want %q, reason %q", caller.Subject, err, test.caller, test.reason)
			}
		})
	}
}

func TestAnExchangeWithoutTheMiddlewareHasNoCaller(t *testing.T) {
	if _, err := session.From(t.Context()).Authenticate(); reason(err) != auth.ReasonMissing {
		t.Errorf("error %v, want MISSING", err)
	}
}

func TestFaultsAreNotRefusals(t *testing.T) {
	keysGone := func(h *harness) {
		h.known["t"] = verdict{token.Claims{Use: token.Access, ExpiresAt: start.Add(time.Hour)}, token.ErrKeysUnavailable}
	}
	poolGone := func(h *harness) {
		h.issue("t", token.Access, "ann", "s1", -time.Second)
		h.refresh = func(context.Context, string) (auth.Tokens, error) {
			return auth.Tokens{}, &auth.Error{Code: auth.UpstreamUnavailable}
		}
	}
	for name, prepare := range map[string]func(*harness){"the keys cannot be fetched": keysGone, "the pool does not answer": poolGone} {
		t.Run(name, func(t *testing.T) {
			h := newHarness(t)
			prepare(h)
			_, err := session.From(h.exchange(t, "Authorization: Bearer t", "X-Refresh-Token: r")).Authenticate()
			if auth.CodeOf(err) != auth.UpstreamUnavailable {
				t.Errorf("error %v, want UPSTREAM_UNAVAILABLE: a fault must not look like a sign-out", err)
			}
		})
	}
}

func TestOnlyTokensNobodyAskedForTravelInHeaders(t *testing.T) {
	h := newHarness(t)
	old := h.issue("old", token.Access, "ann", "s1", -time.Second)
	h.yields("r", "ann", "s1")
	headers := func(ctx context.Context) http.Header {
		out := http.Header{}
		session.WriteHeaders(ctx, out)
		return out
	}

	silent := h.exchange(t, "Authorization: Bearer "+old, "X-Refresh-Token: r")
	if got := headers(silent); len(got) != 0 {
		t.Errorf("before any field asked: %v", got)
	}
	if _, err := session.From(silent).Authenticate(); err != nil {
		t.Fatal(err)
	}
	want := http.Header{"X-Access-Token": {"fresh-access-of-ann"}, "X-Id-Token": {"fresh-id-of-ann"}, "X-Refresh-Token": {"rotated-r"}}
	if diff := cmp.Diff(want, headers(silent)); diff != "" {
		t.Error("after a silent refresh:\n" + diff)
	}

	asked := h.exchange(t, "X-Refresh-Token: r")
	if _, err := session.From(asked).Refresh(""); err != nil {
		t.Fatal(err)
	}
	if got := headers(asked); len(got) != 0 {
		t.Errorf("tokens that the client asked for stand in the body, but: %v", got)
	}
}

func TestPutAcceptsOnlyTokensThatVerify(t *testing.T) {
	h := newHarness(t)
	req := session.From(h.exchange(t))
	if _, err := req.Put(auth.Tokens{Access: "forged"}); auth.CodeOf(err) != auth.Internal {
		t.Errorf("error %v, want INTERNAL", err)
	}
	if req.Issued() != nil {
		t.Error("a token that does not verify was issued")
	}
	good := h.issue("good", token.Access, "ann", "s1", time.Hour)
	if caller, err := req.Put(auth.Tokens{Access: good}); err != nil || caller.Subject != "ann" {
		t.Errorf("Put = %v, %v", caller.Subject, err)
	}
	if req.Clear(); req.Issued() != nil {
		t.Error("Clear left tokens behind")
	}
}

func TestTheProfileComesFromAnIDTokenOfTheSameUser(t *testing.T) {
	h := newHarness(t)
	h.issue("access", token.Access, "ann", "s1", time.Hour)
	h.issue("ann-id", token.ID, "ann", "s1", time.Hour)
	h.issue("bob-id", token.ID, "bob", "s2", time.Hour)
	for id, want := range map[string]bool{"ann-id": true, "bob-id": false, "access": false, "": false} {
		p, ok := session.From(h.exchange(t, "Authorization: Bearer access", "X-Id-Token: "+id)).Profile("ann")
		if ok != want || (ok && *p.Email != "ann@example.com") {
			t.Errorf("ID token %q: ok = %v, want %v", id, ok, want)
		}
	}
}

func TestSigningOutNeedsAVerifiedToken(t *testing.T) {
	h := newHarness(t)
	h.issue("good", token.Access, "ann", "s1", time.Hour)
	h.issue("old", token.Access, "ann", "s1", -time.Second)
	for access, want := range map[string]string{"good": "ann", "old": "ann", "forged": ""} {
		caller, refresh, err := session.From(h.exchange(t, "Authorization: Bearer "+access, "X-Refresh-Token: mine")).SignedOutBy("")
		got := ""
		if caller != nil {
			got = caller.Subject
		}
		if got != want || refresh != "mine" || err != nil {
			t.Errorf("token %q signs out %q with refresh token %q; want %q and the header's", access, got, refresh, want)
		}
	}
	if h.calls() != 0 {
		t.Error("signing out refreshed")
	}
}

func TestAFreshSessionIsNotMixedWithTheTokensThatCameAlong(t *testing.T) {
	h := newHarness(t)
	h.issue("anns", token.Access, "ann", "s1", -time.Second)
	h.yields("r", "ann", "s1")
	ctx := h.exchange(t, "Authorization: Bearer anns", "X-Refresh-Token: r", "X-Id-Token: anns-id")
	h.issue("anns-id", token.ID, "ann", "s1", time.Hour)
	bobs := auth.Tokens{
		Access: h.issue("bobs", token.Access, "bob", "s2", time.Hour), ID: h.issue("bobs-id", token.ID, "bob", "s2", time.Hour), AskedAt: h.now(),
	}
	if _, err := session.From(ctx).Put(bobs); err != nil {
		t.Fatal(err)
	}
	if p, ok := session.From(ctx).Profile("bob"); !ok || *p.Email != "bob@example.com" {
		t.Errorf("the profile of who signed in: %+v, %v", p, ok)
	}
	if _, ok := session.From(ctx).Profile("ann"); ok {
		t.Error("the profile of who was signed in before is at hand")
	}
	if _, err := session.From(ctx).Authenticate(); err != nil {
		t.Fatal(err)
	}
	out := http.Header{}
	if session.WriteHeaders(ctx, out); len(out) != 0 || session.From(ctx).Issued().Access != "bobs" {
		t.Errorf("headers %v, issued %q", out, session.From(ctx).Issued().Access)
	}
}

type panicking struct{ *harness }

func (panicking) Verify(context.Context, string, token.Use) (token.Claims, error) { panic("boom") }

func TestAPanicOpensNoFieldThatAsksLater(t *testing.T) {
	h := newHarness(t)
	m, err := session.NewManager(session.Config{Verifier: panicking{h}, Refresher: h, Revocations: h.set, Registry: h, Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	req := session.From(m.Attach(t.Context(), http.Header{"Authorization": {"Bearer forged"}}))
	for range 2 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a field was let in")
				}
			}()
			_, _ = req.Authenticate()
		}()
	}
}

func TestSigningOutWhileNobodyCanTellWhoIsAFault(t *testing.T) {
	h := newHarness(t)
	h.known["t"] = verdict{token.Claims{Use: token.Access, ExpiresAt: start.Add(time.Hour)}, token.ErrKeysUnavailable}
	caller, refresh, err := session.From(h.exchange(t, "Authorization: Bearer t", "X-Refresh-Token: r")).SignedOutBy("")
	if caller != nil || refresh != "r" || auth.CodeOf(err) != auth.UpstreamUnavailable {
		t.Errorf("caller %v, refresh %q, error %v", caller, refresh, err)
	}
}
