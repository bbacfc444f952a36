package auth

import "slices"

// Factor is a way to prove who one is.
type Factor string

// The factors, as the schema names them. E-mail and SMS mean a one-time code sent there.
const (
	FactorPassword Factor = "PASSWORD"
	FactorTOTP     Factor = "TOTP"
	FactorSMS      Factor = "SMS"
	FactorEmail    Factor = "EMAIL"
	FactorPasskey  Factor = "PASSKEY"
	// FactorCustom is whatever the triggers of the user pool ask for (Cognito CUSTOM_AUTH).
	FactorCustom Factor = "CUSTOM"
)

// mayComeFirst tells whether a sign-in can begin with a factor.
func (f Factor) mayComeFirst() bool {
	return slices.Contains([]Factor{FactorPassword, FactorSMS, FactorEmail, FactorPasskey, FactorCustom}, f)
}

// mayComeSecond tells whether a factor can follow a password.
func (f Factor) mayComeSecond() bool {
	return slices.Contains([]Factor{FactorTOTP, FactorSMS, FactorEmail}, f)
}

// SendsCode tells whether choosing a factor sends a message, or may send one.
func (f Factor) SendsCode() bool {
	return slices.Contains([]Factor{FactorEmail, FactorSMS, FactorCustom}, f)
}

// FactorSettings is a user's factors (Cognito GetUserAuthFactors).
type FactorSettings struct {
	Enabled   []Factor // second factors that are asked for (UserMFASettingList)
	Preferred Factor   // the one asked for first; empty when there is none
	Available []Factor // what the user can prove (ConfiguredUserAuthFactors)
}

// FactorPreference is one second factor's setting (Cognito SetUserMFAPreference). At most one of a
// user's factors is preferred.
type FactorPreference struct {
	Factor    Factor
	Enabled   bool
	Preferred bool
}
