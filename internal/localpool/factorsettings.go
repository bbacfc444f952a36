package localpool

import (
	"encoding/json"
	"slices"
)

// poolFactors is the part of a pool that only SetUserPoolMfaConfig writes. A nil member means that the factor is off.
type poolFactors struct {
	// SMS is empty: the settings of the pool hold its text and sender.
	SMS      *smsMFAConfig     `json:"sms,omitempty"`
	TOTP     *totpMFAConfig    `json:"totp,omitempty"`
	Email    *emailMFAConfig   `json:"email,omitempty"`
	WebAuthn *webAuthnSettings `json:"webAuthn,omitempty"`
}

// smsMFAConfig is SmsMfaConfigType.
type smsMFAConfig struct {
	SmsAuthenticationMessage string          `json:"SmsAuthenticationMessage,omitempty" is:"template"`
	SmsConfiguration         json.RawMessage `json:"SmsConfiguration,omitempty"`
}

// totpMFAConfig is SoftwareTokenMfaConfigType.
type totpMFAConfig struct {
	Enabled bool `json:"Enabled"`
}

// emailMFAConfig is EmailMfaConfigType.
type emailMFAConfig struct {
	Message string `json:"Message,omitempty" is:"template"`
	Subject string `json:"Subject,omitempty" is:"subject"`
}

// allowed names the second factors of this pool, in the order in which they are offered.
func (f *poolFactors) allowed() []string {
	factors := []string{}
	if f.SMS != nil {
		factors = append(factors, factorSMS)
	}
	if f.TOTP != nil && f.TOTP.Enabled {
		factors = append(factors, factorTOTP)
	}
	if f.Email != nil {
		factors = append(factors, factorEmail)
	}
	return factors
}

// signInPolicy is SignInPolicyType.
type signInPolicy struct {
	AllowedFirstAuthFactors []string `json:"AllowedFirstAuthFactors,omitempty" is:"first"`
}

// firstFactors is AllowedFirstAuthFactors. Records from before the setting was kept allow the password.
func (p *poolSettings) firstFactors() []string {
	if p.Policies == nil || p.Policies.SignInPolicy == nil {
		return []string{firstPassword}
	}
	return p.Policies.SignInPolicy.AllowedFirstAuthFactors
}

func (p *poolSettings) allowsFirst(factor string) bool {
	return slices.Contains(p.firstFactors(), factor)
}

// checkFactors refuses combinations of first and second factors that Cognito refuses.
func (p *poolSettings) checkFactors(f *poolFactors) error {
	first := p.firstFactors()
	onlyPasskeys := !slices.ContainsFunc(first, func(factor string) bool { return factor != firstWebAuthn })
	switch {
	case onlyPasskeys:
		return fail(invalidParameter, "WEB_AUTHN must be accompanied by another option in AllowedFirstAuthFactors.")
	case p.UserPoolTier == tierLite && (p.allowsFirst(firstWebAuthn) || p.allowsFirst(firstEmailOTP) || p.allowsFirst(firstSMSOTP)):
		return fail(featureUnavailable, "Passwordless sign-in is not available in the LITE tier. Set UserPoolTier to ESSENTIALS or higher.")
	case p.MfaConfiguration == mfaOff:
		return nil
	case len(f.allowed()) == 0:
		return fail(invalidParameter, "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.")
	}
	if f.Email != nil {
		if err := p.checkEmailMFA(); err != nil {
			return err
		}
	}
	if p.MfaConfiguration != mfaOn {
		return nil
	}
	switch {
	case p.allowsFirst(firstEmailOTP), p.allowsFirst(firstSMSOTP):
		return fail(invalidParameter, "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled")
	case p.allowsFirst(firstWebAuthn) && !f.passkeysAreMFA():
		return fail(invalidParameter, "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor")
	}
	return nil
}

// checkEmailMFA holds a pool against what codes by mail demand: the tier, a sender of its own, and a way to recover an
// account that is not the same mailbox.
func (p *poolSettings) checkEmailMFA() error {
	var sender struct{ EmailSendingAccount string }
	if configured(p.EmailConfiguration) {
		if err := json.Unmarshal(p.EmailConfiguration, &sender); err != nil {
			return fail(serialization, "")
		}
	}
	switch {
	case p.UserPoolTier == tierLite:
		return fail(featureUnavailable, "Email MFA is not available in the LITE tier. Set UserPoolTier to ESSENTIALS or higher.")
	case sender.EmailSendingAccount != "DEVELOPER":
		return fail(invalidParameter, "Email MFA needs an EmailConfiguration with EmailSendingAccount DEVELOPER.")
	case p.recoversByEmailOnly():
		return fail(invalidParameter, "Email MFA needs an AccountRecoverySetting with another mechanism than verified_email.")
	}
	return nil
}

func (p *poolSettings) recoversByEmailOnly() bool {
	return p.AccountRecoverySetting != nil && !slices.ContainsFunc(p.AccountRecoverySetting.RecoveryMechanisms,
		func(o recoveryOption) bool { return o.Name != recoverByEmail })
}
