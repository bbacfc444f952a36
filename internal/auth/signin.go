package auth

import "context"

// SignIn checks a name and a password.
//
// InvalidInput, InvalidCredentials, NotConfirmed (a fresh code is on its way; only after the
// right password), PasswordResetRequired, RateLimited, NotEnabled, and faults.
func (s *Service) SignIn(ctx context.Context, username string, password Password) (Tokens, error) {
	name, problem := normalizeUsername(username, "input", "username")
	if problem != nil {
		return Tokens{}, problem
	}
	if password == "" {
		return Tokens{}, invalidField("Enter the password.", "input", "password")
	}
	tokens, err := s.begin(ctx, name, password)
	switch CodeOf(err) {
	case UserNotFound:
		return Tokens{}, &Error{Code: InvalidCredentials, Err: err}
	case NotConfirmed:
		return Tokens{}, &Error{Code: NotConfirmed, Delivery: s.sendConfirmation(ctx, name), Err: err}
	}
	return tokens, err
}

// begin asks the pool for a session.
func (s *Service) begin(ctx context.Context, name string, password Password) (Tokens, error) {
	at := s.now()
	tokens, err := s.pool.SignIn(ctx, name, password)
	tokens.AskedAt = at
	return tokens, err
}

// sendConfirmation helps out somebody whose password was right.
func (s *Service) sendConfirmation(ctx context.Context, name string) *CodeDelivery {
	if err := s.notes.allow(ctx, "sends", name, sendsPerHour); err != nil {
		return nil
	}
	if err := s.pool.ResendConfirmationCode(ctx, name); err != nil {
		s.log.Info("no fresh message for an unconfirmed user", "outcome", CodeOf(err))
		return nil
	}
	return new(delivery(name, s.notes.codeSent(ctx, name, signUpCode), SignUpCodeLife))
}
