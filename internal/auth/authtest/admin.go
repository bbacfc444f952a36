package authtest

import (
	"slices"
	"testing"
	"time"

	"usher/internal/auth"
)

func adminChecks() []check {
	return []check{
		{"SetPassword/without credentials is NotEnabled", []need{noAdmin}, func(t *testing.T, s *suite) {
			expectFeature(t, s.Pool.SetPassword(t.Context(), s.NewEmail(), s.newPassword()), "credentials")
		}},
		{"EndSessions/without credentials is NotEnabled", []need{noAdmin}, func(t *testing.T, s *suite) {
			_, err := s.Pool.EndSessions(t.Context(), s.NewEmail())
			expectFeature(t, err, "credentials")
		}},
		{"Settings/without credentials is NotEnabled", []need{noAdmin}, func(t *testing.T, s *suite) {
			_, err := s.Pool.Settings(t.Context())
			expectFeature(t, err, "credentials")
		}},
		{"SetPassword/replaces the password for good", []need{admin, users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			fresh := s.newPassword()
			expect(t, s.Pool.SetPassword(t.Context(), a.email, fresh), "")
			_, err := s.signIn(t, a.email, a.password)
			expect(t, err, auth.InvalidCredentials)
			s.session(t, account{email: a.email, password: fresh})
		}},
		{"SetPassword/an unknown account is UserNotFound", []need{admin}, func(t *testing.T, s *suite) {
			expect(t, s.Pool.SetPassword(t.Context(), s.NewEmail(), s.newPassword()), auth.UserNotFound)
		}},
		{"SetPassword/a weak password is WeakPassword", []need{admin, users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expect(t, s.Pool.SetPassword(t.Context(), a.email, s.weakPassword()), auth.WeakPassword)
			s.session(t, a)
		}},
		{"SetPassword/a password used before is PasswordReused", []need{admin, users, history}, func(t *testing.T, s *suite) {
			s.Operator.RememberPasswords(t)
			a := s.confirmed(t)
			expect(t, s.Pool.SetPassword(t.Context(), a.email, a.password), auth.PasswordReused)
		}},
		{"EndSessions/ends every session and names the subject", []need{admin, codes}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			expect(t, s.Pool.ConfirmSignUp(t.Context(), a.email, s.Code(t, a.email)), "")
			sessions := []auth.Tokens{s.session(t, a), s.session(t, a)}
			subject, err := s.Pool.EndSessions(t.Context(), a.email)
			expect(t, err, "")
			if subject != a.subject {
				t.Errorf("subject %q, want %q", subject, a.subject)
			}
			for _, tokens := range sessions {
				_, err := s.Pool.User(t.Context(), tokens.Access)
				expectReason(t, err, auth.ReasonRevoked)
				_, err = s.Pool.Refresh(t.Context(), tokens.Refresh)
				expect(t, err, auth.SessionExpired)
			}
		}},
		{"EndSessions/leaves the way in open", []need{admin, users, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			_, err := s.Pool.EndSessions(t.Context(), a.email)
			expect(t, err, "")
			s.Advance(time.Second) // sign-outs are remembered to the second
			_, err = s.Pool.User(t.Context(), s.session(t, a).Access)
			expect(t, err, "")
		}},
		{"EndSessions/an unknown account is UserNotFound", []need{admin}, func(t *testing.T, s *suite) {
			_, err := s.Pool.EndSessions(t.Context(), s.NewEmail())
			expect(t, err, auth.UserNotFound)
		}},
		{"Settings/tell what the pool allows", []need{admin}, func(t *testing.T, s *suite) {
			got, err := s.Pool.Settings(t.Context())
			expect(t, err, "")
			if got.PasswordPolicy != s.Policy || !got.SignUpOpen || got.MFARequired || !slices.Contains(got.UsernameIs, auth.UsernameEmail) {
				t.Errorf("%+v, want an open pool without MFA that takes e-mail addresses, with the policy %+v", got, s.Policy)
			}
		}},
		{"Settings/tell that the sign-up is closed", []need{admin, operator("close the sign-up", func(o Operator) bool { return o.CloseSignUp != nil })}, func(t *testing.T, s *suite) {
			s.Operator.CloseSignUp(t)
			got, err := s.Pool.Settings(t.Context())
			expect(t, err, "")
			if got.SignUpOpen {
				t.Error("the sign-up is said to be open")
			}
		}},
	}
}
