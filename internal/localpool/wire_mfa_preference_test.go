package localpool_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const phone = "+4915112349934"

func sms(enabled, preferred bool) *types.SMSMfaSettingsType {
	return &types.SMSMfaSettingsType{Enabled: enabled, PreferredMfa: preferred}
}

func app2FA(enabled, preferred bool) *types.SoftwareTokenMfaSettingsType {
	return &types.SoftwareTokenMfaSettingsType{Enabled: enabled, PreferredMfa: preferred}
}

func mail2FA(enabled, preferred bool) *types.EmailMfaSettingsType {
	return &types.EmailMfaSettingsType{Enabled: enabled, PreferredMfa: preferred}
}

// givePhone sets an unproven number.
func (r *rig) givePhone(email string) {
	r.t.Helper()
	_, err := r.api.AdminUpdateUserAttributes(r.t.Context(), &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &r.seed.PoolID, Username: &email, UserAttributes: []types.AttributeType{attribute("phone_number", phone)},
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestPreferenceSteersTheSecondFactor(t *testing.T) {
	r := newRig(t)
	const email = "steered@example.com"
	access, _ := r.totpUser(email)
	r.givePhone(email)
	const (
		totp  = "SOFTWARE_TOKEN_MFA"
		texts = "SMS_MFA"
		mail  = "EMAIL_OTP"
	)
	for _, step := range []struct {
		name      string
		edit      func(*cip.SetUserMFAPreferenceInput)
		preferred string
		list      []string
		asked     types.ChallengeNameType
		choose    string
	}{
		{"texts are preferred", func(in *cip.SetUserMFAPreferenceInput) { in.SMSMfaSettings = sms(true, true) }, texts, []string{totp, texts}, texts, ""},
		{"nothing is said", func(*cip.SetUserMFAPreferenceInput) {}, texts, []string{totp, texts}, texts, ""},
		{"texts are no longer preferred", func(in *cip.SetUserMFAPreferenceInput) { in.SMSMfaSettings = sms(true, false) }, "", []string{totp, texts}, types.ChallengeNameTypeSelectMfaType, `["SMS_MFA","SOFTWARE_TOKEN_MFA"]`},
		{"mail joins, preferred", func(in *cip.SetUserMFAPreferenceInput) { in.EmailMfaSettings = mail2FA(true, true) }, mail, []string{totp, texts, mail}, mail, ""},
		{"the preferred one is turned off", func(in *cip.SetUserMFAPreferenceInput) { in.EmailMfaSettings = mail2FA(false, false) }, "", []string{totp, texts}, types.ChallengeNameTypeSelectMfaType, `["SMS_MFA","SOFTWARE_TOKEN_MFA"]`},
		{"one is left", func(in *cip.SetUserMFAPreferenceInput) { in.SMSMfaSettings = sms(false, false) }, "", []string{totp}, totp, ""},
		{"none is left", func(in *cip.SetUserMFAPreferenceInput) { in.SoftwareTokenMfaSettings = app2FA(false, false) }, "", nil, "", ""},
		{"the app is still there", func(in *cip.SetUserMFAPreferenceInput) { in.SoftwareTokenMfaSettings = app2FA(true, true) }, totp, []string{totp}, totp, ""},
	} {
		r.sub(step.name, func(r *rig) {
			if err := r.prefer(access, step.edit); err != nil {
				r.t.Fatal(err)
			}
			r.wantFactors(access, step.preferred, step.list...)
			out, err := r.signIn(r.open, email, goodPassword)
			if err != nil || out.ChallengeName != step.asked || (step.asked == "") != (out.AuthenticationResult != nil) {
				r.t.Fatalf("sign-in asked for %v, %v; want %q", out, err, step.asked)
			}
			if got := out.ChallengeParameters["MFAS_CAN_CHOOSE"]; got != step.choose {
				r.t.Errorf("choice of %s, want %s", got, step.choose)
			}
		})
	}
}

func TestImpossiblePreferenceChangesNothing(t *testing.T) {
	r := newRig(t)
	const email = "bare@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.open, email, goodPassword).AccessToken
	if err := r.prefer(access, func(in *cip.SetUserMFAPreferenceInput) { in.EmailMfaSettings = mail2FA(true, true) }); err != nil {
		t.Fatal(err)
	}
	associated := func() {
		if _, err := r.associate(access, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		before func()
		edit   func(*cip.SetUserMFAPreferenceInput)
		text   string
	}{
		{"texts without a number", nil, func(in *cip.SetUserMFAPreferenceInput) {
			in.EmailMfaSettings, in.SMSMfaSettings = mail2FA(false, false), sms(true, true)
		}, "User does not have delivery config set to turn on SMS_MFA"},
		{"an app that was never set up", nil, func(in *cip.SetUserMFAPreferenceInput) { in.SoftwareTokenMfaSettings = app2FA(true, true) }, "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA"},
		{"an app that is not proven", associated, func(in *cip.SetUserMFAPreferenceInput) { in.SoftwareTokenMfaSettings = app2FA(true, false) }, "User has not verified software token mfa"},
		{"preferred but off", nil, func(in *cip.SetUserMFAPreferenceInput) { in.EmailMfaSettings = mail2FA(false, true) }, "EMAIL_OTP cannot be preferred without being turned on: set Enabled as well."},
		{"two preferred", func() { r.givePhone(email) }, func(in *cip.SetUserMFAPreferenceInput) {
			in.SMSMfaSettings, in.EmailMfaSettings = sms(true, true), mail2FA(true, true)
		}, "Only one factor can be set as preferred: set PreferredMfa for one of them."},
		{"passkeys where they are one factor", nil, func(in *cip.SetUserMFAPreferenceInput) {
			in.WebAuthnMfaSettings = &types.WebAuthnMfaSettingsType{Enabled: true}
		}, "Passkey MFA needs a WebAuthnConfiguration with FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION."},
	} {
		r.sub(c.name, func(r *rig) {
			if c.before != nil {
				c.before()
			}
			wantFailure(r.t, r.prefer(access, c.edit), "InvalidParameterException", c.text)
			in := &cip.SetUserMFAPreferenceInput{}
			c.edit(in)
			_, err := r.api.AdminSetUserMFAPreference(r.t.Context(), &cip.AdminSetUserMFAPreferenceInput{
				UserPoolId: &r.seed.PoolID, Username: aws.String(email), SMSMfaSettings: in.SMSMfaSettings,
				SoftwareTokenMfaSettings: in.SoftwareTokenMfaSettings, EmailMfaSettings: in.EmailMfaSettings, WebAuthnMfaSettings: in.WebAuthnMfaSettings,
			})
			wantFailure(r.t, err, "InvalidParameterException", c.text)
			r.wantFactors(access, "EMAIL_OTP", "EMAIL_OTP")
		})
	}
	wantFailure(t, r.prefer(aws.String("a.b.c"), preferTOTP), "NotAuthorizedException", textInvalidAccess)
	r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) { in.MfaConfiguration = types.UserPoolMfaTypeOff })
	err := r.prefer(access, func(in *cip.SetUserMFAPreferenceInput) { in.EmailMfaSettings = mail2FA(true, true) })
	wantFailure(t, err, "InvalidParameterException", "User does not have delivery config set to turn on EMAIL_OTP")
}

func TestNobodyTurnsOffWhatThePoolDemands(t *testing.T) {
	r := newRig(t)
	const email = "demanded@example.com"
	access, _ := r.totpUser(email)
	r.mfaConfig(r.seed.PoolID, onlyTOTP(types.UserPoolMfaTypeOn), passwordsOnly)
	if err := r.prefer(access, func(in *cip.SetUserMFAPreferenceInput) { in.SoftwareTokenMfaSettings = app2FA(false, false) }); err != nil {
		t.Fatalf("Cognito takes the request and does nothing: %v", err)
	}
	r.wantFactors(access, "", "SOFTWARE_TOKEN_MFA")
	r.mustBegin(r.open, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, types.ChallengeNameTypeSoftwareTokenMfa)
}

func TestAuthFactorsOfAUser(t *testing.T) {
	r := newRig(t)
	const email = "factors@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.open, email, goodPassword).AccessToken
	want := func(preferred string, list []string, factors ...types.AuthFactorType) {
		t.Helper()
		own, err := r.api.GetUserAuthFactors(t.Context(), &cip.GetUserAuthFactorsInput{AccessToken: access})
		if err != nil {
			t.Fatal(err)
		}
		admin, err := r.api.AdminGetUserAuthFactors(t.Context(), &cip.AdminGetUserAuthFactorsInput{UserPoolId: &r.seed.PoolID, Username: aws.String(email)})
		if err != nil {
			t.Fatal(err)
		}
		if aws.ToString(own.PreferredMfaSetting) != preferred || !slices.Equal(own.UserMFASettingList, list) || !slices.Equal(own.ConfiguredUserAuthFactors, factors) {
			t.Errorf("own: %q of %v, factors %v; want %q of %v, %v", aws.ToString(own.PreferredMfaSetting), own.UserMFASettingList, own.ConfiguredUserAuthFactors, preferred, list, factors)
		}
		if !slices.Equal(admin.ConfiguredUserAuthFactors, factors) || aws.ToString(admin.Username) != aws.ToString(own.Username) {
			t.Errorf("admin: %v of %v, want %v of %v", admin.ConfiguredUserAuthFactors, aws.ToString(admin.Username), factors, aws.ToString(own.Username))
		}
	}
	want("", nil, types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp)
	r.givePhone(email)
	r.newAuthenticatorApp(access)
	if err := r.prefer(access, preferTOTP); err != nil {
		t.Fatal(err)
	}
	want("SOFTWARE_TOKEN_MFA", []string{"SOFTWARE_TOKEN_MFA"},
		types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeSoftwareToken)
	r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) { in.MfaConfiguration = types.UserPoolMfaTypeOff }, passwordsOnly)
	want("SOFTWARE_TOKEN_MFA", []string{"SOFTWARE_TOKEN_MFA"}, types.AuthFactorTypePassword)
}
