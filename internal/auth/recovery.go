package auth

import "context"

// ForgotPassword has a code sent with which a new password can be set. The answer is the same
// for any name. For an account that was never confirmed it continues the sign-up: the code that
// goes out is a sign-up code, and [Service.ConfirmForgotPassword] takes it.
//
// InvalidInput, RateLimited, and faults.
func (s *Service) ForgotPassword(ctx context.Context, username string) (CodeDelivery, error) {
	return s.sendCode(ctx, username, recoveryCode)
}

// ConfirmForgotPassword proves the code and sets the password; all other sessions of the user
// end. It takes the sign-up code of an unconfirmed account as well.
//
// InvalidInput, PasswordEnvelopeRefused, PasswordEnvelopeExpired, WeakPassword, PasswordReused, InvalidCode,
// CodeExpired, RateLimited, and faults.
func (s *Service) ConfirmForgotPassword(ctx context.Context, in Proof) error {
	began := s.now()
	proof, err := s.check(ctx, in, UseConfirmForgotPassword, "input", "newPassword")
	if err != nil {
		return err
	}
	if proof.Password == "" {
		return invalidField("Choose a new password.", "input", "newPassword")
	}
	if err = s.resetPassword(ctx, proof); err != nil {
		s.pace.hold(ctx, began, paceOfCode)
	}
	return err
}

// resetPassword tries a checked proof as a recovery's, then as a sign-up's.
func (s *Service) resetPassword(ctx context.Context, proof Proof) error {
	err := s.pool.ConfirmForgotPassword(ctx, proof.Username, proof.Code, proof.Password)
	switch CodeOf(err) {
	case "":
		s.endOtherSessions(ctx, proof)
		s.notes.finish(ctx, proof.Username)
		return nil
	case InvalidCode, CodeExpired, NotConfirmed, UserNotFound:
		switch proven, signUp := s.proveSignUp(ctx, proof); {
		case proven:
			return signUp
		case isFault(signUp):
			return lookedAt(signUp)
		}
	}
	return s.codeProblem(ctx, proof.Username, err, recoveryCode)
}

// endOtherSessions ends every session that existed before the password was set: whoever held one
// may be the reason why it was set. Failing at it does not undo the new password; it is logged
// and, upstream, tried again.
func (s *Service) endOtherSessions(ctx context.Context, proof Proof) {
	at := s.now()
	ctx = context.WithoutCancel(ctx) // a caller who hangs up has set it all the same
	end := func(ctx context.Context) error {
		subject, err := s.pool.EndSessions(ctx, proof.Username)
		if CodeOf(err) == NotEnabled {
			subject, err = s.endSessionsAsUser(ctx, proof)
		}
		if err != nil {
			return err
		}
		return s.sessions.RevokeUser(ctx, subject, at)
	}
	if err := end(ctx); err != nil {
		s.later.add("end the user's other sessions", err, end)
	}
}

// endSessionsAsUser ends all sessions without AWS credentials: the new password opens one that
// can end them all, itself included.
func (s *Service) endSessionsAsUser(ctx context.Context, proof Proof) (subject string, err error) {
	tokens, err := s.begin(ctx, proof.Username, proof.Password)
	if err != nil {
		return "", err
	}
	user, err := s.pool.User(ctx, tokens.Access)
	if err != nil {
		return "", err
	}
	for _, a := range user.Attributes {
		if a.Name == "sub" {
			return a.Value, s.pool.SignOutEverywhere(ctx, tokens.Access)
		}
	}
	return "", Errorf(Internal, "the pool described a user without a sub")
}
