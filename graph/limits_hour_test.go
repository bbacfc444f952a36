package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"usher/internal/auth"
)

// lockingPool locks an account as Cognito does: after five wrong passwords in a row for a second, which
// doubles up to fifteen minutes; a right one, or fifteen minutes without any, starts anew.
type lockingPool struct {
	now         func() time.Time
	wrong       int
	last, until time.Time
	guesses     int // that were looked at
	longest     time.Duration
}

const (
	freeGuesses = 5
	lockForgets = 15 * time.Minute
)

func (p *lockingPool) signIn(_ context.Context, in auth.SignIn) (auth.Step, error) {
	now := p.now()
	if now.Before(p.until) {
		return auth.Step{}, &auth.Error{Code: auth.RateLimited, RetryAfter: p.until.Sub(now)}
	}
	if now.Sub(p.last) >= lockForgets {
		p.wrong = 0
	}
	p.last = now
	if in.Password == "right" {
		p.wrong = 0
		return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeTOTP, Username: in.Username}}, nil
	}
	p.guesses++
	if p.wrong++; p.wrong >= freeGuesses {
		lock := min(time.Second<<(p.wrong-freeGuesses), lockForgets)
		p.until, p.longest = now.Add(lock), max(p.longest, lock)
	}
	return auth.Step{}, &auth.Error{Code: auth.InvalidCredentials}
}

// For an hour strangers guess the password and the codes of one account every second, each from an address
// of its own. The owner signs in on a known device every two minutes, with a slip now and then. Strangers
// bring about no more than the first second of the pool's lock; the owner's slip right after them makes it two,
// which is less than it takes to type anew.
func TestTheOwnerSignsInThroughAnHourOfGuessing(t *testing.T) {
	e := newEdge(t)
	pool := &lockingPool{now: e.now}
	e.pool.OnSignIn = pool.signIn
	codes := 0
	e.pool.OnConfirmSignUp = func(context.Context, string, string) error { return &auth.Error{Code: auth.InvalidCode} }
	e.pool.OnConfirmForgotPassword = func(context.Context, string, string, auth.Password) error {
		codes++
		return &auth.Error{Code: auth.InvalidCode}
	}
	const (
		reset = `mutation { confirmForgotPassword(input: { username: "ann@example.com", code: "000000", newPassword: "correct horse 9" }) { __typename } }`
		hour  = int(time.Hour / time.Second)

		retyping = 2 * time.Second
	)
	signIns := 0
	for second := range hour {
		e.callFrom(fmt.Sprintf("203.%d.%d.%d", second>>16, second>>8&255, second&255))
		e.exchange(t, guess, "", "")
		e.exchange(t, reset, "", "")
		if second%120 == 60 {
			e.callFrom("192.0.2.1")
			if second%600 == 60 {
				e.exchange(t, guess, "", "laptop")
				e.pass(retyping)
			}
			if w := e.exchange(t, strings.Replace(guess, "wrong", "right", 1), "", "laptop"); !strings.Contains(w.Body.String(), "TotpChallenge") {
				t.Errorf("after %d s the owner is told %s", second, w.Body)
			}
			signIns++
		}
		e.pass(time.Second)
	}
	strangers := pool.guesses - 6 + codes // without the owner's slips
	t.Logf("%d tries: %d passwords and %d codes were looked at; the owner signed in %d times, the longest lock was %v",
		2*hour, pool.guesses, codes, signIns, pool.longest)
	if strangers > 20 {
		t.Errorf("%d guesses of strangers were looked at, want at most 20", strangers)
	}
	if pool.longest > retyping {
		t.Errorf("the pool locked the account for %v", pool.longest)
	}
}

// One address tries each of many accounts once, as fast as it can, for an hour.
func TestASprayOverManyAccountsIsHeldByItsAddress(t *testing.T) {
	e := newEdge(t)
	asked := e.guessed("right")
	for second := range int(time.Hour / time.Second) {
		for try := range 2 {
			e.exchange(t, strings.Replace(guess, "ann", fmt.Sprintf("user%d-%d", second, try), 1), "", "")
		}
		e.pass(time.Second)
	}
	// Half a guess per second, and the thirty that an address at rest has.
	if most := int(time.Hour/time.Second)/2 + 30; *asked > most || *asked < most-30 {
		t.Errorf("%d guesses reached the pool, want %d", *asked, most)
	}
	t.Logf("figure: guessing, a spray over many accounts from one address for an hour: %d of %d reached the pool", *asked, 2*int(time.Hour/time.Second))
}
