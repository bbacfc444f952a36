package localpool

import (
	"context"
	"errors"
	"time"
)

// maxPasswordRaces is how often an operation starts over because the password changed while it hashed one.
const maxPasswordRaces = 3

var errRaced = errors.New("localpool: the user changed while a password was hashed")

// passwordSignIn compares outside the write transaction, because argon2id is slow on purpose, and checks everything again
// inside: parallel guesses are counted one by one, and none of them gets an answer once the lock has begun.
func (p *Pool) passwordSignIn(ctx context.Context, in *initiateAuthInput) (*authOutput, error) {
	for _, name := range []string{"USERNAME", "PASSWORD"} {
		if in.AuthParameters[name] == "" {
			return nil, fail(invalidParameter, "Missing required parameter "+name)
		}
	}
	ids, err := p.newSignInIDs()
	if err != nil {
		return nil, err
	}
	var out *authOutput
	err = retryRaced(func() (err error) {
		out, err = p.tryPassword(ctx, in, ids)
		return err
	})
	return out, err
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

func (p *Pool) tryPassword(ctx context.Context, in *initiateAuthInput, ids *signInIDs) (*authOutput, error) {
	var stored string
	var version uint64
	err := p.view(func(t tx) error {
		attempt, err := p.attempt(t, in)
		if err != nil {
			return err
		}
		if attempt.user != nil {
			stored, version = attempt.user.Password, attempt.user.PasswordVersion
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	matched, err := p.hasher.matches(ctx, stored, in.AuthParameters["PASSWORD"])
	if err != nil {
		return nil, err
	}
	var outcome *signInOutcome
	err = p.update(func(t tx) error {
		attempt, err := p.attempt(t, in)
		if err != nil {
			return err
		}
		if attempt.user != nil && (attempt.user.PasswordVersion != version || attempt.user.Password != stored) {
			return errRaced
		}
		outcome, err = p.settle(t, attempt, matched, ids)
		return err
	})
	if err != nil {
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

// signInAttempt is one password attempt as a transaction sees it. user is nil for a name that belongs to nobody.
type signInAttempt struct {
	scope *scope
	user  *userRecord
	key   string
	book  ledger
	now   time.Time
}

type signInOutcome struct {
	grant     *grant
	challenge *authOutput
}

// attempt runs the checks that precede the comparison, in Cognito's order.
func (p *Pool) attempt(t tx, in *initiateAuthInput) (*signInAttempt, error) {
	name := in.AuthParameters["USERNAME"]
	s, user, err := p.namedUser(t, in.ClientID, name, in.AuthParameters["SECRET_HASH"])
	if err != nil {
		return nil, err
	}
	if user == nil && !s.client.hidesExistence() {
		return nil, fail(userNotFound, textUserUnknown)
	}
	if user != nil && !user.Enabled {
		return nil, fail(notAuthorized, textUserDisabled)
	}
	a := &signInAttempt{scope: s, user: user, key: s.ledgerKey(user, name), now: p.now()}
	if a.book, _, err = load[ledger](t, bucketLedgers, a.key); err != nil {
		return nil, err
	}
	switch {
	case a.book.locked(a.now):
		return nil, fail(notAuthorized, textLockedOut)
	case user == nil:
	case user.Status == statusForceChange && !a.now.Before(user.PasswordSet.Add(s.pool.Settings.passwordPolicy().temporaryLife())):
		return nil, fail(notAuthorized, "Temporary password has expired and must be reset by an administrator.")
	case user.Status == statusResetNeeded: // also where existence is hidden: only imported users are spared then
		return nil, fail(passwordResetRequired, textResetRequired)
	}
	return a, nil
}

// settle turns a comparison into an answer. The right password of an unconfirmed user is the only way to learn that it is
// unconfirmed.
func (p *Pool) settle(t tx, a *signInAttempt, matched bool, ids *signInIDs) (*signInOutcome, error) {
	if !matched || a.user == nil {
		a.book.failed(a.now)
		if err := p.saveLedger(t, a.key, a.book, a.now); err != nil {
			return nil, err
		}
		return nil, keep(fail(notAuthorized, textWrongCredentials))
	}
	if a.book.Failures > 0 {
		a.book.succeeded()
		if err := p.saveLedger(t, a.key, a.book, a.now); err != nil {
			return nil, err
		}
	}
	switch a.user.Status {
	case statusConfirmed:
		issued, err := p.startFamily(t, a.scope, a.user, ids, a.now)
		return &signInOutcome{grant: issued}, err
	case statusForceChange:
		challenge, err := p.newPasswordChallenge(a.scope, a.user, a.now)
		return &signInOutcome{challenge: challenge}, err
	case statusUnconfirmed:
		return nil, keep(fail(userNotConfirmed, "User is not confirmed."))
	}
	return nil, keep(fail(notAuthorized, textWrongCredentials))
}
