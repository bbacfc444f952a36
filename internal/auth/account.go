package auth

import "context"

// ChangePassword changes the caller's password, who proves the present one. Unless told not to, it
// ends the user's other sessions here; upstream their refresh tokens live on, but no token that
// comes from them is accepted.
//
// InvalidInput, InvalidCredentials, WeakPassword, PasswordReused, RateLimited, Unauthenticated,
// Forbidden, and faults.
func (s *Service) ChangePassword(ctx context.Context, p Principal, current, proposed Password, keepOthers bool) error {
	switch {
	case current == "":
		return invalidField("Enter the present password.", "input", "currentPassword")
	case proposed == "":
		return invalidField("Choose a new password.", "input", "newPassword")
	}
	if broken := s.settings.policy(ctx).Violations(proposed); broken != nil {
		return &Error{Code: WeakPassword, Violated: broken}
	}
	if err := s.pool.ChangePassword(ctx, p.AccessToken, current, proposed); err != nil || keepOthers {
		return err
	}
	// Until now the old password may have opened sessions. A caller who hangs up has changed it all the same.
	if err := s.sessions.RevokeUser(context.WithoutCancel(ctx), p.Subject, s.now(), p.SessionID); err != nil {
		s.log.Error("the password is changed, but the user's other sessions go on", "error", err)
	}
	return nil
}
