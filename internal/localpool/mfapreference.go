package localpool

import (
	"context"
	"slices"
)

// mfaPreference is what SetUserMFAPreference stores.
type mfaPreference struct {
	// Enabled holds the factors that the user turned on.
	Enabled []string `json:"enabled,omitempty"`
	// Preferred is "" or one of Enabled.
	Preferred string `json:"preferred,omitempty"`
	// Passkeys tells that a passkey with user verification shall stand for both factors.
	Passkeys bool `json:"passkeys,omitempty"`
}

func (m *mfaPreference) has(factor string) bool { return slices.Contains(m.Enabled, factor) }

func (m *mfaPreference) enable(factor string) {
	if !m.has(factor) {
		m.Enabled = append(m.Enabled, factor)
	}
}

func (m *mfaPreference) disable(factor string) {
	m.Enabled = slices.DeleteFunc(m.Enabled, func(f string) bool { return f == factor })
	if m.Preferred == factor {
		m.Preferred = ""
	}
}

// canUse tells whether a user has what a factor needs: a proven authenticator app, a phone number, a mail address. The latter
// two need no proof: the first code that comes back is one.
func (u *userRecord) canUse(factor string) bool {
	switch factor {
	case factorTOTP:
		return u.TOTP != nil && u.TOTP.Secret != ""
	case factorSMS:
		return u.Attributes[attrPhone] != ""
	case factorEmail:
		return u.Attributes[attrEmail] != ""
	}
	return false
}

// mfaSettingList is UserMFASettingList and PreferredMfaSetting, both empty where the user has turned nothing on.
func mfaSettingList(u *userRecord) (list []string, preferred string) {
	return u.MFA.Enabled, u.MFA.Preferred
}

// mfaSetting is SMSMfaSettingsType, SoftwareTokenMfaSettingsType and EmailMfaSettingsType.
type mfaSetting struct {
	Enabled      bool `json:"Enabled"`
	PreferredMfa bool `json:"PreferredMfa"`
}

type passkeyMFASetting struct {
	Enabled bool `json:"Enabled"`
}

// mfaSettings is what one request says about factors. Those it does not name stay as they are.
type mfaSettings struct {
	SMSMfaSettings           *mfaSetting        `json:"SMSMfaSettings"`
	SoftwareTokenMfaSettings *mfaSetting        `json:"SoftwareTokenMfaSettings"`
	EmailMfaSettings         *mfaSetting        `json:"EmailMfaSettings"`
	WebAuthnMfaSettings      *passkeyMFASetting `json:"WebAuthnMfaSettings"`
}

type setMFAPreferenceInput struct {
	AccessToken string `json:"AccessToken" is:"token,required"`
	mfaSettings
}

func (p *Pool) setUserMFAPreference(_ context.Context, in *setMFAPreferenceInput) (empty, error) {
	return empty{}, p.withAccessToken(in.AccessToken, p.update, func(t tx, s *scope, user *userRecord) error {
		if err := s.prefer(user, &in.mfaSettings); err != nil {
			return err
		}
		user.Modified = p.now()
		return s.saveUser(t, user)
	})
}

type adminSetMFAPreferenceInput struct {
	adminUserInput
	mfaSettings
}

func (p *Pool) adminSetUserMFAPreference(_ context.Context, in *adminSetMFAPreferenceInput) (empty, error) {
	return empty{}, p.changeUser(&in.adminUserInput, func(_ tx, s *scope, user *userRecord) error {
		return s.prefer(user, &in.mfaSettings)
	})
}

// prefer lays a request over the user's choice. The caller saves the user only when all of it was possible.
func (s *scope) prefer(user *userRecord, in *mfaSettings) error {
	preferred := ""
	for _, named := range []struct {
		factor  string
		setting *mfaSetting
	}{{factorSMS, in.SMSMfaSettings}, {factorTOTP, in.SoftwareTokenMfaSettings}, {factorEmail, in.EmailMfaSettings}} {
		if named.setting == nil {
			continue
		}
		if err := s.turn(user, named.factor, named.setting); err != nil {
			return err
		}
		if named.setting.PreferredMfa {
			if preferred != "" {
				return fail(invalidParameter, "Only one factor can be set as preferred: set PreferredMfa for one of them.")
			}
			preferred = named.factor
		}
	}
	user.MFA.Preferred = pick(preferred, user.MFA.Preferred)
	if in.WebAuthnMfaSettings == nil {
		return nil
	}
	user.MFA.Passkeys = in.WebAuthnMfaSettings.Enabled
	switch {
	case !user.MFA.Passkeys:
		return nil
	case !s.pool.Factors.passkeysAreMFA():
		return fail(invalidParameter, "Passkey MFA needs a WebAuthnConfiguration with FactorConfiguration "+bothFactors+".")
	case len(user.MFA.Enabled) == 0:
		return fail(invalidParameter, "Passkey MFA needs another MFA method that is turned on, for the day the passkey is lost.")
	}
	return nil
}

// turn turns one factor on or off.
func (s *scope) turn(user *userRecord, factor string, setting *mfaSetting) error {
	mfa := &user.MFA
	switch {
	case !setting.Enabled && setting.PreferredMfa:
		return fail(invalidParameter, factor+" cannot be preferred without being turned on: set Enabled as well.")
	case !setting.Enabled && s.pool.Settings.MfaConfiguration == mfaOn:
		// Nobody can turn off what the pool demands. Cognito takes the request and does nothing.
		if mfa.Preferred == factor {
			mfa.Preferred = ""
		}
		return nil
	case !setting.Enabled:
		mfa.disable(factor)
		return nil
	case s.offers(factor) && factor == factorTOTP && user.TOTP != nil && user.TOTP.Secret == "":
		return fail(invalidParameter, "User has not verified software token mfa")
	case !s.offers(factor) || !user.canUse(factor):
		return fail(invalidParameter, "User does not have delivery config set to turn on "+factor)
	}
	mfa.enable(factor)
	if !setting.PreferredMfa && mfa.Preferred == factor {
		mfa.Preferred = ""
	}
	return nil
}
