package localpool_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

var eightDigits = regexp.MustCompile(`^\d{8}$`)

func preferred(name types.ChallengeNameType) map[string]string {
	return map[string]string{"PREFERRED_CHALLENGE": string(name)}
}

func emailCode(code string) map[string]string { return map[string]string{"EMAIL_OTP_CODE": code} }

func TestCodeByMailSignsIn(t *testing.T) {
	r := newRig(t)
	const email = "otp@example.com"
	r.newUser(email, goodPassword)
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp)
	if got := out.ChallengeParameters; got["CODE_DELIVERY_DELIVERY_MEDIUM"] != "EMAIL" || got["CODE_DELIVERY_DESTINATION"] != "o***@e***" {
		t.Errorf("parameters %v, want EMAIL to o***@e***", got)
	}
	want := []types.ChallengeNameType{types.ChallengeNameTypePasswordSrp, types.ChallengeNameTypePassword, types.ChallengeNameTypeEmailOtp}
	if !slices.Equal(out.AvailableChallenges, want) {
		t.Errorf("available %v, want %v", out.AvailableChallenges, want)
	}
	mailed := r.mail.To(email)
	last := mailed[len(mailed)-1]
	if !eightDigits.MatchString(last.Code) || !strings.Contains(last.Text, last.Code) || last.Purpose != "Authentication" || last.Medium != "EMAIL" {
		t.Errorf("message %+v, want eight digits for Authentication", last)
	}
	tokens := r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, out.Session, email, emailCode(last.Code), "").AuthenticationResult
	if _, err := r.getUser(aws.ToString(tokens.AccessToken)); err != nil {
		t.Error(err)
	}
	_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, out.Session, email, emailCode(last.Code))
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
}

func TestWrongSignInCodes(t *testing.T) {
	r := newRig(t)
	const email = "guess@example.com"
	r.newUser(email, goodPassword)
	begin := func(r *rig) *string {
		return r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
	}
	r.sub("leave the session usable", func(r *rig) {
		session := begin(r)
		for range 6 {
			_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode("00000000"))
			wantFailure(r.t, err, "CodeMismatchException", textOTPMismatch)
		}
		r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode(r.lastCode(email)), "")
	})
	r.sub("end it in the end", func(r *rig) {
		session := begin(r)
		for range 20 {
			_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode("00000000"))
			wantFailure(r.t, err, "CodeMismatchException", textOTPMismatch)
		}
		_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode(r.lastCode(email)))
		wantFailure(r.t, err, "NotAuthorizedException", textSessionInvalid)
		r.session(r.secure, email, goodPassword) // and lock nobody out
	})
	r.sub("another session's code", func(r *rig) {
		first := begin(r)
		code := r.lastCode(email)
		second := begin(r)
		_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, second, email, emailCode(code))
		wantFailure(r.t, err, "CodeMismatchException", textOTPMismatch)
		r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, first, email, emailCode(code), "")
	})
	r.sub("too late", func(r *rig) {
		session := begin(r)
		r.clock.Advance(15 * time.Minute)
		_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode(r.lastCode(email)))
		wantFailure(r.t, err, "NotAuthorizedException", textSessionExpired)
	})
}

func TestSignInCodesAreCapped(t *testing.T) {
	r := newRig(t)
	r.newUser("busy@example.com", goodPassword)
	for _, email := range []string{"busy@example.com", "nobody@example.com"} {
		r.sub(email, func(r *rig) {
			for range 20 {
				r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp)
			}
			_, err := r.begin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"))
			wantFailure(r.t, err, "LimitExceededException", textAttemptLimit)
		})
	}
	r.clock.Advance(time.Hour)
	r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, "busy@example.com", preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp)
}

func TestOneSignInCodeSignsInOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "crowd@example.com"
		r.newUser(email, goodPassword)
		session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
		code := emailCode(r.lastCode(email))
		wantOneWinner(t, race(func(int) error {
			_, err := r.answer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, code)
			return err
		}), "NotAuthorizedException")
	})
}

func TestCodeByTextSignsIn(t *testing.T) {
	r := newRig(t)
	const email, phone = "text@example.com", "+4915112345678"
	r.newUser(email, goodPassword)
	if _, err := r.updateAttributes(aws.ToString(r.session(r.secure, email, goodPassword).AccessToken), attribute("phone_number", phone)); err != nil {
		t.Fatal(err)
	}
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("SMS_OTP"), types.ChallengeNameTypeSmsOtp)
	if out.ChallengeParameters["CODE_DELIVERY_DELIVERY_MEDIUM"] != "SMS" || out.ChallengeParameters["CODE_DELIVERY_DESTINATION"] != "+*******5678" {
		t.Errorf("parameters %v", out.ChallengeParameters)
	}
	if sent := r.mail.To(phone); len(sent) != 1 || sent[0].Medium != "SMS" {
		t.Fatalf("texts %+v, want one SMS", sent)
	}
	r.mustAnswer(r.secure, types.ChallengeNameTypeSmsOtp, out.Session, email, map[string]string{"SMS_OTP_CODE": r.lastCode(phone)}, "")
	if attributeMap(r.state(email).UserAttributes)["phone_number_verified"] != "true" {
		t.Error("the number is not verified although its code came back")
	}
}

func TestCodeOfAnAddressThatWasReplaced(t *testing.T) {
	r := newRig(t)
	const email, phone = "moved@example.com", "+4915112345678"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.secure, email, goodPassword).AccessToken)
	if _, err := r.updateAttributes(access, attribute("phone_number", phone)); err != nil {
		t.Fatal(err)
	}
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("SMS_OTP"), types.ChallengeNameTypeSmsOtp)
	if _, err := r.updateAttributes(access, attribute("phone_number", "+4915187654321")); err != nil {
		t.Fatal(err)
	}
	_, err := r.answer(r.secure, types.ChallengeNameTypeSmsOtp, out.Session, email, map[string]string{"SMS_OTP_CODE": r.lastCode(phone)})
	wantFailure(t, err, "NotAuthorizedException", textSessionInvalid)
}

func TestFixedCodeIsTheSignInCode(t *testing.T) {
	r := newRig(t, func(o *localpool.Options) { o.FixedCode = "123456" })
	r.newUser("fixed@example.com", goodPassword)
	session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, "fixed@example.com", preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
	r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, session, "fixed@example.com", emailCode("123456"), "")
}
