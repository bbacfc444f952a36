package auth

import (
	"context"
	"slices"
	"time"
)

// SignIn is the input of [Service.StartSignIn] and [UserPool.SignIn].
type SignIn struct {
	Username string
	Password Password // empty: another factor comes first
	Factor   Factor   // the first factor to ask for; empty: the password if there is one, else the user chooses
}

// StartSignIn begins a sign-in: with a password, or by asking for another first factor. Without
// either the answer is the choice of factors. What follows is a session or a challenge.
//
// InvalidInput, PasswordEnvelopeRefused, PasswordEnvelopeExpired, InvalidCredentials, NotConfirmed (a
// fresh code is on its way), PasswordResetRequired and DeliveryFailed (all three only with a password),
// RateLimited, NotEnabled, and faults.
func (s *Service) StartSignIn(ctx context.Context, in SignIn) (SignInStep, error) {
	began := s.now()
	name, problem := normalizeUsername(in.Username, "input", "username")
	if problem != nil {
		return SignInStep{}, problem
	}
	in.Username = name
	if err := checkFactor(&in); err != nil {
		return SignInStep{}, err
	}
	if err := s.unseal(ctx, &in.Password, UseSignIn, name, "input", "password"); err != nil {
		return SignInStep{}, err
	}
	out, err := s.firstStep(ctx, in)
	switch {
	case in.Password == "":
		s.pace.hold(ctx, began, paceOfSending)
	case err != nil:
		s.pace.hold(ctx, began, paceOfGuess)
	}
	return out, err
}

// firstStep asks the pool for the first step of a sign-in.
func (s *Service) firstStep(ctx context.Context, in SignIn) (SignInStep, error) {
	at := s.now()
	step, err := s.pool.SignIn(ctx, in)
	if err != nil {
		err = s.signInProblem(ctx, in.Username, in.Password != "", err)
	}
	if in.Password == "" {
		// Whoever asked has proven nothing and must not learn what the pool knows of the account.
		step, err = s.actOut(ctx, in, step, err)
	}
	if err != nil {
		return SignInStep{}, err
	}
	return s.next(ctx, step, challengeState{Name: in.Username, Username: in.Username, Proven: in.Password != ""}, at)
}

// checkFactor brings the two ways to ask for a password together.
func checkFactor(in *SignIn) error {
	switch {
	case in.Factor == FactorPassword && in.Password == "":
		return invalidField("Enter the password.", "input", "password")
	case in.Factor != "" && !in.Factor.mayComeFirst():
		return invalidField("A sign-in cannot begin with this factor.", "input", "factor")
	case in.Password != "" && in.Factor != "" && in.Factor != FactorPassword:
		return invalidField("Send the password or ask for another factor, not both.", "input", "factor")
	}
	if in.Factor == FactorPassword {
		in.Factor = ""
	}
	return nil
}

// signInProblem folds what would tell a stranger who has an account, and helps out the owner of an
// unconfirmed one. Whoever has proven nothing learns nothing of the account's state.
func (s *Service) signInProblem(ctx context.Context, name string, proven bool, err error) error {
	switch CodeOf(err) {
	case UserNotFound:
		return &Error{Code: InvalidCredentials, Err: err}
	case NotConfirmed:
		err = &Error{Code: NotConfirmed, Delivery: s.sendConfirmation(ctx, name), Err: err}
	case PasswordResetRequired:
	default:
		return err
	}
	if !proven {
		return &Error{Code: InvalidCredentials, Err: err}
	}
	return err
}

// next makes the pool's step one for the client. st is the state of the sign-in so far.
func (s *Service) next(ctx context.Context, step Step, st challengeState, at time.Time) (SignInStep, error) {
	if step.Tokens != nil {
		step.Tokens.AskedAt = at
		return SignInStep{Tokens: step.Tokens, Account: st.Name}, nil
	}
	ch := step.Challenge
	if ch == nil {
		return SignInStep{}, Errorf(Internal, "the pool answered a sign-in with neither tokens nor a challenge")
	}
	open := OpenChallenge{
		Kind: ch.Kind, ExpiresAt: at.Add(ChallengeLife), Factors: s.choices(ctx, ch), RequiredAttributes: ch.RequiredAttributes,
		PasskeyOptions: ch.PasskeyOptions, Parameters: ch.Parameters, DeviceName: ch.DeviceName,
	}
	next := challengeState{
		Kind: ch.Kind, Name: st.Name, Username: ch.Username, Session: string(ch.Session), Expires: open.ExpiresAt,
		Factors: open.Factors, Required: ch.RequiredAttributes, Passkey: requestOf(ch.PasskeyOptions), Proven: st.Proven,
	}
	if ch.Kind == ChallengeMFASetup {
		enrolment, session, err := s.enrolInSignIn(ctx, ch, st.Name)
		if err != nil {
			return SignInStep{}, err
		}
		open.TOTP, next.Session = &enrolment, string(session)
	}
	open.Delivery = st.delivery(ch, open.ExpiresAt)
	var err error
	if open.Token, err = s.challenges.issue(next); err != nil {
		return SignInStep{}, err
	}
	return SignInStep{Challenge: &open}, nil
}

// choices lists the factors of a challenge that lets its user choose.
func (s *Service) choices(ctx context.Context, ch *Challenge) []Factor {
	switch {
	case ch.Kind == ChallengePassword:
		return []Factor{FactorPassword}
	case ch.Kind == ChallengeMFASetup:
		return []Factor{FactorTOTP} // the others need an address or number, which no answer carries
	case ch.Kind == ChallengeSelectFactor && len(ch.Factors) == 0:
		// Cognito lists them in the first answer of a sign-in only.
		return slices.Clone(s.Settings(ctx).FirstFactors)
	}
	return ch.Factors
}

// begin asks the pool for a session of a proven password, and takes none that needs another step.
func (s *Service) begin(ctx context.Context, name string, password Password) (Tokens, error) {
	at := s.now()
	step, err := s.pool.SignIn(ctx, SignIn{Username: name, Password: password})
	switch {
	case err != nil:
		return Tokens{}, err
	case step.Tokens == nil && step.Challenge == nil:
		return Tokens{}, Errorf(Internal, "the pool answered a sign-in with neither tokens nor a challenge")
	case step.Tokens == nil:
		return Tokens{}, &Error{Code: NotEnabled, Feature: "the sign-in step " + string(step.Challenge.Kind)}
	}
	step.Tokens.AskedAt = at
	return *step.Tokens, nil
}

// sendConfirmation helps out somebody whose password was right.
func (s *Service) sendConfirmation(ctx context.Context, name string) *CodeDelivery {
	if !s.limits.MaySend(ctx, name) {
		return nil
	}
	if err := s.pool.ResendConfirmationCode(ctx, name); err != nil {
		s.log.Info("no fresh message for an unconfirmed user", "outcome", CodeOf(err))
		return nil
	}
	return new(delivery(name, s.notes.codeSent(ctx, s.now(), name, signUpCode), SignUpCodeLife))
}
