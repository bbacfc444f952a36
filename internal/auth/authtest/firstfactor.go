package authtest

import (
	"slices"
	"testing"

	"usher/internal/auth"
)

// firstFactorChecks are about sign-ins that begin without a password.
func firstFactorChecks() []check {
	return []check{
		{"SignIn/by a mailed code", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			c := s.challenged(t, auth.SignIn{Username: a.email, Factor: auth.FactorEmail}, auth.ChallengeEmailOTP)
			code := s.Code(t, a.email)
			_, err := s.respond(t, c, auth.Reply{Code: wrong(code)})
			expect(t, err, auth.InvalidCode)
			tokens := s.admitted(t, c, auth.Reply{Code: code})
			_, err = s.Pool.User(t.Context(), tokens.Access)
			expect(t, err, "")
			_, err = s.respond(t, c, auth.Reply{Code: code})
			expect(t, err, auth.ChallengeExpired)
		}},
		{"SignIn/an unconfirmed account by a mailed code is confirmed by it, or refused", []need{factors}, func(t *testing.T, s *suite) {
			a := s.unconfirmed(t)
			step, err := s.Pool.SignIn(t.Context(), auth.SignIn{Username: a.email, Factor: auth.FactorEmail})
			if err != nil {
				expect(t, err, auth.NotConfirmed, auth.InvalidCredentials)
				return
			}
			s.admitted(t, asked(t, step, auth.ChallengeEmailOTP), auth.Reply{Code: s.Code(t, a.email)})
			s.session(t, a)
		}},
		{"SignIn/by a texted code", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			phone := s.withPhone(t, a)
			c := s.challenged(t, auth.SignIn{Username: a.email, Factor: auth.FactorSMS}, auth.ChallengeSMSOTP)
			s.admitted(t, c, auth.Reply{Code: s.Code(t, phone)})
		}},
		{"SignIn/by a name alone lets the user choose", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			c := s.challenged(t, auth.SignIn{Username: a.email}, auth.ChallengeSelectFactor)
			if !slices.Contains(c.Factors, auth.FactorPassword) || !slices.Contains(c.Factors, auth.FactorEmail) {
				t.Errorf("factors %v, want PASSWORD and EMAIL among them", c.Factors)
			}
			step, err := s.respond(t, c, auth.Reply{Factor: auth.FactorEmail})
			expect(t, err, "")
			s.admitted(t, asked(t, step, auth.ChallengeEmailOTP), auth.Reply{Code: s.Code(t, a.email)})
		}},
		{"Respond/the password as the choice", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			c := s.challenged(t, auth.SignIn{Username: a.email}, auth.ChallengeSelectFactor)
			_, err := s.respond(t, c, auth.Reply{Password: s.newPassword()})
			expect(t, err, auth.InvalidCredentials)
			c = s.challenged(t, auth.SignIn{Username: a.email}, auth.ChallengeSelectFactor)
			s.admitted(t, c, auth.Reply{Password: a.password})
		}},
		{"SignIn/a stranger by a mailed code is refused as a wrong code is, or at once", []need{factors}, func(t *testing.T, s *suite) {
			step, err := s.Pool.SignIn(t.Context(), auth.SignIn{Username: s.NewEmail(), Factor: auth.FactorEmail})
			if err != nil {
				expect(t, err, auth.InvalidCredentials)
				return
			}
			c := asked(t, step, auth.ChallengeEmailOTP)
			if c.Delivery == nil || c.Delivery.Destination == "" {
				t.Errorf("delivery %+v, want one as for an account", c.Delivery)
			}
			_, err = s.respond(t, c, auth.Reply{Code: "12345678"})
			expect(t, err, auth.InvalidCode)
		}},
		{"SignIn/by the pool's own challenge", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			c := s.challenged(t, auth.SignIn{Username: a.email, Factor: auth.FactorCustom}, auth.ChallengeCustom)
			word := s.Code(t, a.email)
			step, err := s.respond(t, c, auth.Reply{Custom: "not " + word})
			expect(t, err, "")
			s.admitted(t, asked(t, step, auth.ChallengeCustom), auth.Reply{Custom: word})
		}},
		{"SignIn/an undeliverable code is DeliveryFailed", []need{factors, breakMail}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.Operator.FailDelivery(t)
			_, err := s.Pool.SignIn(t.Context(), auth.SignIn{Username: a.email, Factor: auth.FactorEmail})
			expect(t, err, auth.DeliveryFailed)
		}},
		{"SignIn/an account with a second factor begins with the password", []need{factors}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.prefer(t, a, auth.FactorPreference{Factor: auth.FactorEmail, Enabled: true, Preferred: true})
			c := s.challenged(t, auth.SignIn{Username: a.email, Factor: auth.FactorEmail}, auth.ChallengeSelectFactor)
			if !slices.Equal(c.Factors, []auth.Factor{auth.FactorPassword}) {
				t.Errorf("factors %v, want the password alone", c.Factors)
			}
			step, err := s.respond(t, c, auth.Reply{Password: a.password})
			expect(t, err, "")
			s.admitted(t, asked(t, step, auth.ChallengeEmailOTP), auth.Reply{Code: s.Code(t, a.email)})
		}},
	}
}
