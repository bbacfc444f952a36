package session_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

// carried is a harness whose tokens travel sealed.
type carried struct {
	*harness
	sealer *seal.Sealer
}

func newSealer(t testing.TB, pool string, now func() time.Time, text string) *seal.Sealer {
	t.Helper()
	keys, err := seal.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: pool, Client: "client", Now: now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

// The keys of the tests, as USHER_SEAL_KEYS takes them.
const (
	key1 = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	key2 = "k2:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
)

func newCarried(t *testing.T, keys string, change ...func(*session.Transport)) *carried {
	t.Helper()
	h := newHarness(t)
	c := &carried{harness: h, sealer: newSealer(t, "pool", h.now, keys)}
	transport := session.Transport{Sealer: c.sealer}
	for _, f := range change {
		f(&transport)
	}
	m, err := session.NewManager(session.Config{
		Verifier: h, Refresher: h, Revocations: h.set, Registry: h, Now: h.now, Transport: transport, Sealer: c.sealer, Rand: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Manager = m
	return c
}

func inCookies(t *session.Transport) { t.Cookies, t.HTTPS = true, true }

func (c *carried) access(t *testing.T, name string, profile *seal.Profile) string {
	t.Helper()
	return must(t)(c.sealer.SealAccess(seal.AccessValue{Token: name, Profile: profile}))
}

func (c *carried) refreshValue(t *testing.T, name string) string {
	t.Helper()
	return must(t)(c.sealer.SealRefresh(seal.RefreshValue{Token: name, Session: seal.SessionID{7}}))
}

func must(t *testing.T) func(string, error) string {
	return func(text string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

func TestCookiesWithoutASealerAreRefused(t *testing.T) {
	h := newHarness(t)
	if _, err := session.NewManager(session.Config{
		Verifier: h, Refresher: h, Revocations: h.set, Registry: h, Now: h.now, Transport: session.Transport{Cookies: true},
	}); err == nil {
		t.Error("accepted")
	}
}

func TestSealedHeadersOpenOnlyWhatWasSealedForThem(t *testing.T) {
	c := newCarried(t, key1)
	c.issue("ann", token.Access, "ann", "s1", time.Hour)
	c.issue("ann-id", token.ID, "ann", "s1", time.Hour)
	sealedID := must(t)(c.sealer.SealIdentity("ann-id"))
	otherPool := newSealer(t, "other pool", c.now, key1)
	otherRing := newSealer(t, "pool", c.now, key2)
	good := c.access(t, "ann", nil)
	for name, test := range map[string]struct {
		header string
		want   auth.Reason
	}{
		"sealed":                   {"Authorization: Bearer " + good, ""},
		"sealed, in its own name":  {"X-Access-Token: " + good, ""},
		"as the pool issued it":    {"Authorization: Bearer ann", auth.ReasonInvalid},
		"an ID token":              {"Authorization: Bearer " + sealedID, auth.ReasonInvalid},
		"a refresh token":          {"Authorization: Bearer " + c.refreshValue(t, "ann"), auth.ReasonInvalid},
		"a byte changed":           {"Authorization: Bearer " + flip(good), auth.ReasonInvalid},
		"another pool":             {"Authorization: Bearer " + must(t)(otherPool.SealAccess(seal.AccessValue{Token: "ann"})), auth.ReasonInvalid},
		"another ring":             {"Authorization: Bearer " + must(t)(otherRing.SealAccess(seal.AccessValue{Token: "ann"})), auth.ReasonInvalid},
		"nothing":                  {"Accept: */*", auth.ReasonMissing},
		"a cookie, where none is":  {"Cookie: __Host-usher-access=" + good, auth.ReasonMissing},
		"sealed, not known inside": {"Authorization: Bearer " + c.access(t, "bob", nil), auth.ReasonInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := session.From(c.exchange(t, test.header)).Authenticate()
			if reason(err) != test.want || (err == nil) != (test.want == "") {
				t.Errorf("Authenticate: %v, want %q", err, test.want)
			}
		})
	}
}

// flip changes one character in the middle, where every bit counts.
func flip(text string) string {
	i := len(text) / 2
	other := byte('A')
	if text[i] == other {
		other = 'B'
	}
	return text[:i] + string(other) + text[i+1:]
}

func TestTheSealedProfileIsOfTheCallerOnly(t *testing.T) {
	c := newCarried(t, key1)
	c.issue("ann", token.Access, "ann", "s1", time.Hour)
	sealed := c.access(t, "ann", &seal.Profile{Email: new("ann@sealed.example")})
	req := session.From(c.exchange(t, "Authorization: Bearer "+sealed))
	if _, ok := req.Profile("ann"); ok {
		t.Error("a profile is handed out before the token beside it is verified")
	}
	if _, err := req.Authenticate(); err != nil {
		t.Fatal(err)
	}
	if p, ok := req.Profile("ann"); !ok || *p.Email != "ann@sealed.example" {
		t.Errorf("profile %+v, %v", p, ok)
	}
	if _, ok := req.Profile("bob"); ok {
		t.Error("somebody else gets the caller's profile")
	}
}

func TestEverythingThatIsIssuedLeavesSealed(t *testing.T) {
	c := newCarried(t, key1)
	c.issue("old", token.Access, "ann", "s1", time.Minute)
	c.yields("rt", "ann", "s1")
	sealedOld, sealedRefresh := c.access(t, "old", nil), c.refreshValue(t, "rt")
	c.pass(time.Minute)

	t.Run("silently, in headers", func(t *testing.T) {
		ctx := c.exchange(t, "Authorization: Bearer "+sealedOld, "X-Refresh-Token: "+sealedRefresh)
		caller, err := session.From(ctx).Authenticate()
		if err != nil || caller.AccessToken != "fresh-access-of-ann" {
			t.Fatalf("caller %+v, %v", caller, err)
		}
		out := http.Header{}
		session.WriteHeaders(ctx, out)
		value, _, err := c.sealer.OpenAccess(out.Get(session.HeaderAccess))
		if err != nil || value.Token != "fresh-access-of-ann" || value.Profile == nil || *value.Profile.Email != "ann@example.com" {
			t.Errorf("access %+v, %v", value, err)
		}
		if id, _, err := c.sealer.OpenIdentity(out.Get(session.HeaderID)); err != nil || id != "fresh-id-of-ann" {
			t.Errorf("ID %q, %v", id, err)
		}
		refresh, _, err := c.sealer.OpenRefresh(out.Get(session.HeaderRefresh))
		if err != nil || refresh.Token != "rotated-rt" || refresh.Session.String() != named("s1") {
			t.Errorf("refresh %+v, %v: it names the session", refresh, err)
		}
	})
	t.Run("when asked for, in the body", func(t *testing.T) {
		req := session.From(c.exchange(t))
		if _, err := req.Refresh("rt"); auth.CodeOf(err) != auth.SessionExpired {
			t.Errorf("a refresh token as the pool issued it: %v", err)
		}
		if _, err := req.Refresh(sealedRefresh); err != nil {
			t.Fatal(err)
		}
		if value, _, err := c.sealer.OpenAccess(req.Issued().Access); err != nil || value.Token != "fresh-access-of-ann" {
			t.Errorf("%+v, %v", value, err)
		}
	})
	t.Run("a sign-in begins a session of its own", func(t *testing.T) {
		ctx := c.exchange(t, "X-Refresh-Token: "+sealedRefresh)
		access := c.issue("bobs", token.Access, "bob", "s2", time.Hour)
		if _, err := session.From(ctx).Put(auth.Tokens{Access: access, Refresh: "bobs-rt", AskedAt: c.now()}); err != nil {
			t.Fatal(err)
		}
		got, _, err := c.sealer.OpenRefresh(session.From(ctx).Issued().Refresh)
		if err != nil || got.Session.String() != named("s2") {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestARefreshTokenThatWasNotRotatedIsSealedAnew(t *testing.T) {
	c := newCarried(t, key2+","+key1)
	before := newSealer(t, "pool", c.now, key1)
	c.refresh = func(context.Context, string) (auth.Tokens, error) {
		return auth.Tokens{Access: c.issue("fresh", token.Access, "ann", "s1", time.Hour), ExpiresAt: c.now().Add(time.Hour)}, nil
	}
	req := session.From(c.exchange(t, "X-Refresh-Token: "+must(t)(before.SealRefresh(seal.RefreshValue{Token: "rt"}))))
	if _, err := req.Refresh(""); err != nil {
		t.Fatal(err)
	}
	after := newSealer(t, "pool", c.now, key2)
	if got, _, err := after.OpenRefresh(req.Issued().Refresh); err != nil || got.Token != "rt" {
		t.Errorf("with the new key alone: %+v, %v", got, err)
	}
	c.pass(time.Minute)
	later := session.From(c.exchange(t, "X-Refresh-Token: "+req.Issued().Refresh))
	if _, err := later.Refresh(""); err != nil || later.Issued().Refresh == req.Issued().Refresh {
		t.Errorf("a later refresh hands out what was sealed before: %v", err)
	}
}

func TestTokensTooLongToSealAreRefusedBeforeTheyAreHandedOut(t *testing.T) {
	c := newCarried(t, key1)
	access := c.issue(strings.Repeat("x", 9<<10), token.Access, "ann", "s1", time.Hour)
	req := session.From(c.exchange(t))
	_, err := req.Put(auth.Tokens{Access: access, AskedAt: c.now()})
	if e, ok := errors.AsType[*auth.Error](err); !ok || e.Code != auth.SessionTooLarge || req.Issued() != nil {
		t.Errorf("Put: %v", err)
	}
}

func TestASealedRefreshTokenAloneEndsItsSession(t *testing.T) {
	c := newCarried(t, key1)
	caller, refresh, err := session.From(c.exchange(t)).SignedOutBy(c.refreshValue(t, "rt"))
	if err != nil || refresh != "rt" || caller == nil || caller.SessionID != "07000000000000000000000000000000" {
		t.Errorf("caller %+v, refresh token %q, error %v", caller, refresh, err)
	}
}
