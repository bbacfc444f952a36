package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestGuessesAtASetUpAreCounted(t *testing.T) {
	r := newRig(t)
	const email = "guessed@example.com"
	r.newUser(email, goodPassword)
	r.mfaConfig(r.seed.PoolID, onlyTOTP(types.UserPoolMfaTypeOn), passwordsOnly)
	asked := r.mustBegin(r.open, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, types.ChallengeNameTypeMfaSetup)
	out, err := r.associate(nil, asked.Session)
	if err != nil {
		t.Fatal(err)
	}
	secret := aws.ToString(out.SecretCode)
	for range 20 {
		_, err := r.verifyTOTP(nil, out.Session, r.wrongTOTP(secret))
		wantFailure(t, err, "EnableSoftwareTokenMFAException", "")
	}
	_, err = r.verifyTOTP(nil, out.Session, r.totpCode(secret))
	wantFailure(t, err, "NotAuthorizedException", "Invalid session for the user.")
}

func TestAuthenticatorAppRefusals(t *testing.T) {
	r := newRig(t)
	const email = "refused@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.open, email, goodPassword).AccessToken
	verify := func(access, session *string, code string) func() error {
		return func() error { _, err := r.verifyTOTP(access, session, code); return err }
	}
	associate := func(access, session *string) func() error {
		return func() error { _, err := r.associate(access, session); return err }
	}
	foreign := aws.String("abcdefghijklmnopqrstuvwxyz0123456789")
	for name, c := range map[string]struct {
		call       func() error
		code, text string
	}{
		"associate for nobody":       {associate(nil, nil), "InvalidParameterException", "Send either AccessToken or Session."},
		"associate for two":          {associate(access, foreign), "InvalidParameterException", "Send either AccessToken or Session."},
		"associate by a bad token":   {associate(aws.String("a.b.c"), nil), "NotAuthorizedException", textInvalidAccess},
		"associate by a bad session": {associate(nil, foreign), "NotAuthorizedException", "Invalid session for the user."},
		"verify for nobody":          {verify(nil, nil, "123456"), "InvalidParameterException", "Send either AccessToken or Session."},
		"verify before associate":    {verify(access, nil, "123456"), "SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user."},
		"verify a bad session":       {verify(nil, foreign, "123456"), "NotAuthorizedException", "Invalid session for the user."},
		"a code of five digits":      {verify(access, nil, "12345"), "InvalidParameterException", "1 validation error detected: Value at 'userCode' failed to satisfy constraint: Member must have length greater than or equal to 6"},
		"a code of letters":          {verify(access, nil, "abcdef"), "InvalidParameterException", "1 validation error detected: Value at 'userCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]+"},
		"deleting what is not there": {func() error { return r.deleteTOTP(email) }, "SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user."},
		"deleting an unknown user's": {func() error { return r.deleteTOTP("nobody@example.com") }, "UserNotFoundException", textNoUser},
	} {
		r.sub(name, func(r *rig) { wantFailure(r.t, c.call(), c.code, c.text) })
	}
	r.mfaConfig(r.seed.PoolID, func(in *cip.SetUserPoolMfaConfigInput) { in.MfaConfiguration = types.UserPoolMfaTypeOff })
	_, err := r.associate(access, nil)
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "Software Token MFA not enabled for the userPool.")
	_, err = r.verifyTOTP(access, nil, "123456")
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "Software Token MFA not enabled for the userPool.")
}

func (r *rig) deleteTOTP(username string) error {
	_, err := r.api.AdminDeleteSoftwareToken(r.t.Context(), &cip.AdminDeleteSoftwareTokenInput{UserPoolId: &r.seed.PoolID, Username: &username})
	return err
}

func TestLostAuthenticatorAppIsDeleted(t *testing.T) {
	r := newRig(t)
	const email = "lost@example.com"
	access, _ := r.totpUser(email)
	if err := r.deleteTOTP(email); err != nil {
		t.Fatal(err)
	}
	r.wantFactors(access, "")
	r.session(r.open, email, goodPassword)
}

func TestOneTOTPCodeSignsInOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "raced-app@example.com"
		_, secret := r.totpUser(email)
		// Several sign-ins at a time: it is the code that must not work twice, not only the session.
		sessions := make([]*string, 10)
		for i := range sessions {
			sessions[i] = r.mustBegin(r.open, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, types.ChallengeNameTypeSoftwareTokenMfa).Session
		}
		code := r.totpCode(secret)
		wantOneWinner(t, race(func(i int) error {
			_, err := r.answerTOTP(email, sessions[i%len(sessions)], code)
			return err
		}), "ExpiredCodeException", "NotAuthorizedException")
	})
}

func TestOneTOTPCodeProvesOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "raced-setup@example.com"
		r.newUser(email, goodPassword)
		access := r.session(r.open, email, goodPassword).AccessToken
		out, err := r.associate(access, nil)
		if err != nil {
			t.Fatal(err)
		}
		code := r.totpCode(aws.ToString(out.SecretCode))
		wantOneWinner(t, race(func(int) error {
			_, err := r.verifyTOTP(access, nil, code)
			return err
		}), "SoftwareTokenMFANotFoundException")
	})
}
