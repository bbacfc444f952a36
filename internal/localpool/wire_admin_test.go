package localpool_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// create is AdminCreateUser in the seeded pool, mailed unless the edit says otherwise.
func (r *rig) create(username string, edit func(*cip.AdminCreateUserInput)) (*types.UserType, error) {
	input := &cip.AdminCreateUserInput{
		UserPoolId: &r.seed.PoolID, Username: &username,
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	}
	if edit != nil {
		edit(input)
	}
	out, err := r.api.AdminCreateUser(r.t.Context(), input)
	if err != nil {
		return nil, err
	}
	return out.User, nil
}

func suppressed(in *cip.AdminCreateUserInput) { in.MessageAction = types.MessageActionTypeSuppress }

func TestAdminCreateUserInvites(t *testing.T) {
	r := newRig(t)
	const email = "invited@example.com"
	user, err := r.create(email, func(in *cip.AdminCreateUserInput) {
		in.UserAttributes = []types.AttributeType{attribute("email", email), attribute("email_verified", "true"), attribute("name", "Ada")}
	})
	if err != nil {
		t.Fatal(err)
	}
	if user.UserStatus != types.UserStatusTypeForceChangePassword || !user.Enabled || !uuidShape.MatchString(aws.ToString(user.Username)) {
		t.Errorf("status %s, enabled %v, name %q; want FORCE_CHANGE_PASSWORD, true and a UUID", user.UserStatus, user.Enabled, aws.ToString(user.Username))
	}
	if attrs := attributeMap(user.Attributes); attrs["email_verified"] != "true" || attrs["name"] != "Ada" || attrs["sub"] != aws.ToString(user.Username) {
		t.Errorf("attributes %v, want a verified address, the name and sub", attrs)
	}
	messages := r.mail.To(email)
	if len(messages) != 1 || messages[0].Purpose != "AdminCreateUser" || !strings.Contains(messages[0].Text, messages[0].Code) {
		t.Fatalf("messages %+v, want one invitation with its password", messages)
	}
	out, err := r.signIn(r.open, email, messages[0].Code)
	if err != nil || out.ChallengeName != types.ChallengeNameTypeNewPasswordRequired {
		t.Errorf("sign-in with the mailed password: %v, %v; want NEW_PASSWORD_REQUIRED", out, err)
	}
}

func TestAdminCreateUserWithoutAnyAddressSucceeds(t *testing.T) {
	r := newRig(t)
	pool, _ := r.newPool(nil, nil)
	if len(pool.UsernameAttributes) != 0 {
		t.Errorf("a pool made without UsernameAttributes has %v", pool.UsernameAttributes)
	}
	out, err := r.api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{UserPoolId: pool.Id, Username: aws.String("grace")})
	if err != nil {
		t.Fatal(err)
	}
	attrs := attributeMap(out.User.Attributes)
	if aws.ToString(out.User.Username) != "grace" || !uuidShape.MatchString(attrs["sub"]) {
		t.Errorf("name %q, sub %q; want the chosen name and a UUID of its own", aws.ToString(out.User.Username), attrs["sub"])
	}
}

func TestAdminCreateUserSuppressed(t *testing.T) {
	r := newRig(t)
	const email = "silent@example.com"
	if _, err := r.create(email, func(in *cip.AdminCreateUserInput) {
		suppressed(in)
		in.TemporaryPassword = aws.String(otherPassword)
	}); err != nil {
		t.Fatal(err)
	}
	if got := len(r.mail.To(email)); got != 0 {
		t.Errorf("%d messages although they were suppressed", got)
	}
	out, err := r.signIn(r.open, email, otherPassword)
	if err != nil || out.ChallengeName != types.ChallengeNameTypeNewPasswordRequired {
		t.Errorf("sign-in with the given password: %v, want NEW_PASSWORD_REQUIRED", err)
	}
}

// An account whose password nobody was told is closed, not open.
func TestUserWithoutAKnownPasswordCannotSignIn(t *testing.T) {
	r := newRig(t)
	if _, err := r.create("sealed@example.com", suppressed); err != nil {
		t.Fatal(err)
	}
	for _, guess := range []string{"", " ", "sealed@example.com", "null", goodPassword} {
		out, err := r.signIn(r.open, "sealed@example.com", guess)
		if err == nil {
			t.Errorf("password %q got challenge %q", guess, out.ChallengeName)
		}
	}
}

func TestAdminCreateUserRefusals(t *testing.T) {
	r := newRig(t)
	r.newUser("there@example.com", goodPassword)
	cases := []struct {
		name, username string
		edit           func(*cip.AdminCreateUserInput)
		want           string
	}{
		{"name taken", "there@example.com", suppressed, "UsernameExistsException"},
		{"name taken in another spelling", "THERE@example.com", suppressed, "UsernameExistsException"},
		{"no e-mail address", "grace", suppressed, "InvalidParameterException"},
		{"resend to nobody", "nobody@example.com", resend, "UserNotFoundException"},
		{"resend to a user who has a password", "there@example.com", resend, "UnsupportedUserStateException"},
		{"unknown pool", "x@example.com", func(in *cip.AdminCreateUserInput) { in.UserPoolId = aws.String("us-east-1_Nobody999") }, "ResourceNotFoundException"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.create(c.username, c.edit)
			wantFailure(r.t, err, c.want, "")
		})
	}
}

func resend(in *cip.AdminCreateUserInput) { in.MessageAction = types.MessageActionTypeResend }

func TestResentInvitationReplacesThePassword(t *testing.T) {
	r := newRig(t)
	const email = "reinvited@example.com"
	legacy := r.newApp(r.seed.PoolID, nil)
	if _, err := r.create(email, nil); err != nil {
		t.Fatal(err)
	}
	first := r.lastCode(email)
	r.clock.Advance(temporaryPasswordLife + 1)
	if _, err := r.create(email, resend); err != nil {
		t.Fatal(err)
	}
	second := r.lastCode(email)
	if first == second {
		t.Error("the resent invitation carries the same password")
	}
	_, err := r.signIn(legacy, email, first)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	out, err := r.signIn(legacy, email, second)
	if err != nil || out.ChallengeName != types.ChallengeNameTypeNewPasswordRequired {
		t.Errorf("sign-in with the new password: %v, want NEW_PASSWORD_REQUIRED", err)
	}
}

func TestAdminSetUserPassword(t *testing.T) {
	r := newRig(t)
	const email = "set@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	if err := r.setPassword(email, otherPassword, true); err != nil {
		t.Fatal(err)
	}
	r.wantStatus(email, types.UserStatusTypeConfirmed)
	if attributeMap(r.state(email).UserAttributes)["email_verified"] == "true" {
		t.Error("setting a password verified the e-mail address")
	}
	r.session(r.open, email, otherPassword)
	_, err := r.signIn(r.open, email, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	wantFailure(t, r.setPassword("nobody@example.com", otherPassword, true), "UserNotFoundException", textNoUser)
}

func TestAdminCallsFindTheUserByEveryName(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("names@example.com", goodPassword)
	for _, name := range []string{"names@example.com", "NAMES@example.com", sub} {
		r.sub(name, func(r *rig) {
			if got := aws.ToString(r.state(name).Username); got != sub {
				r.t.Errorf("AdminGetUser answers %q, want %q", got, sub)
			}
			for operation, call := range map[string]func(string) error{
				"AdminDisableUser": r.adminDisable, "AdminEnableUser": r.adminEnable, "AdminUserGlobalSignOut": r.adminGlobalSignOut,
			} {
				if err := call(name); err != nil {
					r.t.Errorf("%s: %v", operation, err)
				}
			}
		})
	}
}

func TestAdminCallsOnStrangersAreRefused(t *testing.T) {
	r := newRig(t)
	for _, operation := range []string{
		"AdminGetUser", "AdminConfirmSignUp", "AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut", "AdminSetUserPassword",
	} {
		r.sub(operation, func(r *rig) {
			ask := func(pool string) failure {
				body := map[string]any{"UserPoolId": pool, "Username": "nobody@example.com"}
				if operation == "AdminSetUserPassword" {
					body["Password"] = goodPassword
				}
				return r.callSigned(operation, object(r.t, body)).failure(r.t)
			}
			if got, want := ask(r.seed.PoolID), (failure{"UserNotFoundException", textNoUser}); got != want {
				r.t.Errorf("unknown user: got %+v, want %+v", got, want)
			}
			want := failure{"ResourceNotFoundException", "User pool us-east-1_Nobody999 does not exist."}
			if got := ask("us-east-1_Nobody999"); got != want {
				r.t.Errorf("unknown pool: got %+v, want %+v", got, want)
			}
		})
	}
}
