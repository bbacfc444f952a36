package localpool_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"usher/internal/localpool"
)

// How often each race is run, every time with a user of its own. A file syncs every change, so most
// rounds are over memory; what is transacted is the same. Every racer with a new password hashes it,
// so a hundred rounds take minutes: `go test ./internal/localpool -run Once -rounds 100`.
var memoryRounds = flag.Int("rounds", 10, "how often each race for a code or token is run in memory")

const fileRounds = 2

// manyRounds runs a race again and again over both kinds of storage.
func manyRounds(t *testing.T, round func(t *testing.T, r *rig, email string)) {
	t.Helper()
	for name, c := range map[string]struct {
		open   func(*testing.T, ...func(*localpool.Options)) *rig
		rounds int
	}{"memory": {newMemoryRig, *memoryRounds}, "file": {newRig, fileRounds}} {
		t.Run(name, func(t *testing.T) {
			r := c.open(t)
			for i := range c.rounds {
				if round(t, r, fmt.Sprintf("race-%d@example.com", i)); t.Failed() {
					t.Fatalf("in round %d", i)
				}
			}
		})
	}
}

func TestOneConfirmationCodeConfirmsOnce(t *testing.T) {
	manyRounds(t, func(t *testing.T, r *rig, email string) {
		if _, err := r.signUp(r.open, email, goodPassword); err != nil {
			t.Fatal(err)
		}
		code := r.lastCode(email)
		got := race(func(int) error { return r.confirm(r.open, email, code) })
		wantOneWinner(t, got, "NotAuthorizedException", "ExpiredCodeException", "CodeMismatchException", "LimitExceededException")
		r.session(r.open, email, goodPassword)
	})
}

func TestOneResetCodeResetsOnce(t *testing.T) {
	manyRounds(t, func(t *testing.T, r *rig, email string) {
		r.newUser(email, goodPassword)
		if _, err := r.forgot(r.open, email); err != nil {
			t.Fatal(err)
		}
		code := r.lastCode(email)
		password := func(i int) string { return fmt.Sprintf("%s-%d", otherPassword, i) }
		got := race(func(i int) error { return r.reset(r.open, email, code, password(i)) })
		wantOneWinner(t, got, "ExpiredCodeException", "CodeMismatchException", "LimitExceededException")
		for i, f := range got {
			if f == (failure{}) {
				r.session(r.open, email, password(i)) // the password is the winner's
			}
		}
	})
}

func TestOneRefreshTokenRotatesOnce(t *testing.T) {
	manyRounds(t, func(t *testing.T, r *rig, email string) {
		client := r.rotating(0)
		r.newUser(email, goodPassword)
		token := aws.ToString(r.session(client, email, goodPassword).RefreshToken)
		got := race(func(int) error { _, err := r.refresh(client, token); return err })
		wantOneWinner(t, got, "RefreshTokenReuseException", "NotAuthorizedException")
	})
}
