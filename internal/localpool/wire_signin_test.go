package localpool_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const temporaryPasswordLife = 7 * 24 * time.Hour

func TestSignInGivesTokens(t *testing.T) {
	r := newRig(t)
	r.newUser("in@example.com", goodPassword)
	for name, client := range map[string]app{"confidential client": r.secure, "public client": r.open} {
		r.sub(name, func(r *rig) {
			out, err := r.signIn(client, "in@example.com", goodPassword)
			if err != nil {
				r.t.Fatal(err)
			}
			if out.ChallengeName != "" || len(out.ChallengeParameters) != 0 || out.Session != nil {
				r.t.Errorf("tokens came with challenge %q, %v", out.ChallengeName, out.ChallengeParameters)
			}
			got := out.AuthenticationResult
			if got == nil || aws.ToString(got.AccessToken) == "" || aws.ToString(got.IdToken) == "" || aws.ToString(got.RefreshToken) == "" {
				r.t.Fatalf("tokens are missing: %+v", got)
			}
			if got.ExpiresIn != 3600 || aws.ToString(got.TokenType) != "Bearer" {
				r.t.Errorf("expires in %d, type %q; want 3600 and Bearer", got.ExpiresIn, aws.ToString(got.TokenType))
			}
		})
	}
}

func TestSignInNamesAreCaseInsensitive(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("Case@Example.com", goodPassword)
	for _, name := range []string{"case@example.com", "CASE@EXAMPLE.COM", "Case@Example.com", sub} {
		r.sub(name, func(r *rig) { r.session(r.open, name, goodPassword) })
	}
}

func TestCaseSensitivePoolTellsNamesApart(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(nil, nil) // the API's default is case sensitive
	for _, name := range []string{"Grace", "grace"} {
		if _, err := r.signUp(client, name, goodPassword+"A"); err != nil {
			t.Errorf("sign-up of %s: %v", name, err)
		}
	}
}

func TestPasswordsAreCaseSensitive(t *testing.T) {
	r := newRig(t)
	r.newUser("exact@example.com", goodPassword)
	for _, near := range []string{"CORRECT-HORSE-7", goodPassword + " ", goodPassword[:len(goodPassword)-1], goodPassword + "x"} {
		if _, err := r.signIn(r.open, "exact@example.com", near); err == nil {
			t.Errorf("%q signed in", near)
		}
	}
}

func TestUnconfirmedUserCannotSignIn(t *testing.T) {
	r := newRig(t)
	if _, err := r.signUp(r.open, "early@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	for name, client := range map[string]app{"existence hidden": r.open, "existence told": r.newApp(r.seed.PoolID, nil)} {
		r.sub(name, func(r *rig) {
			_, err := r.signIn(client, "early@example.com", goodPassword)
			wantFailure(r.t, err, "UserNotConfirmedException", "User is not confirmed.")
			// Only whoever knows the password learns that the account waits for its code.
			_, err = r.signIn(client, "early@example.com", wrongPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		})
	}
}

func TestFlowNotEnabledForThisClientIsRefused(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("flow@example.com", goodPassword)
	srpOnly := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth}
	})
	byDefault := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.ExplicitAuthFlows = nil })
	for name, client := range map[string]app{"only SRP": srpOnly, "default flows": byDefault} {
		r.sub(name, func(r *rig) {
			_, err := r.signIn(client, "flow@example.com", goodPassword)
			wantFailure(r.t, err, "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client")
		})
	}
	for _, flow := range []types.AuthFlowType{types.AuthFlowTypeUserSrpAuth, types.AuthFlowTypeUserAuth, types.AuthFlowTypeCustomAuth} {
		r.sub(string(flow), func(r *rig) {
			_, err := r.initiate(r.open, flow, map[string]string{"USERNAME": "flow@example.com", "PASSWORD": goodPassword, "SRP_A": "ab"})
			wantFailure(r.t, err, "InvalidParameterException", string(flow)+" flow not enabled for this client")
		})
	}
	r.sub("refresh by a client that has no refresh flow", func(r *rig) {
		_, err := r.initiate(srpOnly, types.AuthFlowTypeRefreshTokenAuth, map[string]string{"REFRESH_TOKEN": "x"})
		wantFailure(r.t, err, "InvalidParameterException", "")
	})
	oldNames := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.GenerateSecret = true
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeUserPasswordAuth}
		in.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled}
	})
	for name, client := range map[string]app{"refresh beside rotation": r.secure, "refresh beside rotation, flows by their old names": oldNames} {
		r.sub(name, func(r *rig) {
			token := aws.ToString(r.session(client, "flow@example.com", goodPassword).RefreshToken)
			_, err := r.initiate(client, types.AuthFlowTypeRefreshTokenAuth, map[string]string{
				"REFRESH_TOKEN": token, "SECRET_HASH": *client.hash(sub),
			})
			wantFailure(r.t, err, "InvalidParameterException", "")
			r.renewed(client, token)
		})
	}
	for _, flow := range []types.AuthFlowType{types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth} {
		r.sub(string(flow), func(r *rig) {
			_, err := r.initiate(r.open, flow, map[string]string{"USERNAME": "flow@example.com", "PASSWORD": goodPassword})
			wantFailure(r.t, err, "InvalidParameterException", "Initiate Auth method not supported.")
		})
	}
}

func TestMissingSignInParametersAreNamed(t *testing.T) {
	r := newRig(t)
	cases := []struct {
		name   string
		flow   types.AuthFlowType
		params map[string]string
		text   string
	}{
		{"no user name", types.AuthFlowTypeUserPasswordAuth, map[string]string{"PASSWORD": goodPassword}, "Missing required parameter USERNAME"},
		{"no password", types.AuthFlowTypeUserPasswordAuth, map[string]string{"USERNAME": "x@example.com"}, "Missing required parameter PASSWORD"},
		{"no refresh token", types.AuthFlowTypeRefreshTokenAuth, map[string]string{}, "Missing required parameter REFRESH_TOKEN"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.initiate(r.open, c.flow, c.params)
			wantFailure(r.t, err, "InvalidParameterException", c.text)
		})
	}
}

// Each case breaks two rules at once; the answer shows which is looked at first.
func TestOrderOfSignInChecks(t *testing.T) {
	r := newRig(t)
	srpOnly := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.GenerateSecret = true
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth}
	})
	secret := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) { in.GenerateSecret = true })
	legacy := r.newApp(r.seed.PoolID, nil)

	r.newUser("disabled@example.com", goodPassword)
	r.newUser("locked@example.com", goodPassword)
	if _, err := r.signUp(r.open, "waiting@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"disabled@example.com", "locked@example.com", "waiting@example.com"} {
		for range lockoutAfter {
			_, err := r.signIn(legacy, name, wrongPassword)
			wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		}
	}
	if err := r.adminDisable("disabled@example.com"); err != nil {
		t.Fatal(err)
	}
	wrongHash := func(c app, name string) map[string]string {
		return map[string]string{"USERNAME": name, "PASSWORD": goodPassword, "SECRET_HASH": *c.hash("somebody else")}
	}
	plain := func(name, password string) map[string]string {
		return map[string]string{"USERNAME": name, "PASSWORD": password}
	}
	cases := []struct {
		name   string
		app    app
		params map[string]string
		want   failure
	}{
		{"client before flow", app{id: "unknownclientunknownclient"}, plain("nobody@example.com", goodPassword), failure{"ResourceNotFoundException", "User pool client unknownclientunknownclient does not exist."}},
		{"flow before secret hash", srpOnly, wrongHash(srpOnly, "nobody@example.com"), failure{"InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"}},
		{"secret hash before user", secret, wrongHash(secret, "nobody@example.com"), failure{"NotAuthorizedException", "Unable to verify secret hash for client " + secret.id}},
		{"disabled before locked", legacy, plain("disabled@example.com", goodPassword), failure{"NotAuthorizedException", "User is disabled."}},
		{"locked before the right password", legacy, plain("locked@example.com", goodPassword), failure{"NotAuthorizedException", textLockedOut}},
		{"locked before a wrong password", legacy, plain("locked@example.com", wrongPassword), failure{"NotAuthorizedException", textLockedOut}},
		{"locked before unconfirmed", legacy, plain("waiting@example.com", goodPassword), failure{"NotAuthorizedException", textLockedOut}},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.initiate(c.app, types.AuthFlowTypeUserPasswordAuth, c.params)
			wantFailure(r.t, err, c.want.code, c.want.text)
		})
	}
}

func TestTemporaryPasswordAsksForANewOne(t *testing.T) {
	r := newRig(t)
	const email = "temp@example.com"
	r.newUser(email, goodPassword)
	if err := r.setPassword(email, otherPassword, false); err != nil {
		t.Fatal(err)
	}
	r.wantStatus(email, types.UserStatusTypeForceChangePassword)
	_, err := r.signIn(r.open, email, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	out, err := r.signIn(r.open, email, otherPassword)
	if err != nil {
		t.Fatal(err)
	}
	if out.ChallengeName != types.ChallengeNameTypeNewPasswordRequired || out.AuthenticationResult != nil {
		t.Errorf("challenge %q, tokens %v; want NEW_PASSWORD_REQUIRED and none", out.ChallengeName, out.AuthenticationResult != nil)
	}
	if got := len(aws.ToString(out.Session)); got < 20 || got > 2048 {
		t.Errorf("session of %d characters, want 20 to 2048", got)
	}
	for _, name := range []string{"USER_ID_FOR_SRP", "requiredAttributes", "userAttributes"} {
		if _, found := out.ChallengeParameters[name]; !found {
			t.Errorf("challenge parameter %s is missing from %v", name, out.ChallengeParameters)
		}
	}
}

func TestTemporaryPasswordExpires(t *testing.T) {
	r := newRig(t)
	legacy := r.newApp(r.seed.PoolID, nil)
	const email = "temp-late@example.com"
	r.newUser(email, goodPassword)
	if err := r.setPassword(email, otherPassword, false); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(temporaryPasswordLife - time.Second)
	if _, err := r.signIn(legacy, email, otherPassword); err != nil {
		t.Errorf("just before a week: %v", err)
	}
	r.clock.Advance(2 * time.Second)
	_, err := r.signIn(legacy, email, otherPassword)
	wantFailure(t, err, "NotAuthorizedException", "Temporary password has expired and must be reset by an administrator.")
}
