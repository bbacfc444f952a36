package localpool

import (
	"context"
	"maps"
	"slices"
)

// maxCustomRounds bounds one sign-in by CUSTOM_AUTH, whatever the triggers decide.
const maxCustomRounds = 20

// customProgress is what the Session of CUSTOM_AUTH keeps between the rounds.
type customProgress struct {
	Rounds   []CustomRound     `json:"rounds,omitempty"`
	Private  map[string]string `json:"private,omitempty"`
	Metadata string            `json:"metadata,omitempty"`
}

// customTurn is what the triggers decided, outside the write transaction.
type customTurn struct {
	decision CustomDecision
	made     CustomChallenge
	rounds   []CustomRound
}

// customStep starts CUSTOM_AUTH, by SRP where CHALLENGE_NAME says so.
func (p *Pool) customStep(call *authCall) (signInStep, string) {
	step := signInStep{
		prepare: func(ctx context.Context, a *signInAttempt, call *authCall) (prepared, error) {
			var ready prepared
			var rounds []CustomRound
			var err error
			if call.values["CHALLENGE_NAME"] == challengeFirstSRPStep {
				if ready, err = p.startSRP(ctx, a, call); err != nil {
					return ready, err
				}
				rounds = []CustomRound{{Challenge: challengeFirstSRPStep, Passed: true}}
			}
			ready.custom, err = p.nextTurn(ctx, a, call, rounds)
			return ready, err
		},
		settle: p.settleCustom,
	}
	if call.values["CHALLENGE_NAME"] == challengeFirstSRPStep {
		return step, "SRP_A"
	}
	return step, "USERNAME"
}

// customAnswerStep takes an answer. Right or wrong, it ends the session: the next round has its own.
func (p *Pool) customAnswerStep() signInStep {
	return signInStep{
		prepare: func(ctx context.Context, a *signInAttempt, call *authCall) (prepared, error) {
			progress := a.session.Custom
			if progress == nil {
				return prepared{}, fail(notAuthorized, textSessionInvalid)
			}
			passed, err := p.opts.Custom.Verify(ctx, a.customRequest(call, progress.Rounds), progress.Private, call.values["ANSWER"])
			if err != nil {
				return prepared{}, triggerFailed("VerifyAuthChallengeResponse", err)
			}
			turn, err := p.nextTurn(ctx, a, call, append(slices.Clone(progress.Rounds),
				CustomRound{Challenge: challengeCustom, Passed: passed, Metadata: progress.Metadata}))
			return prepared{custom: turn}, err
		},
		settle: p.settleCustom,
	}
}

// nextTurn asks the triggers what follows.
func (p *Pool) nextTurn(ctx context.Context, a *signInAttempt, call *authCall, rounds []CustomRound) (*customTurn, error) {
	if len(rounds) > maxCustomRounds {
		return &customTurn{decision: CustomDecision{Fail: true}}, nil
	}
	turn := &customTurn{rounds: rounds}
	request := a.customRequest(call, rounds)
	var err error
	if turn.decision, err = p.opts.Custom.Define(ctx, request); err != nil {
		return nil, triggerFailed("DefineAuthChallenge", err)
	}
	if turn.decision.Fail || turn.decision.IssueTokens || turn.decision.Challenge != challengeCustom {
		return turn, nil
	}
	if turn.made, err = p.opts.Custom.Create(ctx, request); err != nil {
		return nil, triggerFailed("CreateAuthChallenge", err)
	}
	return turn, nil
}

func triggerFailed(trigger string, err error) error {
	return fail(userLambdaValidation, trigger+" failed with error "+err.Error()+".")
}

// settleCustom does what the triggers decided. Tokens still wait for the user's state and second factor, as after a password.
func (p *Pool) settleCustom(t tx, a *signInAttempt, _ *authCall, ready prepared) (*signInOutcome, error) {
	decision := ready.custom.decision
	switch {
	case decision.Fail, decision.IssueTokens && a.user == nil:
		if a.session != nil {
			if err := burn(t, a.session); err != nil {
				return nil, err
			}
		}
		return nil, keep(fail(notAuthorized, textWrongCredentials))
	case decision.IssueTokens:
		return p.proven(t, a)
	}
	a.custom = &customProgress{Rounds: ready.custom.rounds, Private: ready.custom.made.Private, Metadata: ready.custom.made.Metadata}
	switch {
	case decision.Challenge == challengeVerifier && ready.srp != nil:
		return p.verifierChallenge(a, ready.srp)
	case decision.Challenge != challengeCustom:
		return nil, fail(invalidLambdaResponse, "Unrecognizable lambda output")
	}
	if a.session == nil || len(ready.custom.made.Messages) > 0 {
		if err := p.spendMessage(t, a); err != nil {
			return nil, err
		}
	}
	public := maps.Clone(ready.custom.made.Public)
	if public == nil {
		public = map[string]string{}
	}
	public["USERNAME"] = a.username()
	outcome, err := p.challenge(a, challengeCustom, public, nil)
	if err == nil {
		outcome.mail = ready.custom.made.Messages
	}
	return outcome, err
}

// customRequest tells the triggers about the attempt. Only a proven address gets a message; the others seem to.
func (a *signInAttempt) customRequest(call *authCall, rounds []CustomRound) *CustomRequest {
	request := &CustomRequest{
		PoolID: a.scope.pool.ID, ClientID: a.scope.client.ID, Username: a.username(), UserNotFound: a.user == nil,
		ClientMetadata: call.metadata, Rounds: rounds, delivery: a.scope.simulatedDelivery(a.name),
	}
	if a.user == nil {
		return request
	}
	request.Attributes = maps.Clone(a.user.Attributes)
	for _, attr := range []string{attrEmail, attrPhone} {
		if a.user.verified(attr) {
			request.delivery, request.address = a.scope.deliveryTo(attr, a.user.Attributes[attr]), a.user.Attributes[attr]
			break
		}
	}
	return request
}
