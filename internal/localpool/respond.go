package localpool

import (
	"context"
	"slices"
)

type respondInput struct {
	ClientID           string            `json:"ClientId" is:"clientID,required"`
	ChallengeName      string            `json:"ChallengeName" is:"challenge,required"`
	Session            string            `json:"Session" is:"session"`
	ChallengeResponses map[string]string `json:"ChallengeResponses"`
	ClientMetadata     map[string]string `json:"ClientMetadata"`
}

// respondToAuthChallenge answers a challenge with tokens or the next challenge.
func (p *Pool) respondToAuthChallenge(ctx context.Context, in *respondInput) (*authOutput, error) {
	return p.respond(ctx, &authCall{
		clientID: in.ClientID, challenge: in.ChallengeName, values: in.ChallengeResponses, session: in.Session, metadata: in.ClientMetadata,
	})
}

func (p *Pool) respond(ctx context.Context, call *authCall) (*authOutput, error) {
	err := p.view(func(t tx) error {
		_, err := p.authScope(t, call)
		return err
	})
	if err != nil {
		return nil, err
	}
	step, err := p.stepOfChallenge(call)
	if err != nil {
		return nil, err
	}
	return p.take(ctx, call, step)
}

// needs refuses a call without the values that its step reads.
func (c *authCall) needs(step signInStep, names ...string) (signInStep, error) {
	for _, name := range slices.Concat([]string{"USERNAME"}, names) {
		if c.values[name] == "" {
			return step, missingParameter(name)
		}
	}
	return step, nil
}

func (p *Pool) stepOfFlow(call *authCall) (signInStep, error) {
	switch call.flow {
	case flowUserSRP:
		return call.needs(p.srpStep(), "SRP_A")
	case flowUserAuth:
		return call.needs(p.choiceStep())
	case flowCustom:
		step, needed := p.customStep(call)
		return call.needs(step, needed)
	}
	return call.needs(p.passwordStep(), "PASSWORD")
}

func (p *Pool) stepOfChallenge(call *authCall) (signInStep, error) {
	if call.session == "" && call.challenge != challengeVerifier {
		return signInStep{}, missingParameter("Session")
	}
	switch call.challenge {
	case challengeNewPassword:
		return call.needs(p.newPasswordStep(), "NEW_PASSWORD")
	case challengeVerifier:
		return call.needs(p.verifierStep(), "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP")
	case challengeSelect:
		return call.needs(p.choiceStep(), "ANSWER")
	case challengeSelectMFA:
		return call.needs(p.selectMFAStep(), "ANSWER")
	case challengeMFASetup:
		return call.needs(p.setupStep())
	case challengeCustom:
		return call.needs(p.customAnswerStep(), "ANSWER")
	case firstPassword:
		return call.needs(p.passwordStep(), "PASSWORD")
	case firstSRP:
		return call.needs(p.srpStep(), "SRP_A")
	case firstWebAuthn:
		return call.needs(p.passkeyStep(), "CREDENTIAL")
	case factorTOTP:
		return call.needs(p.totpStep(), codeParameter(factorTOTP))
	case factorSMS, factorEmail, firstSMSOTP:
		return call.needs(p.codeStep(), codeParameter(call.challenge))
	}
	// Device tracking is refused by the pool's settings, so these are never asked.
	return signInStep{}, fail(notAuthorized, textSessionInvalid)
}

// answers opens the session that a call answers, and holds it against the client, the challenge, the user and the password.
// Whatever does not fit is refused alike.
func (a *signInAttempt) answers(t tx, call *authCall) error {
	refuse := fail(notAuthorized, textSessionInvalid)
	if err := a.openAnswered(call); err != nil {
		return err
	}
	if a.session.Challenge != call.challenge {
		return refuse
	}
	if err := unspent(t, a.session); err != nil {
		return err
	}
	if a.session.Nobody != "" {
		// Somebody may have taken the name since. Nobody's session stays nobody's.
		if pool := &a.scope.pool; pool.normal(a.scope.simulatedUsername(a.session.Nobody)) != pool.normal(a.scope.simulatedUsername(a.name)) {
			return refuse
		}
		a.user, a.name = nil, a.session.Nobody
		return nil
	}
	switch {
	case a.user != nil && !a.user.Enabled: // which ended the session as well, and says more
		return fail(notAuthorized, textUserDisabled)
	case !a.session.belongsTo(a.user):
		return refuse
	}
	return nil
}

func (a *signInAttempt) openAnswered(call *authCall) (err error) {
	if call.challenge != challengeVerifier {
		a.session, err = a.scope.openSession(call.session, a.now)
		return err
	}
	if a.verifier, err = a.scope.openBlock(call, a.now); err != nil {
		return err
	}
	a.session = &a.verifier.Session
	return nil
}
