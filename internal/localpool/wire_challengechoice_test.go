package localpool_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestSelectChallenge(t *testing.T) {
	r := newRig(t)
	const email = "choose@example.com"
	r.newUser(email, goodPassword)
	for name, more := range map[string]map[string]string{
		"nothing preferred":                nil,
		"preferred one is not there":       preferred("SMS_OTP"),
		"preferred one is no first factor": preferred("SOFTWARE_TOKEN_MFA"),
	} {
		r.sub(name, func(r *rig) {
			out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, more, types.ChallengeNameTypeSelectChallenge)
			if len(out.AvailableChallenges) != 3 {
				r.t.Errorf("available %v", out.AvailableChallenges)
			}
		})
	}
	begin := func(r *rig) *string {
		return r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, nil, types.ChallengeNameTypeSelectChallenge).Session
	}
	r.sub("password at once", func(r *rig) {
		r.mustAnswer(r.secure, types.ChallengeNameTypeSelectChallenge, begin(r), email, map[string]string{"ANSWER": "PASSWORD", "PASSWORD": goodPassword}, "")
	})
	r.sub("password in a second step", func(r *rig) {
		out := r.mustAnswer(r.secure, types.ChallengeNameTypeSelectChallenge, begin(r), email, map[string]string{"ANSWER": "PASSWORD"}, types.ChallengeNameTypePassword)
		_, err := r.answer(r.secure, types.ChallengeNameTypePassword, out.Session, email, map[string]string{"PASSWORD": wrongPassword})
		wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
		r.mustAnswer(r.secure, types.ChallengeNameTypePassword, out.Session, email, map[string]string{"PASSWORD": goodPassword}, "")
	})
	r.sub("code", func(r *rig) {
		out := r.mustAnswer(r.secure, types.ChallengeNameTypeSelectChallenge, begin(r), email, map[string]string{"ANSWER": "EMAIL_OTP"}, types.ChallengeNameTypeEmailOtp)
		r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, out.Session, email, emailCode(r.lastCode(email)), "")
	})
	r.sub("what was not offered", func(r *rig) {
		_, err := r.answer(r.secure, types.ChallengeNameTypeSelectChallenge, begin(r), email, map[string]string{"ANSWER": "SMS_OTP"})
		wantFailure(r.t, err, "InvalidParameterException", "")
	})
	r.sub("preferred password", func(r *rig) {
		out, err := r.begin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": goodPassword})
		if err != nil || out.AuthenticationResult == nil {
			r.t.Errorf("no tokens: %v", err)
		}
		_, err = r.begin(r.secure, types.AuthFlowTypeUserAuth, email, map[string]string{"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": wrongPassword})
		wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
	})
	r.sub("a new user's temporary password", func(r *rig) {
		if _, err := r.create("fresh@example.com", suppressed); err != nil {
			r.t.Fatal(err)
		}
		out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, "fresh@example.com", preferred("EMAIL_OTP"), types.ChallengeNameTypeSelectChallenge)
		if len(out.AvailableChallenges) != 2 || slices.Contains(out.AvailableChallenges, types.ChallengeNameTypeEmailOtp) {
			r.t.Errorf("available %v, want the passwords alone", out.AvailableChallenges)
		}
	})
}

func TestOneChoiceSendsOneMessage(t *testing.T) {
	r := newRig(t)
	const email = "choices@example.com"
	r.newUser(email, goodPassword)
	before := len(r.mail.To(email))
	session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, nil, types.ChallengeNameTypeSelectChallenge).Session
	wantOneWinner(t, race(func(int) error {
		_, err := r.answer(r.secure, types.ChallengeNameTypeSelectChallenge, session, email, map[string]string{"ANSWER": "EMAIL_OTP"})
		return err
	}), "NotAuthorizedException")
	if sent := len(r.mail.To(email)) - before; sent != 1 {
		t.Errorf("%d messages, want 1", sent)
	}
}

func TestNobodyLooksLikeAUserInChoiceBasedSignIn(t *testing.T) {
	r := newRig(t)
	r.newUser("real@example.com", goodPassword)
	describe := func(r *rig, email string, more map[string]string) string {
		before := len(r.mail.To(email))
		out, err := r.begin(r.secure, types.AuthFlowTypeUserAuth, email, more)
		if err != nil {
			return err.Error()
		}
		if sent := len(r.mail.To(email)) - before; email == "nobody@example.com" && sent != 0 {
			r.t.Errorf("%d messages to nobody", sent)
		}
		wrong, err := r.answer(r.secure, out.ChallengeName, out.Session, email, map[string]string{"EMAIL_OTP_CODE": "00000000", "ANSWER": "EMAIL_OTP", "PASSWORD": wrongPassword})
		next := failureOf(err)
		if err == nil {
			next = failure{string(wrong.ChallengeName), wrong.ChallengeParameters["CODE_DELIVERY_DESTINATION"]}
		}
		return fmt.Sprint(out.ChallengeName, out.AvailableChallenges, len(aws.ToString(out.Session)) > 20, len(out.ChallengeParameters),
			strings.ReplaceAll(out.ChallengeParameters["CODE_DELIVERY_DESTINATION"], "n***", "r***"), strings.ReplaceAll(fmt.Sprint(next), "n***", "r***"))
	}
	for name, more := range map[string]map[string]string{"choice": nil, "code": preferred("EMAIL_OTP"), "text": preferred("SMS_OTP"), "password": preferred("PASSWORD"), "passkey": preferred("WEB_AUTHN")} {
		r.sub(name, func(r *rig) {
			if got, want := describe(r, "nobody@example.com", more), describe(r, "real@example.com", more); got != want {
				r.t.Errorf("nobody: %s\na user: %s", got, want)
			}
		})
	}
	told := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}
	})
	_, err := r.begin(told, types.AuthFlowTypeUserAuth, "nobody@example.com", preferred("EMAIL_OTP"))
	wantFailure(t, err, "UserNotFoundException", textNoUser)
}

// What the server seals must not tell by its length what is in it.
func TestSealedLengthsTellNobodyFromUsersApart(t *testing.T) {
	r := newRig(t)
	r.newUser("known@example.com", goodPassword)
	names := []string{"known@example.com", "nobody@example.com", "n@e.io", "somebody.with.a.rather.long.name@department.example.com"}
	for name, measure := range map[string]func(r *rig, username string) int{
		"list of factors": func(r *rig, username string) int {
			return len(*r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, username, nil, types.ChallengeNameTypeSelectChallenge).Session)
		},
		"code by mail": func(r *rig, username string) int {
			return len(*r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, username, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session)
		},
		"custom": func(r *rig, username string) int {
			return len(*r.mustBegin(r.secure, types.AuthFlowTypeCustomAuth, username, nil, types.ChallengeNameTypeCustomChallenge).Session)
		},
		"proof of the password": func(r *rig, username string) int {
			start := map[string]string{"SRP_A": newSRPClient(r.t).public.Text(16)}
			out := r.mustBegin(r.secure, types.AuthFlowTypeUserSrpAuth, username, start, types.ChallengeNameTypePasswordVerifier)
			return len(out.ChallengeParameters["SECRET_BLOCK"])
		},
	} {
		r.sub(name, func(r *rig) {
			want := measure(r, names[0])
			for _, username := range names[1:] {
				if got := measure(r, username); got != want {
					r.t.Errorf("%d characters for %s, %d for a user", got, username, want)
				}
			}
		})
	}
}
