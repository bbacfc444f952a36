package authtest

import (
	"testing"
	"time"

	"usher/internal/auth"
)

// overGuesses is more wrong passwords than start a lock-out (Cognito: five).
const overGuesses = 8

// maxTokenLife is how long Cognito lets an access token live at most.
const maxTokenLife = 24 * time.Hour

func signInChecks() []check {
	return []check{
		{"SignIn/the right password gives tokens", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			tokens := s.session(t, a)
			if tokens.Access == "" || tokens.ID == "" || tokens.Refresh == "" || tokens.ExpiresAt.IsZero() {
				t.Errorf("tokens are missing: access %t, ID %t, refresh %t, expiry %s",
					tokens.Access != "", tokens.ID != "", tokens.Refresh != "", tokens.ExpiresAt)
			}
			_, err := s.Pool.User(t.Context(), tokens.Access)
			expect(t, err, "")
		}},
		{"SignIn/a wrong password is InvalidCredentials", []need{users}, func(t *testing.T, s *suite) {
			_, err := s.signIn(t, s.confirmed(t).email, s.newPassword())
			expect(t, err, auth.InvalidCredentials)
		}},
		{"SignIn/an unknown account is InvalidCredentials", nil, func(t *testing.T, s *suite) {
			_, err := s.signIn(t, s.NewEmail(), s.newPassword())
			expect(t, err, auth.InvalidCredentials)
		}},
		{"SignIn/an unconfirmed account is NotConfirmed to its owner only", []need{codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			_, err := s.signIn(t, a.email, s.newPassword())
			expect(t, err, auth.InvalidCredentials)
			_, err = s.signIn(t, a.email, a.password)
			expect(t, err, auth.NotConfirmed)
		}},
		{"SignIn/many wrong passwords lock the account: RateLimited", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expectWait(t, until(overGuesses, auth.RateLimited, func() error {
				_, err := s.signIn(t, a.email, s.newPassword())
				return err
			}))
		}},
		{"SignIn/a lock-out ends", []need{users, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			_ = until(overGuesses, auth.RateLimited, func() error {
				_, err := s.signIn(t, a.email, s.newPassword())
				return err
			})
			_, err := s.signIn(t, a.email, a.password)
			expectWait(t, err)
			s.Advance(time.Hour)
			s.session(t, a)
		}},
		{"SignIn/a reset that is due is PasswordResetRequired", []need{users, operator("require a reset", func(o Operator) bool { return o.RequireReset != nil })}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.Operator.RequireReset(t, a.email)
			_, err := s.signIn(t, a.email, a.password)
			expect(t, err, auth.PasswordResetRequired)
		}},
		{"SignIn/a disabled account is InvalidCredentials", []need{users, disable}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.Operator.Disable(t, a.email)
			_, err := s.signIn(t, a.email, a.password)
			expect(t, err, auth.InvalidCredentials)
		}},
		{"SignIn/a temporary password must be replaced", []need{users, operator("give a temporary password", func(o Operator) bool { return o.GiveTemporaryPassword != nil })}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			a.password = s.newPassword()
			s.Operator.GiveTemporaryPassword(t, a.email, a.password)
			step, err := s.signIn(t, a.email, a.password)
			expect(t, err, "")
			if step.Tokens != nil || step.Challenge == nil || step.Challenge.Kind != auth.ChallengeNewPassword || step.Challenge.Session == "" {
				t.Fatalf("%+v, want the challenge for a new password and nothing else", step)
			}
			fresh := s.newPassword()
			step, err = s.Pool.Respond(t.Context(), auth.Answer{
				Kind: step.Challenge.Kind, Username: step.Challenge.Username, Session: step.Challenge.Session,
				Reply: auth.Reply{NewPassword: &auth.NewPassword{Password: fresh}},
			})
			expect(t, err, "")
			if step.Tokens == nil {
				t.Fatalf("%+v, want tokens", step)
			}
			s.session(t, account{email: a.email, password: fresh})
		}},
	}
}

var (
	disable = operator("disable an account", func(o Operator) bool { return o.Disable != nil })
	remove  = operator("delete an account", func(o Operator) bool { return o.Delete != nil })
)
