package ratelimit_test

import (
	"fmt"
	"testing"
	"time"

	"usher/internal/ratelimit"
)

// Strangers guess passwords and codes of one account once a second, from an address each, and the
// owner signs in meanwhile on a device of hers.
func TestAnHourOfGuessingAtOneAccount(t *testing.T) {
	h := open(t)
	guesses := map[string]int{}
	var inRow []time.Time // passwords that the pool has seen
	for second := range 3600 + 1 {
		for _, policy := range []string{ratelimit.SignIn, ratelimit.Code} {
			who := ratelimit.Caller{IP: ip(fmt.Sprintf("10.0.%d.%d", second/256, second%256)), Account: "ann"}
			if _, refusal := h.try(t, policy, who); refusal == nil {
				guesses[policy]++
				if policy == ratelimit.SignIn {
					inRow = append(inRow, h.clock)
				}
			}
		}
		if second%180 == 0 {
			owner := ratelimit.Caller{IP: ip("192.0.2.1"), Account: "ann", Device: "d1"}
			ticket, refusal := h.try(t, ratelimit.SignIn, owner)
			if refusal != nil {
				t.Fatalf("after %d s the owner is refused: %v", second, refusal)
			}
			ticket.Refund(t.Context(), ratelimit.ByAccount)
		}
		h.clock = h.clock.Add(time.Second)
	}
	t.Logf("guesses: %v", guesses)
	if n := guesses[ratelimit.SignIn] + guesses[ratelimit.Code]; n > 20 || n < 10 {
		t.Errorf("%d guesses in an hour, want 20 at most", n)
	}
	// After five in a row Cognito locks, and 15 idle minutes make it forget.
	for i := 5; i < len(inRow); i++ {
		if idle := inRow[i].Sub(inRow[i-1]); idle <= 15*time.Minute {
			t.Errorf("guess %d came %v after the one before: the account is locked", i+1, idle)
		}
	}
}

func TestAnHourOfGuessingFromOneAddress(t *testing.T) {
	h := open(t)
	var passed int
	for second := range 3600 {
		for try := range 10 {
			who := ratelimit.Caller{IP: ip("192.0.2.1"), Account: fmt.Sprint(second, try)}
			if _, refusal := h.try(t, ratelimit.SignIn, who); refusal == nil {
				passed++
			}
		}
		h.clock = h.clock.Add(time.Second)
	}
	if most := 1800 + 30; passed > most || passed < 1000 {
		t.Errorf("%d guesses at many accounts, want %d at most", passed, most)
	}
}
