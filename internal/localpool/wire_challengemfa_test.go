package localpool_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const mfaPhone = "+4915112345678"

// factors are what a test user turns on.
type factors struct {
	app, sms, email bool
	prefer          types.ChallengeNameType
}

// guarded makes a user with second factors and answers the authenticator app's secret.
func (r *rig) guarded(email string, f factors) (secret string) {
	r.t.Helper()
	r.newUser(email, goodPassword)
	access := r.session(r.secure, email, goodPassword).AccessToken
	in := &cip.SetUserMFAPreferenceInput{AccessToken: access}
	if f.app {
		made, err := r.api.AssociateSoftwareToken(r.t.Context(), &cip.AssociateSoftwareTokenInput{AccessToken: access})
		if err != nil {
			r.t.Fatal(err)
		}
		secret = aws.ToString(made.SecretCode)
		if _, err := r.api.VerifySoftwareToken(r.t.Context(), &cip.VerifySoftwareTokenInput{
			AccessToken: access, UserCode: aws.String(r.totpCode(secret)), FriendlyDeviceName: aws.String("phone"),
		}); err != nil {
			r.t.Fatal(err)
		}
		in.SoftwareTokenMfaSettings = &types.SoftwareTokenMfaSettingsType{Enabled: true, PreferredMfa: f.prefer == types.ChallengeNameTypeSoftwareTokenMfa}
		r.clock.Advance(30 * time.Second)
	}
	if f.sms {
		if _, err := r.updateAttributes(aws.ToString(access), attribute("phone_number", mfaPhone)); err != nil {
			r.t.Fatal(err)
		}
		in.SMSMfaSettings = &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: f.prefer == types.ChallengeNameTypeSmsMfa}
	}
	if f.email {
		in.EmailMfaSettings = &types.EmailMfaSettingsType{Enabled: true, PreferredMfa: f.prefer == types.ChallengeNameTypeEmailOtp}
	}
	if _, err := r.api.SetUserMFAPreference(r.t.Context(), in); err != nil {
		r.t.Fatal(err)
	}
	return secret
}

func (r *rig) appAnswer(secret string) map[string]string {
	return map[string]string{"SOFTWARE_TOKEN_MFA_CODE": r.totpCode(secret)}
}

// afterPassword signs in as far as the second factor.
func (r *rig) afterPassword(a app, email string, want types.ChallengeNameType) *cip.InitiateAuthOutput {
	r.t.Helper()
	return r.mustBegin(a, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": goodPassword}, want)
}

func TestSecondFactorFollowsThePassword(t *testing.T) {
	r := newRig(t)
	r.sub("authenticator app", func(r *rig) {
		secret := r.guarded("app@example.com", factors{app: true})
		out := r.afterPassword(r.secure, "app@example.com", types.ChallengeNameTypeSoftwareTokenMfa)
		if out.ChallengeParameters["FRIENDLY_DEVICE_NAME"] != "phone" {
			r.t.Errorf("parameters %v", out.ChallengeParameters)
		}
		r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, out.Session, "app@example.com", r.appAnswer(secret), "")
	})
	r.sub("text", func(r *rig) {
		r.guarded("sms@example.com", factors{sms: true})
		out := r.afterPassword(r.secure, "sms@example.com", types.ChallengeNameTypeSmsMfa)
		if out.ChallengeParameters["CODE_DELIVERY_DESTINATION"] != "+*******5678" {
			r.t.Errorf("parameters %v", out.ChallengeParameters)
		}
		code := r.lastCode(mfaPhone)
		if len(code) != 6 {
			r.t.Errorf("code of %d digits, want 6", len(code))
		}
		r.mustAnswer(r.secure, types.ChallengeNameTypeSmsMfa, out.Session, "sms@example.com", map[string]string{"SMS_MFA_CODE": code}, "")
	})
	r.sub("mail", func(r *rig) {
		r.guarded("mail@example.com", factors{email: true})
		out := r.afterPassword(r.secure, "mail@example.com", types.ChallengeNameTypeEmailOtp)
		_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, out.Session, "mail@example.com", emailCode("000000"))
		wantFailure(r.t, err, "CodeMismatchException", textOTPMismatch)
		r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, out.Session, "mail@example.com", emailCode(r.lastCode("mail@example.com")), "")
	})
	r.sub("after SRP", func(r *rig) {
		secret := r.guarded("both@example.com", factors{app: true})
		out, err := r.bySRP(r.secure, "both@example.com", goodPassword)
		if err != nil || out.ChallengeName != types.ChallengeNameTypeSoftwareTokenMfa || out.AuthenticationResult != nil {
			r.t.Fatalf("%+v, %v; want SOFTWARE_TOKEN_MFA", out, err)
		}
		r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, out.Session, "both@example.com", r.appAnswer(secret), "")
	})
	r.sub("no code instead of the password", func(r *rig) {
		r.guarded("strict@example.com", factors{app: true})
		out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, "strict@example.com", preferred("EMAIL_OTP"), types.ChallengeNameTypeSelectChallenge)
		if slices.Contains(out.AvailableChallenges, types.ChallengeNameTypeEmailOtp) {
			r.t.Errorf("available %v", out.AvailableChallenges)
		}
	})
}

func TestSecondFactorTurnedOnMeanwhileIsAskedFor(t *testing.T) {
	r := newRig(t)
	const email = "meanwhile@example.com"
	r.newUser(email, goodPassword)
	access := r.session(r.secure, email, goodPassword).AccessToken
	session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
	code := r.lastCode(email)
	if _, err := r.api.SetUserMFAPreference(t.Context(), &cip.SetUserMFAPreferenceInput{
		AccessToken: access, EmailMfaSettings: &types.EmailMfaSettingsType{Enabled: true},
	}); err != nil {
		t.Fatal(err)
	}
	_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode(code))
	wantFailure(t, err, "NotAuthorizedException", textSessionInvalid)
}

func TestSelectMFAType(t *testing.T) {
	r := newRig(t)
	const email = "several@example.com"
	secret := r.guarded(email, factors{app: true, sms: true, email: true})
	begin := func(r *rig) *string {
		out := r.afterPassword(r.secure, email, types.ChallengeNameTypeSelectMfaType)
		var choices []string
		if err := json.Unmarshal([]byte(out.ChallengeParameters["MFAS_CAN_CHOOSE"]), &choices); err != nil || len(choices) != 3 {
			r.t.Errorf("choices %v, %v", choices, err)
		}
		return out.Session
	}
	choose := func(answer string) map[string]string { return map[string]string{"ANSWER": answer} }
	r.sub("app", func(r *rig) {
		out := r.mustAnswer(r.secure, types.ChallengeNameTypeSelectMfaType, begin(r), email, choose("SOFTWARE_TOKEN_MFA"), types.ChallengeNameTypeSoftwareTokenMfa)
		r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, out.Session, email, r.appAnswer(secret), "")
	})
	r.sub("text", func(r *rig) {
		out := r.mustAnswer(r.secure, types.ChallengeNameTypeSelectMfaType, begin(r), email, choose("SMS_MFA"), types.ChallengeNameTypeSmsMfa)
		r.mustAnswer(r.secure, types.ChallengeNameTypeSmsMfa, out.Session, email, map[string]string{"SMS_MFA_CODE": r.lastCode(mfaPhone)}, "")
	})
	for _, spelling := range []string{"EMAIL_OTP", "EMAIL_MFA"} {
		r.sub("mail as "+spelling, func(r *rig) {
			out := r.mustAnswer(r.secure, types.ChallengeNameTypeSelectMfaType, begin(r), email, choose(spelling), types.ChallengeNameTypeEmailOtp)
			r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, out.Session, email, emailCode(r.lastCode(email)), "")
		})
	}
	r.sub("what there is not", func(r *rig) {
		session := begin(r)
		_, err := r.answer(r.secure, types.ChallengeNameTypeSelectMfaType, session, email, choose("WEB_AUTHN"))
		wantFailure(r.t, err, "InvalidParameterException", "")
	})
	r.sub("spared by a preference", func(r *rig) {
		r.guarded("prefers@example.com", factors{app: true, email: true, prefer: types.ChallengeNameTypeEmailOtp})
		r.afterPassword(r.secure, "prefers@example.com", types.ChallengeNameTypeEmailOtp)
	})
}

func TestAppCodeWorksOnce(t *testing.T) {
	r := newRig(t)
	const email = "replay@example.com"
	secret := r.guarded(email, factors{app: true})
	answer := r.appAnswer(secret)
	session := func() *string {
		return r.afterPassword(r.secure, email, types.ChallengeNameTypeSoftwareTokenMfa).Session
	}
	sessions := make([]*string, crowd)
	for i := range sessions {
		sessions[i] = session()
	}
	wantOneWinner(t, race(func(i int) error {
		_, err := r.answer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, sessions[i], email, answer)
		return err
	}), "ExpiredCodeException")
	_, err := r.answer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, session(), email, answer)
	wantFailure(t, err, "ExpiredCodeException", "Your software token has already been used once.")
	r.clock.Advance(30 * time.Second)
	r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, session(), email, r.appAnswer(secret), "")
}

func TestWrongSecondFactorsLockTheUser(t *testing.T) {
	r := newRig(t)
	const email = "lock@example.com"
	secret := r.guarded(email, factors{app: true})
	wrong := map[string]string{"SOFTWARE_TOKEN_MFA_CODE": "000000"}
	// The right password in between forgets nothing: it would make the second factor open to guessing.
	for range 5 {
		session := r.afterPassword(r.secure, email, types.ChallengeNameTypeSoftwareTokenMfa).Session
		_, err := r.answer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, session, email, wrong)
		wantFailure(t, err, "CodeMismatchException", textMFAMismatch)
	}
	_, err := r.signIn(r.secure, email, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textLockedOut)
	r.clock.Advance(time.Second)
	session := r.afterPassword(r.secure, email, types.ChallengeNameTypeSoftwareTokenMfa).Session
	r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, session, email, r.appAnswer(secret), "")
	for range 4 { // the count began anew
		_, err := r.signIn(r.secure, email, wrongPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	}
	r.afterPassword(r.secure, email, types.ChallengeNameTypeSoftwareTokenMfa)
}

func TestSecondFactorFollowsTheNewPassword(t *testing.T) {
	r := newRig(t)
	const email = "renewed@example.com"
	secret := r.guarded(email, factors{app: true})
	if err := r.setPassword(email, temporaryPassword, false); err != nil {
		t.Fatal(err)
	}
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserPasswordAuth, email, map[string]string{"PASSWORD": temporaryPassword}, types.ChallengeNameTypeNewPasswordRequired)
	next := r.mustAnswer(r.secure, types.ChallengeNameTypeNewPasswordRequired, out.Session, email, newPassword(otherPassword), types.ChallengeNameTypeSoftwareTokenMfa)
	r.mustAnswer(r.secure, types.ChallengeNameTypeSoftwareTokenMfa, next.Session, email, r.appAnswer(secret), "")
}

func TestSecondFactorCannotRecoverThePassword(t *testing.T) {
	r := newRig(t)
	const email = "both@example.com"
	r.guarded(email, factors{email: true})
	before := len(r.mail.To(email))
	if _, err := r.forgot(r.secure, email); err != nil {
		t.Errorf("where existence is hidden: %v", err)
	}
	_, err := r.forgot(r.newApp(r.seed.PoolID, nil), email)
	wantFailure(t, err, "InvalidParameterException", "Could not reset password for the account, please contact support or try again")
	if sent := len(r.mail.To(email)) - before; sent != 0 {
		t.Errorf("%d codes went to the mailbox that is the second factor", sent)
	}
	r.guarded("app@example.com", factors{app: true})
	if _, err := r.forgot(r.secure, "app@example.com"); err != nil || len(r.mail.To("app@example.com")) != 2 {
		t.Errorf("with another factor: %v, %d messages", err, len(r.mail.To("app@example.com")))
	}
}
