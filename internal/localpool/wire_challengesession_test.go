package localpool_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestSessionAnswersItsOwnChallengeOnce(t *testing.T) {
	r := newRig(t)
	const email = "session@example.com"
	r.newUser("stranger@example.com", goodPassword)
	session := r.invited(r.open, email)
	refused := func(name string, a app, challenge types.ChallengeNameType, session *string, username, text string) {
		t.Helper()
		r.sub(name, func(r *rig) {
			_, err := r.answer(a, challenge, session, username, map[string]string{
				"NEW_PASSWORD": goodPassword, "ANSWER": "PASSWORD", "SOFTWARE_TOKEN_MFA_CODE": "123456", "EMAIL_OTP_CODE": "12345678",
				"PASSWORD": goodPassword,
			})
			wantFailure(r.t, err, "NotAuthorizedException", text)
		})
	}
	another := r.newApp(r.seed.PoolID, nil)
	flipped := []byte(*session)
	flipped[len(flipped)-1] ^= 1
	refused("garbage", r.open, types.ChallengeNameTypeNewPasswordRequired, aws.String(strings.Repeat("x", 80)), email, textSessionInvalid)
	refused("one bit changed", r.open, types.ChallengeNameTypeNewPasswordRequired, aws.String(string(flipped)), email, textSessionInvalid)
	refused("another client", another, types.ChallengeNameTypeNewPasswordRequired, session, email, textSessionInvalid)
	refused("another user", r.open, types.ChallengeNameTypeNewPasswordRequired, session, "stranger@example.com", textSessionInvalid)
	refused("nobody", r.open, types.ChallengeNameTypeNewPasswordRequired, session, "nobody@example.com", textSessionInvalid)
	for _, other := range []types.ChallengeNameType{
		types.ChallengeNameTypeSoftwareTokenMfa, types.ChallengeNameTypeEmailOtp, types.ChallengeNameTypeSelectChallenge,
		types.ChallengeNameTypeMfaSetup, types.ChallengeNameTypePassword, types.ChallengeNameTypeSelectMfaType, types.ChallengeNameTypeCustomChallenge,
	} {
		refused("as "+string(other), r.open, other, session, email, textSessionInvalid)
	}
	r.mustAnswer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email, newPassword(goodPassword), "")
	_, err := r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email, newPassword(otherPassword))
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
	_, err = r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, nil, email, newPassword(otherPassword))
	wantFailure(t, err, "InvalidParameterException", "Missing required parameter Session")
	r.session(r.open, email, goodPassword)
}

func TestSessionEnds(t *testing.T) {
	r := newRig(t)
	answer := func(r *rig, session *string, email string) error {
		_, err := r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email, newPassword(goodPassword))
		return err
	}
	r.sub("with its time", func(r *rig) {
		session := r.invited(r.open, "late@example.com")
		r.clock.Advance(3 * time.Minute)
		wantFailure(r.t, answer(r, session, "late@example.com"), "NotAuthorizedException", textSessionExpired)
	})
	r.sub("with the password it was given for", func(r *rig) {
		session := r.invited(r.open, "changed@example.com")
		if err := r.setPassword("changed@example.com", temporaryPassword, false); err != nil {
			r.t.Fatal(err)
		}
		wantFailure(r.t, answer(r, session, "changed@example.com"), "NotAuthorizedException", textSessionInvalid)
	})
	r.sub("with the user", func(r *rig) {
		session := r.invited(r.open, "disabled@example.com")
		if err := r.adminDisable("disabled@example.com"); err != nil {
			r.t.Fatal(err)
		}
		wantFailure(r.t, answer(r, session, "disabled@example.com"), "NotAuthorizedException", "User is disabled.")
	})
	r.sub("with the user, also once that is enabled again", func(r *rig) {
		session := r.invited(r.open, "enabled@example.com")
		if err := r.adminDisable("enabled@example.com"); err != nil {
			r.t.Fatal(err)
		}
		if err := r.adminEnable("enabled@example.com"); err != nil {
			r.t.Fatal(err)
		}
		wantFailure(r.t, answer(r, session, "enabled@example.com"), "NotAuthorizedException", textSessionInvalid)
	})
	r.sub("with all sessions", func(r *rig) {
		session := r.invited(r.open, "signedout@example.com")
		if err := r.adminGlobalSignOut("signedout@example.com"); err != nil {
			r.t.Fatal(err)
		}
		wantFailure(r.t, answer(r, session, "signedout@example.com"), "NotAuthorizedException", textSessionInvalid)
	})
	r.sub("not before its time", func(r *rig) {
		session := r.invited(r.open, "timely@example.com")
		r.clock.Advance(3*time.Minute - time.Second)
		if err := answer(r, session, "timely@example.com"); err != nil {
			r.t.Error(err)
		}
	})
}

func TestSessionsSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	used, waiting := r.invited(r.open, "used@example.com"), r.invited(r.open, "waiting@example.com")
	r.mustAnswer(r.open, types.ChallengeNameTypeNewPasswordRequired, used, "used@example.com", newPassword(goodPassword), "")
	r = r.reopen(dir)
	r.mustAnswer(r.open, types.ChallengeNameTypeNewPasswordRequired, waiting, "waiting@example.com", newPassword(goodPassword), "")
	_, err := r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, used, "used@example.com", newPassword(otherPassword))
	wantFailure(t, err, "NotAuthorizedException", textSessionUsed)
}

func TestOneSessionIsAnsweredOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const email = "raced@example.com"
		session := r.invited(r.open, email)
		wantOneWinner(t, race(func(int) error {
			_, err := r.answer(r.open, types.ChallengeNameTypeNewPasswordRequired, session, email, newPassword(goodPassword))
			return err
		}), "NotAuthorizedException", "TooManyRequestsException")
	})
}

func TestLongNamesFitIntoSessions(t *testing.T) {
	r := newRig(t)
	pool, _ := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
		}}
	}, nil)
	client := r.newApp(aws.ToString(pool.Id), func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth}
		in.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	})
	const widest = 128
	for name, unit := range map[string]string{"letters": "x", "escaped": "<", "two bytes": "\u00e9", "four bytes": "\U0001F511", "controls": "\x01"} {
		r.sub(name, func(r *rig) {
			username := strings.Repeat(unit, widest)
			out := r.mustBegin(client, types.AuthFlowTypeUserAuth, username, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp)
			_, err := r.answer(client, types.ChallengeNameTypeEmailOtp, out.Session, username, emailCode("00000000"))
			wantFailure(r.t, err, "CodeMismatchException", textOTPMismatch)
			r.mustBegin(client, types.AuthFlowTypeCustomAuth, username, nil, types.ChallengeNameTypeCustomChallenge)
			_, err = r.begin(client, types.AuthFlowTypeUserAuth, username+unit, nil)
			wantFailure(r.t, err, "InvalidParameterException", "")
		})
	}
	const email = "far@example.com"
	sub := r.newUser(email, goodPassword)
	far := strings.Repeat("x", 1900) + "@example.com"
	if _, err := r.api.AdminUpdateUserAttributes(t.Context(), &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &r.seed.PoolID, Username: aws.String(email), UserAttributes: []types.AttributeType{attribute("email", far), attribute("email_verified", "true")},
	}); err != nil {
		t.Fatal(err)
	}
	session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, sub, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
	r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, session, sub, emailCode(r.lastCode(far)), "")
}
