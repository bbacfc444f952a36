package authtest

import (
	"slices"
	"testing"
	"time"

	"usher/internal/auth"
)

// totpPeriod is how long an authenticator app shows a code, and as long as a code takes to become
// a new one.
const totpPeriod = 30 * time.Second

// withApp sets an authenticator app up for an account and turns it on.
func (s *suite) withApp(t *testing.T, a account) auth.Secret {
	t.Helper()
	by := auth.TOTPGrant{AccessToken: s.session(t, a).Access}
	made, err := s.Pool.AssociateTOTP(t.Context(), by)
	expect(t, err, "")
	_, err = s.Pool.VerifyTOTP(t.Context(), by, auth.TOTPProof{Code: s.TOTP(t, made.Secret), DeviceName: "phone"})
	expect(t, err, "")
	expect(t, s.Pool.SetFactorPreference(t.Context(), by.AccessToken, []auth.FactorPreference{{Factor: auth.FactorTOTP, Enabled: true, Preferred: true}}), "")
	return made.Secret
}

func totpChecks() []check {
	demand := operator("demand an authenticator app", func(o Operator) bool { return o.RequireApp != nil })
	return []check{
		{"VerifyTOTP/a wrong code is InvalidCode and changes nothing", []need{apps}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			by := auth.TOTPGrant{AccessToken: s.session(t, a).Access}
			made, err := s.Pool.AssociateTOTP(t.Context(), by)
			expect(t, err, "")
			_, err = s.Pool.VerifyTOTP(t.Context(), by, auth.TOTPProof{Code: wrong(s.TOTP(t, made.Secret))})
			expect(t, err, auth.InvalidCode)
			now, err := s.Pool.Factors(t.Context(), by.AccessToken)
			expect(t, err, "")
			if len(now.Enabled) > 0 || slices.Contains(now.Available, auth.FactorTOTP) {
				t.Errorf("factors %+v after a wrong code", now)
			}
			s.session(t, a)
		}},
		{"SetFactorPreference/a factor that is not set up is refused", []need{apps}, func(t *testing.T, s *suite) {
			access := s.session(t, s.confirmed(t)).Access
			err := s.Pool.SetFactorPreference(t.Context(), access, []auth.FactorPreference{{Factor: auth.FactorTOTP, Enabled: true}})
			expect(t, err, auth.InvalidInput)
		}},
		{"Factors/tell what is set up and turned on", []need{apps}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			access := s.session(t, a).Access
			s.withApp(t, a)
			got, err := s.Pool.Factors(t.Context(), access)
			expect(t, err, "")
			if !slices.Equal(got.Enabled, []auth.Factor{auth.FactorTOTP}) || got.Preferred != auth.FactorTOTP ||
				!slices.Contains(got.Available, auth.FactorTOTP) || !slices.Contains(got.Available, auth.FactorPassword) {
				t.Errorf("%+v, want TOTP enabled and preferred, and the password available", got)
			}
		}},
		{"Respond/an authenticator app, each code once", []need{apps, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			secret := s.withApp(t, a)
			s.Advance(totpPeriod)
			c := s.challenged(t, password(a), auth.ChallengeTOTP)
			if c.DeviceName != "phone" {
				t.Errorf("device %q, want its name", c.DeviceName)
			}
			code := s.TOTP(t, secret)
			_, err := s.respond(t, c, auth.Reply{TOTPCode: wrong(code)})
			expect(t, err, auth.InvalidCode)
			s.admitted(t, c, auth.Reply{TOTPCode: code})
			_, err = s.respond(t, c, auth.Reply{TOTPCode: code})
			expect(t, err, auth.ChallengeExpired)
			again := s.challenged(t, password(a), auth.ChallengeTOTP)
			_, err = s.respond(t, again, auth.Reply{TOTPCode: code})
			expect(t, err, auth.InvalidCode)
			s.Advance(totpPeriod)
			s.admitted(t, again, auth.Reply{TOTPCode: s.TOTP(t, secret)})
		}},
		{"SetFactorPreference/turned off, the password is enough", []need{apps, clock}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			access := s.session(t, a).Access
			s.withApp(t, a)
			s.challenged(t, password(a), auth.ChallengeTOTP)
			expect(t, s.Pool.SetFactorPreference(t.Context(), access, []auth.FactorPreference{{Factor: auth.FactorTOTP}}), "")
			s.session(t, a)
		}},
		{"Respond/an authenticator app is set up inside the sign-in", []need{apps, demand}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			s.Operator.RequireApp(t)
			c := s.challenged(t, password(a), auth.ChallengeMFASetup)
			if !slices.Contains(c.Factors, auth.FactorTOTP) {
				t.Fatalf("factors %v, want TOTP among them", c.Factors)
			}
			made, err := s.Pool.AssociateTOTP(t.Context(), auth.TOTPGrant{Session: c.Session})
			expect(t, err, "")
			by := auth.TOTPGrant{Session: made.Session}
			_, err = s.Pool.VerifyTOTP(t.Context(), by, auth.TOTPProof{Code: wrong(s.TOTP(t, made.Secret))})
			expect(t, err, auth.InvalidCode)
			c.Session, err = s.Pool.VerifyTOTP(t.Context(), by, auth.TOTPProof{Code: s.TOTP(t, made.Secret)})
			expect(t, err, "")
			s.admitted(t, c, auth.Reply{})
		}},
		{"AssociateTOTP/a Session that is none is ChallengeExpired", nil, func(t *testing.T, s *suite) {
			_, err := s.Pool.AssociateTOTP(t.Context(), auth.TOTPGrant{Session: "AYABeHsession-that-nobody-made"})
			expect(t, err, auth.ChallengeExpired)
		}},
		{"AssociateTOTP/a Session of another challenge is ChallengeExpired", []need{apps}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			c := s.challenged(t, auth.SignIn{Username: a.email}, auth.ChallengeSelectFactor)
			_, err := s.Pool.AssociateTOTP(t.Context(), auth.TOTPGrant{Session: c.Session})
			expect(t, err, auth.ChallengeExpired)
		}},
	}
}
