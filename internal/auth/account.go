package auth

import "context"

// ChangePassword changes the caller's password, who proves the present one.
//
// InvalidInput, InvalidCredentials, WeakPassword, PasswordReused, RateLimited, Unauthenticated,
// and faults.
func (s *Service) ChangePassword(ctx context.Context, p Principal, current, proposed Password) error {
	switch {
	case current == "":
		return invalidField("Enter the present password.", "input", "currentPassword")
	case proposed == "":
		return invalidField("Choose a new password.", "input", "newPassword")
	}
	if broken := s.settings.policy(ctx).Violations(proposed); broken != nil {
		return &Error{Code: WeakPassword, Violated: broken}
	}
	return s.pool.ChangePassword(ctx, p.AccessToken, current, proposed)
}
