package localpool

import (
	"context"
	"errors"
	"slices"
	"time"
)

// maxPasswordRaces is how often an operation starts over because the password changed while it hashed one.
const maxPasswordRaces = 3

var errRaced = errors.New("localpool: the user changed while a password was hashed")

// signInAttempt is one step of a sign-in as a transaction sees it. user is nil for a name that belongs to nobody.
type signInAttempt struct {
	scope *scope
	user  *userRecord
	// name is how the caller spelled the user.
	name string
	key  string
	book ledger
	now  time.Time
	ids  *signInIDs
	// session is what the call answers; nil at the start of a sign-in.
	session *challengeSession
	// verifier is the state of PASSWORD_VERIFIER, which its answer brings along.
	verifier *verifierBlock
	// custom is what the next session keeps of CUSTOM_AUTH.
	custom *customProgress
}

// signInOutcome is what a step leads to: tokens or the next challenge.
type signInOutcome struct {
	grant     *grant
	challenge *authOutput
	mail      []Message
}

// signInStep is one way to start a sign-in, or to answer a challenge. prepare does what is slow, outside the write
// transaction, on what a read transaction saw. settle decides inside, on what is true then.
type signInStep struct {
	prepare func(ctx context.Context, a *signInAttempt, call *authCall) (prepared, error)
	settle  func(t tx, a *signInAttempt, call *authCall, ready prepared) (*signInOutcome, error)
}

// prepared is what the slow part found.
type prepared struct {
	// matched tells whether the password or the proof of it was right.
	matched bool
	// verifier is made when a password is found right that SRP does not know yet.
	verifier *srpVerifier
	password newPassword
	// srp is the parameters and the sealed state of a PASSWORD_VERIFIER challenge.
	srp    *verifierStart
	custom *customTurn
}

// take runs a step. argon2id is slow on purpose, and so the comparison happens outside the write transaction; everything is
// checked again inside: parallel guesses are counted one by one, and none of them gets an answer once the lock has begun.
func (p *Pool) take(ctx context.Context, call *authCall, step signInStep) (*authOutput, error) {
	ids, err := p.newSignInIDs()
	if err != nil {
		return nil, err
	}
	var outcome *signInOutcome
	err = retryRaced(func() (err error) {
		outcome, err = p.tryStep(ctx, call, step, ids)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := p.deliver(ctx, outcome.mail...); err != nil {
		return nil, err
	}
	if outcome.challenge != nil {
		return outcome.challenge, nil
	}
	result, err := p.sign(outcome.grant)
	if err != nil {
		return nil, err
	}
	return &authOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil
}

// retryRaced starts over when the user changed between a slow hash and the transaction that relies on it. Somebody who keeps
// losing is one of many who write the same user at once, and is told to slow down.
func retryRaced(try func() error) error {
	for range maxPasswordRaces {
		if err := try(); !errors.Is(err, errRaced) {
			return err
		}
	}
	return fail(tooManyRequests, "Too many requests")
}

func (p *Pool) tryStep(ctx context.Context, call *authCall, step signInStep, ids *signInIDs) (*signInOutcome, error) {
	var before *signInAttempt
	err := p.view(func(t tx) (err error) {
		before, err = p.attempt(t, call)
		return err
	})
	if err != nil {
		return nil, err
	}
	var ready prepared
	if step.prepare != nil {
		if ready, err = step.prepare(ctx, before, call); err != nil {
			return nil, err
		}
	}
	var outcome *signInOutcome
	err = p.update(func(t tx) error {
		a, err := p.attempt(t, call)
		if err != nil {
			return err
		}
		if !samePassword(before.user, a.user) {
			return errRaced
		}
		a.ids = ids
		if outcome, err = step.settle(t, a, call, ready); err != nil || a.session == nil {
			return err
		}
		if err := p.sweep(t, a.now); err != nil {
			return err
		}
		return burn(t, a.session)
	})
	return outcome, err
}

func samePassword(before, now *userRecord) bool {
	if before == nil || now == nil {
		return before == nil && now == nil
	}
	return before.PasswordVersion == now.PasswordVersion && before.Password == now.Password
}

// attempt runs the checks that precede a step, in Cognito's order.
func (p *Pool) attempt(t tx, call *authCall) (*signInAttempt, error) {
	s, err := p.authScope(t, call)
	if err != nil {
		return nil, err
	}
	a := &signInAttempt{scope: s, name: call.values["USERNAME"], now: p.now()}
	if err := a.identify(t, call); err != nil {
		return nil, err
	}
	switch {
	case a.user == nil && !s.client.hidesExistence():
		return nil, fail(userNotFound, textUserUnknown)
	case a.user != nil && !a.user.Enabled:
		return nil, fail(notAuthorized, textUserDisabled)
	}
	a.key = s.ledgerKey(a.user, a.name)
	if a.book, _, err = load[ledger](t, bucketLedgers, a.key); err != nil {
		return nil, err
	}
	if a.guesses(call) && a.book.locked(a.now) {
		return nil, fail(notAuthorized, textLockedOut)
	}
	return a, a.checkStatus(call)
}

// identify checks the secret hash and finds the user, and the session where the call answers one. The hash is over the name
// that came along, but after SRP over USER_ID_FOR_SRP.
func (a *signInAttempt) identify(t tx, call *authCall) (err error) {
	client, hash := &a.scope.client, call.values["SECRET_HASH"]
	if call.challenge != challengeVerifier {
		if err := client.checkSecretHash(a.name, hash); err != nil {
			return err
		}
	}
	if a.user, err = a.scope.findUser(t, a.name); err != nil || call.challenge == "" {
		return err
	}
	if err := a.answers(t, call); err != nil || call.challenge != challengeVerifier {
		return err
	}
	return client.checkSecretHash(a.username(), hash)
}

// checkStatus refuses users who cannot sign in before anything is compared.
func (a *signInAttempt) checkStatus(call *authCall) error {
	switch {
	case a.user == nil:
		return nil
	case a.user.Status == statusResetNeeded: // also where existence is hidden: only imported users are spared then
		return fail(passwordResetRequired, textResetRequired)
	case call.flow == "" || a.user.Status != statusForceChange:
		return nil
	case !a.now.Before(a.user.PasswordSet.Add(a.scope.pool.Settings.passwordPolicy().temporaryLife())):
		return fail(notAuthorized, "Temporary password has expired and must be reset by an administrator.")
	}
	return nil
}

// guesses tells whether a call tries a password or a second factor, which is what the lock is about. A code that is a first
// factor cannot be tried faster than messages can be had.
func (a *signInAttempt) guesses(call *authCall) bool {
	switch {
	case call.flow == flowUserAuth || call.challenge == challengeSelect:
		return call.chosen() == firstPassword || call.chosen() == firstSRP
	case call.flow != "":
		return call.flow != flowCustom
	}
	guessing := []string{firstPassword, firstSRP, challengeVerifier, factorTOTP, factorSMS, factorEmail}
	return slices.Contains(guessing, call.challenge) && !a.session.First
}

// username is the internal name of the user, or what stands for it where there is none.
func (a *signInAttempt) username() string {
	if a.user != nil {
		return a.user.Username
	}
	return a.scope.simulatedUsername(a.name)
}

// failed counts a wrong password or second factor and answers it.
func (p *Pool) failed(t tx, a *signInAttempt, answer error) error {
	a.book.failed(a.now)
	if err := p.saveLedger(t, a.key, a.book, a.now); err != nil {
		return err
	}
	return keep(answer)
}

// forgive forgets the failures of a user who has proven enough.
func (p *Pool) forgive(t tx, a *signInAttempt) error {
	if a.book.Failures == 0 {
		return nil
	}
	a.book.succeeded()
	return p.saveLedger(t, a.key, a.book, a.now)
}
