package main

import (
	"fmt"
	"testing"
	"time"
)

// Resets beyond the share of their quota are refused before Cognito sees them, and a sign-in in between is
// not.
func TestAFloodOfResetsStaysWithinItsQuota(t *testing.T) {
	const email, password = "ann@example.com", "Passw0rd-of-ann"
	pool := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	pool.signedUp(email, password)
	counted := countCalls(t, pool.wire)
	c := newClock()
	settings := append(inFrontOf(t, pool, counted.url), "USHER_COGNITO_QUOTAS=UserAccountRecovery=10,UserResourceRead=100000,UserAuthentication=100")
	in := startAt(t, c, settings...)
	in.mailbox = pool
	for second := range 3 {
		throttled := 0
		for i := range 5 {
			name := fmt.Sprintf("nobody-%d-%d@example.com", second, i)
			a := in.call(forgotOp, map[string]any{"input": map[string]any{"username": name}})
			if len(a.Errors) > 0 && a.Errors[0].Extensions["code"] == "UPSTREAM_THROTTLED" {
				throttled++
			}
			in.signedIn(email, password)
		}
		if throttled != 3 { // a burst of two
			t.Errorf("second %d: %d of 5 resets are refused, want 3", second, throttled)
		}
		c.pass(time.Second)
	}
	if n := in.sum("usher_cognito_requests_total", `class="UserAccountRecovery"`, `budget="refused"`); n != 9 {
		t.Errorf("%d refusals are counted, want 9", n)
	}
	if n := in.sum("usher_cognito_requests_total", `class="UserAuthentication"`, `budget="spent"`); n != 15 {
		t.Errorf("%d sign-ins are counted, want 15", n)
	}
}
