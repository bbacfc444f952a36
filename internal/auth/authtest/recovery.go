package authtest

import (
	"testing"
	"time"

	"usher/internal/auth"
)

func recoveryChecks() []check {
	confirm := func(t *testing.T, s *suite, email, code string, password auth.Password) error {
		t.Helper()
		return s.Pool.ConfirmForgotPassword(t.Context(), email, code, password)
	}
	return []check{
		{"ForgotPassword/the code sets a new password, once", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			code := s.recovery(t, a)
			fresh := s.newPassword()
			expect(t, confirm(t, s, a.email, code, fresh), "")
			_, err := s.signIn(t, a.email, a.password)
			expect(t, err, auth.InvalidCredentials)
			s.session(t, account{email: a.email, password: fresh})
			expect(t, confirm(t, s, a.email, code, s.newPassword()), auth.CodeExpired, auth.InvalidCode)
		}},
		{"ForgotPassword/an unknown account is silence or UserNotFound", nil, func(t *testing.T, s *suite) {
			expect(t, s.Pool.ForgotPassword(t.Context(), s.NewEmail()), "", auth.UserNotFound)
		}},
		{"ForgotPassword/an unconfirmed account is silence or NotEnabled", []need{codes}, func(t *testing.T, s *suite) {
			expect(t, s.Pool.ForgotPassword(t.Context(), s.unconfirmed(t).email), "", auth.NotEnabled)
		}},
		{"ForgotPassword/a temporary password is NotEnabled", []need{users, operator("give a temporary password", func(o Operator) bool { return o.GiveTemporaryPassword != nil })}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.Operator.GiveTemporaryPassword(t, a.email, s.newPassword())
			expectFeature(t, s.Pool.ForgotPassword(t.Context(), a.email), "recovery")
		}},
		{"ForgotPassword/too many are RateLimited", []need{codes, patience}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expectWait(t, until(overRecoveryCap, auth.RateLimited, func() error {
				return s.Pool.ForgotPassword(t.Context(), a.email)
			}))
		}},
		{"ForgotPassword/an undeliverable code is DeliveryFailed", []need{codes, breakMail}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.Operator.FailDelivery(t)
			expect(t, s.Pool.ForgotPassword(t.Context(), a.email), auth.DeliveryFailed)
		}},
		{"ConfirmForgotPassword/a wrong code is InvalidCode and spends nothing", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			code := s.recovery(t, a)
			expect(t, confirm(t, s, a.email, wrong(code), s.newPassword()), auth.InvalidCode)
			s.session(t, a)
			expect(t, confirm(t, s, a.email, code, s.newPassword()), "")
		}},
		{"ConfirmForgotPassword/an old code is CodeExpired", []need{codes, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			code := s.recovery(t, a)
			s.Advance(auth.RecoveryCodeLife + time.Minute)
			expect(t, confirm(t, s, a.email, code, s.newPassword()), auth.CodeExpired)
			s.session(t, a)
		}},
		{"ConfirmForgotPassword/no code outstanding is CodeExpired", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expect(t, confirm(t, s, a.email, "123456", s.newPassword()), auth.CodeExpired)
			s.session(t, a)
		}},
		{"ConfirmForgotPassword/an unknown account looks like a wrong code", nil, func(t *testing.T, s *suite) {
			expect(t, confirm(t, s, s.NewEmail(), "123456", s.newPassword()), auth.InvalidCode, auth.CodeExpired)
		}},
		{"ConfirmForgotPassword/a weak password is WeakPassword", []need{codes}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expect(t, confirm(t, s, a.email, s.recovery(t, a), s.weakPassword()), auth.WeakPassword)
			s.session(t, a)
		}},
		{"ConfirmForgotPassword/a password used before is PasswordReused", []need{codes, history}, func(t *testing.T, s *suite) {
			s.Operator.RememberPasswords(t)
			a := s.confirmed(t)
			expect(t, confirm(t, s, a.email, s.recovery(t, a), a.password), auth.PasswordReused)
		}},
		{"ConfirmForgotPassword/an unconfirmed account is refused", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			code := s.Code(t, a.email)
			expect(t, confirm(t, s, a.email, code, s.newPassword()), auth.NotConfirmed, auth.InvalidCode, auth.CodeExpired)
			_, err := s.signIn(t, a.email, a.password)
			expect(t, err, auth.NotConfirmed)
		}},
		{"ConfirmForgotPassword/too many guesses are RateLimited", []need{codes, patience}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			code := s.recovery(t, a)
			expectWait(t, until(overRecoveryCap, auth.RateLimited, func() error {
				return confirm(t, s, a.email, wrong(code), s.newPassword())
			}))
			expectWait(t, confirm(t, s, a.email, code, s.newPassword()))
		}},
	}
}

var history = operator("have passwords remembered", func(o Operator) bool { return o.RememberPasswords != nil })
