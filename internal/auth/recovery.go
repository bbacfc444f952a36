package auth

import "context"

// ForgotPassword has a code sent with which a new password can be set. The answer is the same
// for any name. For an account that was never confirmed it continues the sign-up: the code that
// goes out is a sign-up code, and [Service.ConfirmForgotPassword] takes it.
//
// InvalidInput, RateLimited, DeliveryFailed, and faults.
func (s *Service) ForgotPassword(ctx context.Context, username string) (CodeDelivery, error) {
	name, problem := normalizeUsername(username, "input", "username")
	if problem != nil {
		return CodeDelivery{}, problem
	}
	if err := s.remind(ctx, name); err != nil {
		return CodeDelivery{}, err
	}
	return delivery(name, s.notes.codeSent(ctx, name, recoveryCode), RecoveryCodeLife), nil
}

// ConfirmForgotPassword proves the code and sets the password; all other sessions of the user
// end. It takes the sign-up code of an unconfirmed account as well.
//
// InvalidInput, WeakPassword, PasswordReused, InvalidCode, CodeExpired, RateLimited, and faults.
func (s *Service) ConfirmForgotPassword(ctx context.Context, in Proof) error {
	proof, err := s.check(ctx, in)
	if err != nil {
		return err
	}
	if proof.Password == "" {
		return invalidField("Choose a new password.", "input", "newPassword")
	}
	err = s.pool.ConfirmForgotPassword(ctx, proof.Username, proof.Code, proof.Password)
	switch CodeOf(err) {
	case "":
		s.endOtherSessions(ctx, proof.Username)
		s.notes.finish(ctx, proof.Username)
		return nil
	case InvalidCode, CodeExpired, NotConfirmed, UserNotFound:
		if proven, signUp := s.proveSignUp(ctx, proof); proven {
			return signUp
		}
	}
	return s.codeProblem(ctx, proof.Username, err, recoveryCode)
}

// endOtherSessions ends every session that existed before the password was set: whoever held one
// may be the reason why it was set. Failing at it does not undo the new password; it is logged
// and, upstream, tried again.
func (s *Service) endOtherSessions(ctx context.Context, name string) {
	at := s.now()
	subject, err := s.pool.EndSessions(ctx, name)
	if CodeOf(err) == NotEnabled {
		return
	}
	if err != nil {
		s.log.Warn("the user's other sessions could not be ended; trying again", "error", err)
		s.later.add("end sessions", func(ctx context.Context) error {
			_, err := s.pool.EndSessions(ctx, name)
			return err
		})
		return
	}
	if err := s.revocations.RevokeUser(ctx, subject, at); err != nil {
		s.log.Error("the user's other access tokens stay good until they expire", "error", err)
	}
}
