package localpool_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	lockoutAfter   = 5                // failures before the first lock
	lockoutCap     = 15 * time.Minute // longest lock, and the idle time that forgives
	lockoutDoubles = 12               // failures that the curve is followed for
)

func TestPasswordLockoutDoublesWithEachFailure(t *testing.T) {
	r := newRig(t)
	const email = "locked@example.com"
	r.newUser(email, goodPassword)
	for range lockoutAfter - 1 {
		_, err := r.signIn(r.open, email, wrongPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	}
	lock := time.Second
	for failures := lockoutAfter; failures < lockoutAfter+lockoutDoubles; failures++ {
		r.sub(fmt.Sprintf("failure %d locks for %s", failures, lock), func(r *rig) {
			_, err := r.signIn(r.open, email, wrongPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
			_, err = r.signIn(r.open, email, goodPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textLockedOut)
			r.clock.Advance(lock - time.Millisecond)
			for range 3 { // attempts during the lock neither count nor extend it
				_, err = r.signIn(r.open, email, wrongPassword)
				wantFailure(r.t, err, "NotAuthorizedException", textLockedOut)
			}
			r.clock.Advance(2 * time.Millisecond)
		})
		if lock *= 2; lock > lockoutCap {
			return // at the cap the wait itself is the idle time that forgives
		}
	}
}

func TestPasswordLockoutStopsAtItsCap(t *testing.T) {
	r := newRig(t)
	const email = "cap@example.com"
	r.newUser(email, goodPassword)
	lock := time.Duration(0)
	for failures := 1; lock <= lockoutCap; failures++ {
		r.clock.Advance(min(lock, lockoutCap) + time.Millisecond)
		_, err := r.signIn(r.open, email, wrongPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		if failures >= lockoutAfter {
			lock = time.Second << (failures - lockoutAfter)
		}
	}
	r.clock.Advance(lockoutCap - time.Millisecond)
	_, err := r.signIn(r.open, email, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textLockedOut)
	r.clock.Advance(2 * time.Millisecond)
	r.session(r.open, email, goodPassword)
}

func TestSuccessResetsTheFailureCount(t *testing.T) {
	r := newRig(t)
	const email = "forgiven@example.com"
	r.newUser(email, goodPassword)
	for range 3 {
		for range lockoutAfter - 1 {
			_, err := r.signIn(r.open, email, wrongPassword)
			wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		}
		r.session(r.open, email, goodPassword)
	}
}

func TestIdleTimeResetsTheFailureCount(t *testing.T) {
	r := newRig(t)
	const email = "idle@example.com"
	r.newUser(email, goodPassword)
	for range 3 {
		for range lockoutAfter - 1 {
			_, err := r.signIn(r.open, email, wrongPassword)
			wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		}
		r.clock.Advance(lockoutCap + time.Second)
	}
	r.session(r.open, email, goodPassword)
}

func TestShortPausesDoNotResetTheFailureCount(t *testing.T) {
	r := newRig(t)
	const email = "patient@example.com"
	r.newUser(email, goodPassword)
	for range lockoutAfter {
		r.clock.Advance(lockoutCap - time.Minute)
		_, err := r.signIn(r.open, email, wrongPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	}
	_, err := r.signIn(r.open, email, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textLockedOut)
}

func TestLockoutBelongsToTheUser(t *testing.T) {
	r := newRig(t)
	const email, neighbour = "victim@example.com", "bystander@example.com"
	sub := r.newUser(email, goodPassword)
	r.newUser(neighbour, goodPassword)
	// Failures add up over clients and spellings.
	for i := range lockoutAfter {
		client, name := r.open, email
		if i%2 == 1 {
			client, name = r.secure, sub
		}
		_, err := r.signIn(client, name, wrongPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	}
	for _, client := range []app{r.open, r.secure} {
		_, err := r.signIn(client, email, goodPassword)
		wantFailure(t, err, "NotAuthorizedException", textLockedOut)
	}
	r.session(r.open, neighbour, goodPassword)
}

// A second factor that was asked for before the lock is not open to guessing during it.
func TestLockHoldsForSecondFactorsAlreadyAskedFor(t *testing.T) {
	for challenge, c := range map[types.ChallengeNameType]struct {
		factors   factors
		parameter string
		code      func(r *rig, secret string) string
	}{
		types.ChallengeNameTypeSoftwareTokenMfa: {factors{app: true}, "SOFTWARE_TOKEN_MFA_CODE", (*rig).totpCode},
		types.ChallengeNameTypeSmsMfa:           {factors{sms: true}, "SMS_MFA_CODE", func(r *rig, _ string) string { return r.lastCode(mfaPhone) }},
		types.ChallengeNameTypeEmailOtp:         {factors{email: true}, "EMAIL_OTP_CODE", func(r *rig, _ string) string { return r.lastCode("held@example.com") }},
	} {
		t.Run(string(challenge), func(t *testing.T) {
			r := newRig(t)
			const email = "held@example.com"
			secret := r.guarded(email, c.factors)
			session := r.afterPassword(r.secure, email, challenge).Session
			code := c.code(r, secret)
			for range 5 {
				_, err := r.signIn(r.secure, email, wrongPassword)
				wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
			}
			_, err := r.answer(r.secure, challenge, session, email, map[string]string{c.parameter: code})
			wantFailure(t, err, "NotAuthorizedException", textLockedOut)
			r.clock.Advance(time.Second)
			r.mustAnswer(r.secure, challenge, session, email, map[string]string{c.parameter: code}, "")
		})
	}
}
