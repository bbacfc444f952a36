package auth

import (
	"context"
	"errors"
	"time"
)

// Proof is a mailed code and the password to set once it is proven.
type Proof struct {
	Username string
	Code     string
	Password Password
}

// Confirmed is the outcome of [Service.ConfirmSignUp].
type Confirmed struct {
	Username string  // normalised
	Tokens   *Tokens // nil when signing in needs another step
}

// ConfirmSignUp finishes a sign-up: the code proves the address, then the password is set, then
// the caller is signed in. The password is set even where one was given at sign-up: whoever signed
// up may not be who reads the mail.
//
// The password's policy is checked before the code is touched, so a weak one does not spend it.
// The two steps are two calls to the pool; a receipt of the first makes the repetition of a
// half-done confirm finish. A code that does not fit a sign-up is tried as a recovery code, so
// that an account whose receipt is lost, and one that existed before, finish here too.
//
// Without a password, where users can sign in by a mailed code, the account gets one that nobody knows:
// one that was given to the sign-up may be a stranger's and must not stay.
//
// InvalidInput, PasswordEnvelopeRefused, PasswordEnvelopeExpired, WeakPassword, PasswordReused, InvalidCode,
// CodeExpired, RateLimited, and faults.
func (s *Service) ConfirmSignUp(ctx context.Context, in Proof) (Confirmed, error) {
	began := s.now()
	proof, err := s.check(ctx, in, UseConfirmSignUp, "input", "password")
	if err != nil {
		return Confirmed{}, err
	}
	if proof.Password == "" {
		if proof.Password, err = s.unknownPassword(ctx); err != nil {
			return Confirmed{}, err
		}
	}
	out, err := s.confirm(ctx, proof)
	if err != nil {
		s.pace.hold(ctx, began, paceOfCode)
	}
	return out, err
}

// confirm tries a checked proof as a sign-up's, then as a recovery's.
func (s *Service) confirm(ctx context.Context, proof Proof) (Confirmed, error) {
	done, err := s.proveSignUp(ctx, proof)
	if done || err == nil {
		return s.enter(ctx, proof, err)
	}
	if mayBeRecovery(err) {
		reset := s.pool.ConfirmForgotPassword(ctx, proof.Username, proof.Code, proof.Password)
		if reset == nil {
			s.endOtherSessions(ctx, proof)
			s.notes.finish(ctx, proof.Username)
			return s.enter(ctx, proof, nil)
		}
		if CodeOf(reset) == PasswordReused || CodeOf(reset) == WeakPassword || isFault(reset) {
			return Confirmed{}, lookedAt(reset)
		}
	}
	return Confirmed{}, s.codeProblem(ctx, proof.Username, err, signUpCode)
}

// check normalises a proof, opens its password and holds that against the policy, before the code is touched. An
// envelope is good once, so what needs no password is looked at first.
func (s *Service) check(ctx context.Context, in Proof, use PasswordUse, path ...string) (Proof, error) {
	name, problem := normalizeUsername(in.Username, "input", "username")
	if problem != nil {
		return Proof{}, problem
	}
	digits, problem := normalizeCode(in.Code, "input", "code")
	if problem != nil {
		return Proof{}, problem
	}
	if err := s.unseal(ctx, &in.Password, use, name, path...); err != nil {
		return Proof{}, err
	}
	if in.Password != "" {
		if err := s.checkPassword(ctx, in.Password, name); err != nil {
			return Proof{}, err
		}
	}
	return Proof{Username: name, Code: digits, Password: in.Password}, nil
}

// proveSignUp proves the code and sets the password. proven tells whether the code was right,
// now or in an earlier try.
func (s *Service) proveSignUp(ctx context.Context, proof Proof) (proven bool, err error) {
	err = s.pool.ConfirmSignUp(ctx, proof.Username, proof.Code)
	if CodeOf(err) == OutcomeUnknown {
		// The code may be spent. Asking again tells, and cannot spend it twice.
		if again := s.pool.ConfirmSignUp(ctx, proof.Username, proof.Code); CodeOf(again) != AlreadyConfirmed {
			err = lookedAt(again)
		}
	}
	noted := true
	switch CodeOf(err) {
	case "":
		noted = s.notes.writeReceipt(ctx, proof.Username, proof.Code)
	case AlreadyConfirmed:
		// That is no proof: the pool did not look at the code. Only the receipt is.
		if !s.notes.holdsReceipt(ctx, proof.Username, proof.Code) {
			return false, err
		}
	default:
		return false, err
	}
	return true, s.finishSignUp(ctx, proof, noted)
}

// finishSignUp sets the password of a proven address, once per receipt. noted is false when the
// store took no receipt: then nobody else can have one.
func (s *Service) finishSignUp(ctx context.Context, proof Proof, noted bool) error {
	release, ok := s.notes.claim(ctx, proof.Username)
	if !ok {
		return &Error{Code: RateLimited, RetryAfter: time.Second, Err: errors.New("the same sign-up is being finished")}
	}
	defer release()
	if noted && !s.notes.hasReceipt(ctx, proof.Username) {
		return &Error{Code: InvalidCode, Err: errors.New("the same sign-up was just finished")}
	}
	if err := s.setFirstPassword(ctx, proof); err != nil {
		return unfinished(err)
	}
	s.endOtherSessions(ctx, proof)
	s.notes.finish(ctx, proof.Username)
	return nil
}

// unfinished words what the flow cannot answer: between its calls the account was deleted, reset or
// given another password, or asks for a code that cannot be sent. A new code recovers the one; the same
// one finishes the other later.
func unfinished(err error) error {
	switch CodeOf(err) {
	case UserNotFound, InvalidCredentials, NotConfirmed, PasswordResetRequired:
		return &Error{Code: InvalidCode, Err: err}
	case DeliveryFailed:
		return &Error{Code: UpstreamUnavailable, Err: err}
	}
	return err
}

// setFirstPassword replaces whatever password the account began with. Without AWS credentials it
// signs in with the derived one and changes that.
func (s *Service) setFirstPassword(ctx context.Context, proof Proof) error {
	err := s.pool.SetPassword(ctx, proof.Username, proof.Password)
	switch CodeOf(err) {
	case NotEnabled:
	case PasswordReused:
		// An earlier try whose answer was lost may have set this very password.
		if s.signsIn(ctx, proof) {
			return nil
		}
		return err
	default:
		return err
	}
	initial := s.initialPassword(proof.Username, s.settings.get(ctx).PasswordPolicy)
	tokens, err := s.begin(ctx, proof.Username, initial)
	if CodeOf(err) == InvalidCredentials {
		// Somebody else began this account with a password of their own, or this very change was
		// made before and its answer lost. Signing in with the chosen password tells which.
		if s.signsIn(ctx, proof) {
			return nil
		}
		return &Error{Code: InvalidCode, Err: errors.New("the account's first password is not ours; it must be recovered")}
	}
	if err != nil {
		return err
	}
	if err := s.pool.ChangePassword(ctx, tokens.Access, initial, proof.Password); err != nil {
		return err
	}
	s.revokeUpstream(ctx, tokens.Refresh)
	return nil
}

// signsIn tells whether the chosen password is in force already. A challenge after it tells so, too.
func (s *Service) signsIn(ctx context.Context, proof Proof) bool {
	step, err := s.pool.SignIn(ctx, SignIn{Username: proof.Username, Password: proof.Password})
	if err != nil {
		return false
	}
	if step.Tokens != nil {
		s.revokeUpstream(ctx, step.Tokens.Refresh)
	}
	return true
}

// enter ends a proven flow with a session where one call can give it.
func (s *Service) enter(ctx context.Context, proof Proof, err error) (Confirmed, error) {
	if err != nil {
		return Confirmed{}, err
	}
	out := Confirmed{Username: proof.Username}
	tokens, err := s.begin(ctx, proof.Username, proof.Password)
	if err != nil {
		s.log.Info("a confirmed user has to sign in by hand", "outcome", CodeOf(err))
		return out, nil
	}
	out.Tokens = &tokens
	return out, nil
}

// lookedAt is the outcome of a second call for a code that the pool has looked at in the first. Saying that
// the pool was too busy for it would have limits take the guess for none, and wrong ones be free while it is.
func lookedAt(err error) error {
	if CodeOf(err) == UpstreamThrottled {
		return &Error{Code: UpstreamUnavailable, Err: err}
	}
	return err
}

// mayBeRecovery tells whether a refused sign-up code may still be a recovery code.
func mayBeRecovery(err error) bool {
	switch CodeOf(err) {
	case InvalidCode, CodeExpired, AlreadyConfirmed, UserNotFound:
		return true
	}
	return false
}

// codeProblem folds what the pool says about a code into the two answers a stranger may see, and
// picks between them by our own clock.
func (s *Service) codeProblem(ctx context.Context, name string, err error, kinds ...codeKind) error {
	switch CodeOf(err) {
	case AliasInUse: // only after the right code, so the reader of the mailbox may know
		return invalidField("This address belongs to another account.", "input", "username")
	case InvalidCode, CodeExpired, AlreadyConfirmed, UserNotFound, NotConfirmed:
		if s.notes.codeExpired(ctx, name, kinds...) {
			return &Error{Code: CodeExpired, Err: err}
		}
		return &Error{Code: InvalidCode, Err: err}
	}
	return err
}
