package session_test

import (
	"context"
	"testing"

	"usher/internal/auth"
	"usher/internal/session"
)

func TestARefreshCookieAloneIsASession(t *testing.T) {
	for name, test := range map[string]struct {
		code   auth.Code // of the pool's answer
		header string
		want   auth.Reason
		held   int
	}{
		"good":                   {"", "", "", 2},
		"dead":                   {auth.SessionExpired, "", auth.ReasonExpired, 0},
		"no answer":              {auth.UpstreamUnavailable, "", "", 1},
		"beside a bearer token":  {"", "Authorization: Bearer x", auth.ReasonInvalid, 1},
		"beside an empty bearer": {"", "Authorization: Bearer ", "", 2},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCarried(t, key1, inCookies)
			c.yields("rt", "ann", "s1")
			if test.code != "" {
				c.refresh = func(context.Context, string) (auth.Tokens, error) { return auth.Tokens{}, &auth.Error{Code: test.code} }
			}
			ctx := c.exchange(t, "Cookie: "+refreshCookie+"="+c.refreshValue(t, "rt"), test.header)
			caller, err := session.From(ctx).Authenticate()
			if reason(err) != test.want || (caller.Subject == "ann") != (test.held == 2) {
				t.Errorf("caller %q, %v", caller.Subject, err)
			}
			held := 1
			_, byName := setCookies(ctx)
			for _, one := range byName {
				switch {
				case one.MaxAge < 0 && one.Name == refreshCookie:
					held--
				case one.MaxAge > 0 && one.Name == accessCookie:
					held++
				}
			}
			if held != test.held {
				t.Errorf("%d cookies are held: %v", held, byName)
			}
		})
	}
}
