package auth

import "context"

// ChangePassword changes the caller's password, who proves the present one. Unless told not to, it
// ends the user's other sessions here; upstream their refresh tokens live on, but no token that
// comes from them is accepted.
//
// InvalidInput, PasswordEnvelopeRefused, PasswordEnvelopeExpired, InvalidCredentials, WeakPassword,
// PasswordReused, RateLimited, Unauthenticated, Forbidden, and faults.
func (s *Service) ChangePassword(ctx context.Context, p Principal, current, proposed Password, keepOthers bool) error {
	switch {
	case current == "":
		return invalidField("Enter the present password.", "input", "currentPassword")
	case proposed == "":
		return invalidField("Choose a new password.", "input", "newPassword")
	}
	if err := s.unseal(ctx, &current, UseCurrentPassword, p.Subject, "input", "currentPassword"); err != nil {
		return err
	}
	if err := s.unseal(ctx, &proposed, UseNewPassword, p.Subject, "input", "newPassword"); err != nil {
		return err
	}
	names, err := s.namesOf(ctx, p)
	if err != nil {
		return err
	}
	if err := s.checkPassword(ctx, proposed, names...); err != nil {
		return err
	}
	err = s.pool.ChangePassword(ctx, p.AccessToken, current, proposed)
	if keepOthers || !mayBeDone(err) {
		return err
	}
	// Until now the old password may have opened sessions. A caller who hangs up has changed it all the same.
	if err := s.sessions.RevokeUser(context.WithoutCancel(ctx), p.Subject, s.now(), p.SessionID); err != nil {
		s.log.Error("the password is changed, but the user's other sessions go on", "error", err)
	}
	return err
}

// mayBeDone tells a call that was carried out, or whose answer was lost, from one that was not.
func mayBeDone(err error) bool { return err == nil || CodeOf(err) == OutcomeUnknown }

// DeleteAccount deletes the caller's account for good and ends all its sessions. Whoever asks proves
// who they are by the password or by having signed in a moment ago.
//
// PasswordEnvelopeRefused, PasswordEnvelopeExpired, InvalidInput (a plain password where only sealed ones are
// taken), InvalidCredentials, PasswordResetRequired, ReauthenticationRequired, RateLimited, DeliveryFailed (the
// sign-in that proves the password sends a code), NotEnabled (passwords are switched off),
// Unauthenticated, Forbidden, and faults. After OutcomeUnknown the sessions have ended, and signing in
// tells whether the account is there.
func (s *Service) DeleteAccount(ctx context.Context, p Principal, password Password) error {
	if err := s.unseal(ctx, &password, UseDeleteAccount, p.Subject, "input", "password"); err != nil {
		return err
	}
	if password == "" {
		if err := p.ProvenWithin(DeleteMaxAge, s.now()); err != nil {
			return err
		}
	} else if err := s.provePassword(ctx, p, password); err != nil {
		return err
	}
	err := s.pool.DeleteUser(ctx, p.AccessToken)
	if !mayBeDone(err) {
		return err
	}
	// Until now sessions may have begun. A caller who hangs up has deleted the account all the same.
	if err := s.sessions.RevokeUser(context.WithoutCancel(ctx), p.Subject, s.now()); err != nil {
		s.log.Error("the account is deleted, but its tokens are accepted until they expire", "error", err)
	}
	return err
}

// provePassword signs in with a password and leaves nothing of it behind.
func (s *Service) provePassword(ctx context.Context, p Principal, password Password) error {
	step, err := s.pool.SignIn(ctx, SignIn{Username: p.Username, Password: password})
	switch CodeOf(err) {
	case "":
	case UserNotFound:
		return &Error{Code: InvalidCredentials, Err: err}
	case NotConfirmed: // an account in this state has no sessions that count
		return &Error{Code: Unauthenticated, Reason: ReasonRevoked, Err: err}
	default:
		return err
	}
	if step.Tokens != nil {
		s.revokeUpstream(ctx, step.Tokens.Refresh)
	}
	return nil
}
