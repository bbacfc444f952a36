package session_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/kv"
	"usher/internal/seal"
	"usher/internal/session"
	"usher/internal/token"
)

// setCookies are the cookies that an exchange leaves with, by name.
func setCookies(ctx context.Context) (lines []string, byName map[string]*http.Cookie) {
	out := http.Header{}
	session.WriteHeaders(ctx, out)
	byName = map[string]*http.Cookie{}
	for _, c := range (&http.Response{Header: out}).Cookies() {
		byName[c.Name] = c
	}
	return out.Values("Set-Cookie"), byName
}

func TestTheFormOfTheCookies(t *testing.T) {
	for name, test := range map[string]struct {
		https                   bool
		access, refresh, secure string
	}{
		"https": {true, "__Host-usher-access", "__Host-usher-refresh", "; Secure"},
		"http":  {false, "usher-access", "usher-refresh", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, func(tr *session.Transport) { tr.Cookies, tr.HTTPS = true, test.https })
			ctx := c.exchange(t)
			access := c.issue("ann", token.Access, "ann", "s1", time.Hour)
			if _, err := session.From(ctx).Put(auth.Tokens{Access: access, Refresh: "rt", AskedAt: c.now()}); err != nil {
				t.Fatal(err)
			}
			if session.From(ctx).Issued() != nil {
				t.Error("tokens may stand in the body")
			}
			lines, byName := setCookies(ctx)
			if len(lines) != 2 || byName[test.access] == nil || byName[test.refresh] == nil {
				t.Fatalf("cookies %q", lines)
			}
			attributes := "; Path=/; Max-Age=2592000; HttpOnly" + test.secure + "; SameSite=Strict"
			want := []string{
				test.access + "=" + byName[test.access].Value + attributes,
				test.refresh + "=" + byName[test.refresh].Value + attributes,
			}
			if d := cmp.Diff(want, lines); d != "" {
				t.Errorf("-want +got\n%s", d)
			}

			again := c.exchange(t, "Cookie: "+test.access+"="+byName[test.access].Value)
			if caller, err := session.From(again).Authenticate(); err != nil || caller.Subject != "ann" {
				t.Errorf("with the cookie: %+v, %v", caller, err)
			}
			if lines, _ := setCookies(again); lines != nil {
				t.Errorf("a good session sets %q", lines)
			}
		})
	}
}

func TestSigningOutClearsEitherSpelling(t *testing.T) {
	for name, https := range map[string]bool{"https": true, "http": false} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, func(tr *session.Transport) { tr.Cookies, tr.HTTPS = true, https })
			ctx := c.exchange(t)
			session.From(ctx).Clear()
			out := http.Header{}
			session.WriteHeaders(ctx, out)
			if got := out.Get("Clear-Site-Data"); (got == `"storage"`) != https {
				t.Errorf("Clear-Site-Data: %q", got)
			}
			var want []string
			for _, base := range []string{"usher-access", "usher-refresh"} {
				want = append(want, "__Host-"+base+"=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Strict", base+"=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")
			}
			if d := cmp.Diff(want, out.Values("Set-Cookie")); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestCookiesThatAreNotOursAreClearedAndTakenForNone(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.issue("ann", token.Access, "ann", "s1", time.Hour)
	access, refresh := c.access(t, "ann", nil), c.refreshValue(t, "rt")
	const a, r = "__Host-usher-access", "__Host-usher-refresh"
	for name, test := range map[string]struct {
		cookies string
		cleared []string
	}{
		"planted":                              {a + "=planted", []string{a}},
		"empty":                                {a + "=", []string{a}},
		"as the pool issued":                   {a + "=ann", []string{a}},
		"altered":                              {a + "=" + flip(access), []string{a}},
		"each in the other":                    {a + "=" + refresh + "; " + r + "=" + access, []string{a, r}},
		"of another pool":                      {a + "=" + must(t)(newSealer(t, "pool 2", c.now, key1).SealAccess(seal.AccessValue{Token: "ann"})), []string{a}},
		"of a key that went":                   {a + "=" + must(t)(newSealer(t, "pool", c.now, key2).SealAccess(seal.AccessValue{Token: "ann"})), []string{a}},
		"two of one name":                      {a + "=" + access + "; " + a + "=" + access, []string{a}},
		"without the prefix":                   {"usher-access=" + access, nil},
		"in another case":                      {"__host-usher-access=" + access, nil},
		"planted beside a good refresh cookie": {a + "=planted; " + r + "=" + refresh, []string{a}},
		"two of one name beside one":           {a + "=" + access + "; " + a + "=x; " + r + "=" + refresh, []string{a}},
		"refresh alone, wrong":                 {r + "=x", []string{r}},
		"as long as a header":                  {a + "=" + strings.Repeat("x", 30<<10), []string{a}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := c.exchange(t, "Cookie: "+test.cookies)
			if _, err := session.From(ctx).Authenticate(); reason(err) != auth.ReasonMissing {
				t.Errorf("Authenticate: %v", err)
			}
			lines, byName := setCookies(ctx)
			if len(lines) != len(test.cleared) {
				t.Errorf("sets %q, want %q cleared", lines, test.cleared)
			}
			for _, name := range test.cleared {
				if c := byName[name]; c == nil || c.MaxAge >= 0 || c.Value != "" {
					t.Errorf("%s is not cleared: %q", name, lines)
				}
			}
		})
	}
}

func TestASessionThatIsOverIsCleared(t *testing.T) {
	for name, test := range map[string]struct {
		refresh string // what the pool says to the refresh token
		end     func(t *testing.T, c *carried)
		cleared bool
	}{
		"signed out elsewhere": {"", func(t *testing.T, c *carried) {
			t.Helper()
			if err := c.set.RevokeSession(t.Context(), named("s1")); err != nil {
				t.Fatal(err)
			}
		}, false}, // maybe by a sign-in whose cookies are there by now
		"ended with all others": {"", func(t *testing.T, c *carried) {
			t.Helper()
			if err := c.set.RevokeUser(t.Context(), "ann", c.now()); err != nil {
				t.Fatal(err)
			}
		}, true},
		"refresh token dead":   {string(auth.SessionExpired), func(_ *testing.T, c *carried) { c.pass(time.Hour) }, true},
		"of somebody else":     {"foreign", func(_ *testing.T, c *carried) { c.pass(time.Hour) }, true},
		"pool does not answer": {string(auth.UpstreamUnavailable), func(_ *testing.T, c *carried) { c.pass(time.Hour) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			c.issue("ann", token.Access, "ann", "s1", time.Hour)
			c.refresh = func(context.Context, string) (auth.Tokens, error) {
				if test.refresh == "foreign" {
					return auth.Tokens{Access: c.issue("bobs", token.Access, "bob", "s2", time.Hour), ExpiresAt: c.now().Add(time.Hour)}, nil
				}
				return auth.Tokens{}, &auth.Error{Code: auth.Code(test.refresh)}
			}
			cookie := "Cookie: __Host-usher-access=" + c.access(t, "ann", nil) + "; __Host-usher-refresh=" + c.refreshValue(t, "rt")
			test.end(t, c)
			ctx := c.exchange(t, cookie)
			if _, err := session.From(ctx).Authenticate(); err == nil {
				t.Fatal("the session is accepted")
			}
			if _, byName := setCookies(ctx); (len(byName) == 2) != test.cleared {
				t.Errorf("sets %v", byName)
			}
		})
	}
}

func TestABearerTokenDecidesAlone(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.issue("ann", token.Access, "ann", "s1", time.Hour)
	c.issue("bob", token.Access, "bob", "s2", 2*time.Hour)
	anns := "Cookie: __Host-usher-access=" + c.access(t, "ann", nil) + "; __Host-usher-refresh=" + c.refreshValue(t, "rt")
	bobs := c.access(t, "bob", nil)
	for name, test := range map[string]struct {
		header, subject string
		want            auth.Reason
	}{
		"sealed":                       {"Authorization: Bearer " + bobs, "bob", ""},
		"as the pool issued it":        {"Authorization: Bearer bob", "", auth.ReasonInvalid},
		"other schemes are not looked": {"Authorization: Basic Ym9i", "ann", ""},
		"headers of their own are not": {"X-Access-Token: " + bobs, "ann", ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := c.exchange(t, anns, test.header)
			caller, err := session.From(ctx).Authenticate()
			if caller.Subject != test.subject || reason(err) != test.want {
				t.Errorf("caller %q, %v", caller.Subject, err)
			}
			if lines, _ := setCookies(ctx); lines != nil {
				t.Errorf("and sets %q", lines)
			}
		})
	}
	c.pass(time.Hour)
	if caller, err := session.From(c.exchange(t, "Cookie: __Host-usher-access=stale", "Authorization: Bearer "+bobs)).Authenticate(); err != nil || caller.Subject != "bob" {
		t.Errorf("a stale cookie hides the bearer token: %v", err)
	}
	c.pass(time.Hour)
	ctx := c.exchange(t, anns, "Authorization: Bearer "+bobs)
	if _, err := session.From(ctx).Authenticate(); reason(err) != auth.ReasonExpired || c.calls() != 0 {
		t.Errorf("an expired bearer token beside somebody's refresh cookie: %v, %d refreshes", err, c.calls())
	}
	if lines, _ := setCookies(ctx); lines != nil {
		t.Errorf("the end of a bearer token touches the cookies: %q", lines)
	}
}

func TestAnInputNamesNoTokenWhereCookiesCarryThem(t *testing.T) {
	c := newCarried(t, key1, inCookies)
	c.yields("rt", "ann", "s1")
	other := c.refreshValue(t, "somebody else's")
	req := session.From(c.exchange(t, "Cookie: __Host-usher-refresh="+c.refreshValue(t, "rt")))
	if _, err := req.Refresh(other); err != nil {
		t.Errorf("the cookie is not used: %v", err)
	}
	if _, err := session.From(c.exchange(t)).Refresh(other); auth.CodeOf(err) != auth.SessionExpired {
		t.Errorf("the input is used: %v", err)
	}
}

func FuzzCookies(f *testing.F) {
	h := &harness{clock: start, known: map[string]verdict{}}
	keys, err := seal.ParseKeys(key1)
	if err != nil {
		f.Fatal(err)
	}
	// The same value in every process that fuzzes: its nonce comes from a text.
	sealer, err := seal.New(seal.Config{Keys: keys, Pool: "pool", Client: "client", Now: h.now, Rand: strings.NewReader(strings.Repeat("n", 64))})
	if err != nil {
		f.Fatal(err)
	}
	access, err := sealer.SealAccess(seal.AccessValue{Token: "ann"})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"", "usher-access=", "__Host-usher-access=" + access, "__Host-usher-access=" + access + "; __Host-usher-access=x",
		`__Host-usher-access="` + access + `"`, "__Host-usher-refresh=" + access, "a=b; ; =; __Host-usher-access", "\x00=\x00",
		"__Host-usher-access=" + access[:len(access)-1],
	} {
		f.Add(seed)
	}
	set := session.NewRevocationSet(kv.NewMemory(h.now, 0))
	m, err := session.NewManager(session.Config{
		Verifier: h, Refresher: h, Revocations: set, Registry: h, Now: h.now, Transport: session.Transport{Sealer: sealer, Cookies: true, HTTPS: true},
	})
	if err != nil {
		f.Fatal(err)
	}
	h.issue("ann", token.Access, "ann", "s1", time.Hour)
	f.Fuzz(func(t *testing.T, header string) {
		ctx := m.Attach(t.Context(), http.Header{"Cookie": {header}})
		caller, err := session.From(ctx).Authenticate()
		if err == nil && (caller.Subject != "ann" || !strings.Contains(header, access)) {
			t.Errorf("%q is taken for %+v", header, caller)
		}
		if err != nil && reason(err) != auth.ReasonMissing {
			t.Errorf("%q: %v", header, err)
		}
		lines, _ := setCookies(ctx)
		for _, line := range lines {
			name, rest, _ := strings.Cut(line, "=")
			if !slices.Contains([]string{"__Host-usher-access", "__Host-usher-refresh"}, name) || !strings.HasPrefix(rest, "; Path=/; Max-Age=0;") {
				t.Errorf("%q sets %q", header, line)
			}
		}
	})
}
