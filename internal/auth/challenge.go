package auth

import "time"

// ChallengeKind is a step of signing in, by Cognito's name for it (ChallengeName).
type ChallengeKind string

// The steps and what answers them.
const (
	ChallengeNewPassword  ChallengeKind = "NEW_PASSWORD_REQUIRED" // Reply.NewPassword
	ChallengeTOTP         ChallengeKind = "SOFTWARE_TOKEN_MFA"    // Reply.TOTPCode
	ChallengeSMS          ChallengeKind = "SMS_MFA"               // Reply.Code
	ChallengeEmailOTP     ChallengeKind = "EMAIL_OTP"             // Reply.Code; as first factor and as second
	ChallengeSMSOTP       ChallengeKind = "SMS_OTP"               // Reply.Code
	ChallengeSelectMFA    ChallengeKind = "SELECT_MFA_TYPE"       // Reply.Factor
	ChallengeMFASetup     ChallengeKind = "MFA_SETUP"             // Reply.TOTPSetup
	ChallengeSelectFactor ChallengeKind = "SELECT_CHALLENGE"      // Reply.Factor, or Reply.Password
	ChallengePassword     ChallengeKind = "PASSWORD"              // Reply.Password
	ChallengePasskey      ChallengeKind = "WEB_AUTHN"             //nolint:gosec // Reply.Passkey; no credential, a name
	ChallengeCustom       ChallengeKind = "CUSTOM_CHALLENGE"      // Reply.Custom
)

// codeChannel is how the code of a challenge travels; "" when the challenge sends none.
func (k ChallengeKind) codeChannel() Channel {
	switch k {
	case ChallengeEmailOTP:
		return ByEmail
	case ChallengeSMS, ChallengeSMSOTP:
		return BySMS
	}
	return ""
}

// asksForCode tells the challenges whose answer is a short code that can be mistyped.
func (k ChallengeKind) asksForCode() bool { return k == ChallengeTOTP || k.codeChannel() != "" }

// Step is the pool's answer to a step of signing in. One of its fields is set.
type Step struct {
	Tokens    *Tokens
	Challenge *Challenge
}

// Challenge is a step that the pool asks for next.
type Challenge struct {
	Kind     ChallengeKind
	Username string // the name that the answer must carry
	Session  Secret // Cognito's, of 3 to 15 minutes

	Delivery           *CodeDelivery // of a code: where it went, masked by the pool; ExpiresAt is not set
	Factors            []Factor      // to choose from, or to set up
	RequiredAttributes []string      // of ChallengeNewPassword: those the user lacks
	PasskeyOptions     WebAuthnJSON  // of ChallengePasskey
	Parameters         []Attribute   // of ChallengeCustom, by name
	DeviceName         string        // of ChallengeTOTP: the name the user gave the authenticator app
}

// Answer answers a [Challenge] at the pool.
type Answer struct {
	Kind     ChallengeKind // of the challenge, as are the two below
	Username string
	Session  Secret
	Reply
}

// Reply is what a client answers a challenge with. One of its fields is set; which one fits stands
// beside the kinds of challenge.
type Reply struct {
	TOTPCode    string
	Code        string
	Password    Password
	NewPassword *NewPassword
	Factor      Factor
	TOTPSetup   *TOTPProof
	Passkey     WebAuthnJSON // the toJSON() of the credential
	Custom      string
}

// NewPassword is the password that replaces a temporary one, and the attributes that the user lacks.
type NewPassword struct {
	Password   Password
	Attributes []Attribute
}

// TOTPProof is the first code of a new authenticator app, and what its owner calls it.
type TOTPProof struct {
	Code       string // six digits
	DeviceName string // may be empty
}

// SignInStep is the outcome of [Service.StartSignIn] and [Service.RespondToChallenge]. It has tokens
// or a challenge.
type SignInStep struct {
	Tokens    *Tokens
	Account   string // beside Tokens: the name that was signed in with, normalised
	Challenge *OpenChallenge
}

// OpenChallenge is a running challenge as a client sees it.
type OpenChallenge struct {
	Token     string // opaque; goes to [Service.RespondToChallenge]
	Kind      ChallengeKind
	ExpiresAt time.Time

	Delivery           *CodeDelivery   // set for ChallengeSMS, ChallengeEmailOTP and ChallengeSMSOTP
	Factors            []Factor        // set for the two choices, ChallengePassword and ChallengeMFASetup
	RequiredAttributes []string        // of ChallengeNewPassword
	TOTP               *TOTPEnrollment // set for ChallengeMFASetup
	PasskeyOptions     WebAuthnJSON    // set for ChallengePasskey
	Parameters         []Attribute     // of ChallengeCustom
	DeviceName         string          // of ChallengeTOTP; may be empty
}

// ChallengeSealer seals the state of a running challenge, which its client keeps. What it opens was
// sealed by it for this purpose, user pool and app client, and is not altered.
type ChallengeSealer interface {
	Seal(state []byte) (sealed string, err error)
	Open(sealed string) (state []byte, sealedAt time.Time, err error)
}

// ChallengeLife is Cognito's default for the validity of a Session (AuthSessionValidity), and the
// shortest that an app client can have.
const ChallengeLife = 3 * time.Minute

// present is a Reply's own field names, for the check that exactly one is set.
func (r Reply) present() []string {
	var set []string
	for _, field := range []struct {
		name string
		is   bool
	}{
		{"totpCode", r.TOTPCode != ""},
		{"code", r.Code != ""},
		{"password", r.Password != ""},
		{"newPassword", r.NewPassword != nil},
		{"factor", r.Factor != ""},
		{"totpSetup", r.TOTPSetup != nil},
		{"passkey", r.Passkey != ""},
		{"custom", r.Custom != ""},
	} {
		if field.is {
			set = append(set, field.name)
		}
	}
	return set
}

// fits lists the fields of a Reply that answer a challenge.
func (k ChallengeKind) fits() []string {
	switch k {
	case ChallengeNewPassword:
		return []string{"newPassword"}
	case ChallengeTOTP:
		return []string{"totpCode"}
	case ChallengeSMS, ChallengeEmailOTP, ChallengeSMSOTP:
		return []string{"code"}
	case ChallengeSelectMFA:
		return []string{"factor"}
	case ChallengeSelectFactor:
		return []string{"factor", "password"}
	case ChallengeMFASetup:
		return []string{"totpSetup"}
	case ChallengePassword:
		return []string{"password"}
	case ChallengePasskey:
		return []string{"passkey"}
	case ChallengeCustom:
		return []string{"custom"}
	}
	return nil
}
