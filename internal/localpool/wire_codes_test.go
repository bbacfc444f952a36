package localpool_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	signUpCodeLife = 24 * time.Hour
	resetCodeLife  = time.Hour
)

func TestAnyWrongConfirmationCodeIsRefused(t *testing.T) {
	r := newRig(t)
	const email, neighbour = "codes@example.com", "neighbour@example.com"
	for _, address := range []string{email, neighbour} {
		if _, err := r.signUp(r.open, address, goodPassword); err != nil {
			t.Fatal(err)
		}
	}
	right := r.lastCode(email)
	cases := []struct{ name, code string }{
		{"another number", r.wrongCode(email)},
		{"the code of another user", r.lastCode(neighbour)},
		{"cut short", right[:5]},
		{"one digit too many", right + "0"},
		{"letters", "abcdef"},
		{"signed", "+" + right[1:]},
		{"full-width digits", "１２３４５６"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			wantFailure(r.t, r.confirm(r.open, email, c.code), "CodeMismatchException", textCodeMismatch)
			r.wantStatus(email, types.UserStatusTypeUnconfirmed)
		})
	}
	if err := r.confirm(r.open, email, right); err != nil {
		t.Errorf("the right code after the wrong ones: %v", err)
	}
}

func TestAnyWrongResetCodeIsRefused(t *testing.T) {
	r := newRig(t)
	const email, neighbour = "reset@example.com", "reset-neighbour@example.com"
	for _, address := range []string{email, neighbour} {
		r.newUser(address, goodPassword)
	}
	signUpCode := r.lastCode(email)
	for _, address := range []string{email, neighbour} {
		if _, err := r.forgot(r.open, address); err != nil {
			t.Fatal(err)
		}
	}
	right := r.lastCode(email)
	cases := []struct{ name, code string }{
		{"another number", r.wrongCode(email)},
		{"the code of another user", r.lastCode(neighbour)},
		{"the spent sign-up code", signUpCode},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			wantFailure(r.t, r.reset(r.open, email, c.code, otherPassword), "CodeMismatchException", textCodeMismatch)
		})
	}
	r.session(r.open, email, goodPassword)
	if err := r.reset(r.open, email, right, otherPassword); err != nil {
		t.Errorf("the right code after the wrong ones: %v", err)
	}
}

func TestSignUpCodeDoesNotResetAPassword(t *testing.T) {
	r := newRig(t)
	const email = "purpose@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	if err := r.reset(r.open, email, r.lastCode(email), otherPassword); err == nil {
		t.Error("a sign-up code set a new password")
	}
	r.wantStatus(email, types.UserStatusTypeUnconfirmed)
}

func TestSpentResetCodeIsRefused(t *testing.T) {
	r := newRig(t)
	const email = "spent@example.com"
	r.newUser(email, goodPassword)
	if _, err := r.forgot(r.open, email); err != nil {
		t.Fatal(err)
	}
	code := r.lastCode(email)
	if err := r.reset(r.open, email, code, otherPassword); err != nil {
		t.Fatal(err)
	}
	wantFailure(t, r.reset(r.open, email, code, goodPassword), "ExpiredCodeException", textCodeExpired)
	if _, err := r.signIn(r.open, email, goodPassword); err == nil {
		t.Error("the spent code set the password again")
	}
	r.session(r.open, email, otherPassword)
}

func TestCodesExpire(t *testing.T) {
	r := newRig(t)
	start := func(r *rig, email string) { // an account waiting for its sign-up code
		if _, err := r.signUp(r.open, email, goodPassword); err != nil {
			r.t.Fatal(err)
		}
	}
	awaitReset := func(r *rig, email string) { // an account waiting for its reset code
		r.newUser(email, goodPassword)
		if _, err := r.forgot(r.open, email); err != nil {
			r.t.Fatal(err)
		}
	}
	confirm := func(r *rig, email, code string) error { return r.confirm(r.open, email, code) }
	reset := func(r *rig, email, code string) error { return r.reset(r.open, email, code, otherPassword) }
	cases := []struct {
		name, email string
		prepare     func(*rig, string)
		redeem      func(*rig, string, string) error
		age         time.Duration
		want        failure
	}{
		{"sign-up code just before a day", "day-before@example.com", start, confirm, signUpCodeLife - time.Second, failure{}},
		{"sign-up code just after a day", "day-after@example.com", start, confirm, signUpCodeLife + time.Second, failure{"ExpiredCodeException", textCodeExpired}},
		{"reset code just before an hour", "hour-before@example.com", awaitReset, reset, resetCodeLife - time.Second, failure{}},
		{"reset code just after an hour", "hour-after@example.com", awaitReset, reset, resetCodeLife + time.Second, failure{"ExpiredCodeException", textCodeExpired}},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			c.prepare(r, c.email)
			code := r.lastCode(c.email)
			r.clock.Advance(c.age)
			if got := failureOf(c.redeem(r, c.email, code)); got != c.want {
				r.t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestExpiredSignUpCodeIsReplacedByResend(t *testing.T) {
	r := newRig(t)
	const email = "late@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(signUpCodeLife + time.Minute)
	if _, err := r.resend(r.open, email); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
		t.Errorf("the code of the resend: %v", err)
	}
}

func TestNewestCodeWins(t *testing.T) {
	r := newRig(t)
	r.sub("sign-up", func(r *rig) {
		const email = "newest@example.com"
		if _, err := r.signUp(r.open, email, goodPassword); err != nil {
			r.t.Fatal(err)
		}
		first := r.lastCode(email)
		if _, err := r.resend(r.open, email); err != nil {
			r.t.Fatal(err)
		}
		if got := len(r.mail.To(email)); got != 2 {
			r.t.Fatalf("%d messages, want 2", got)
		}
		if got := r.mail.To(email)[1].Purpose; got != "ResendCode" {
			r.t.Errorf("purpose %q, want ResendCode", got)
		}
		wantFailure(r.t, r.confirm(r.open, email, first), "CodeMismatchException", textCodeMismatch)
		if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
			r.t.Errorf("the newest code: %v", err)
		}
	})
	r.sub("reset", func(r *rig) {
		const email = "newest-reset@example.com"
		r.newUser(email, goodPassword)
		var codes []string
		for range 2 {
			if _, err := r.forgot(r.open, email); err != nil {
				r.t.Fatal(err)
			}
			codes = append(codes, r.lastCode(email))
		}
		wantFailure(r.t, r.reset(r.open, email, codes[0], otherPassword), "CodeMismatchException", textCodeMismatch)
		if err := r.reset(r.open, email, codes[1], otherPassword); err != nil {
			r.t.Errorf("the newest code: %v", err)
		}
	})
}

func TestCodesAreSixDigitsAndNotAllAlike(t *testing.T) {
	r := newRig(t)
	const users = 30
	seen := map[string]bool{}
	for i := range users {
		email := fmt.Sprintf("r%d@example.com", i)
		if _, err := r.signUp(r.open, email, goodPassword); err != nil {
			t.Fatal(err)
		}
		code := r.lastCode(email)
		if !codeShape.MatchString(code) {
			t.Errorf("code %q, want 6 digits", code)
		}
		seen[code] = true
	}
	if len(seen) < users-2 {
		t.Errorf("%d sign-ups got %d different codes", users, len(seen))
	}
}
