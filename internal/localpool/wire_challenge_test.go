package localpool_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	textSessionInvalid = "Invalid session for the user."
	textSessionExpired = "Invalid session for the user, session is expired."
	textSessionUsed    = "Invalid session for the user, session can only be used once."
	textOTPMismatch    = "Invalid code or auth state for the user."
	textMFAMismatch    = "Invalid code received for user"

	temporaryPassword = "temporary-Horse-1"
)

// values are what every call of a sign-in carries, with more laid over.
func (a app) values(username string, more map[string]string) map[string]string {
	all := map[string]string{"USERNAME": username}
	if hash := a.hash(username); hash != nil {
		all["SECRET_HASH"] = *hash
	}
	maps.Copy(all, more)
	return all
}

// begin is InitiateAuth with the client's secret hash.
func (r *rig) begin(a app, flow types.AuthFlowType, username string, more map[string]string) (*cip.InitiateAuthOutput, error) {
	return r.initiate(a, flow, a.values(username, more))
}

// mustBegin expects a challenge.
func (r *rig) mustBegin(a app, flow types.AuthFlowType, username string, more map[string]string, want types.ChallengeNameType) *cip.InitiateAuthOutput {
	r.t.Helper()
	out, err := r.begin(a, flow, username, more)
	if err != nil {
		r.t.Fatalf("%s of %s: %v", flow, username, err)
	}
	if out.ChallengeName != want || out.AuthenticationResult != nil {
		r.t.Fatalf("%s of %s: challenge %q, tokens %v; want %q", flow, username, out.ChallengeName, out.AuthenticationResult != nil, want)
	}
	return out
}

// answer is RespondToAuthChallenge with the client's secret hash.
func (r *rig) answer(a app, name types.ChallengeNameType, session *string, username string, more map[string]string) (*cip.RespondToAuthChallengeOutput, error) {
	return r.api.RespondToAuthChallenge(r.t.Context(), &cip.RespondToAuthChallengeInput{
		ClientId: &a.id, ChallengeName: name, Session: session, ChallengeResponses: a.values(username, more),
	})
}

// mustAnswer expects the next challenge, or tokens where want is empty.
func (r *rig) mustAnswer(a app, name types.ChallengeNameType, session *string, username string, more map[string]string, want types.ChallengeNameType) *cip.RespondToAuthChallengeOutput {
	r.t.Helper()
	out, err := r.answer(a, name, session, username, more)
	if err != nil {
		r.t.Fatalf("%s by %s: %v", name, username, err)
	}
	if out.ChallengeName != want || (want == "") != (out.AuthenticationResult != nil) {
		r.t.Fatalf("%s by %s: challenge %q, tokens %v; want %q", name, username, out.ChallengeName, out.AuthenticationResult != nil, want)
	}
	return out
}

// invited makes a user with a temporary password and begins the sign-in that replaces it.
func (r *rig) invited(a app, email string) *string {
	r.t.Helper()
	if _, err := r.create(email, func(in *cip.AdminCreateUserInput) {
		in.TemporaryPassword, in.MessageAction = aws.String(temporaryPassword), types.MessageActionTypeSuppress
	}); err != nil {
		r.t.Fatal(err)
	}
	return r.mustBegin(a, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": temporaryPassword}, types.ChallengeNameTypeNewPasswordRequired).Session
}

func newPassword(password string) map[string]string {
	return map[string]string{"NEW_PASSWORD": password}
}

func TestNewPasswordEndsTheTemporaryOne(t *testing.T) {
	r := newRig(t)
	for name, client := range map[string]app{"confidential": r.secure, "public": r.open} {
		r.sub(name, func(r *rig) {
			email := name + "@example.com"
			session := r.invited(client, email)
			out := r.mustAnswer(client, types.ChallengeNameTypeNewPasswordRequired, session, email, newPassword(goodPassword), "")
			if _, err := r.getUser(aws.ToString(out.AuthenticationResult.AccessToken)); err != nil {
				r.t.Errorf("GetUser: %v", err)
			}
			r.wantStatus(email, types.UserStatusTypeConfirmed)
			if attributeMap(r.state(email).UserAttributes)["email_verified"] == "true" {
				r.t.Error("the address is verified although nobody proved it")
			}
			r.session(client, email, goodPassword)
			_, err := r.signIn(client, email, temporaryPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		})
	}
}

func TestRefusedNewPasswordLeavesTheSession(t *testing.T) {
	r := newRig(t)
	const email = "weak@example.com"
	session := r.invited(r.open, email)
	_, err := r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email, newPassword("short1"))
	wantFailure(t, err, "InvalidPasswordException", "Password did not conform with policy: Password not long enough")
	_, err = r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email, nil)
	wantFailure(t, err, "InvalidParameterException", "Missing required parameter NEW_PASSWORD")
	_, err = r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email,
		map[string]string{"NEW_PASSWORD": goodPassword, "userAttributes.email": "other@example.com"})
	wantFailure(t, err, "InvalidParameterException", "Cannot modify an already provided email")
	_, err = r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email,
		map[string]string{"NEW_PASSWORD": goodPassword, "userAttributes.email_verified": "true"})
	wantFailure(t, err, "NotAuthorizedException", "")
	r.wantStatus(email, types.UserStatusTypeForceChangePassword)
	r.mustAnswer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email,
		map[string]string{"NEW_PASSWORD": goodPassword, "userAttributes.name": "Ada"}, "")
	if got := attributeMap(r.state(email).UserAttributes)["name"]; got != "Ada" {
		t.Errorf("name %q, want Ada", got)
	}
}

func TestRequiredAttributesComeWithTheNewPassword(t *testing.T) {
	r := newRig(t)
	pool, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{{Name: aws.String("nickname"), Required: aws.Bool(true)}}
	}, nil)
	invite := func(name string, attributes ...types.AttributeType) {
		t.Helper()
		if _, err := r.api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
			UserPoolId: pool.Id, Username: aws.String(name), TemporaryPassword: aws.String(temporaryPassword), UserAttributes: attributes,
		}); err != nil {
			t.Fatal(err)
		}
	}
	const name = "ada"
	invite(name, attribute("nickname", "Countess"))
	out := r.mustBegin(client, types.AuthFlowTypeUserPasswordAuth, name, map[string]string{"PASSWORD": temporaryPassword}, types.ChallengeNameTypeNewPasswordRequired)
	if !strings.Contains(out.ChallengeParameters["userAttributes"], `"nickname":"Countess"`) {
		t.Errorf("parameters %v", out.ChallengeParameters)
	}
	_, err := r.answer(client, types.ChallengeNameTypeNewPasswordRequired, out.Session, name,
		map[string]string{"NEW_PASSWORD": temporaryPassword + "2", "userAttributes.nickname": ""})
	wantFailure(t, err, "InvalidParameterException", "")
	_, err = r.answer(client, types.ChallengeNameTypeNewPasswordRequired, out.Session, name,
		map[string]string{"NEW_PASSWORD": temporaryPassword + "2", "userAttributes.nickname": "Queen"})
	wantFailure(t, err, "InvalidParameterException", "Cannot modify an already provided nickname")
	r.mustAnswer(client, types.ChallengeNameTypeNewPasswordRequired, out.Session, name, newPassword(temporaryPassword+"2"), "")

	const bare = "bob"
	invite(bare)
	out = r.mustBegin(client, types.AuthFlowTypeUserPasswordAuth, bare, map[string]string{"PASSWORD": temporaryPassword}, types.ChallengeNameTypeNewPasswordRequired)
	if got := out.ChallengeParameters["requiredAttributes"]; got != `["userAttributes.nickname"]` {
		t.Errorf("requiredAttributes %s", got)
	}
	_, err = r.answer(client, types.ChallengeNameTypeNewPasswordRequired, out.Session, bare, newPassword(temporaryPassword+"2"))
	wantFailure(t, err, "InvalidParameterException", "Invalid attributes given, nickname is missing")
	r.mustAnswer(client, types.ChallengeNameTypeNewPasswordRequired, out.Session, bare,
		map[string]string{"NEW_PASSWORD": temporaryPassword + "2", "userAttributes.nickname": "Bobby"}, "")
}
