package localpool

import "context"

// passwordStep signs in by a password in the clear: USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH and the challenge PASSWORD.
func (p *Pool) passwordStep() signInStep {
	return signInStep{prepare: p.comparePassword, settle: p.settlePassword}
}

func (p *Pool) comparePassword(ctx context.Context, a *signInAttempt, call *authCall) (prepared, error) {
	var stored string
	if a.user != nil {
		stored = a.user.Password
	}
	var ready prepared
	var err error
	if ready.matched, err = p.hasher.matches(ctx, stored, call.values["PASSWORD"]); err != nil {
		return ready, err
	}
	if ready.matched && a.user.SRP == nil {
		salt, err := randomBytes(p.random, srpSaltBytes)
		if err != nil {
			return ready, err
		}
		ready.verifier = newSRPGroup().verifier(salt, a.user.PoolID, a.user.Username, call.values["PASSWORD"])
	}
	return ready, nil
}

// settlePassword turns a comparison into an answer. The right password of an unconfirmed user is the only way to learn that
// it is unconfirmed.
func (p *Pool) settlePassword(t tx, a *signInAttempt, _ *authCall, ready prepared) (*signInOutcome, error) {
	if !ready.matched || a.user == nil {
		return nil, p.failed(t, a, fail(notAuthorized, textWrongCredentials))
	}
	if ready.verifier != nil && a.user.SRP == nil {
		a.user.SRP = ready.verifier
		if err := a.scope.saveUser(t, a.user); err != nil {
			return nil, err
		}
	}
	return p.proven(t, a)
}

// proven decides what follows a first factor that was right.
func (p *Pool) proven(t tx, a *signInAttempt) (*signInOutcome, error) {
	switch a.user.Status {
	case statusConfirmed:
		return p.secondStep(t, a)
	case statusForceChange:
		if err := p.forgive(t, a); err != nil {
			return nil, err
		}
		return p.newPasswordChallenge(a)
	case statusUnconfirmed:
		if err := p.forgive(t, a); err != nil {
			return nil, err
		}
		return nil, keep(fail(userNotConfirmed, "User is not confirmed."))
	}
	return nil, keep(fail(notAuthorized, textWrongCredentials))
}

// complete gives tokens. Only here are the failures of a user with a second factor forgotten: somebody who knows the password
// could otherwise try one code after the other.
func (p *Pool) complete(t tx, a *signInAttempt) (*signInOutcome, error) {
	if err := p.forgive(t, a); err != nil {
		return nil, err
	}
	issued, err := p.startFamily(t, a.scope, a.user, a.ids, a.now)
	return &signInOutcome{grant: issued}, err
}
