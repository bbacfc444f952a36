package localpool

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// ChallengeName values. Those of second and first factors stand in factors.go.
const (
	challengeNewPassword  = "NEW_PASSWORD_REQUIRED"
	challengeVerifier     = "PASSWORD_VERIFIER"
	challengeSelect       = "SELECT_CHALLENGE"
	challengeSelectMFA    = "SELECT_MFA_TYPE"
	challengeMFASetup     = "MFA_SETUP"
	challengeCustom       = "CUSTOM_CHALLENGE"
	challengeDevice       = "DEVICE_SRP_AUTH"
	challengeDeviceProof  = "DEVICE_PASSWORD_VERIFIER"
	challengeAdminNoSRP   = flowAdminNoSRP
	challengeFirstSRPStep = "SRP_A"

	// sessionOfSignUp and sessionOfConfirm are no challenges: SignUp hands out the one, ConfirmSignUp takes it and hands out
	// the other, and InitiateAuth takes that for a sign-in without a further factor.
	sessionOfSignUp  = "SignUp"
	sessionOfConfirm = "ConfirmSignUp"
)

func challengeNames() []string {
	return []string{
		challengeNewPassword, challengeVerifier, challengeSelect, challengeSelectMFA, challengeMFASetup, challengeCustom,
		challengeDevice, challengeDeviceProof, challengeAdminNoSRP,
		factorTOTP, factorSMS, factorEmail, firstPassword, firstSRP, firstSMSOTP, firstWebAuthn,
	}
}

// maxUsername is in characters. AuthParameters have no constraints of their own, and the name of nobody travels in sessions.
const maxUsername = 128

// challengeSession is what the Session of a challenge holds, sealed: clients see an opaque text.
type challengeSession struct {
	ID              string    `json:"id"`
	Challenge       string    `json:"challenge"`
	ClientID        string    `json:"client"`
	Username        string    `json:"user,omitempty"`
	Sub             string    `json:"sub,omitempty"`
	PasswordVersion uint64    `json:"version"`
	SignOuts        uint64    `json:"signOuts,omitempty"`
	Expires         time.Time `json:"expires"`
	// Nobody is the name as it was sent where it belongs to no user: the session only pretends, and Username is empty.
	Nobody string `json:"nobody,omitempty"`
	// First marks a code that is the first factor. EMAIL_OTP is the name of both a first and a second one.
	First bool `json:"first,omitempty"`
	// Choices are the answers that SELECT_CHALLENGE, SELECT_MFA_TYPE and MFA_SETUP take.
	Choices []string `json:"choices,omitempty"`
	// CodeHash is the keyed hash of the code that was sent, and Proves the attribute that it proves. AddressHash is that of the
	// attribute's value, which may have changed when the code comes back, and is too long for a session itself.
	CodeHash    []byte `json:"code,omitempty"`
	Proves      string `json:"proves,omitempty"`
	AddressHash []byte `json:"address,omitempty"`
	// Passkey is the state of a WEB_AUTHN challenge.
	Passkey []byte `json:"passkey,omitempty"`
	// TOTPKey is an authenticator app's secret during MFA_SETUP. Ready tells that a code proved it.
	TOTPKey string `json:"totp,omitempty"`
	Ready   bool   `json:"ready,omitempty"`
	// SetupEmail is the address of a code that sets up EMAIL_OTP as a second factor.
	SetupEmail string `json:"setup,omitempty"`
	// Custom is the state of CUSTOM_AUTH.
	Custom *customProgress `json:"custom,omitempty"`
}

// challenge makes a challenge for the attempt's user and seals what its answer is held against.
func (p *Pool) challenge(a *signInAttempt, name string, parameters map[string]string, edit func(*challengeSession)) (*signInOutcome, error) {
	session, err := p.newSession(a, name)
	if err != nil {
		return nil, err
	}
	if edit != nil {
		edit(session)
	}
	return p.issue(a.scope, session, parameters)
}

// issue seals a session and words its challenge.
func (p *Pool) issue(s *scope, session *challengeSession, parameters map[string]string) (*signInOutcome, error) {
	sealed, err := p.sealSession(s, session)
	if err != nil {
		return nil, err
	}
	if parameters == nil {
		parameters = map[string]string{}
	}
	return &signInOutcome{challenge: &authOutput{ChallengeName: session.Challenge, Session: sealed, ChallengeParameters: parameters}}, nil
}

// newSession binds a session to the client, the user, the version of the password and the number of global sign-outs.
func (p *Pool) newSession(a *signInAttempt, name string) (*challengeSession, error) {
	id, err := randomUUID(p.random)
	if err != nil {
		return nil, err
	}
	session := &challengeSession{
		ID: id, Challenge: name, ClientID: a.scope.client.ID,
		Expires: a.now.Add(a.scope.client.Settings.authSessionLife()),
	}
	if a.user == nil {
		if utf8.RuneCountInString(a.name) > maxUsername {
			return nil, fail(invalidParameter, "1 validation error detected: Value at 'USERNAME' failed to satisfy constraint: Member must have length less than or equal to "+strconv.Itoa(maxUsername))
		}
		session.Nobody = a.name
	} else {
		session.Username, session.Sub = a.user.Username, a.user.Sub
		session.PasswordVersion, session.SignOuts = a.user.PasswordVersion, a.user.SignOuts
	}
	session.Custom = a.custom
	return session, nil
}

// belongsTo tells whether the session is of this user, with the password of then. A name may have come back, to somebody
// else. What ends all tokens, a global sign-out or a time of being disabled, ends half a sign-in as well.
func (c *challengeSession) belongsTo(user *userRecord) bool {
	return user != nil && user.Username == c.Username && user.Sub == c.Sub &&
		user.PasswordVersion == c.PasswordVersion && user.SignOuts == c.SignOuts
}
