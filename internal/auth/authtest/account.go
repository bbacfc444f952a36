package authtest

import (
	"strings"
	"testing"

	"usher/internal/auth"
)

// bearer is a call that an access token stands for.
type bearer struct {
	name string
	call func(t *testing.T, s *suite, a account, accessToken string) error
}

// bearerChecks hold for every call that takes an access token.
func bearerChecks() []check {
	calls := []bearer{
		{"User", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.User(t.Context(), token)
			return err
		}},
		{"ChangePassword", func(t *testing.T, s *suite, a account, token string) error {
			return s.Pool.ChangePassword(t.Context(), token, a.password, s.newPassword())
		}},
		{"SignOutEverywhere", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.SignOutEverywhere(t.Context(), token)
		}},
		{"UpdateAttributes", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.UpdateAttributes(t.Context(), token, []auth.Attribute{{Name: "name", Value: "Ann"}})
			return err
		}},
		{"DeleteAttributes", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.DeleteAttributes(t.Context(), token, []string{"name"})
		}},
		{"SendAttributeCode", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.SendAttributeCode(t.Context(), token, "email")
			return err
		}},
		{"VerifyAttribute", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.VerifyAttribute(t.Context(), token, "email", "123456")
		}},
		{"DeleteUser", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.DeleteUser(t.Context(), token)
		}},
		{"AssociateTOTP", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.AssociateTOTP(t.Context(), auth.TOTPGrant{AccessToken: token})
			return err
		}},
		{"VerifyTOTP", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.VerifyTOTP(t.Context(), auth.TOTPGrant{AccessToken: token}, auth.TOTPProof{Code: "123456"})
			return err
		}},
		{"Factors", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.Factors(t.Context(), token)
			return err
		}},
		{"SetFactorPreference", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.SetFactorPreference(t.Context(), token, []auth.FactorPreference{{Factor: auth.FactorTOTP}})
		}},
		{"StartPasskeyRegistration", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.StartPasskeyRegistration(t.Context(), token)
			return err
		}},
		{"FinishPasskeyRegistration", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.FinishPasskeyRegistration(t.Context(), token, `{"id":"AAAA","type":"public-key"}`)
		}},
		{"Passkeys", func(t *testing.T, s *suite, _ account, token string) error {
			_, err := s.Pool.Passkeys(t.Context(), token)
			return err
		}},
		{"DeletePasskey", func(t *testing.T, s *suite, _ account, token string) error {
			return s.Pool.DeletePasskey(t.Context(), token, "AAAA")
		}},
	}
	var checks []check
	for _, c := range calls {
		add := func(name string, needs []need, reasons []auth.Reason, spoil func(t *testing.T, s *suite, a account, tokens auth.Tokens) string) {
			checks = append(checks, check{c.name + "/" + name + " is Unauthenticated", append([]need{users}, needs...), func(t *testing.T, s *suite) {
				a := s.confirmed(t)
				expectReason(t, c.call(t, s, a, spoil(t, s, a, s.session(t, a))), reasons...)
			}})
		}
		invalid, revoked := []auth.Reason{auth.ReasonInvalid}, []auth.Reason{auth.ReasonRevoked}
		gone := []auth.Reason{auth.ReasonRevoked, auth.ReasonInvalid}
		add("a text that is no token", nil, invalid, func(*testing.T, *suite, account, auth.Tokens) string { return "no token" })
		add("an ID token", nil, invalid, func(_ *testing.T, _ *suite, _ account, tokens auth.Tokens) string { return tokens.ID })
		add("a forged signature", nil, invalid, func(_ *testing.T, _ *suite, _ account, tokens auth.Tokens) string {
			return tokens.Access[:strings.LastIndexByte(tokens.Access, '.')+1] + strings.Repeat("A", 342)
		})
		add("an expired token", []need{clock}, []auth.Reason{auth.ReasonExpired}, func(_ *testing.T, s *suite, _ account, tokens auth.Tokens) string {
			s.Advance(maxTokenLife + overGrace)
			return tokens.Access
		})
		add("a revoked token", nil, revoked, func(t *testing.T, s *suite, _ account, tokens auth.Tokens) string {
			expect(t, s.Pool.RevokeToken(t.Context(), tokens.Refresh), "")
			return tokens.Access
		})
		add("a token signed out everywhere", nil, revoked, func(t *testing.T, s *suite, a account, tokens auth.Tokens) string {
			expect(t, s.Pool.SignOutEverywhere(t.Context(), s.session(t, a).Access), "")
			return tokens.Access
		})
		add("the token of a deleted account", []need{remove}, gone, func(t *testing.T, s *suite, a account, tokens auth.Tokens) string {
			s.Operator.Delete(t, a.email)
			return tokens.Access
		})
		add("the token of a disabled account", []need{disable}, gone, func(t *testing.T, s *suite, a account, tokens auth.Tokens) string {
			s.Operator.Disable(t, a.email)
			return tokens.Access
		})
	}
	return checks
}

func accountChecks() []check {
	return append(bearerChecks(), []check{
		{"User/lists the attributes", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			u, err := s.Pool.User(t.Context(), s.session(t, a).Access)
			expect(t, err, "")
			profile := u.Profile()
			switch {
			case u.Username == "":
				t.Error("no username")
			case profile.Email == nil || *profile.Email != a.email:
				t.Errorf("email %v, want %q", profile.Email, a.email)
			case profile.EmailVerified == nil || !*profile.EmailVerified:
				t.Error("the address of a confirmed account is not verified")
			}
		}},
		{"ChangePassword/sets the new password", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			fresh := s.newPassword()
			expect(t, s.Pool.ChangePassword(t.Context(), s.session(t, a).Access, a.password, fresh), "")
			_, err := s.signIn(t, a.email, a.password)
			expect(t, err, auth.InvalidCredentials)
			s.session(t, account{email: a.email, password: fresh})
		}},
		{"ChangePassword/a wrong previous one is InvalidCredentials", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expect(t, s.Pool.ChangePassword(t.Context(), s.session(t, a).Access, s.newPassword(), s.newPassword()), auth.InvalidCredentials)
			s.session(t, a)
		}},
		{"ChangePassword/a weak one is WeakPassword", []need{users}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			expect(t, s.Pool.ChangePassword(t.Context(), s.session(t, a).Access, a.password, s.weakPassword()), auth.WeakPassword)
			s.session(t, a)
		}},
		{"ChangePassword/one used before is PasswordReused", []need{users, history}, func(t *testing.T, s *suite) {
			s.Operator.RememberPasswords(t)
			a := s.confirmed(t)
			expect(t, s.Pool.ChangePassword(t.Context(), s.session(t, a).Access, a.password, a.password), auth.PasswordReused)
		}},
		{"ChangePassword/too many guesses are RateLimited", []need{users, patience}, func(t *testing.T, s *suite) {
			a := s.confirmed(t)
			access := s.session(t, a).Access
			expectWait(t, until(overChangeCap, auth.RateLimited, func() error {
				return s.Pool.ChangePassword(t.Context(), access, s.newPassword(), s.newPassword())
			}))
		}},
	}...)
}
