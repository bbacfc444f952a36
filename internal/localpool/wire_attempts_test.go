package localpool_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Attempts per user and hour, from the service's quotas page. Recovery calls vary there between 5 and 20 by risk.
const (
	confirmAttempts     = 15
	resendAttempts      = 5
	changeAttempts      = 5
	recoveryAttemptsMin = 5
	recoveryAttemptsMax = 20
)

func TestConfirmAttemptsAreCapped(t *testing.T) {
	r := newRig(t)
	const email, neighbour = "capped@example.com", "not-capped@example.com"
	for _, address := range []string{email, neighbour} {
		if _, err := r.signUp(r.open, address, goodPassword); err != nil {
			t.Fatal(err)
		}
	}
	for range confirmAttempts {
		wantFailure(t, r.confirm(r.open, email, r.wrongCode(email)), "CodeMismatchException", textCodeMismatch)
	}
	wantFailure(t, r.confirm(r.open, email, r.wrongCode(email)), "LimitExceededException", textAttemptLimit)
	wantFailure(t, r.confirm(r.open, email, r.lastCode(email)), "LimitExceededException", textAttemptLimit)
	if err := r.confirm(r.open, neighbour, r.lastCode(neighbour)); err != nil {
		t.Errorf("another user pays for it: %v", err)
	}
	r.clock.Advance(time.Hour + time.Second)
	if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
		t.Errorf("the right code an hour later: %v", err)
	}
}

// A cap that a second client, another spelling or the internal name walks around is none.
func TestConfirmCapCountsTheUserNotTheSpelling(t *testing.T) {
	r := newRig(t)
	const email = "spelling@example.com"
	out, err := r.signUp(r.open, email, goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	spellings := []string{email, "SPELLING@example.com", aws.ToString(out.UserSub)}
	clients := []app{r.open, r.secure}
	for i := range confirmAttempts {
		wantFailure(t, r.confirm(clients[i%2], spellings[i%3], r.wrongCode(email)), "CodeMismatchException", textCodeMismatch)
	}
	for _, spelling := range spellings {
		for _, client := range clients {
			wantFailure(t, r.confirm(client, spelling, r.lastCode(email)), "LimitExceededException", textAttemptLimit)
		}
	}
}

func TestResendsAreCapped(t *testing.T) {
	r := newRig(t)
	const email = "resend@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	for i := range resendAttempts {
		if _, err := r.resend(r.open, email); err != nil {
			t.Fatalf("resend %d: %v", i+1, err)
		}
	}
	sent := len(r.mail.To(email))
	_, err := r.resend(r.open, email)
	wantFailure(t, err, "LimitExceededException", textAttemptLimit)
	if got := len(r.mail.To(email)); got != sent {
		t.Errorf("%d messages after the refusal, want %d", got, sent)
	}
	if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
		t.Errorf("the last code mailed: %v", err)
	}
}

func TestResendCapEndsAfterAnHour(t *testing.T) {
	r := newRig(t)
	const email = "resend-later@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	for range resendAttempts {
		if _, err := r.resend(r.open, email); err != nil {
			t.Fatal(err)
		}
	}
	r.clock.Advance(time.Hour + time.Second)
	if _, err := r.resend(r.open, email); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

// refusedAt is how many calls passed before the cap answered, or -1 when none did.
func refusedAt(t *testing.T, calls int, call func() error) int {
	t.Helper()
	for i := range calls {
		if got := failureOf(call()); got.code == "LimitExceededException" {
			if got.text != textAttemptLimit {
				t.Errorf("text %q, want %q", got.text, textAttemptLimit)
			}
			return i
		}
	}
	return -1
}

func TestRecoveryAttemptsAreCapped(t *testing.T) {
	r := newRig(t)
	r.sub("requests", func(r *rig) {
		const email = "ask@example.com"
		r.newUser(email, goodPassword)
		got := refusedAt(r.t, recoveryAttemptsMax+1, func() error { _, err := r.forgot(r.open, email); return err })
		if got < recoveryAttemptsMin || got > recoveryAttemptsMax {
			r.t.Errorf("refused after %d requests, want %d to %d", got, recoveryAttemptsMin, recoveryAttemptsMax)
		}
	})
	r.sub("guesses", func(r *rig) {
		const email = "guess@example.com"
		r.newUser(email, goodPassword)
		if _, err := r.forgot(r.open, email); err != nil {
			r.t.Fatal(err)
		}
		got := refusedAt(r.t, recoveryAttemptsMax+1, func() error { return r.reset(r.open, email, r.wrongCode(email), otherPassword) })
		if got < recoveryAttemptsMin-1 || got > recoveryAttemptsMax {
			r.t.Errorf("refused after %d guesses, want %d to %d", got, recoveryAttemptsMin-1, recoveryAttemptsMax)
		}
		wantFailure(r.t, r.reset(r.open, email, r.lastCode(email), otherPassword), "LimitExceededException", textAttemptLimit)
		r.session(r.open, email, goodPassword)
	})
	r.sub("fresh codes do not buy fresh guesses", func(r *rig) {
		const email = "refill@example.com"
		r.newUser(email, goodPassword)
		guesses := 0
		for range recoveryAttemptsMax {
			if _, err := r.forgot(r.open, email); err != nil {
				break
			}
			for range recoveryAttemptsMax {
				if got := failureOf(r.reset(r.open, email, r.wrongCode(email), otherPassword)); got.code != "CodeMismatchException" {
					break
				}
				guesses++
			}
		}
		if guesses > recoveryAttemptsMax {
			r.t.Errorf("%d guesses within the hour, want at most %d", guesses, recoveryAttemptsMax)
		}
	})
}

func TestPasswordChangesAreCapped(t *testing.T) {
	r := newRig(t)
	const email = "changes@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	current := goodPassword
	for i := range changeAttempts {
		next := fmt.Sprintf("%s-%d", otherPassword, i)
		if err := r.changePassword(access, current, next); err != nil {
			t.Fatalf("change %d: %v", i+1, err)
		}
		current = next
	}
	wantFailure(t, r.changePassword(access, current, goodPassword), "LimitExceededException", textAttemptLimit)
	r.session(r.open, email, current)
}

func TestGuessesAtTheOldPasswordAreCapped(t *testing.T) {
	r := newRig(t)
	const email = "guess-old@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	for range changeAttempts {
		wantFailure(t, r.changePassword(access, wrongPassword, otherPassword), "NotAuthorizedException", textWrongPassword)
	}
	wantFailure(t, r.changePassword(access, goodPassword, otherPassword), "LimitExceededException", textAttemptLimit)
}
