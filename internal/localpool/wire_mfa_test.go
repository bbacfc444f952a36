package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var texts = &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/texts")}

func (r *rig) setMFAConfig(poolID string, edit func(*cip.SetUserPoolMfaConfigInput)) (*cip.SetUserPoolMfaConfigOutput, error) {
	in := &cip.SetUserPoolMfaConfigInput{UserPoolId: &poolID}
	edit(in)
	return r.api.SetUserPoolMfaConfig(r.t.Context(), in)
}

// mfaConfig configures a pool's factors, after an update of its settings where one is given.
func (r *rig) mfaConfig(poolID string, edit func(*cip.SetUserPoolMfaConfigInput), update ...func(*cip.UpdateUserPoolInput)) {
	r.t.Helper()
	for _, change := range update {
		in := &cip.UpdateUserPoolInput{UserPoolId: &poolID}
		change(in)
		if _, err := r.api.UpdateUserPool(r.t.Context(), in); err != nil {
			r.t.Fatalf("UpdateUserPool: %v", err)
		}
	}
	if _, err := r.setMFAConfig(poolID, edit); err != nil {
		r.t.Fatalf("SetUserPoolMfaConfig: %v", err)
	}
}

func onlyTOTP(mode types.UserPoolMfaType) func(*cip.SetUserPoolMfaConfigInput) {
	return func(in *cip.SetUserPoolMfaConfigInput) {
		in.MfaConfiguration, in.SoftwareTokenMfaConfiguration = mode, &types.SoftwareTokenMfaConfigType{Enabled: true}
	}
}

// passwordsOnly is what a pool that demands a second factor allows as the first one.
func passwordsOnly(in *cip.UpdateUserPoolInput) {
	in.Policies = firstFactors(types.AuthFactorTypePassword)
}

func firstFactors(allowed ...types.AuthFactorType) *types.UserPoolPolicyType {
	return &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: allowed}}
}

func TestMFAConfigIsKeptAndShown(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	pool, _ := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.EmailConfiguration = &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeDeveloper}
	}, nil)
	id := aws.ToString(pool.Id)
	want := &cip.SetUserPoolMfaConfigOutput{
		MfaConfiguration:              types.UserPoolMfaTypeOptional,
		SmsMfaConfiguration:           &types.SmsMfaConfigType{SmsAuthenticationMessage: aws.String("Text {####}"), SmsConfiguration: texts},
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{Message: aws.String("Mail {####}"), Subject: aws.String("Code")},
		WebAuthnConfiguration:         &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.com"), UserVerification: types.UserVerificationTypeRequired},
	}
	got, err := r.setMFAConfig(id, func(in *cip.SetUserPoolMfaConfigInput) {
		in.MfaConfiguration, in.SmsMfaConfiguration, in.SoftwareTokenMfaConfiguration = want.MfaConfiguration, want.SmsMfaConfiguration, want.SoftwareTokenMfaConfiguration
		in.EmailMfaConfiguration, in.WebAuthnConfiguration = want.EmailMfaConfiguration, want.WebAuthnConfiguration
	})
	if err != nil {
		t.Fatal(err)
	}
	ignore := cmp.Options{cmpopts.IgnoreFields(cip.SetUserPoolMfaConfigOutput{}, "ResultMetadata"), cmpopts.IgnoreUnexported(
		cip.SetUserPoolMfaConfigOutput{}, types.SmsMfaConfigType{}, types.SmsConfigurationType{}, types.SoftwareTokenMfaConfigType{},
		types.EmailMfaConfigType{}, types.WebAuthnConfigurationType{})}
	if diff := cmp.Diff(want, got, ignore); diff != "" {
		t.Errorf("answer of SetUserPoolMfaConfig (-want +got):\n%s", diff)
	}
	r = r.reopen(dir)
	show := func() *cip.SetUserPoolMfaConfigOutput {
		out, err := r.api.GetUserPoolMfaConfig(t.Context(), &cip.GetUserPoolMfaConfigInput{UserPoolId: &id})
		if err != nil {
			t.Fatal(err)
		}
		return &cip.SetUserPoolMfaConfigOutput{
			MfaConfiguration: out.MfaConfiguration, SmsMfaConfiguration: out.SmsMfaConfiguration, WebAuthnConfiguration: out.WebAuthnConfiguration,
			SoftwareTokenMfaConfiguration: out.SoftwareTokenMfaConfiguration, EmailMfaConfiguration: out.EmailMfaConfiguration,
		}
	}
	if diff := cmp.Diff(want, show(), ignore); diff != "" {
		t.Errorf("after a restart (-want +got):\n%s", diff)
	}
	passkeys := &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.org")}
	r.mfaConfig(id, func(in *cip.SetUserPoolMfaConfigInput) { in.WebAuthnConfiguration = passkeys })
	want.WebAuthnConfiguration = passkeys
	if diff := cmp.Diff(want, show(), ignore); diff != "" {
		t.Errorf("passkeys alone changed more (-want +got):\n%s", diff)
	}
	r.mfaConfig(id, onlyTOTP(types.UserPoolMfaTypeOn))
	if diff := cmp.Diff(&cip.SetUserPoolMfaConfigOutput{
		MfaConfiguration: types.UserPoolMfaTypeOn, SoftwareTokenMfaConfiguration: want.SoftwareTokenMfaConfiguration, WebAuthnConfiguration: passkeys,
	}, show(), ignore); diff != "" {
		t.Errorf("second factors are not replaced as a whole (-want +got):\n%s", diff)
	}
	// UpdateUserPool names no factor, and falls back to OFF.
	r.mfaConfig(id, func(in *cip.SetUserPoolMfaConfigInput) { in.WebAuthnConfiguration = passkeys }, func(*cip.UpdateUserPoolInput) {})
	if diff := cmp.Diff(&cip.SetUserPoolMfaConfigOutput{MfaConfiguration: types.UserPoolMfaTypeOff, WebAuthnConfiguration: passkeys}, show(), ignore); diff != "" {
		t.Errorf("after UpdateUserPool without a mode (-want +got):\n%s", diff)
	}
}

func TestImpossibleMFAConfigIsRefused(t *testing.T) {
	r := newRig(t)
	const (
		invalid  = "InvalidParameterException"
		tooSmall = "FeatureUnavailableInTierException"
	)
	totp, mail := &types.SoftwareTokenMfaConfigType{Enabled: true}, &types.EmailMfaConfigType{}
	own := &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeDeveloper}
	plain, _ := r.newPool(nil, nil)
	for name, c := range map[string]struct {
		pool       func(*cip.CreateUserPoolInput)
		config     func(*cip.SetUserPoolMfaConfigInput)
		code, text string
	}{
		"off with a factor": {
			config: func(in *cip.SetUserPoolMfaConfigInput) {
				in.MfaConfiguration, in.SoftwareTokenMfaConfiguration = types.UserPoolMfaTypeOff, totp
			},
			code: invalid, text: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
		},
		"a factor where MFA is off": {
			config: func(in *cip.SetUserPoolMfaConfigInput) { in.SoftwareTokenMfaConfiguration = totp },
			code:   invalid, text: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
		},
		"on without a factor": {
			config: func(in *cip.SetUserPoolMfaConfigInput) { in.MfaConfiguration = types.UserPoolMfaTypeOn },
			code:   invalid, text: "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
		},
		"optional with a factor that is off": {
			config: func(in *cip.SetUserPoolMfaConfigInput) {
				in.MfaConfiguration, in.SoftwareTokenMfaConfiguration = types.UserPoolMfaTypeOptional, &types.SoftwareTokenMfaConfigType{}
			},
			code: invalid, text: "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
		},
		"SMS without a sender": {
			config: func(in *cip.SetUserPoolMfaConfigInput) {
				in.MfaConfiguration, in.SmsMfaConfiguration = types.UserPoolMfaTypeOptional, &types.SmsMfaConfigType{}
			},
			code: invalid, text: "[SmsConfiguration] is a required member of [SmsMfaConfiguration].",
		},
		"mail from the default sender": {
			config: func(in *cip.SetUserPoolMfaConfigInput) {
				in.MfaConfiguration, in.EmailMfaConfiguration = types.UserPoolMfaTypeOptional, mail
			},
			code: invalid, text: "Email MFA needs an EmailConfiguration with EmailSendingAccount DEVELOPER.",
		},
		"mail where recovery goes by mail only": {
			pool: func(in *cip.CreateUserPoolInput) {
				in.EmailConfiguration = own
				in.AccountRecoverySetting = &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
					{Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: aws.Int32(1)},
				}}
			},
			config: func(in *cip.SetUserPoolMfaConfigInput) {
				in.MfaConfiguration, in.EmailMfaConfiguration = types.UserPoolMfaTypeOptional, mail
			},
			code: invalid, text: "Email MFA needs an AccountRecoverySetting with another mechanism than verified_email.",
		},
		"mail in the smallest tier": {
			pool: func(in *cip.CreateUserPoolInput) {
				in.EmailConfiguration, in.UserPoolTier = own, types.UserPoolTierTypeLite
			},
			config: func(in *cip.SetUserPoolMfaConfigInput) {
				in.MfaConfiguration, in.EmailMfaConfiguration = types.UserPoolMfaTypeOptional, mail
			},
			code: tooSmall, text: "Email MFA is not available in the LITE tier. Set UserPoolTier to ESSENTIALS or higher.",
		},
		"on with codes as the first factor": {
			pool: func(in *cip.CreateUserPoolInput) {
				in.Policies = firstFactors(types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp)
			},
			config: onlyTOTP(types.UserPoolMfaTypeOn),
			code:   invalid, text: "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
		},
		"on with passkeys for one factor": {
			pool: func(in *cip.CreateUserPoolInput) {
				in.Policies = firstFactors(types.AuthFactorTypePassword, types.AuthFactorTypeWebAuthn)
			},
			config: onlyTOTP(types.UserPoolMfaTypeOn),
			code:   invalid, text: "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor",
		},
		"an unknown mode": {
			config: func(in *cip.SetUserPoolMfaConfigInput) { in.MfaConfiguration = "SOMETIMES" },
			code:   invalid, text: "1 validation error detected: Value 'SOMETIMES' at 'mfaConfiguration' failed to satisfy constraint: Member must satisfy enum value set: [OFF, ON, OPTIONAL]",
		},
	} {
		r.sub(name, func(r *rig) {
			pool := plain
			if c.pool != nil {
				pool, _ = r.newPool(c.pool, nil)
			}
			_, err := r.setMFAConfig(aws.ToString(pool.Id), c.config)
			wantFailure(r.t, err, c.code, c.text)
			kept, err := r.api.GetUserPoolMfaConfig(r.t.Context(), &cip.GetUserPoolMfaConfigInput{UserPoolId: pool.Id})
			if err != nil || kept.MfaConfiguration != types.UserPoolMfaTypeOff || kept.SoftwareTokenMfaConfiguration != nil {
				r.t.Errorf("the refused call left %+v, %v", kept, err)
			}
		})
	}
	_, err := r.setMFAConfig("us-east-1_Nowhere00", onlyTOTP(types.UserPoolMfaTypeOptional))
	wantFailure(t, err, "ResourceNotFoundException", "")
}

func TestModeOfMFAInPoolSettings(t *testing.T) {
	r := newRig(t)
	create := func(edit func(*cip.CreateUserPoolInput)) (*cip.CreateUserPoolOutput, error) {
		in := &cip.CreateUserPoolInput{PoolName: aws.String("p")}
		edit(in)
		return r.api.CreateUserPool(t.Context(), in)
	}
	const needsSMS = "SMS configuration and Auto verification for phone_number are required when MFA is required/optional"
	for _, mode := range []types.UserPoolMfaType{types.UserPoolMfaTypeOn, types.UserPoolMfaTypeOptional} {
		_, err := create(func(in *cip.CreateUserPoolInput) { in.MfaConfiguration = mode })
		wantFailure(t, err, "InvalidParameterException", needsSMS)
		out, err := create(func(in *cip.CreateUserPoolInput) { in.MfaConfiguration, in.SmsConfiguration = mode, texts })
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.api.GetUserPoolMfaConfig(t.Context(), &cip.GetUserPoolMfaConfigInput{UserPoolId: out.UserPool.Id})
		if err != nil || got.MfaConfiguration != mode || got.SmsMfaConfiguration == nil || out.UserPool.MfaConfiguration != mode {
			t.Errorf("pool of mode %s: %+v, %v", mode, got, err)
		}
	}
	_, err := create(func(in *cip.CreateUserPoolInput) { in.Policies = firstFactors(types.AuthFactorTypeWebAuthn) })
	wantFailure(t, err, "InvalidParameterException", "WEB_AUTHN must be accompanied by another option in AllowedFirstAuthFactors.")
	_, err = create(func(in *cip.CreateUserPoolInput) {
		in.UserPoolTier, in.Policies = types.UserPoolTierTypeLite, firstFactors(types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp)
	})
	wantFailure(t, err, "FeatureUnavailableInTierException", "")
	_, err = create(func(in *cip.CreateUserPoolInput) { in.Policies = firstFactors("SOFTWARE_TOKEN") })
	wantFailure(t, err, "InvalidParameterException", "")

	// The seeded pool asks for codes by SMS, which an update must not leave without a sender.
	_, err = r.api.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{
		UserPoolId: &r.seed.PoolID, MfaConfiguration: types.UserPoolMfaTypeOptional,
		EmailConfiguration: &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeDeveloper},
	})
	wantFailure(t, err, "InvalidParameterException", needsSMS)

	pool, _ := r.newPool(nil, nil)
	if got := pool.Policies.SignInPolicy; got == nil || len(got.AllowedFirstAuthFactors) != 1 || got.AllowedFirstAuthFactors[0] != types.AuthFactorTypePassword {
		t.Errorf("sign-in policy %+v, want PASSWORD by default", got)
	}
	update := func(mode types.UserPoolMfaType) error {
		_, err := r.api.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{UserPoolId: pool.Id, MfaConfiguration: mode})
		return err
	}
	wantFailure(t, update(types.UserPoolMfaTypeOptional), "InvalidParameterException", needsSMS)
	r.mfaConfig(aws.ToString(pool.Id), onlyTOTP(types.UserPoolMfaTypeOptional))
	wantFailure(t, update(types.UserPoolMfaTypeOn), "InvalidParameterException", "Cannot turn MFA functionality ON, once the user pool has been created.")
	r.mfaConfig(aws.ToString(pool.Id), onlyTOTP(types.UserPoolMfaTypeOn))
	for _, mode := range []types.UserPoolMfaType{types.UserPoolMfaTypeOn, types.UserPoolMfaTypeOptional, types.UserPoolMfaTypeOff} {
		if err := update(mode); err != nil {
			t.Errorf("UpdateUserPool to %s: %v", mode, err)
		}
	}
}
