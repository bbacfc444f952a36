package localpool

import (
	"encoding/json"
	"slices"
)

const (
	enabled  = "ENABLED"
	disabled = "DISABLED"

	tierLite       = "LITE"
	tierEssentials = "ESSENTIALS"
	protectionOff  = "INACTIVE"
	mfaOff         = "OFF"
	mfaOn          = "ON"
	mfaOptional    = "OPTIONAL"

	recoverByEmail = "verified_email"
	recoverByPhone = "verified_phone_number"
	recoverByAdmin = "admin_only"
)

// poolSettings is what UpdateUserPool replaces as a whole. Members that this pool only keeps are kept as they came.
type poolSettings struct {
	Policies                    *poolPolicies         `json:"Policies,omitempty"`
	DeletionProtection          string                `json:"DeletionProtection,omitempty" is:"protection"`
	LambdaConfig                json.RawMessage       `json:"LambdaConfig,omitempty"`
	AutoVerifiedAttributes      []string              `json:"AutoVerifiedAttributes,omitempty" is:"verifiable"`
	SmsVerificationMessage      string                `json:"SmsVerificationMessage,omitempty" is:"template"`
	EmailVerificationMessage    string                `json:"EmailVerificationMessage,omitempty" is:"template"`
	EmailVerificationSubject    string                `json:"EmailVerificationSubject,omitempty" is:"subject"`
	VerificationMessageTemplate *verificationTemplate `json:"VerificationMessageTemplate,omitempty"`
	SmsAuthenticationMessage    string                `json:"SmsAuthenticationMessage,omitempty" is:"template"`
	UserAttributeUpdateSettings *updateSettings       `json:"UserAttributeUpdateSettings,omitempty"`
	MfaConfiguration            string                `json:"MfaConfiguration,omitempty" is:"mfa"`
	DeviceConfiguration         json.RawMessage       `json:"DeviceConfiguration,omitempty"`
	EmailConfiguration          json.RawMessage       `json:"EmailConfiguration,omitempty"`
	SmsConfiguration            json.RawMessage       `json:"SmsConfiguration,omitempty"`
	UserPoolTags                map[string]string     `json:"UserPoolTags,omitempty"`
	AdminCreateUserConfig       *adminCreateConfig    `json:"AdminCreateUserConfig,omitempty"`
	UserPoolAddOns              json.RawMessage       `json:"UserPoolAddOns,omitempty"`
	AccountRecoverySetting      *accountRecovery      `json:"AccountRecoverySetting,omitempty"`
	UserPoolTier                string                `json:"UserPoolTier,omitempty" is:"tier"`
}

type poolPolicies struct {
	PasswordPolicy *passwordPolicy `json:"PasswordPolicy,omitempty"`
	SignInPolicy   *signInPolicy   `json:"SignInPolicy,omitempty"`
}

type verificationTemplate struct {
	SmsMessage         string `json:"SmsMessage,omitempty" is:"template"`
	EmailMessage       string `json:"EmailMessage,omitempty" is:"template"`
	EmailSubject       string `json:"EmailSubject,omitempty" is:"subject"`
	EmailMessageByLink string `json:"EmailMessageByLink,omitempty" is:"template"`
	EmailSubjectByLink string `json:"EmailSubjectByLink,omitempty" is:"subject"`
	DefaultEmailOption string `json:"DefaultEmailOption,omitempty"`
}

type updateSettings struct {
	AttributesRequireVerificationBeforeUpdate []string `json:"AttributesRequireVerificationBeforeUpdate" is:"verifiable"`
}

type adminCreateConfig struct {
	AllowAdminCreateUserOnly  bool            `json:"AllowAdminCreateUserOnly"`
	UnusedAccountValidityDays int64           `json:"UnusedAccountValidityDays,omitempty" is:"validDays"`
	InviteMessageTemplate     *inviteTemplate `json:"InviteMessageTemplate,omitempty"`
}

type inviteTemplate struct {
	SMSMessage   string `json:"SMSMessage,omitempty" is:"template"`
	EmailMessage string `json:"EmailMessage,omitempty" is:"template"`
	EmailSubject string `json:"EmailSubject,omitempty" is:"subject"`
}

type accountRecovery struct {
	RecoveryMechanisms []recoveryOption `json:"RecoveryMechanisms"`
}

type recoveryOption struct {
	Name     string `json:"Name" is:"recovery,required"`
	Priority int64  `json:"Priority" is:"priority,required"`
}

// withDefaults fills what a request left out.
func (p poolSettings) withDefaults() poolSettings {
	policies := poolPolicies{}
	if p.Policies != nil {
		policies = *p.Policies
	}
	if policies.PasswordPolicy == nil {
		// What Cognito gives a pool that names no policy.
		policies.PasswordPolicy = &passwordPolicy{MinimumLength: minPasswordLength, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true}
	}
	policy := *policies.PasswordPolicy
	if policy.MinimumLength == 0 {
		policy.MinimumLength = minPasswordLength
	}
	if policy.TemporaryPasswordValidityDays == 0 {
		policy.TemporaryPasswordValidityDays = temporaryDays
	}
	policies.PasswordPolicy = &policy
	if policies.SignInPolicy == nil || len(policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		policies.SignInPolicy = &signInPolicy{AllowedFirstAuthFactors: []string{firstPassword}}
	}
	p.Policies = &policies
	p.DeletionProtection = pick(p.DeletionProtection, protectionOff)
	p.MfaConfiguration = pick(p.MfaConfiguration, mfaOff)
	p.UserPoolTier = pick(p.UserPoolTier, tierEssentials)
	if p.AdminCreateUserConfig == nil {
		p.AdminCreateUserConfig = &adminCreateConfig{}
	}
	if p.VerificationMessageTemplate == nil {
		p.VerificationMessageTemplate = &verificationTemplate{DefaultEmailOption: "CONFIRM_WITH_CODE"}
	}
	return p
}

func (p *poolSettings) passwordPolicy() passwordPolicy { return *p.Policies.PasswordPolicy }

func (p *poolSettings) verifiesBeforeUpdate(attr string) bool {
	return p.UserAttributeUpdateSettings != nil && slices.Contains(p.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate, attr)
}

// check refuses contradictions, and settings that this pool would have to pretend to honour.
func (p *poolSettings) check() error {
	for _, refused := range []struct {
		set    bool
		member string
	}{
		{configured(p.LambdaConfig), "LambdaConfig"},
		{configured(p.DeviceConfiguration), "DeviceConfiguration"},
		{p.VerificationMessageTemplate.DefaultEmailOption == "CONFIRM_WITH_LINK", "CONFIRM_WITH_LINK"},
	} {
		if refused.set {
			return fail(invalidParameter, "The local pool does not support "+refused.member+".")
		}
	}
	if p.UserAttributeUpdateSettings != nil {
		for _, attr := range p.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate {
			if !slices.Contains(p.AutoVerifiedAttributes, attr) {
				return fail(invalidParameter, "AttributesRequireVerificationBeforeUpdate names "+attr+", which must be in AutoVerifiedAttributes.")
			}
		}
	}
	if p.AccountRecoverySetting != nil {
		only := slices.ContainsFunc(p.AccountRecoverySetting.RecoveryMechanisms, func(o recoveryOption) bool { return o.Name == recoverByAdmin })
		if only && len(p.AccountRecoverySetting.RecoveryMechanisms) > 1 {
			return fail(invalidParameter, "Invalid account recovery setting: admin_only cannot be combined with another mechanism.")
		}
	}
	return nil
}

// configured tells whether a member says anything: SDKs may send an empty object.
func configured(raw json.RawMessage) bool {
	var members map[string]json.RawMessage
	return len(raw) > 0 && (json.Unmarshal(raw, &members) != nil || len(members) > 0)
}
