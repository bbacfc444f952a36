package auth_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"usher/internal/auth"
)

// Size of the races: every round is an account of its own.
const (
	racers = 200
	rounds = 100
)

// race starts all racers at one signal and returns what each was told.
func race(run func(racer int) error) []error {
	got := make([]error, racers)
	start := make(chan struct{})
	var ready, all sync.WaitGroup
	for racer := range racers {
		ready.Add(1)
		all.Go(func() {
			ready.Done()
			<-start
			got[racer] = run(racer)
		})
	}
	ready.Wait()
	close(start)
	all.Wait()
	return got
}

// soleWinner demands that exactly one racer succeeded and that the others were told no more than
// a stranger may know.
func soleWinner(t *testing.T, got []error) (winner int) {
	t.Helper()
	winner = -1
	for racer, err := range got {
		switch auth.CodeOf(err) {
		case "":
			if winner >= 0 {
				t.Fatalf("racers %d and %d have both won", winner, racer)
			}
			winner = racer
		case auth.RateLimited, auth.InvalidCode:
		default:
			t.Fatalf("racer %d: %v", racer, err)
		}
	}
	if winner < 0 {
		t.Fatal("nobody has won")
	}
	return winner
}

func TestOneSignUpIsFinishedOnceHoweverManyCarryItsCode(t *testing.T) {
	enter := map[string]func(h *harness, ctx context.Context, p auth.Proof) error{
		"confirmSignUp": func(h *harness, ctx context.Context, p auth.Proof) error {
			_, err := h.ConfirmSignUp(ctx, p)
			return err
		},
		"confirmForgotPassword": func(h *harness, ctx context.Context, p auth.Proof) error { return h.ConfirmForgotPassword(ctx, p) },
	}
	begin := map[string]func(t *testing.T, h *harness, a *account){
		"a fresh code": func(*testing.T, *harness, *account) {},
		// The pool has taken the code and failed to set the password: the receipt stands for the code.
		"the receipt of a half-done one": func(t *testing.T, h *harness, a *account) {
			works := h.pool.OnSetPassword
			h.pool.OnSetPassword = func(context.Context, string, auth.Password) error { return errDown }
			_, err := h.ConfirmSignUp(t.Context(), proof(a.code, "never set 1"))
			wantCode(t, err, auth.UpstreamUnavailable)
			h.pool.OnSetPassword = works
		},
	}
	for operation, finish := range enter {
		for state, prepare := range begin {
			t.Run(operation+" with "+state, func(t *testing.T) {
				for range rounds {
					h := newHarness(t)
					a := &account{email: "ann@example.com", code: "123456"}
					h.hold(a)
					prepare(t, h, a)
					password := func(racer int) auth.Password { return auth.Password(fmt.Sprint("correct horse ", racer)) }
					winner := soleWinner(t, race(func(racer int) error {
						return finish(h, t.Context(), proof(a.code, password(racer)))
					}))
					if a.sets != 1 || a.password != password(winner) {
						t.Fatalf("%d passwords were set, the last is %v; want that of racer %d alone", a.sets, a.password == password(winner), winner)
					}
				}
			})
		}
	}
}
