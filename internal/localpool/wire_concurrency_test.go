package localpool_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// crowd is how many callers race for the same thing.
const crowd = 200

// race starts the crowd at one signal and answers what each got.
func race(call func(i int) error) []failure {
	got := make([]failure, crowd)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range crowd {
		all.Go(func() {
			<-start
			got[i] = failureOf(call(i))
		})
	}
	close(start)
	all.Wait()
	return got
}

// wantOneWinner asserts one success, and that each loser was told one of the allowed exceptions.
func wantOneWinner(t *testing.T, got []failure, allowed ...string) {
	t.Helper()
	winners, losers := 0, map[string]int{}
	for _, f := range got {
		if f == (failure{}) {
			winners++
			continue
		}
		losers[f.code]++
	}
	if winners != 1 {
		t.Errorf("%d callers succeeded, want 1 (losers: %v)", winners, losers)
	}
	for _, code := range allowed {
		delete(losers, code)
	}
	if len(losers) != 0 {
		t.Errorf("losers were told %v, want one of %v", losers, allowed)
	}
}

// stores runs a test over both kinds of storage.
func stores(t *testing.T, test func(t *testing.T, r *rig)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) { test(t, newMemoryRig(t)) })
	t.Run("file", func(t *testing.T) { test(t, newRig(t)) })
}

func TestOneAddressSignsUpOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "race-signup@example.com"
		got := race(func(i int) error {
			_, err := r.signUp(r.open, email, fmt.Sprintf("%s-%d", goodPassword, i))
			return err
		})
		wantOneWinner(t, got, "UsernameExistsException")
		if n := len(r.mail.To(email)); n != 1 {
			t.Errorf("%d messages, want 1", n)
		}
	})
}

// Guesses sent at once must not get more than the curve allows: five, and then the lock.
func TestParallelGuessesDoNotOutrunTheLockout(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "race-guess@example.com"
		r.newUser(email, goodPassword)
		got := race(func(i int) error {
			_, err := r.signIn(r.open, email, fmt.Sprintf("%s-%d", wrongPassword, i))
			return err
		})
		tried := 0
		for _, f := range got {
			switch f {
			case failure{"NotAuthorizedException", textWrongPassword}:
				tried++
			case failure{"NotAuthorizedException", textLockedOut}:
			default:
				t.Errorf("a guess was answered %+v", f)
			}
		}
		if tried != lockoutAfter {
			t.Errorf("%d guesses were tried, want %d", tried, lockoutAfter)
		}
	})
}

func TestParallelWrongCodesDoNotOutrunTheCap(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "race-code@example.com"
		if _, err := r.signUp(r.open, email, goodPassword); err != nil {
			t.Fatal(err)
		}
		wrong := r.wrongCode(email)
		tried := 0
		for _, f := range race(func(int) error { return r.confirm(r.open, email, wrong) }) {
			if f.code == "CodeMismatchException" {
				tried++
			}
		}
		if tried != confirmAttempts {
			t.Errorf("%d guesses were tried, want %d", tried, confirmAttempts)
		}
	})
}

func TestDifferentUsersDoNotDisturbEachOther(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		got := race(func(i int) error {
			email := fmt.Sprintf("crowd-%d@example.com", i)
			if _, err := r.signUp(r.open, email, goodPassword); err != nil {
				return err
			}
			if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
				return err
			}
			_, err := r.signIn(r.open, email, goodPassword)
			return err
		})
		for i, f := range got {
			if f != (failure{}) {
				t.Errorf("caller %d: %+v", i, f)
			}
		}
	})
}

// Whatever a refresh got while the session was being ended must be dead when both are done.
func TestSignOutCatchesRacingRefreshes(t *testing.T) {
	endings := map[string]func(r *rig, d device) error{
		"GlobalSignOut":    func(r *rig, d device) error { return r.globalSignOut(d.access) },
		"RevokeToken":      func(r *rig, d device) error { return r.revoke(d.app, d.refresh) },
		"AdminDisableUser": func(r *rig, _ device) error { return r.adminDisable("racing@example.com") },
	}
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.newUser("racing@example.com", goodPassword)
			d := r.device(r.secure, "racing@example.com")
			won := make([]device, crowd)
			got := race(func(i int) error {
				if i == crowd/2 {
					return end(r, d)
				}
				out, err := r.refresh(d.app, d.refresh)
				if err == nil {
					won[i] = device{d.app, aws.ToString(out.AuthenticationResult.AccessToken), aws.ToString(out.AuthenticationResult.RefreshToken)}
				}
				return err
			})
			if got[crowd/2] != (failure{}) {
				t.Fatalf("%s: %+v", name, got[crowd/2])
			}
			for i, w := range won {
				if w.access == "" {
					continue
				}
				if _, err := r.getUser(w.access); err == nil {
					t.Errorf("caller %d holds an access token that works", i)
				}
				if _, err := r.refresh(w.app, w.refresh); err == nil {
					t.Errorf("caller %d holds a refresh token that works", i)
				}
			}
		})
	}
}

// A sign-in under way while its user is disabled must not leave a session behind.
func TestDisablingCatchesRacingSignIns(t *testing.T) {
	r := newRig(t)
	const email = "racing-in@example.com"
	r.newUser(email, goodPassword)
	won := make([]device, crowd)
	race(func(i int) error {
		if i == crowd/2 {
			return r.adminDisable(email)
		}
		out, err := r.signIn(r.open, email, goodPassword)
		if err == nil {
			won[i] = device{r.open, aws.ToString(out.AuthenticationResult.AccessToken), aws.ToString(out.AuthenticationResult.RefreshToken)}
		}
		return err
	})
	for round := range 2 { // still disabled, and enabled again
		for i, w := range won {
			if w.access == "" {
				continue
			}
			if _, err := r.getUser(w.access); err == nil {
				t.Errorf("round %d: caller %d holds an access token that works", round, i)
			}
			if _, err := r.refresh(w.app, w.refresh); err == nil {
				t.Errorf("round %d: caller %d holds a refresh token that works", round, i)
			}
		}
		if err := r.adminEnable(email); err != nil {
			t.Fatal(err)
		}
	}
}

// Administrators who set the same user's password at once are all served or told to come again; none breaks the pool.
func TestParallelPasswordSettingsDoNotBreak(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "race-set@example.com"
		r.newUser(email, goodPassword)
		password := func(i int) string { return fmt.Sprintf("%s-%d", otherPassword, i) }
		got := race(func(i int) error { return r.setPassword(email, password(i), true) })
		opens := 0
		for i, f := range got {
			if f.code == "InternalErrorException" || f.code == "(no API error)" {
				t.Fatalf("caller %d: %+v", i, f)
			}
		}
		for i := len(got) - 1; i >= 0 && opens == 0; i-- {
			if _, err := r.signIn(r.open, email, password(i)); err == nil {
				opens++
			}
			r.clock.Advance(lockoutCap + 1)
		}
		if opens == 0 {
			t.Error("no password opens the account")
		}
	})
}
