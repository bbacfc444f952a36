package localpool_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func (r *rig) signUpWithout(a app, email string) (*cip.SignUpOutput, error) {
	return r.api.SignUp(r.t.Context(), &cip.SignUpInput{ClientId: &a.id, Username: &email, SecretHash: a.hash(email)})
}

func (r *rig) confirmWith(a app, email, code string, session *string) (*cip.ConfirmSignUpOutput, error) {
	return r.api.ConfirmSignUp(r.t.Context(), &cip.ConfirmSignUpInput{
		ClientId: &a.id, Username: &email, ConfirmationCode: &code, SecretHash: a.hash(email), Session: session,
	})
}

func TestSignUpWithoutAPassword(t *testing.T) {
	r := newRig(t)
	const email = "bare@example.com"
	if _, err := r.signUpWithout(r.secure, email); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(r.secure, email, r.lastCode(email)); err != nil {
		t.Fatal(err)
	}
	for _, guess := range []string{"", goodPassword} {
		_, err := r.signIn(r.secure, email, guess)
		if err == nil {
			t.Errorf("password %q signed in", guess)
		}
	}
	out := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("PASSWORD"), types.ChallengeNameTypeSelectChallenge)
	if len(out.AvailableChallenges) != 1 || out.AvailableChallenges[0] != types.ChallengeNameTypeEmailOtp {
		t.Errorf("available %v, want EMAIL_OTP", out.AvailableChallenges)
	}
	session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
	tokens := r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode(r.lastCode(email)), "").AuthenticationResult
	// Whoever has no password has none to name when the first one is set.
	if _, err := r.api.ChangePassword(t.Context(), &cip.ChangePasswordInput{AccessToken: tokens.AccessToken, ProposedPassword: aws.String(goodPassword)}); err != nil {
		t.Fatal(err)
	}
	r.session(r.secure, email, goodPassword)
}

func TestSignUpWithoutAPasswordIsForChoiceBasedClients(t *testing.T) {
	r := newRig(t)
	passwordsOnly, _ := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
	}, nil)
	choice := r.newApp(aws.ToString(passwordsOnly.Id), func(in *cip.CreateUserPoolClientInput) {
		in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}
	})
	for name, client := range map[string]app{"client without USER_AUTH": r.open, "pool without EMAIL_OTP": choice} {
		r.sub(name, func(r *rig) {
			_, err := r.signUpWithout(client, "refused@example.com")
			wantFailure(r.t, err, "InvalidParameterException", "Missing required parameter Password")
		})
	}
}

func TestCodeSignInConfirmsTheSignUp(t *testing.T) {
	r := newRig(t)
	for name, password := range map[string]string{"with": goodPassword, "without": ""} {
		r.sub(name+" a password", func(r *rig) {
			email := name + "@example.com"
			if _, err := r.signUp(r.secure, email, password); err != nil {
				r.t.Fatal(err)
			}
			signUpCode := r.lastCode(email)
			session := r.mustBegin(r.secure, types.AuthFlowTypeUserAuth, email, preferred("EMAIL_OTP"), types.ChallengeNameTypeEmailOtp).Session
			r.mustAnswer(r.secure, types.ChallengeNameTypeEmailOtp, session, email, emailCode(r.lastCode(email)), "")
			r.wantStatus(email, types.UserStatusTypeConfirmed)
			if attributeMap(r.state(email).UserAttributes)["email_verified"] != "true" {
				r.t.Error("the address is not verified")
			}
			wantFailure(r.t, r.confirm(r.secure, email, signUpCode), "NotAuthorizedException", textConfirmed)
		})
	}
}

func TestSignUpGoesOnIntoSignIn(t *testing.T) {
	r := newRig(t)
	const email = "straight@example.com"
	made, err := r.signUpWithout(r.secure, email)
	if err != nil {
		t.Fatal(err)
	}
	if made.Session == nil {
		t.Fatal("SignUp gave no Session")
	}
	_, err = r.initiateIn(r.secure, email, made.Session)
	if err == nil {
		t.Fatal("the Session of SignUp signed in before the address was proved")
	}
	confirmed, err := r.confirmWith(r.secure, email, r.lastCode(email), made.Session)
	if err != nil || confirmed.Session == nil {
		t.Fatalf("ConfirmSignUp: session %v, %v", confirmed.Session != nil, err)
	}
	got := race(func(int) error {
		_, err := r.initiateIn(r.secure, email, confirmed.Session)
		return err
	})
	wantOneWinner(t, got, "NotAuthorizedException")
}

// initiateIn is USER_AUTH with the Session of ConfirmSignUp.
func (r *rig) initiateIn(a app, email string, session *string) (*cip.InitiateAuthOutput, error) {
	return r.api.InitiateAuth(r.t.Context(), &cip.InitiateAuthInput{
		ClientId: &a.id, AuthFlow: types.AuthFlowTypeUserAuth, AuthParameters: a.values(email, nil), Session: session,
	})
}

func TestConfirmSignUpWithASession(t *testing.T) {
	r := newRig(t)
	begin := func(r *rig, email string) *string {
		made, err := r.signUp(r.secure, email, goodPassword)
		if err != nil {
			r.t.Fatal(err)
		}
		return made.Session
	}
	r.sub("that has expired confirms without one", func(r *rig) {
		session := begin(r, "late@example.com")
		r.clock.Advance(15 * time.Minute)
		out, err := r.confirmWith(r.secure, "late@example.com", r.lastCode("late@example.com"), session)
		if err != nil || out.Session != nil {
			r.t.Errorf("session %v, %v; want confirmed without a session", out.Session != nil, err)
		}
	})
	r.sub("of somebody else is refused and the code kept", func(r *rig) {
		foreign := begin(r, "foreign@example.com")
		begin(r, "mine@example.com")
		_, err := r.confirmWith(r.secure, "mine@example.com", r.lastCode("mine@example.com"), foreign)
		wantFailure(r.t, err, "NotAuthorizedException", textSessionInvalid)
		if err := r.confirm(r.secure, "mine@example.com", r.lastCode("mine@example.com")); err != nil {
			r.t.Error(err)
		}
	})
	r.sub("is not given to clients without USER_AUTH", func(r *rig) {
		made, err := r.signUp(r.open, "plain@example.com", goodPassword)
		if err != nil || made.Session != nil {
			r.t.Errorf("session %v, %v", made.Session != nil, err)
		}
	})
}
