package localpool_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/pquerna/otp/totp"
)

const totpPeriod = 30 * time.Second

// totpCode is what an authenticator app shows now.
func (r *rig) totpCode(secret string) string {
	r.t.Helper()
	code, err := totp.GenerateCode(secret, r.clock.Now())
	if err != nil {
		r.t.Fatal(err)
	}
	return code
}

// wrongTOTP is a code that no app shows around now.
func (r *rig) wrongTOTP(secret string) string {
	r.t.Helper()
	shown := []string{}
	for _, shift := range []time.Duration{-totpPeriod, 0, totpPeriod} {
		code, err := totp.GenerateCode(secret, r.clock.Now().Add(shift))
		if err != nil {
			r.t.Fatal(err)
		}
		shown = append(shown, code)
	}
	for _, code := range []string{"000000", "111111", "222222", "333333"} {
		if !slices.Contains(shown, code) {
			return code
		}
	}
	return ""
}

func (r *rig) associate(access, session *string) (*cip.AssociateSoftwareTokenOutput, error) {
	return r.api.AssociateSoftwareToken(r.t.Context(), &cip.AssociateSoftwareTokenInput{AccessToken: access, Session: session})
}

func (r *rig) verifyTOTP(access, session *string, code string) (*cip.VerifySoftwareTokenOutput, error) {
	return r.api.VerifySoftwareToken(r.t.Context(), &cip.VerifySoftwareTokenInput{
		AccessToken: access, Session: session, UserCode: &code, FriendlyDeviceName: aws.String("phone"),
	})
}

func (r *rig) prefer(access *string, edit func(*cip.SetUserMFAPreferenceInput)) error {
	in := &cip.SetUserMFAPreferenceInput{AccessToken: access}
	edit(in)
	_, err := r.api.SetUserMFAPreference(r.t.Context(), in)
	return err
}

func preferTOTP(in *cip.SetUserMFAPreferenceInput) {
	in.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: true}
}

// totpUser makes a user whose sign-in asks for an authenticator app, and moves on to a period whose code is unused.
func (r *rig) totpUser(email string) (access *string, secret string) {
	r.t.Helper()
	r.newUser(email, goodPassword)
	access = r.session(r.open, email, goodPassword).AccessToken
	secret = r.newAuthenticatorApp(access)
	if err := r.prefer(access, preferTOTP); err != nil {
		r.t.Fatalf("SetUserMFAPreference: %v", err)
	}
	r.clock.Advance(totpPeriod)
	return access, secret
}

// newAuthenticatorApp sets up an authenticator app and returns its secret.
func (r *rig) newAuthenticatorApp(access *string) string {
	r.t.Helper()
	out, err := r.associate(access, nil)
	if err != nil {
		r.t.Fatalf("AssociateSoftwareToken: %v", err)
	}
	secret := aws.ToString(out.SecretCode)
	if _, err := r.verifyTOTP(access, nil, r.totpCode(secret)); err != nil {
		r.t.Fatalf("VerifySoftwareToken: %v", err)
	}
	return secret
}

func (r *rig) wantFactors(access *string, preferred string, list ...string) {
	r.t.Helper()
	got, err := r.getUser(aws.ToString(access))
	if err != nil {
		r.t.Fatal(err)
	}
	if aws.ToString(got.PreferredMfaSetting) != preferred || !slices.Equal(got.UserMFASettingList, list) {
		r.t.Errorf("GetUser: preferred %q of %v, want %q of %v", aws.ToString(got.PreferredMfaSetting), got.UserMFASettingList, preferred, list)
	}
	admin := r.state(aws.ToString(got.Username))
	if aws.ToString(admin.PreferredMfaSetting) != preferred || !slices.Equal(admin.UserMFASettingList, list) {
		r.t.Errorf("AdminGetUser: preferred %q of %v, want %q of %v", aws.ToString(admin.PreferredMfaSetting), admin.UserMFASettingList, preferred, list)
	}
}

func TestAuthenticatorAppIsSetUpAndAsked(t *testing.T) {
	r := newRig(t)
	const email = "app@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.open, email, goodPassword).AccessToken
	out, err := r.associate(access, nil)
	if err != nil {
		t.Fatal(err)
	}
	secret := aws.ToString(out.SecretCode)
	if !regexp.MustCompile(`^[A-Z2-7]{16,}$`).MatchString(secret) || out.Session != nil {
		t.Errorf("secret %q, session %v; want base32 and none", secret, out.Session)
	}
	_, err = r.verifyTOTP(access, nil, r.wrongTOTP(secret))
	wantFailure(t, err, "EnableSoftwareTokenMFAException", "Code mismatch")
	verified, err := r.verifyTOTP(access, nil, r.totpCode(secret))
	if err != nil || verified.Status != types.VerifySoftwareTokenResponseTypeSuccess {
		t.Fatalf("VerifySoftwareToken: %v, %v", verified, err)
	}
	r.wantFactors(access, "")
	r.session(r.open, email, goodPassword) // nothing is asked before the preference is set

	if err := r.prefer(access, preferTOTP); err != nil {
		t.Fatal(err)
	}
	r.wantFactors(access, "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA")
	asked := r.mustBegin(r.open, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, types.ChallengeNameTypeSoftwareTokenMfa)
	if got := asked.ChallengeParameters["FRIENDLY_DEVICE_NAME"]; got != "phone" {
		t.Errorf("device %q, want phone", got)
	}
	_, err = r.answerTOTP(email, asked.Session, r.totpCode(secret))
	wantFailure(t, err, "ExpiredCodeException", "Your software token has already been used once.")
	_, err = r.answerTOTP(email, asked.Session, r.wrongTOTP(secret))
	wantFailure(t, err, "CodeMismatchException", "Invalid code received for user")
	r.clock.Advance(totpPeriod)
	if _, err := r.answerTOTP(email, asked.Session, r.totpCode(secret)); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) answerTOTP(email string, session *string, code string) (*cip.RespondToAuthChallengeOutput, error) {
	return r.answer(r.open, types.ChallengeNameTypeSoftwareTokenMfa, session, email, map[string]string{"SOFTWARE_TOKEN_MFA_CODE": code})
}

func TestOldAuthenticatorAppWorksUntilTheNewOneIsProven(t *testing.T) {
	r := newRig(t)
	const email = "newphone@example.com"
	access, old := r.totpUser(email)
	out, err := r.associate(access, nil)
	if err != nil {
		t.Fatal(err)
	}
	next := aws.ToString(out.SecretCode)
	begin := func() *string {
		return r.mustBegin(r.open, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, types.ChallengeNameTypeSoftwareTokenMfa).Session
	}
	_, err = r.answerTOTP(email, begin(), r.totpCode(next))
	wantFailure(t, err, "CodeMismatchException", "")
	if _, err := r.answerTOTP(email, begin(), r.totpCode(old)); err != nil {
		t.Fatalf("the old app before the change: %v", err)
	}
	if _, err := r.verifyTOTP(access, nil, r.totpCode(next)); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(totpPeriod)
	_, err = r.answerTOTP(email, begin(), r.totpCode(old))
	wantFailure(t, err, "CodeMismatchException", "")
	if _, err := r.answerTOTP(email, begin(), r.totpCode(next)); err != nil {
		t.Fatalf("the new app: %v", err)
	}
}

func TestAuthenticatorAppIsSetUpInsideSignIn(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	const email = "required@example.com"
	username := r.newUser(email, goodPassword)
	r.mfaConfig(r.seed.PoolID, onlyTOTP(types.UserPoolMfaTypeOn), passwordsOnly)
	begin := func(want types.ChallengeNameType) *cip.InitiateAuthOutput {
		return r.mustBegin(r.open, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, want)
	}
	asked := begin(types.ChallengeNameTypeMfaSetup)
	if got := asked.ChallengeParameters["MFAS_CAN_SETUP"]; got != `["SOFTWARE_TOKEN_MFA"]` {
		t.Errorf("MFAS_CAN_SETUP %s", got)
	}
	_, err := r.answer(r.open, types.ChallengeNameTypeMfaSetup, asked.Session, email, nil)
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "")
	_, err = r.verifyTOTP(nil, asked.Session, "123456")
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "")

	r = r.reopen(dir)
	out, err := r.associate(nil, asked.Session)
	if err != nil {
		t.Fatal(err)
	}
	secret := aws.ToString(out.SecretCode)
	_, err = r.associate(nil, asked.Session)
	wantFailure(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")
	_, err = r.verifyTOTP(nil, out.Session, r.wrongTOTP(secret))
	wantFailure(t, err, "EnableSoftwareTokenMFAException", "")
	_, err = r.answer(r.open, types.ChallengeNameTypeMfaSetup, out.Session, email, nil)
	wantFailure(t, err, "SoftwareTokenMFANotFoundException", "")

	r = r.reopen(dir)
	verified, err := r.verifyTOTP(nil, out.Session, r.totpCode(secret))
	if err != nil {
		t.Fatal(err)
	}
	done := r.mustAnswer(r.open, types.ChallengeNameTypeMfaSetup, verified.Session, username, nil, "")
	r.wantFactors(done.AuthenticationResult.AccessToken, "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA")
	r.clock.Advance(totpPeriod)
	if _, err := r.answerTOTP(email, begin(types.ChallengeNameTypeSoftwareTokenMfa).Session, r.totpCode(secret)); err != nil {
		t.Fatal(err)
	}
}
