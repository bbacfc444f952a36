package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func (r *rig) adminBegin(a app, flow types.AuthFlowType, username string, more map[string]string) (*cip.AdminInitiateAuthOutput, error) {
	return r.api.AdminInitiateAuth(r.t.Context(), &cip.AdminInitiateAuthInput{
		UserPoolId: &a.pool, ClientId: &a.id, AuthFlow: flow, AuthParameters: a.values(username, more),
	})
}

func (r *rig) adminAnswer(a app, name types.ChallengeNameType, session *string, username string, more map[string]string) (*cip.AdminRespondToAuthChallengeOutput, error) {
	return r.api.AdminRespondToAuthChallenge(r.t.Context(), &cip.AdminRespondToAuthChallengeInput{
		UserPoolId: &a.pool, ClientId: &a.id, ChallengeName: name, Session: session, ChallengeResponses: a.values(username, more),
	})
}

func TestAdminSignIn(t *testing.T) {
	r := newRig(t)
	const email = "admin@example.com"
	sub := r.newUser(email, goodPassword)
	password := map[string]string{"PASSWORD": goodPassword}
	for _, flow := range []types.AuthFlowType{types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth} {
		r.sub(string(flow), func(r *rig) {
			out, err := r.adminBegin(r.secure, flow, email, password)
			if err != nil || out.AuthenticationResult == nil {
				r.t.Fatalf("no tokens: %v", err)
			}
			if _, err := r.getUser(aws.ToString(out.AuthenticationResult.AccessToken)); err != nil {
				r.t.Error(err)
			}
			_, err = r.adminBegin(r.secure, flow, email, map[string]string{"PASSWORD": wrongPassword})
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
			_, err = r.adminBegin(r.secure, flow, "nobody@example.com", password)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		})
	}
	r.sub("new password", func(r *rig) {
		if _, err := r.create("invited@example.com", func(in *cip.AdminCreateUserInput) { in.TemporaryPassword = aws.String(temporaryPassword) }); err != nil {
			r.t.Fatal(err)
		}
		out, err := r.adminBegin(r.secure, types.AuthFlowTypeAdminUserPasswordAuth, "invited@example.com", map[string]string{"PASSWORD": temporaryPassword})
		if err != nil || out.ChallengeName != types.ChallengeNameTypeNewPasswordRequired {
			r.t.Fatalf("challenge %v, %v", out, err)
		}
		done, err := r.adminAnswer(r.secure, out.ChallengeName, out.Session, "invited@example.com", newPassword(goodPassword))
		if err != nil || done.AuthenticationResult == nil {
			r.t.Fatalf("no tokens: %v", err)
		}
		_, err = r.adminAnswer(r.secure, out.ChallengeName, out.Session, "invited@example.com", newPassword(goodPassword))
		wantFailure(r.t, err, "NotAuthorizedException", textSessionUsed)
	})
	r.sub("SRP", func(r *rig) {
		c := newSRPClient(r.t)
		out, err := r.adminBegin(r.secure, types.AuthFlowTypeUserSrpAuth, email, map[string]string{"SRP_A": c.public.Text(16)})
		if err != nil {
			r.t.Fatal(err)
		}
		done, err := r.adminAnswer(r.secure, out.ChallengeName, out.Session, sub, c.prove(r.t, r.secure.pool, goodPassword, r.clock.Now(), out.ChallengeParameters))
		if err != nil || done.AuthenticationResult == nil {
			r.t.Fatalf("no tokens: %v", err)
		}
	})
	r.sub("code", func(r *rig) {
		out, err := r.adminBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"))
		if err != nil || len(out.AvailableChallenges) == 0 {
			r.t.Fatalf("%+v, %v", out, err)
		}
		done, err := r.adminAnswer(r.secure, out.ChallengeName, out.Session, email, emailCode(r.lastCode(email)))
		if err != nil || done.AuthenticationResult == nil {
			r.t.Fatalf("no tokens: %v", err)
		}
	})
	r.sub("refresh", func(r *rig) {
		plain := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
			in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth}
		})
		out, err := r.adminBegin(plain, types.AuthFlowTypeAdminUserPasswordAuth, email, password)
		if err != nil {
			r.t.Fatal(err)
		}
		again, err := r.adminBegin(plain, types.AuthFlowTypeRefreshTokenAuth, email, map[string]string{"REFRESH_TOKEN": aws.ToString(out.AuthenticationResult.RefreshToken)})
		if err != nil || again.AuthenticationResult == nil {
			r.t.Fatalf("no tokens: %v", err)
		}
	})
}

func TestAdminSignInRefuses(t *testing.T) {
	r := newRig(t)
	const email = "admin@example.com"
	r.newUser(email, goodPassword)
	password := map[string]string{"PASSWORD": goodPassword}
	r.sub("a flow that is not enabled", func(r *rig) {
		_, err := r.adminBegin(r.open, types.AuthFlowTypeAdminUserPasswordAuth, email, password)
		wantFailure(r.t, err, "InvalidParameterException", "Auth flow not enabled for this client")
	})
	r.sub("the public flow", func(r *rig) {
		_, err := r.adminBegin(r.secure, types.AuthFlowTypeUserPasswordAuth, email, password)
		wantFailure(r.t, err, "InvalidParameterException", "Initiate Auth method not supported.")
	})
	r.sub("a client of another pool", func(r *rig) {
		pool, _ := r.newPool(nil, nil)
		foreign := app{aws.ToString(pool.Id), r.secure.id, r.secure.secret}
		_, err := r.adminBegin(foreign, types.AuthFlowTypeAdminUserPasswordAuth, email, password)
		wantFailure(r.t, err, "ResourceNotFoundException", "User pool client "+r.secure.id+" does not exist.")
	})
	r.sub("no secret hash", func(r *rig) {
		_, err := r.api.AdminInitiateAuth(r.t.Context(), &cip.AdminInitiateAuthInput{
			UserPoolId: &r.secure.pool, ClientId: &r.secure.id, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": email, "PASSWORD": goodPassword},
		})
		wantFailure(r.t, err, "NotAuthorizedException", "")
	})
	r.sub("no credentials", func(r *rig) {
		unsigned := sdkClient(r.pool.Transport(), func(o *cip.Options) { o.Credentials = nil })
		_, err := unsigned.AdminInitiateAuth(r.t.Context(), &cip.AdminInitiateAuthInput{
			UserPoolId: &r.secure.pool, ClientId: &r.secure.id, AuthFlow: types.AuthFlowTypeAdminUserPasswordAuth, AuthParameters: r.secure.values(email, password),
		})
		wantFailure(r.t, err, "MissingAuthenticationTokenException", "")
	})
}
