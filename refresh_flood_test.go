package main

import (
	"fmt"
	"testing"
	"time"
)

// TestRefreshTokensThatAreWorthNothingAreCounted: a query with an expired access token has the refresh token
// beside it tried, without any mutation. Made-up ones must not use up what the pool does for everybody.
func TestRefreshTokensThatAreWorthNothingAreCounted(t *testing.T) {
	c := newClock()
	pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	session := pool.signedUp("ann@example.com", "correct horse 9")
	counted := countCalls(t, pool.wire)
	in := startAt(t, c, append(inFrontOf(t, pool, counted.url), trustsProxy, "USHER_LIMITS=dead-refresh.ip=20/1h")...)
	c.pass(2 * time.Hour)
	ask := func(refresh, from string) string {
		a := in.call(meOp, nil, "Authorization: Bearer "+session.AccessToken, "X-Refresh-Token: "+refresh, "X-Forwarded-For: "+from)
		if next := a.header.Get("X-Refresh-Token"); next != "" {
			session.RefreshToken = next
		}
		code, _ := a.code()
		return code
	}
	told := map[string]int{}
	for i := range 100 {
		told[ask(fmt.Sprintf("%s%d", session.RefreshToken, i), "203.0.113.7")]++
	}
	tried := counted.of("GetTokensFromRefreshToken")
	if tried != 20 || told["UPSTREAM_THROTTLED"] != 80 {
		t.Errorf("of 100 junk tokens %d were tried, want 20; answers: %v", tried, told)
	}
	if code := ask(session.RefreshToken, "203.0.113.8"); code != "" {
		t.Errorf("the owner, elsewhere: %s", code)
	}
	t.Logf("figure: junk refresh tokens: of 100 from one address %d reached the pool", tried)

	// The good ones are given back.
	for i := range 30 {
		c.pass(time.Minute)
		if code := ask(session.RefreshToken, "203.0.113.9"); code != "" {
			t.Fatalf("refresh %d: %s", i+1, code)
		}
	}
}
