package authtest

import (
	"context"
	"errors"
	"testing"

	"usher/internal/auth"
)

// contextChecks hold for every method: one whose caller has gone does nothing and says so.
func contextChecks() []check {
	const token = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA" //nolint:gosec // no credential: only shaped like one
	methods := []struct {
		name string
		call func(ctx context.Context, s *suite) error
	}{
		{"SignUp", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.SignUp(ctx, auth.NewUser{Username: s.NewEmail(), Password: s.newPassword()})
			return err
		}},
		{"ConfirmSignUp", func(ctx context.Context, s *suite) error { return s.Pool.ConfirmSignUp(ctx, s.NewEmail(), "123456") }},
		{"ResendConfirmationCode", func(ctx context.Context, s *suite) error { return s.Pool.ResendConfirmationCode(ctx, s.NewEmail()) }},
		{"SignIn", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.SignIn(ctx, auth.SignIn{Username: s.NewEmail(), Password: s.newPassword()})
			return err
		}},
		{"Respond", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.Respond(ctx, auth.Answer{Kind: auth.ChallengeTOTP, Username: s.NewEmail(), Session: token, Reply: auth.Reply{TOTPCode: "123456"}})
			return err
		}},
		{"UpdateAttributes", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.UpdateAttributes(ctx, token, []auth.Attribute{{Name: "name", Value: "Ann"}})
			return err
		}},
		{"DeleteAttributes", func(ctx context.Context, s *suite) error {
			return s.Pool.DeleteAttributes(ctx, token, []string{"name"})
		}},
		{"SendAttributeCode", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.SendAttributeCode(ctx, token, "email")
			return err
		}},
		{"VerifyAttribute", func(ctx context.Context, s *suite) error {
			return s.Pool.VerifyAttribute(ctx, token, "email", "123456")
		}},
		{"DeleteUser", func(ctx context.Context, s *suite) error { return s.Pool.DeleteUser(ctx, token) }},
		{"AssociateTOTP", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.AssociateTOTP(ctx, auth.TOTPGrant{AccessToken: token})
			return err
		}},
		{"VerifyTOTP", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.VerifyTOTP(ctx, auth.TOTPGrant{AccessToken: token}, auth.TOTPProof{Code: "123456"})
			return err
		}},
		{"Factors", func(ctx context.Context, s *suite) error { _, err := s.Pool.Factors(ctx, token); return err }},
		{"SetFactorPreference", func(ctx context.Context, s *suite) error { return s.Pool.SetFactorPreference(ctx, token, nil) }},
		{"StartPasskeyRegistration", func(ctx context.Context, s *suite) error {
			_, err := s.Pool.StartPasskeyRegistration(ctx, token)
			return err
		}},
		{"FinishPasskeyRegistration", func(ctx context.Context, s *suite) error { return s.Pool.FinishPasskeyRegistration(ctx, token, "{}") }},
		{"Passkeys", func(ctx context.Context, s *suite) error { _, err := s.Pool.Passkeys(ctx, token); return err }},
		{"DeletePasskey", func(ctx context.Context, s *suite) error { return s.Pool.DeletePasskey(ctx, token, "AAAA") }},
		{"Refresh", func(ctx context.Context, s *suite) error { _, err := s.Pool.Refresh(ctx, token); return err }},
		{"ForgotPassword", func(ctx context.Context, s *suite) error { return s.Pool.ForgotPassword(ctx, s.NewEmail()) }},
		{"ConfirmForgotPassword", func(ctx context.Context, s *suite) error {
			return s.Pool.ConfirmForgotPassword(ctx, s.NewEmail(), "123456", s.newPassword())
		}},
		{"ChangePassword", func(ctx context.Context, s *suite) error {
			return s.Pool.ChangePassword(ctx, token, s.newPassword(), s.newPassword())
		}},
		{"User", func(ctx context.Context, s *suite) error { _, err := s.Pool.User(ctx, token); return err }},
		{"RevokeToken", func(ctx context.Context, s *suite) error { return s.Pool.RevokeToken(ctx, token) }},
		{"SignOutEverywhere", func(ctx context.Context, s *suite) error { return s.Pool.SignOutEverywhere(ctx, token) }},
		{"SetPassword", func(ctx context.Context, s *suite) error {
			return s.Pool.SetPassword(ctx, s.NewEmail(), s.newPassword())
		}},
		{"EndSessions", func(ctx context.Context, s *suite) error { _, err := s.Pool.EndSessions(ctx, s.NewEmail()); return err }},
		{"Settings", func(ctx context.Context, s *suite) error { _, err := s.Pool.Settings(ctx); return err }},
	}
	var checks []check
	for _, m := range methods {
		var needs []need
		switch m.name {
		case "SetPassword", "EndSessions", "Settings":
			needs = []need{admin}
		}
		checks = append(checks, check{m.name + "/a caller who has gone is UpstreamUnavailable", needs, func(t *testing.T, s *suite) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err := m.call(ctx, s)
			expect(t, err, auth.UpstreamUnavailable)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("the error does not say that the caller cancelled: %v", err)
			}
		}})
	}
	return checks
}
