package localpool

import "context"

// mfaConfig is what SetUserPoolMfaConfig and GetUserPoolMfaConfig answer.
type mfaConfig struct {
	SmsMfaConfiguration           *smsMFAConfig     `json:"SmsMfaConfiguration,omitempty"`
	SoftwareTokenMfaConfiguration *totpMFAConfig    `json:"SoftwareTokenMfaConfiguration,omitempty"`
	EmailMfaConfiguration         *emailMFAConfig   `json:"EmailMfaConfiguration,omitempty"`
	MfaConfiguration              string            `json:"MfaConfiguration,omitempty" is:"mfa"`
	WebAuthnConfiguration         *webAuthnSettings `json:"WebAuthnConfiguration,omitempty"`
}

type setMFAConfigInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
	mfaConfig
}

// setUserPoolMfaConfig replaces the second factors as a whole when the request names any of them or the mode, and the passkey
// settings when it names those. Either part may come alone: passkeys are no matter of MFA.
func (p *Pool) setUserPoolMfaConfig(_ context.Context, in *setMFAConfigInput) (*mfaConfig, error) {
	var out *mfaConfig
	err := p.update(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		if err := s.pool.configureFactors(&in.mfaConfig); err != nil {
			return err
		}
		s.pool.Modified = p.now()
		out = s.pool.mfaConfig()
		return save(t, bucketPools, s.pool.ID, s.pool)
	})
	return out, err
}

type getMFAConfigInput struct {
	UserPoolID string `json:"UserPoolId" is:"poolID,required"`
}

func (p *Pool) getUserPoolMfaConfig(_ context.Context, in *getMFAConfigInput) (*mfaConfig, error) {
	var out *mfaConfig
	err := p.view(func(t tx) error {
		s, err := p.poolScope(t, in.UserPoolID)
		if err != nil {
			return err
		}
		out = s.pool.mfaConfig()
		return nil
	})
	return out, err
}

func (p *poolRecord) mfaConfig() *mfaConfig {
	f := &p.Factors
	sms := f.SMS
	if sms != nil {
		sms = &smsMFAConfig{SmsAuthenticationMessage: p.Settings.SmsAuthenticationMessage, SmsConfiguration: p.Settings.SmsConfiguration}
	}
	return &mfaConfig{
		SmsMfaConfiguration: sms, SoftwareTokenMfaConfiguration: f.TOTP, EmailMfaConfiguration: f.Email,
		MfaConfiguration: p.Settings.MfaConfiguration, WebAuthnConfiguration: f.WebAuthn,
	}
}

// configureFactors lays a request over the pool, and leaves the pool as it was when the result is impossible.
func (p *poolRecord) configureFactors(in *mfaConfig) error {
	settings, factors := p.Settings, p.Factors
	blocks := in.SmsMfaConfiguration != nil || in.SoftwareTokenMfaConfiguration != nil || in.EmailMfaConfiguration != nil
	if blocks || in.MfaConfiguration != "" {
		settings.MfaConfiguration = pick(in.MfaConfiguration, settings.MfaConfiguration)
		if blocks && settings.MfaConfiguration == mfaOff {
			return fail(invalidParameter, "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
		}
		factors.SMS, factors.TOTP, factors.Email = in.SmsMfaConfiguration, in.SoftwareTokenMfaConfiguration, in.EmailMfaConfiguration
	}
	if in.WebAuthnConfiguration != nil {
		factors.WebAuthn = in.WebAuthnConfiguration
	}
	if sms := in.SmsMfaConfiguration; sms != nil {
		if configured(sms.SmsConfiguration) {
			settings.SmsConfiguration = sms.SmsConfiguration
		}
		if !configured(settings.SmsConfiguration) {
			return fail(invalidParameter, "[SmsConfiguration] is a required member of [SmsMfaConfiguration].")
		}
		settings.SmsAuthenticationMessage = pick(sms.SmsAuthenticationMessage, settings.SmsAuthenticationMessage)
		factors.SMS = &smsMFAConfig{} // what it says stands in the settings, which UpdateUserPool may change
	}
	if err := settings.checkFactors(&factors); err != nil {
		return err
	}
	p.Settings, p.Factors = settings, factors
	return nil
}

// adopt replaces the settings of a new pool or one that is updated. Those carry the mode of MFA, but of the factors themselves
// only SMS: a pool that turns MFA on without any other factor asks for codes by SMS.
func (p *poolRecord) adopt(settings poolSettings) error {
	factors := p.Factors
	exists := p.Settings.MfaConfiguration != ""
	switch {
	case settings.MfaConfiguration == mfaOff:
		factors = poolFactors{WebAuthn: factors.WebAuthn}
	case exists && settings.MfaConfiguration == mfaOn && p.Settings.MfaConfiguration != mfaOn:
		return fail(invalidParameter, "Cannot turn MFA functionality ON, once the user pool has been created.")
	case (factors.SMS != nil || len(factors.allowed()) == 0) && !configured(settings.SmsConfiguration):
		return fail(invalidParameter, "SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
	case len(factors.allowed()) == 0:
		factors.SMS = &smsMFAConfig{}
	}
	if err := settings.checkFactors(&factors); err != nil {
		return err
	}
	p.Settings, p.Factors = settings, factors
	return nil
}
