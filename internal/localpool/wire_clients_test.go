package localpool_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func (r *rig) describeClient(poolID, clientID string) *types.UserPoolClientType {
	r.t.Helper()
	out, err := r.api.DescribeUserPoolClient(r.t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &poolID, ClientId: &clientID})
	if err != nil {
		r.t.Fatalf("DescribeUserPoolClient: %v", err)
	}
	return out.UserPoolClient
}

func sameFlows(got []types.ExplicitAuthFlowsType, want ...types.ExplicitAuthFlowsType) bool {
	got = slices.Clone(got)
	slices.Sort(got)
	slices.Sort(want)
	return slices.Equal(got, want)
}

func TestSeededClients(t *testing.T) {
	r := newRig(t)
	secure := r.describeClient(r.seed.PoolID, r.seed.ClientID)
	if aws.ToString(secure.ClientSecret) != r.seed.ClientSecret || secure.PreventUserExistenceErrors != types.PreventUserExistenceErrorTypesEnabled {
		t.Errorf("confidential client: existence errors %s, secret as seeded %v", secure.PreventUserExistenceErrors, aws.ToString(secure.ClientSecret) == r.seed.ClientSecret)
	}
	if !sameFlows(secure.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth) {
		t.Errorf("confidential client: flows %v", secure.ExplicitAuthFlows)
	}
	if rotation := secure.RefreshTokenRotation; rotation == nil || rotation.Feature != types.FeatureTypeEnabled || aws.ToInt32(rotation.RetryGracePeriodSeconds) != 30 {
		t.Errorf("confidential client: rotation %+v, want on with 30 s", rotation)
	}
	if !aws.ToBool(secure.EnableTokenRevocation) || secure.RefreshTokenValidity != 30 || aws.ToInt32(secure.AuthSessionValidity) != 15 {
		t.Errorf("confidential client: revocation %v, refresh %d, session %d; want true, 30, 15",
			aws.ToBool(secure.EnableTokenRevocation), secure.RefreshTokenValidity, aws.ToInt32(secure.AuthSessionValidity))
	}
	open := r.describeClient(r.seed.PoolID, r.seed.PublicClientID)
	if open.ClientSecret != nil || open.PreventUserExistenceErrors != types.PreventUserExistenceErrorTypesEnabled {
		t.Errorf("public client: has a secret %v, existence errors %s", open.ClientSecret != nil, open.PreventUserExistenceErrors)
	}
	if !sameFlows(open.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth) {
		t.Errorf("public client: flows %v", open.ExplicitAuthFlows)
	}
	if rotation := open.RefreshTokenRotation; rotation != nil && rotation.Feature == types.FeatureTypeEnabled {
		t.Error("public client: rotation is on")
	}
}

func TestNewClientHasTheServicesDefaults(t *testing.T) {
	r := newRig(t)
	made := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.ExplicitAuthFlows = nil })
	if !clientIDShape.MatchString(made.id) || made.secret != "" {
		t.Errorf("id %q, secret of %d characters; want 26 lower-case alphanumerics and none", made.id, len(made.secret))
	}
	got := r.describeClient(made.pool, made.id)
	// An empty list means these three, whether the service spells them out or leaves them implied.
	if len(got.ExplicitAuthFlows) != 0 && !sameFlows(got.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth) {
		t.Errorf("flows %v", got.ExplicitAuthFlows)
	}
	if got.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesEnabled || !aws.ToBool(got.EnableTokenRevocation) {
		t.Errorf("existence errors %s, revocation %v; want LEGACY and true", got.PreventUserExistenceErrors, aws.ToBool(got.EnableTokenRevocation))
	}
	if got.RefreshTokenValidity != 30 || aws.ToInt32(got.AuthSessionValidity) != 3 {
		t.Errorf("refresh validity %d, session validity %d; want 30 and 3", got.RefreshTokenValidity, aws.ToInt32(got.AuthSessionValidity))
	}
}

func TestGeneratedSecretsWork(t *testing.T) {
	r := newRig(t)
	r.newUser("generated@example.com", goodPassword)
	made := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.GenerateSecret = true })
	if len(made.secret) < 24 || len(made.secret) > 64 || made.secret == r.seed.ClientSecret {
		t.Errorf("secret of %d characters, want 24 to 64 of its own", len(made.secret))
	}
	r.session(made, "generated@example.com", goodPassword)
	chosen := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.ClientSecret = aws.String(strings.Repeat("s3", 16)) })
	if chosen.secret != strings.Repeat("s3", 16) {
		t.Errorf("the chosen secret came back as %q", chosen.secret)
	}
	r.session(chosen, "generated@example.com", goodPassword)
}

func TestTokenLivesFollowTheClient(t *testing.T) {
	r := newRig(t)
	r.newUser("lives@example.com", goodPassword)
	made := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.AccessTokenValidity, in.IdTokenValidity, in.RefreshTokenValidity = aws.Int32(10), aws.Int32(2), 90
		in.TokenValidityUnits = &types.TokenValidityUnitsType{
			AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeHours, RefreshToken: types.TimeUnitsTypeDays,
		}
	})
	tokens := r.session(made, "lives@example.com", goodPassword)
	access, id := parseJWT(t, aws.ToString(tokens.AccessToken)), parseJWT(t, aws.ToString(tokens.IdToken))
	if tokens.ExpiresIn != 600 || access.number("exp")-access.number("iat") != 600 || id.number("exp")-id.number("iat") != 7200 {
		t.Errorf("expires in %d, access %d s, ID %d s; want 600, 600, 7200", tokens.ExpiresIn,
			access.number("exp")-access.number("iat"), id.number("exp")-id.number("iat"))
	}
	r.clock.Advance(refreshLife * 2)
	r.renewed(made, aws.ToString(tokens.RefreshToken))
}

func TestUpdateUserPoolClientReplacesEverything(t *testing.T) {
	r := newRig(t)
	made := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.GenerateSecret = true
		in.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
		in.AuthSessionValidity = aws.Int32(10)
		in.ReadAttributes = []string{"email"}
	})
	out, err := r.api.UpdateUserPoolClient(t.Context(), &cip.UpdateUserPoolClientInput{
		UserPoolId: &made.pool, ClientId: &made.id,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth},
	})
	if err != nil {
		t.Fatal(err)
	}
	for from, got := range map[string]*types.UserPoolClientType{"answer": out.UserPoolClient, "description": r.describeClient(made.pool, made.id)} {
		if !sameFlows(got.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth) || aws.ToInt32(got.AuthSessionValidity) != 3 ||
			got.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesEnabled || len(got.ReadAttributes) == 1 {
			t.Errorf("%s: %+v, want the new flows and defaults for the rest", from, got)
		}
		if aws.ToString(got.ClientSecret) != made.secret {
			t.Errorf("%s: the secret was lost", from)
		}
	}
	_, err = r.signIn(made, "x@example.com", goodPassword)
	wantFailure(t, err, "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client")
}

func TestClientRefusals(t *testing.T) {
	r := newRig(t)
	rotation := &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(61)}
	seconds := &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeSeconds, IdToken: types.TimeUnitsTypeSeconds, RefreshToken: types.TimeUnitsTypeSeconds}
	cases := []struct {
		name string
		edit func(*cip.CreateUserPoolClientInput)
		want string
	}{
		{"old and new names of flows mixed", func(in *cip.CreateUserPoolClientInput) {
			in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth}
		}, "InvalidParameterException"},
		{"unknown flow", func(in *cip.CreateUserPoolClientInput) {
			in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{"ALLOW_EVERYTHING"}
		}, "InvalidParameterException"},
		{"rotation beside the refresh flow", func(in *cip.CreateUserPoolClientInput) {
			in.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled}
		}, "InvalidParameterException"},
		{"grace above a minute", func(in *cip.CreateUserPoolClientInput) { in.ExplicitAuthFlows, in.RefreshTokenRotation = nil, rotation }, "InvalidParameterException"},
		{"session shorter than 3 minutes", func(in *cip.CreateUserPoolClientInput) { in.AuthSessionValidity = aws.Int32(2) }, "InvalidParameterException"},
		{"session longer than 15 minutes", func(in *cip.CreateUserPoolClientInput) { in.AuthSessionValidity = aws.Int32(16) }, "InvalidParameterException"},
		{"access token shorter than 5 minutes", func(in *cip.CreateUserPoolClientInput) {
			in.AccessTokenValidity, in.TokenValidityUnits = aws.Int32(299), seconds
		}, "InvalidParameterException"},
		{"access token longer than a day", func(in *cip.CreateUserPoolClientInput) {
			in.AccessTokenValidity, in.TokenValidityUnits = aws.Int32(86401), seconds
		}, "InvalidParameterException"},
		{"refresh token shorter than an hour", func(in *cip.CreateUserPoolClientInput) {
			in.RefreshTokenValidity, in.TokenValidityUnits = 3599, seconds
		}, "InvalidParameterException"},
		{"unknown pool", func(in *cip.CreateUserPoolClientInput) { in.UserPoolId = aws.String("us-east-1_Nobody999") }, "ResourceNotFoundException"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			input := &cip.CreateUserPoolClientInput{
				UserPoolId: &r.seed.PoolID, ClientName: aws.String("refused"),
				ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
			}
			c.edit(input)
			_, err := r.api.CreateUserPoolClient(r.t.Context(), input)
			wantFailure(r.t, err, c.want, "")
		})
	}
	unknown := "unknownclientunknownclient"
	_, err := r.api.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &r.seed.PoolID, ClientId: &unknown})
	wantFailure(t, err, "ResourceNotFoundException", "User pool client "+unknown+" does not exist.")
	pool, _ := r.newPool(nil, nil)
	_, err = r.api.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: pool.Id, ClientId: &r.open.id})
	wantFailure(t, err, "ResourceNotFoundException", "User pool client "+r.open.id+" does not exist.")
}

func TestOldNamesOfFlowsStillWork(t *testing.T) {
	r := newRig(t)
	r.newUser("legacy@example.com", goodPassword)
	made := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeUserPasswordAuth, types.ExplicitAuthFlowsTypeAdminNoSrpAuth}
	})
	r.session(made, "legacy@example.com", goodPassword)
}
