package localpool

import (
	"encoding/json"
	"fmt"
	"slices"
)

// answerEmailMFA is how some clients spell EMAIL_OTP in the answer of SELECT_MFA_TYPE.
const answerEmailMFA = "EMAIL_MFA"

// secondStep follows the first factor of a confirmed user.
func (p *Pool) secondStep(t tx, a *signInAttempt) (*signInOutcome, error) {
	factors := a.scope.secondFactors(a.user)
	switch {
	case len(factors) == 0 && a.scope.pool.Settings.MfaConfiguration == mfaOn:
		return p.setupChallenge(a)
	case len(factors) == 0:
		return p.complete(t, a)
	case a.scope.prefersFactor(a.user):
		return p.askFactor(t, a, factors[0])
	}
	list, err := json.Marshal(factors)
	if err != nil {
		return nil, fmt.Errorf("localpool: encode second factors: %w", err)
	}
	return p.challenge(a, challengeSelectMFA, map[string]string{"MFAS_CAN_CHOOSE": string(list), userIDParameter: a.user.Username},
		func(session *challengeSession) { session.Choices = factors })
}

func (p *Pool) askFactor(t tx, a *signInAttempt, factor string) (*signInOutcome, error) {
	switch factor {
	case factorTOTP:
		return p.challenge(a, factorTOTP, map[string]string{
			"FRIENDLY_DEVICE_NAME": a.user.TOTP.DeviceName, userIDParameter: a.user.Username,
		}, nil)
	case factorSMS:
		return p.sendCode(t, a, factor, attrPhone, nil)
	case factorEmail:
		return p.sendCode(t, a, factor, attrEmail, nil)
	}
	return nil, fmt.Errorf("localpool: no challenge for the second factor %s", factor)
}

func (p *Pool) selectMFAStep() signInStep {
	return signInStep{settle: func(t tx, a *signInAttempt, call *authCall, _ prepared) (*signInOutcome, error) {
		chosen := call.values["ANSWER"]
		if chosen == answerEmailMFA {
			chosen = factorEmail
		}
		if !slices.Contains(a.session.Choices, chosen) || !slices.Contains(a.scope.secondFactors(a.user), chosen) {
			return nil, fail(invalidParameter, "ANSWER must be one of MFAS_CAN_CHOOSE.")
		}
		return p.askFactor(t, a, chosen)
	}}
}

// totpStep takes a code of an authenticator app. A code that was used before is told apart from a wrong one, as Cognito does,
// and is no guess.
func (p *Pool) totpStep() signInStep {
	return signInStep{settle: func(t tx, a *signInAttempt, call *authCall, _ prepared) (*signInOutcome, error) {
		code := call.values["SOFTWARE_TOKEN_MFA_CODE"]
		switch {
		case !slices.Contains(a.scope.secondFactors(a.user), factorTOTP):
			return nil, fail(softwareTokenNotFound, "Software token MFA is not set up for the user.")
		case p.usedTOTP(a.user, code, a.now):
			return nil, fail(expiredCode, textTOTPUsed)
		case !p.useTOTP(a.user, code, a.now):
			if err := countWrong(t, a.session); err != nil {
				return nil, err
			}
			return nil, p.failed(t, a, fail(codeMismatch, textMFAMismatch))
		}
		if err := a.scope.saveUser(t, a.user); err != nil {
			return nil, err
		}
		return p.complete(t, a)
	}}
}
