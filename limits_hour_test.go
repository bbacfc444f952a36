package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTheOwnerSignsInThroughAnHourOfStrangers: over a real pool with its own lock, a stranger at a new
// address every ten seconds guesses the password and a code of an account that has a reset under way. The
// owner signs in every five minutes on the laptop that the account was used on before, and once mistypes.
func TestTheOwnerSignsInThroughAnHourOfStrangers(t *testing.T) {
	const email, password, every = "ann@example.com", "correct horse 9", 10 * time.Second
	for name, settings := range map[string][]string{"headers": nil, "the keys rotate meanwhile": {"USHER_SEAL_KEYS=" + sealKey1}} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			pool := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
			// Its own limits hold, those by address included.
			start := func(settings ...string) *instance {
				in := startAt(t, c, append(inFrontOf(t, pool, pool.wire), append(settings, trustsProxy, "USHER_LIMITS=")...)...)
				in.mailbox = pool
				return in
			}
			in := start(settings...)
			owner := &keeper{t: t, in: in}
			owner.signUp(email, password)
			in.want("forgot", "CodeSent", in.do("forgotPassword", forgotOp, map[string]any{"username": email}))
			code := in.mailedCode(email)
			if settings != nil { // the laptop's token is of the old key from now on
				owner.in = start("USHER_SEAL_KEYS=" + sealKey2 + "," + sealKey1)
				in = owner.in
			}
			spellings := []string{email, "ANN@example.com", " ann@example.com ", "ann@Example.COM"}
			told, accepted, signIns := map[string]int{}, 0, 0
			tries := int(time.Hour / every)
			for i := range tries {
				from, spelling := fmt.Sprintf("203.0.%d.%d", i/200, i%200+1), spellings[i%len(spellings)]
				for _, typename := range []string{
					in.guess(spelling, fmt.Sprintf("guess %d", i), from),
					in.do("confirmForgotPassword", resetOp, map[string]any{"username": spelling, "code": other(code), "newPassword": "battery staple 7"},
						"X-Forwarded-For: "+from).Typename,
				} {
					told[typename]++
					if slices.Contains([]string{"InvalidCredentials", "InvalidCode"}, typename) {
						accepted++
					}
				}
				if i%30 == 15 {
					if i == 15 {
						owner.signIn(email, "mistyped", "InvalidCredentials")
						c.pass(2 * time.Second)
					}
					owner.signIn(strings.ToUpper(email), password, "Session")
					signIns++
				}
				c.pass(every)
			}
			if accepted < 10 || accepted > 20 || accepted+told["RateLimited"] != 2*tries {
				t.Errorf("%d guesses of strangers were looked at, want at most 20; they were told %v", accepted, told)
			}
			t.Logf("figure: guessing for an hour, %s: %d of %d guesses of strangers looked at, the owner on a known device signed in %d of %d times",
				name, accepted, 2*tries, signIns, tries/30)
		})
	}
}
