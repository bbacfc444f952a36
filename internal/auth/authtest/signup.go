package authtest

import (
	"sync"
	"testing"
	"time"

	"usher/internal/auth"
)

// The most that a pool allows within an hour (Cognito's quotas page), and one more.
const (
	overConfirmCap  = 16
	overResendCap   = 6
	overRecoveryCap = 21
	overChangeCap   = 6
)

func signUpChecks() []check {
	return []check{
		{"SignUp/a new account waits for its code", []need{codes}, func(t *testing.T, s *suite) {
			receipt, err := s.signUp(t, s.NewEmail(), s.newPassword())
			expect(t, err, "")
			if receipt.Subject == "" || receipt.Confirmed || !receipt.CodeSent {
				t.Errorf("receipt %+v, want a subject, unconfirmed, a code sent", receipt)
			}
		}},
		{"SignUp/a taken address is UserExists", []need{users}, func(t *testing.T, s *suite) {
			_, err := s.signUp(t, s.confirmed(t).email, s.newPassword())
			expect(t, err, auth.UserExists)
		}},
		{"SignUp/an unconfirmed account is UserExists", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			_, err := s.signUp(t, a.email, s.newPassword())
			expect(t, err, auth.UserExists)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, s.Code(t, a.email)), "")
			s.session(t, a)
		}},
		{"SignUp/a weak password is WeakPassword", nil, func(t *testing.T, s *suite) {
			email := s.NewEmail()
			_, err := s.signUp(t, email, s.weakPassword())
			expect(t, err, auth.WeakPassword)
		}},
		{"SignUp/a password that is too long is WeakPassword", nil, func(t *testing.T, s *suite) {
			long := make([]byte, auth.MaxPasswordLength)
			for i := range long {
				long[i] = 'x'
			}
			_, err := s.signUp(t, s.NewEmail(), s.newPassword()+auth.Password(long))
			expect(t, err, auth.WeakPassword)
		}},
		{"SignUp/a name that is no address is InvalidInput", nil, func(t *testing.T, s *suite) {
			_, err := s.signUp(t, "not an address", s.newPassword())
			expect(t, err, auth.InvalidInput)
		}},
		{"SignUp/closed is NotEnabled", []need{operator("close the sign-up", func(o Operator) bool { return o.CloseSignUp != nil })}, func(t *testing.T, s *suite) {
			s.Operator.CloseSignUp(t)
			_, err := s.signUp(t, s.NewEmail(), s.newPassword())
			expectFeature(t, err, "sign-up")
		}},
		{"SignUp/an undeliverable code is DeliveryFailed and the account exists", []need{breakMail}, func(t *testing.T, s *suite) {
			s.Operator.FailDelivery(t)
			email := s.NewEmail()
			_, err := s.signUp(t, email, s.newPassword())
			expect(t, err, auth.DeliveryFailed)
			_, err = s.signUp(t, email, s.newPassword())
			expect(t, err, auth.UserExists)
		}},
	}
}

var breakMail = operator("break the delivery of codes", func(o Operator) bool { return o.FailDelivery != nil })

func confirmChecks() []check {
	return []check{
		{"ConfirmSignUp/the code confirms, once", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			code := s.Code(t, a.email)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, code), "")
			s.session(t, a)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, code), auth.AlreadyConfirmed)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, wrong(code)), auth.AlreadyConfirmed)
		}},
		{"ConfirmSignUp/a wrong code is InvalidCode and spends nothing", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			code := s.Code(t, a.email)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, wrong(code)), auth.InvalidCode)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, code), "")
		}},
		{"ConfirmSignUp/an old code is CodeExpired", []need{codes, clock}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			code := s.Code(t, a.email)
			s.Advance(auth.SignUpCodeLife + time.Minute)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, code), auth.CodeExpired)
		}},
		{"ConfirmSignUp/an unknown account looks like a wrong code", nil, func(t *testing.T, s *suite) {
			expect(t, s.Pool.ConfirmSignUp(t.Context(), s.NewEmail(), "123456"), auth.InvalidCode, auth.CodeExpired)
		}},
		{"ConfirmSignUp/too many guesses are RateLimited", []need{codes, patience}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			code := s.Code(t, a.email)
			expectWait(t, until(overConfirmCap, auth.RateLimited, func() error {
				return s.Pool.ConfirmSignUp(t.Context(), a.email, wrong(code))
			}))
			expectWait(t, s.Pool.ConfirmSignUp(t.Context(), a.email, code))
		}},
		{"ConfirmSignUp/of many at once one succeeds", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			code := s.Code(t, a.email)
			const callers = 4
			outcomes := make([]error, callers)
			var all sync.WaitGroup
			for i := range outcomes {
				all.Go(func() { outcomes[i] = s.Pool.ConfirmSignUp(t.Context(), a.email, code) })
			}
			all.Wait()
			successes := 0
			for _, err := range outcomes {
				if err == nil {
					successes++
					continue
				}
				expect(t, err, auth.AlreadyConfirmed, auth.CodeExpired, auth.InvalidCode)
			}
			if successes != 1 {
				t.Errorf("%d of %d succeeded, want 1", successes, callers)
			}
		}},
	}
}

func resendChecks() []check {
	return []check{
		{"ResendConfirmationCode/the newest code works and older ones die", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			older := s.Code(t, a.email)
			expect(t, s.Pool.ResendConfirmationCode(t.Context(), a.email), "")
			newest := s.Code(t, a.email)
			if older != newest {
				expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, older), auth.InvalidCode, auth.CodeExpired)
			}
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, newest), "")
		}},
		{"ResendConfirmationCode/a confirmed account is AlreadyConfirmed", []need{users}, func(t *testing.T, s *suite) {
			expect(t, s.Pool.ResendConfirmationCode(t.Context(), s.confirmed(t).email), auth.AlreadyConfirmed)
		}},
		{"ResendConfirmationCode/an unknown account is silence or UserNotFound", nil, func(t *testing.T, s *suite) {
			expect(t, s.Pool.ResendConfirmationCode(t.Context(), s.NewEmail()), "", auth.UserNotFound)
		}},
		{"ResendConfirmationCode/too many are RateLimited", []need{codes, patience}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			expectWait(t, until(overResendCap, auth.RateLimited, func() error {
				return s.Pool.ResendConfirmationCode(t.Context(), a.email)
			}))
		}},
		{"ResendConfirmationCode/an undeliverable code is DeliveryFailed", []need{codes, breakMail}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			s.Operator.FailDelivery(t)
			expect(t, s.Pool.ResendConfirmationCode(t.Context(), a.email), auth.DeliveryFailed)
		}},
	}
}
