package localpool_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

// The steps below are the calls that most stories begin with, each one call of the SDK.

func (r *rig) signUp(a app, email, password string, attrs ...types.AttributeType) (*cip.SignUpOutput, error) {
	return r.api.SignUp(r.t.Context(), &cip.SignUpInput{
		ClientId: &a.id, Username: &email, Password: &password, SecretHash: a.hash(email), UserAttributes: attrs,
	})
}

func (r *rig) confirm(a app, username, code string) error {
	_, err := r.api.ConfirmSignUp(r.t.Context(), &cip.ConfirmSignUpInput{
		ClientId: &a.id, Username: &username, ConfirmationCode: &code, SecretHash: a.hash(username),
	})
	return err
}

func (r *rig) resend(a app, username string) (*cip.ResendConfirmationCodeOutput, error) {
	return r.api.ResendConfirmationCode(r.t.Context(), &cip.ResendConfirmationCodeInput{
		ClientId: &a.id, Username: &username, SecretHash: a.hash(username),
	})
}

func (r *rig) forgot(a app, username string) (*cip.ForgotPasswordOutput, error) {
	return r.api.ForgotPassword(r.t.Context(), &cip.ForgotPasswordInput{
		ClientId: &a.id, Username: &username, SecretHash: a.hash(username),
	})
}

func (r *rig) reset(a app, username, code, password string) error {
	_, err := r.api.ConfirmForgotPassword(r.t.Context(), &cip.ConfirmForgotPasswordInput{
		ClientId: &a.id, Username: &username, ConfirmationCode: &code, Password: &password, SecretHash: a.hash(username),
	})
	return err
}

func (r *rig) initiate(a app, flow types.AuthFlowType, params map[string]string) (*cip.InitiateAuthOutput, error) {
	return r.api.InitiateAuth(r.t.Context(), &cip.InitiateAuthInput{
		ClientId: &a.id, AuthFlow: flow, AuthParameters: params,
	})
}

func (r *rig) signIn(a app, username, password string) (*cip.InitiateAuthOutput, error) {
	params := map[string]string{"USERNAME": username, "PASSWORD": password}
	if hash := a.hash(username); hash != nil {
		params["SECRET_HASH"] = *hash
	}
	return r.initiate(a, types.AuthFlowTypeUserPasswordAuth, params)
}

func (r *rig) refresh(a app, refreshToken string) (*cip.GetTokensFromRefreshTokenOutput, error) {
	return r.api.GetTokensFromRefreshToken(r.t.Context(), &cip.GetTokensFromRefreshTokenInput{
		ClientId: &a.id, RefreshToken: &refreshToken, ClientSecret: a.secretOrNil(),
	})
}

func (r *rig) revoke(a app, token string) error {
	_, err := r.api.RevokeToken(r.t.Context(), &cip.RevokeTokenInput{
		ClientId: &a.id, Token: &token, ClientSecret: a.secretOrNil(),
	})
	return err
}

func (r *rig) getUser(accessToken string) (*cip.GetUserOutput, error) {
	return r.api.GetUser(r.t.Context(), &cip.GetUserInput{AccessToken: &accessToken})
}

func (r *rig) changePassword(accessToken, previous, proposed string) error {
	_, err := r.api.ChangePassword(r.t.Context(), &cip.ChangePasswordInput{
		AccessToken: &accessToken, PreviousPassword: &previous, ProposedPassword: &proposed,
	})
	return err
}

func (r *rig) setPassword(username, password string, permanent bool) error {
	_, err := r.api.AdminSetUserPassword(r.t.Context(), &cip.AdminSetUserPasswordInput{
		UserPoolId: &r.seed.PoolID, Username: &username, Password: &password, Permanent: permanent,
	})
	return err
}

// lastCode is the newest code mailed to the address.
func (r *rig) lastCode(address string) string {
	r.t.Helper()
	messages := r.mail.To(address)
	if len(messages) == 0 {
		r.t.Fatalf("no message went to %s", address)
	}
	return messages[len(messages)-1].Code
}

// wrongCode is a well-formed code that is none of those mailed to the address.
func (r *rig) wrongCode(address string) string {
	mailed := r.mail.To(address)
	for _, candidate := range []string{"135790", "246801", "975310", "864209"} {
		if !slices.ContainsFunc(mailed, func(m localpool.Message) bool { return m.Code == candidate }) {
			return candidate
		}
	}
	r.t.Fatalf("every candidate code was mailed to %s", address)
	return ""
}

// newUser signs up and confirms an account, and answers its internal name (equal to sub).
func (r *rig) newUser(email, password string) string {
	r.t.Helper()
	out, err := r.signUp(r.open, email, password)
	if err != nil {
		r.t.Fatalf("sign-up of %s: %v", email, err)
	}
	if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
		r.t.Fatalf("confirm %s: %v", email, err)
	}
	return aws.ToString(out.UserSub)
}

// session signs in and answers the tokens.
func (r *rig) session(a app, username, password string) *types.AuthenticationResultType {
	r.t.Helper()
	out, err := r.signIn(a, username, password)
	if err != nil {
		r.t.Fatalf("sign-in of %s: %v", username, err)
	}
	if out.AuthenticationResult == nil {
		r.t.Fatalf("sign-in of %s asked %q instead of giving tokens", username, out.ChallengeName)
	}
	return out.AuthenticationResult
}

// state is what AdminGetUser says about an account of the seeded pool.
func (r *rig) state(username string) *cip.AdminGetUserOutput {
	r.t.Helper()
	out, err := r.api.AdminGetUser(r.t.Context(), &cip.AdminGetUserInput{UserPoolId: &r.seed.PoolID, Username: &username})
	if err != nil {
		r.t.Fatalf("AdminGetUser %s: %v", username, err)
	}
	return out
}

func (r *rig) wantStatus(username string, want types.UserStatusType) {
	r.t.Helper()
	if got := r.state(username).UserStatus; got != want {
		r.t.Errorf("status of %s is %s, want %s", username, got, want)
	}
}

// newPool makes a pool and one public client in it; the edits change each request before it is sent.
func (r *rig) newPool(edit func(*cip.CreateUserPoolInput), editClient func(*cip.CreateUserPoolClientInput)) (*types.UserPoolType, app) {
	r.t.Helper()
	input := &cip.CreateUserPoolInput{PoolName: aws.String("extra")}
	if edit != nil {
		edit(input)
	}
	out, err := r.api.CreateUserPool(r.t.Context(), input)
	if err != nil {
		r.t.Fatalf("CreateUserPool: %v", err)
	}
	return out.UserPool, r.newApp(aws.ToString(out.UserPool.Id), editClient)
}

// newApp makes an app client that signs in with passwords and does not hide unknown users unless the edit says so.
func (r *rig) newApp(poolID string, edit func(*cip.CreateUserPoolClientInput)) app {
	r.t.Helper()
	input := &cip.CreateUserPoolClientInput{
		UserPoolId: &poolID, ClientName: aws.String("extra"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
	}
	if edit != nil {
		edit(input)
	}
	out, err := r.api.CreateUserPoolClient(r.t.Context(), input)
	if err != nil {
		r.t.Fatalf("CreateUserPoolClient: %v", err)
	}
	c := out.UserPoolClient
	return app{poolID, aws.ToString(c.ClientId), aws.ToString(c.ClientSecret)}
}

// sub runs a named case with a rig whose failures land on that case.
func (r *rig) sub(name string, f func(r *rig)) {
	r.t.Run(name, func(t *testing.T) {
		scoped := *r
		scoped.t = t
		f(&scoped)
	})
}

func (r *rig) adminConfirm(poolID, username string) error {
	_, err := r.api.AdminConfirmSignUp(r.t.Context(), &cip.AdminConfirmSignUpInput{UserPoolId: &poolID, Username: &username})
	return err
}

func (r *rig) adminDisable(username string) error {
	_, err := r.api.AdminDisableUser(r.t.Context(), &cip.AdminDisableUserInput{UserPoolId: &r.seed.PoolID, Username: &username})
	return err
}

func (r *rig) adminEnable(username string) error {
	_, err := r.api.AdminEnableUser(r.t.Context(), &cip.AdminEnableUserInput{UserPoolId: &r.seed.PoolID, Username: &username})
	return err
}

func (r *rig) globalSignOut(accessToken string) error {
	_, err := r.api.GlobalSignOut(r.t.Context(), &cip.GlobalSignOutInput{AccessToken: &accessToken})
	return err
}

func (r *rig) adminGlobalSignOut(username string) error {
	_, err := r.api.AdminUserGlobalSignOut(r.t.Context(), &cip.AdminUserGlobalSignOutInput{UserPoolId: &r.seed.PoolID, Username: &username})
	return err
}

func (r *rig) updateAttributes(accessToken string, attrs ...types.AttributeType) (*cip.UpdateUserAttributesOutput, error) {
	return r.api.UpdateUserAttributes(r.t.Context(), &cip.UpdateUserAttributesInput{
		AccessToken: &accessToken, UserAttributes: attrs,
	})
}
