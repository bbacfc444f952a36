package cognito_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/auth"
	"usher/internal/auth/authtest"
	"usher/internal/cognito"
	"usher/internal/passkeytest"
)

func TestUserPoolOverTheLocalPool(t *testing.T) {
	anonymous := func(_ *testing.T, _ *rig, c *cognito.Config) { c.Credentials = nil }
	for name, edits := range map[string][]func(*testing.T, *rig, *cognito.Config){
		"confidential client with credentials":    nil,
		"confidential client without credentials": {anonymous},
		"public client with credentials":          {public},
		"public client without credentials":       {public, anonymous},
		"client that reveals who has an account":  {revealing},
		"over a socket":                           {socket},
	} {
		t.Run(name, func(t *testing.T) {
			authtest.RunUserPool(t, func(t *testing.T) authtest.Env {
				r := newRig(t)
				config := r.config()
				for _, edit := range edits {
					edit(t, r, &config)
				}
				pool, err := cognito.New(config)
				if err != nil {
					t.Fatal(err)
				}
				return authtest.Env{
					Pool:     pool,
					Policy:   auth.PasswordPolicy{MinLength: 8, Lowercase: true, Digit: true},
					Admin:    config.Credentials != nil,
					NewEmail: r.newEmail,
					Code:     r.mail.code,
					Advance:  r.clock.Advance,
					Patient:  true,
					Factors:  true,
					TOTP:     r.totp,
					NewAuthenticator: func() authtest.Authenticator {
						return &passkeytest.Authenticator{Origin: "http://localhost:3000"}
					},
					Operator: operatorOf(r.operator(), r.seed.PoolID, r.mail),
				}
			})
		})
	}
}

// everyFlow is what a client must allow for every way to sign in.
func everyFlow() []types.ExplicitAuthFlowsType {
	return []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth,
	}
}

// public is a client without a secret.
func public(t *testing.T, r *rig, c *cognito.Config) {
	t.Helper()
	out, err := r.operator().CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: &r.seed.PoolID, ClientName: aws.String("public"), ExplicitAuthFlows: everyFlow(),
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
		RefreshTokenRotation:       &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(60)},
	})
	if err != nil {
		t.Fatalf("CreateUserPoolClient: %v", err)
	}
	c.ClientID, c.ClientSecret = aws.ToString(out.UserPoolClient.ClientId), ""
}

// revealing is a client with the settings that clients have unless somebody chooses others: it
// answers UserNotFoundException. Its refresh tokens die at once when they are replaced.
func revealing(t *testing.T, r *rig, c *cognito.Config) {
	t.Helper()
	out, err := r.operator().CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: &r.seed.PoolID, ClientName: aws.String("revealing"), GenerateSecret: true,
		ExplicitAuthFlows:          everyFlow(),
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesLegacy,
		RefreshTokenRotation:       &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(0)},
	})
	if err != nil {
		t.Fatalf("CreateUserPoolClient: %v", err)
	}
	c.ClientID, c.ClientSecret = aws.ToString(out.UserPoolClient.ClientId), aws.ToString(out.UserPoolClient.ClientSecret)
}

// socket puts a network between the two, and the client that the pool makes for itself.
func socket(t *testing.T, r *rig, c *cognito.Config) {
	t.Helper()
	server := httptest.NewServer(r.pool)
	t.Cleanup(server.Close)
	c.HTTPClient, c.Endpoint = nil, server.URL
}

// operatorOf lets the suite play the operator of a local pool.
func operatorOf(api *cip.Client, poolID string, mail *inbox) authtest.Operator {
	return authtest.Operator{
		FailDelivery:          mail.breakDown,
		Disable:               disableIn(api, poolID),
		GiveTemporaryPassword: setPasswordIn(api, poolID, false),
		Delete: func(t *testing.T, username string) {
			t.Helper()
			if err := deleteIn(t.Context(), api, poolID, username); err != nil {
				t.Fatalf("AdminDeleteUser: %v", err)
			}
		},
		RequireReset: func(t *testing.T, username string) {
			t.Helper()
			if _, err := api.AdminResetUserPassword(t.Context(), &cip.AdminResetUserPasswordInput{UserPoolId: &poolID, Username: &username}); err != nil {
				t.Fatalf("AdminResetUserPassword: %v", err)
			}
		},
		CloseSignUp: func(t *testing.T) {
			t.Helper()
			updatePool(t, api, poolID, func(in *cip.UpdateUserPoolInput) {
				in.AdminCreateUserConfig = &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}
			})
		},
		RequireApp: func(t *testing.T) {
			t.Helper()
			demandApp(t, api, poolID)
		},
		RememberPasswords: func(t *testing.T) {
			t.Helper()
			updatePool(t, api, poolID, func(in *cip.UpdateUserPoolInput) {
				policy := *in.Policies.PasswordPolicy
				policy.PasswordHistorySize = aws.Int32(3)
				in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &policy, SignInPolicy: in.Policies.SignInPolicy}
			})
		},
	}
}

func disableIn(api *cip.Client, poolID string) func(*testing.T, string) {
	return func(t *testing.T, username string) {
		t.Helper()
		if _, err := api.AdminDisableUser(t.Context(), &cip.AdminDisableUserInput{UserPoolId: &poolID, Username: &username}); err != nil {
			t.Fatalf("AdminDisableUser: %v", err)
		}
	}
}

func setPasswordIn(api *cip.Client, poolID string, permanent bool) func(*testing.T, string, auth.Password) {
	return func(t *testing.T, username string, password auth.Password) {
		t.Helper()
		_, err := api.AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{
			UserPoolId: &poolID, Username: &username, Password: aws.String(string(password)), Permanent: permanent,
		})
		if err != nil {
			t.Fatalf("AdminSetUserPassword: %v", err)
		}
	}
}

// updatePool changes a pool for the rest of a test. An update replaces every setting, so the rest
// goes back as it was read.
func updatePool(t *testing.T, api *cip.Client, poolID string, edit func(*cip.UpdateUserPoolInput)) {
	t.Helper()
	out, err := api.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &poolID})
	if err != nil {
		t.Fatalf("DescribeUserPool: %v", err)
	}
	request := func() *cip.UpdateUserPoolInput {
		pool := out.UserPool
		return &cip.UpdateUserPoolInput{
			UserPoolId:                  &poolID,
			AccountRecoverySetting:      pool.AccountRecoverySetting,
			AdminCreateUserConfig:       pool.AdminCreateUserConfig,
			AutoVerifiedAttributes:      pool.AutoVerifiedAttributes,
			DeletionProtection:          pool.DeletionProtection,
			EmailConfiguration:          pool.EmailConfiguration,
			LambdaConfig:                pool.LambdaConfig,
			MfaConfiguration:            pool.MfaConfiguration,
			Policies:                    pool.Policies,
			SmsConfiguration:            pool.SmsConfiguration,
			UserAttributeUpdateSettings: pool.UserAttributeUpdateSettings,
			UserPoolTier:                pool.UserPoolTier,
			VerificationMessageTemplate: pool.VerificationMessageTemplate,
		}
	}
	changed := request()
	edit(changed)
	if _, err := api.UpdateUserPool(t.Context(), changed); err != nil {
		t.Fatalf("UpdateUserPool: %v", err)
	}
	t.Cleanup(func() {
		if _, err := api.UpdateUserPool(context.WithoutCancel(t.Context()), request()); err != nil {
			t.Errorf("UpdateUserPool back: %v", err)
		}
	})
}

// demandApp asks everybody for an authenticator app for the rest of a test. A pool that demands a
// second factor allows no codes as first ones; and were codes a second one, everybody with an address
// would have that already.
func demandApp(t *testing.T, api *cip.Client, poolID string) {
	t.Helper()
	updatePool(t, api, poolID, func(in *cip.UpdateUserPoolInput) {
		in.Policies = &types.UserPoolPolicyType{
			PasswordPolicy: in.Policies.PasswordPolicy,
			SignInPolicy:   &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}},
		}
	})
	settings, err := api.GetUserPoolMfaConfig(t.Context(), &cip.GetUserPoolMfaConfigInput{UserPoolId: &poolID})
	if err != nil {
		t.Fatalf("GetUserPoolMfaConfig: %v", err)
	}
	_, err = api.SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: &poolID, MfaConfiguration: types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true}, WebAuthnConfiguration: settings.WebAuthnConfiguration,
	})
	if err != nil {
		t.Fatalf("SetUserPoolMfaConfig: %v", err)
	}
	t.Cleanup(func() {
		_, err := api.SetUserPoolMfaConfig(context.WithoutCancel(t.Context()), &cip.SetUserPoolMfaConfigInput{
			UserPoolId: &poolID, MfaConfiguration: settings.MfaConfiguration, EmailMfaConfiguration: settings.EmailMfaConfiguration,
			SmsMfaConfiguration: settings.SmsMfaConfiguration, SoftwareTokenMfaConfiguration: settings.SoftwareTokenMfaConfiguration,
			WebAuthnConfiguration: settings.WebAuthnConfiguration,
		})
		if err != nil {
			t.Errorf("SetUserPoolMfaConfig back: %v", err)
		}
	})
}
