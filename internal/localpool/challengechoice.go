package localpool

import (
	"context"
	"fmt"
	"slices"
)

// choiceStep is USER_AUTH and SELECT_CHALLENGE: the user picks a first factor among those there are.
func (p *Pool) choiceStep() signInStep {
	return signInStep{prepare: p.prepareChoice, settle: p.settleChoice}
}

// chosen is the first factor that a call names.
func (c *authCall) chosen() string {
	if c.challenge == challengeSelect {
		return c.values["ANSWER"]
	}
	return c.values["PREFERRED_CHALLENGE"]
}

func (p *Pool) prepareChoice(ctx context.Context, a *signInAttempt, call *authCall) (prepared, error) {
	switch chosen := call.chosen(); {
	case chosen == firstPassword && call.values["PASSWORD"] != "":
		return p.comparePassword(ctx, a, call)
	case chosen == firstSRP && call.values["SRP_A"] != "":
		return p.startSRP(ctx, a, call)
	}
	return prepared{}, nil
}

func (p *Pool) settleChoice(t tx, a *signInAttempt, call *authCall, ready prepared) (*signInOutcome, error) {
	if call.flow == flowUserAuth && call.session != "" {
		if outcome, err := p.confirmedSignIn(t, a, call); outcome != nil || err != nil {
			return outcome, err
		}
	}
	offers := a.offers()
	chosen := call.chosen()
	if call.challenge == challengeSelect && !slices.Contains(a.session.Choices, chosen) {
		return nil, fail(invalidParameter, "ANSWER must be one of AvailableChallenges.")
	}
	outcome, err := p.startFirst(t, a, call, ready, chosen, offers)
	if err == nil && outcome.challenge != nil && call.flow == flowUserAuth {
		outcome.challenge.AvailableChallenges = offers
	}
	return outcome, err
}

// startFirst asks for the chosen factor. A factor that came with its proof is settled at once; one that the user does not
// have leads to the list of those that there are.
func (p *Pool) startFirst(t tx, a *signInAttempt, call *authCall, ready prepared, chosen string, offers []string) (*signInOutcome, error) {
	if !slices.Contains(offers, chosen) {
		return p.offer(a, offers)
	}
	first := func(session *challengeSession) { session.First = true }
	switch chosen {
	case firstPassword:
		if call.values["PASSWORD"] != "" {
			return p.settlePassword(t, a, call, ready)
		}
		return p.challenge(a, firstPassword, nil, nil)
	case firstSRP:
		if ready.srp != nil {
			return p.verifierChallenge(a, ready.srp)
		}
		return p.challenge(a, firstSRP, nil, nil)
	case firstEmailOTP:
		return p.sendCode(t, a, chosen, attrEmail, first)
	case firstSMSOTP:
		return p.sendCode(t, a, chosen, attrPhone, first)
	case firstWebAuthn:
		return p.passkeyChallenge(a)
	}
	return nil, fmt.Errorf("localpool: no challenge for the first factor %s", chosen)
}

// offer is SELECT_CHALLENGE.
func (p *Pool) offer(a *signInAttempt, offers []string) (*signInOutcome, error) {
	if len(offers) == 0 {
		return nil, fail(notAuthorized, textWrongCredentials)
	}
	outcome, err := p.challenge(a, challengeSelect, nil, func(session *challengeSession) { session.Choices = offers })
	if err == nil {
		outcome.challenge.AvailableChallenges = offers
	}
	return outcome, err
}

// offers are the first factors of the attempt's user. A name that belongs to nobody has those of a user who signed up with a
// password and never changed anything.
func (a *signInAttempt) offers() []string {
	if a.user != nil {
		return a.scope.firstFactors(a.user)
	}
	attr := attrEmail
	if a.scope.pool.namesUsers(attrPhone) && phoneForm.MatchString(a.name) {
		attr = attrPhone
	}
	return a.scope.firstFactors(&userRecord{
		Status: statusConfirmed, Password: a.name, Attributes: map[string]string{attr: a.name, attr + "_verified": "true"},
	})
}

// confirmedSignIn gives tokens for the Session of ConfirmSignUp, which proved the address a moment ago. It does nothing for a
// user who may not sign in by a code.
func (p *Pool) confirmedSignIn(t tx, a *signInAttempt, call *authCall) (*signInOutcome, error) {
	session, err := a.scope.openSession(call.session, a.now)
	if err != nil {
		return nil, err
	}
	if err := unspent(t, session); err != nil {
		return nil, err
	}
	if session.Challenge != sessionOfConfirm || !session.belongsTo(a.user) {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	offers := a.scope.firstFactors(a.user)
	if a.user.Status != statusConfirmed || !slices.Contains(offers, firstEmailOTP) && !slices.Contains(offers, firstSMSOTP) {
		return nil, nil
	}
	if err := burn(t, session); err != nil {
		return nil, err
	}
	return p.complete(t, a)
}

// passkeyChallenge asks for a passkey.
func (p *Pool) passkeyChallenge(a *signInAttempt) (*signInOutcome, error) {
	options, state, err := p.startPasskeySignIn(a.scope, a.user)
	if err != nil {
		return nil, err
	}
	return p.challenge(a, firstWebAuthn, map[string]string{"CREDENTIAL_REQUEST_OPTIONS": options},
		func(session *challengeSession) { session.First, session.Passkey = true, state })
}

func (p *Pool) passkeyStep() signInStep {
	return signInStep{settle: func(t tx, a *signInAttempt, call *authCall, _ prepared) (*signInOutcome, error) {
		if a.user == nil || !slices.Contains(a.scope.firstFactors(a.user), firstWebAuthn) {
			return nil, fail(notAuthorized, textSessionInvalid)
		}
		if err := p.finishPasskeySignIn(a.scope, a.user, a.session.Passkey, call.values["CREDENTIAL"], a.now); err != nil {
			return nil, err
		}
		if err := a.scope.saveUser(t, a.user); err != nil {
			return nil, err
		}
		return p.complete(t, a)
	}}
}
