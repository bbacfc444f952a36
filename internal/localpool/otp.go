package localpool

import (
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"slices"
)

const (
	// A code that is the only factor has more digits than one that follows a password.
	firstFactorDigits = 8
	firstFactorSpace  = 100_000_000

	codeForSignIn = "signIn"

	userIDParameter = "USER_ID_FOR_SRP"
)

// capSignInCodes bounds the messages of sign-in. Cognito sends 5 to 20 an hour by its estimate of the risk.
var capSignInCodes = hourlyCap{"signInCodes", 20}

// newSignInCode draws the code of EMAIL_OTP, SMS_OTP or SMS_MFA.
func (p *Pool) newSignInCode(first bool) (string, error) {
	if p.opts.FixedCode != "" || !first {
		return p.newCode()
	}
	b, err := randomBytes(p.random, 8)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", firstFactorDigits, binary.BigEndian.Uint64(b)%firstFactorSpace), nil
}

// sendCode makes a challenge out of a message to one of the user's addresses. The code lives in its session alone, so each
// session has its own, and it ends with it. A name that belongs to nobody gets the same challenge and no message.
func (p *Pool) sendCode(t tx, a *signInAttempt, name, attr string, edit func(*challengeSession)) (*signInOutcome, error) {
	if err := p.spendMessage(t, a); err != nil {
		return nil, err
	}
	session, err := p.newSession(a, name)
	if err != nil {
		return nil, err
	}
	if edit != nil {
		edit(session)
	}
	address := session.SetupEmail
	if a.user != nil && address == "" {
		address = a.user.Attributes[attr]
	}
	code, err := p.newSignInCode(session.First)
	if err != nil {
		return nil, err
	}
	session.Proves, session.CodeHash, session.AddressHash = attr, a.scope.signInHash(session.ID, code), a.scope.signInHash(session.ID, address)
	details := a.scope.simulatedDelivery(a.name)
	if a.user != nil {
		details = a.scope.deliveryTo(attr, address)
	}
	outcome, err := p.issue(a.scope, session, map[string]string{
		"CODE_DELIVERY_DELIVERY_MEDIUM": details.DeliveryMedium, "CODE_DELIVERY_DESTINATION": details.Destination, userIDParameter: a.username(),
	})
	if err == nil && a.user != nil {
		outcome.mail = append(outcome.mail, a.scope.signInMessage(a.user, attr, address, code))
	}
	return outcome, err
}

// spendMessage counts a message against its cap, for names that belong to nobody as well.
func (p *Pool) spendMessage(t tx, a *signInAttempt) error {
	if err := p.spend(t, a.scope, a.user, a.name, capSignInCodes, a.now); err != nil {
		return err
	}
	book, _, err := load[ledger](t, bucketLedgers, a.key)
	a.book = book
	return err
}

// signInHash binds a code, or the address it went to, to its pool (by the key) and session.
func (s *scope) signInHash(sessionID, text string) []byte {
	return keyedHash(s.realm.codeKey, codeForSignIn, sessionID, text)
}

// codeStep takes the code of EMAIL_OTP, SMS_OTP or SMS_MFA.
func (p *Pool) codeStep() signInStep { return signInStep{settle: p.settleCode} }

func (p *Pool) settleCode(t tx, a *signInAttempt, call *authCall, _ prepared) (*signInOutcome, error) {
	code := call.values[codeParameter(call.challenge)]
	if a.user == nil || !hmac.Equal(a.session.CodeHash, a.scope.signInHash(a.session.ID, code)) {
		if err := countWrong(t, a.session); err != nil {
			return nil, err
		}
		if a.session.First {
			return nil, keep(fail(codeMismatch, textOTPMismatch))
		}
		return nil, p.failed(t, a, fail(codeMismatch, wrongCodeText(call.challenge)))
	}
	// The code proved an address, so it says nothing about one that replaced it meanwhile.
	now := pick(a.session.SetupEmail, a.user.Attributes[a.session.Proves])
	if !hmac.Equal(a.session.AddressHash, a.scope.signInHash(a.session.ID, now)) {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	switch {
	case a.session.First:
		return p.firstCode(t, a, call.challenge)
	case a.session.SetupEmail != "":
		return p.proveSetup(t, a)
	case !slices.Contains(a.scope.secondFactors(a.user), call.challenge):
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	return p.complete(t, a)
}

// firstCode signs in by a code alone. It proves the address, and with it confirms the user, as a sign-up code would.
func (p *Pool) firstCode(t tx, a *signInAttempt, challenge string) (*signInOutcome, error) {
	if !slices.Contains(a.scope.firstFactors(a.user), challenge) {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	if a.user.Status == statusUnconfirmed || !a.user.verified(a.session.Proves) {
		if err := p.proveAddress(t, a); err != nil {
			return nil, err
		}
	}
	return p.complete(t, a)
}

func (p *Pool) proveAddress(t tx, a *signInAttempt) error {
	attr := a.session.Proves
	if a.user.Status == statusUnconfirmed {
		a.user.Status = statusConfirmed
		delete(a.user.Codes, codeForSignUp)
	}
	a.user.Attributes[attr+"_verified"], a.user.Modified = "true", a.now
	if err := a.scope.claimAlias(t, a.user, attr, a.user.Attributes[attr], false); err != nil {
		return err
	}
	return a.scope.saveUser(t, a.user)
}

// proveSetup makes the address that the code went to the user's, and so a second factor.
func (p *Pool) proveSetup(t tx, a *signInAttempt) (*signInOutcome, error) {
	if !slices.Contains(a.scope.mfaSetupFactors(a.user), factorEmail) || a.user.Attributes[attrEmail] != "" {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	if err := a.scope.replace(t, a.user, attrEmail, a.session.SetupEmail); err != nil {
		return nil, err
	}
	if err := p.proveAddress(t, a); err != nil {
		return nil, err
	}
	return p.complete(t, a)
}

func codeParameter(challenge string) string { return challenge + "_CODE" }

func wrongCodeText(challenge string) string {
	if challenge == factorEmail {
		return textOTPMismatch
	}
	return textMFAMismatch
}
