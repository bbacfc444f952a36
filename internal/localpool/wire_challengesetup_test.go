package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// demandingPool is a pool where nobody signs in without a second factor, and a user in it without any.
func (r *rig) demandingPool(name string) app {
	r.t.Helper()
	pool, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.MfaConfiguration = types.UserPoolMfaTypeOn
		in.SmsConfiguration = &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/texts")}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber}
		in.EmailConfiguration = &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeDeveloper}
	}, nil)
	if _, err := r.api.SetUserPoolMfaConfig(r.t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: pool.Id, MfaConfiguration: types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
		EmailMfaConfiguration:         &types.EmailMfaConfigType{Subject: aws.String("Second step"), Message: aws.String("Type {####} now")},
	}); err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.signUp(client, name, goodPassword+"A"); err != nil {
		r.t.Fatal(err)
	}
	if err := r.adminConfirm(client.pool, name); err != nil {
		r.t.Fatal(err)
	}
	return client
}

func (r *rig) beginSetup(a app, name string) *string {
	r.t.Helper()
	out := r.mustBegin(a, types.AuthFlowTypeUserPasswordAuth, name, map[string]string{"PASSWORD": goodPassword + "A"}, types.ChallengeNameTypeMfaSetup)
	if got := out.ChallengeParameters["MFAS_CAN_SETUP"]; got != `["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]` {
		r.t.Errorf("MFAS_CAN_SETUP %s", got)
	}
	return out.Session
}

func (r *rig) associateIn(session *string) (*cip.AssociateSoftwareTokenOutput, error) {
	return r.api.AssociateSoftwareToken(r.t.Context(), &cip.AssociateSoftwareTokenInput{Session: session})
}

func (r *rig) verifyIn(session *string, code string) (*cip.VerifySoftwareTokenOutput, error) {
	return r.api.VerifySoftwareToken(r.t.Context(), &cip.VerifySoftwareTokenInput{Session: session, UserCode: &code})
}

func TestAuthenticatorAppIsSetUpInTheSignIn(t *testing.T) {
	r := newRig(t)
	client := r.demandingPool("ada")
	first := r.beginSetup(client, "ada")
	stale := r.beginSetup(client, "ada")
	_, err := r.answer(client, types.ChallengeNameTypeMfaSetup, first, "ada", nil)
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "")
	made, err := r.associateIn(first)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.associateIn(first)
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
	_, err = r.verifyIn(made.Session, "000000")
	wantFailure(t, err, "EnableSoftwareTokenMFAException", "")
	_, err = r.answer(client, types.ChallengeNameTypeMfaSetup, made.Session, "ada", nil)
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "")
	proved, err := r.verifyIn(made.Session, r.totpCode(aws.ToString(made.SecretCode)))
	if err != nil {
		t.Fatal(err)
	}
	r.mustAnswer(client, types.ChallengeNameTypeMfaSetup, proved.Session, "ada", nil, "")
	_, err = r.answer(client, types.ChallengeNameTypeMfaSetup, proved.Session, "ada", nil)
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
	// The password alone, in a session from before, must not replace the factor.
	_, err = r.associateIn(stale)
	wantFailure(t, err, "NotAuthorizedException", textSessionInvalid)
	_, err = r.answer(client, types.ChallengeNameTypeMfaSetup, stale, "ada", map[string]string{"EMAIL": "thief@example.com"})
	wantFailure(t, err, "InvalidParameterException", "")
	r.mustBegin(client, types.AuthFlowTypeUserPasswordAuth, "ada", map[string]string{"PASSWORD": goodPassword + "A"}, types.ChallengeNameTypeSoftwareTokenMfa)
}

// A setup that was proved but not ended must not pass for the factor that took its place.
func TestProvedSetupEndsWithItsAuthenticatorApp(t *testing.T) {
	r := newRig(t)
	client := r.demandingPool("ada")
	prove := func() *string {
		t.Helper()
		made, err := r.associateIn(r.beginSetup(client, "ada"))
		if err != nil {
			t.Fatal(err)
		}
		proved, err := r.verifyIn(made.Session, r.totpCode(aws.ToString(made.SecretCode)))
		if err != nil {
			t.Fatal(err)
		}
		return proved.Session
	}
	lost := prove()
	if _, err := r.api.AdminDeleteSoftwareToken(t.Context(), &cip.AdminDeleteSoftwareTokenInput{UserPoolId: &client.pool, Username: aws.String("ada")}); err != nil {
		t.Fatal(err)
	}
	kept := prove()
	_, err := r.answer(client, types.ChallengeNameTypeMfaSetup, lost, "ada", nil)
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "")
	r.mustAnswer(client, types.ChallengeNameTypeMfaSetup, kept, "ada", nil, "")
}

func TestMailIsSetUpInTheSignIn(t *testing.T) {
	r := newRig(t)
	const address = "ada@example.com"
	client := r.demandingPool("ada")
	session := r.beginSetup(client, "ada")
	_, err := r.answer(client, types.ChallengeNameTypeMfaSetup, session, "ada", map[string]string{"EMAIL": "no address"})
	wantFailure(t, err, "InvalidParameterException", "Invalid email address format.")
	out := r.mustAnswer(client, types.ChallengeNameTypeMfaSetup, session, "ada", map[string]string{"EMAIL": address}, types.ChallengeNameTypeEmailOtp)
	mailed := r.mail.To(address)
	if len(mailed) != 1 || mailed[0].Subject != "Second step" || mailed[0].Text != "Type "+mailed[0].Code+" now" {
		t.Fatalf("messages %+v, want one in the pool's words", mailed)
	}
	_, err = r.answer(client, types.ChallengeNameTypeEmailOtp, out.Session, "ada", emailCode("000000"))
	wantFailure(t, err, "CodeMismatchException", textOTPMismatch)
	tokens := r.mustAnswer(client, types.ChallengeNameTypeEmailOtp, out.Session, "ada", emailCode(mailed[0].Code), "").AuthenticationResult
	user, err := r.getUser(aws.ToString(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(user.UserAttributes); got["email"] != address || got["email_verified"] != "true" {
		t.Errorf("attributes %v", got)
	}
	r.mustBegin(client, types.AuthFlowTypeUserPasswordAuth, "ada", map[string]string{"PASSWORD": goodPassword + "A"}, types.ChallengeNameTypeEmailOtp)
	// Nobody turned the address on as a factor, but it is one here: the mailbox alone must not open the account.
	_, err = r.forgot(client, "ada")
	wantFailure(t, err, "InvalidParameterException", "Could not reset password for the account, please contact support or try again")
}

func TestNothingToSetUp(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.MfaConfiguration = types.UserPoolMfaTypeOn
		in.SmsConfiguration = &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/texts")}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber}
	}, nil)
	if _, err := r.signUp(client, "ada", goodPassword+"A"); err != nil {
		t.Fatal(err)
	}
	if err := r.adminConfirm(client.pool, "ada"); err != nil {
		t.Fatal(err)
	}
	_, err := r.signIn(client, "ada", goodPassword+"A")
	wantFailure(t, err, "MFAMethodNotFoundException", "")
	_, err = r.signIn(client, "ada", wrongPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
}

func TestOneSetupProvesOnce(t *testing.T) {
	r := newRig(t)
	client := r.demandingPool("ada")
	made, err := r.associateIn(r.beginSetup(client, "ada"))
	if err != nil {
		t.Fatal(err)
	}
	code := r.totpCode(aws.ToString(made.SecretCode))
	wantOneWinner(t, race(func(int) error {
		_, err := r.verifyIn(made.Session, code)
		return err
	}), "NotAuthorizedException")
}
