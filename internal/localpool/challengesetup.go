package localpool

import (
	"encoding/json"
	"fmt"
	"slices"
)

// maxSetupEmail is the longest address that mail can reach (RFC 5321 4.5.3.1.3), in bytes. It has to fit into a session.
const maxSetupEmail = 254

// setupChallenge follows the first factor where the pool demands a second one and the user has none.
func (p *Pool) setupChallenge(a *signInAttempt) (*signInOutcome, error) {
	factors := a.scope.mfaSetupFactors(a.user)
	if len(factors) == 0 {
		return nil, keep(fail(mfaMethodNotFound, "The user pool requires MFA, and the user has no factor that can be set up during sign-in."))
	}
	list, err := json.Marshal(factors)
	if err != nil {
		return nil, fmt.Errorf("localpool: encode second factors: %w", err)
	}
	return p.challenge(a, challengeMFASetup, map[string]string{"MFAS_CAN_SETUP": string(list), userIDParameter: a.user.Username},
		func(session *challengeSession) { session.Choices = factors })
}

// setupStep ends MFA_SETUP: with a session from VerifySoftwareToken in tokens, with EMAIL in a code to that address. The
// authenticator app that the session proved has to be the user's still.
func (p *Pool) setupStep() signInStep {
	return signInStep{settle: func(t tx, a *signInAttempt, call *authCall, _ prepared) (*signInOutcome, error) {
		if address := call.values["EMAIL"]; address != "" {
			return p.setupEmail(t, a, address)
		}
		if !a.session.Ready || !slices.Contains(a.scope.secondFactors(a.user), factorTOTP) || a.user.TOTP.Secret != a.session.TOTPKey {
			return nil, fail(softwareTokenNotFound, "Software token MFA is not set up for the user.")
		}
		return p.complete(t, a)
	}}
}

// setupEmail serves users without an address. One who has an address has that as a factor already.
func (p *Pool) setupEmail(t tx, a *signInAttempt, address string) (*signInOutcome, error) {
	switch {
	case !slices.Contains(a.session.Choices, factorEmail), !slices.Contains(a.scope.mfaSetupFactors(a.user), factorEmail), a.user.Attributes[attrEmail] != "":
		return nil, fail(invalidParameter, "EMAIL cannot be set up for the user.")
	case !emailForm.MatchString(address) || len(address) > maxSetupEmail:
		return nil, fail(invalidParameter, "Invalid email address format.")
	}
	return p.sendCode(t, a, factorEmail, attrEmail, func(session *challengeSession) { session.SetupEmail = address })
}

// mfaSetup is a sign-in that waits for an authenticator app.
type mfaSetup struct {
	scope *scope
	user  *userRecord
	// secret is the one that AssociateSoftwareToken made in this sign-in, "" before.
	secret  string
	session *challengeSession
}

// openMFASetupSession opens the Session of an MFA_SETUP challenge for AssociateSoftwareToken and VerifySoftwareToken. Its
// errors are answers. Both operations end in renewMFASetupSession, in the same write transaction. A user who has a second
// factor by now is past all that: the password alone must not replace it.
func (p *Pool) openMFASetupSession(t tx, text string) (*mfaSetup, error) {
	clientID, ok := sessionClient(text)
	if !ok {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	client, ok, err := load[clientRecord](t, bucketClients, clientID)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	s, err := p.poolScope(t, client.PoolID)
	if err != nil {
		return nil, err
	}
	s.client = client
	session, err := s.openSession(text, p.now())
	if err != nil {
		return nil, err
	}
	if err := unspent(t, session); err != nil {
		return nil, err
	}
	user, err := s.user(t, session.Username)
	if err != nil {
		return nil, err
	}
	if !session.belongsTo(user) || !user.Enabled || session.Challenge != challengeMFASetup ||
		!slices.Contains(session.Choices, factorTOTP) || !slices.Contains(s.mfaSetupFactors(user), factorTOTP) {
		return nil, fail(notAuthorized, textSessionInvalid)
	}
	return &mfaSetup{scope: s, user: user, secret: session.TOTPKey, session: session}, nil
}

// renewMFASetupSession burns the session and seals the next one, which ends when the first would have. secret is what
// AssociateSoftwareToken made; ready tells that VerifySoftwareToken took a code, and makes the session answer MFA_SETUP.
func (p *Pool) renewMFASetupSession(t tx, m *mfaSetup, secret string, ready bool) (string, error) {
	if err := burn(t, m.session); err != nil {
		return "", err
	}
	next := *m.session
	var err error
	if next.ID, err = randomUUID(p.random); err != nil {
		return "", err
	}
	next.TOTPKey, next.Ready = secret, ready
	return p.sealSession(m.scope, &next)
}
