package localpool_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

var (
	uuidShape = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	codeShape = regexp.MustCompile(`^[0-9]{6}$`)
)

func TestSignUpMakesAnUnconfirmedUserAndMailsACode(t *testing.T) {
	r := newRig(t)
	out, err := r.signUp(r.secure, "Ada@Example.com", goodPassword, attribute("name", "Ada"))
	if err != nil {
		t.Fatal(err)
	}
	sub := aws.ToString(out.UserSub)
	if out.UserConfirmed || !uuidShape.MatchString(sub) {
		t.Errorf("confirmed %v, sub %q; want false and a UUID", out.UserConfirmed, sub)
	}
	state := r.state(sub)
	if state.UserStatus != types.UserStatusTypeUnconfirmed || !state.Enabled {
		t.Errorf("status %s, enabled %v; want UNCONFIRMED and true", state.UserStatus, state.Enabled)
	}
	if aws.ToString(state.Username) != sub {
		t.Errorf("internal name %q, want the sub %q", aws.ToString(state.Username), sub)
	}
	attrs := attributeMap(state.UserAttributes)
	if !strings.EqualFold(attrs["email"], "ada@example.com") || attrs["name"] != "Ada" || attrs["sub"] != sub {
		t.Errorf("attributes %v, want the e-mail address, the name and the sub", attrs)
	}
	if attrs["email_verified"] == "true" {
		t.Error("the e-mail address is verified before anybody proved it")
	}
	messages := r.mail.To("ada@example.com")
	if len(messages) != 1 {
		t.Fatalf("%d messages, want 1", len(messages))
	}
	m := messages[0]
	if !codeShape.MatchString(m.Code) || !strings.Contains(m.Text, m.Code) || m.Subject == "" {
		t.Errorf("message %+v: want a 6-digit code that stands in the text, and a subject", m)
	}
	if m.Medium != "EMAIL" || m.Purpose != "SignUp" || m.Username != sub || !m.SentAt.Equal(r.clock.Now()) {
		t.Errorf("message %+v: want EMAIL, SignUp, user %s, sent now", m, sub)
	}
}

func TestDeliveryDestinationIsMasked(t *testing.T) {
	r := newRig(t)
	check := func(operation string, details *types.CodeDeliveryDetailsType) {
		t.Helper()
		if details == nil {
			t.Errorf("%s: no CodeDeliveryDetails", operation)
			return
		}
		got := []string{aws.ToString(details.Destination), string(details.DeliveryMedium), aws.ToString(details.AttributeName)}
		if want := []string{"t***@t***", "EMAIL", "email"}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", operation, got, want)
		}
	}
	signUp, err := r.signUp(r.open, "test@test.com", goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	check("SignUp", signUp.CodeDeliveryDetails)
	again, err := r.resend(r.open, "test@test.com")
	if err != nil {
		t.Fatal(err)
	}
	check("ResendConfirmationCode", again.CodeDeliveryDetails)
	if err := r.confirm(r.open, "test@test.com", r.lastCode("test@test.com")); err != nil {
		t.Fatal(err)
	}
	forgot, err := r.forgot(r.open, "test@test.com")
	if err != nil {
		t.Fatal(err)
	}
	check("ForgotPassword", forgot.CodeDeliveryDetails)
}

func TestConfirmationVerifiesTheEmailAddress(t *testing.T) {
	r := newRig(t)
	sub := r.newUser("verified@example.com", goodPassword)
	r.wantStatus(sub, types.UserStatusTypeConfirmed)
	if got := attributeMap(r.state(sub).UserAttributes)["email_verified"]; got != "true" {
		t.Errorf("email_verified %q, want true", got)
	}
}

func TestConfirmedUserCannotBeConfirmedAgain(t *testing.T) {
	r := newRig(t)
	const email = "twice@example.com"
	sub := r.newUser(email, goodPassword)
	for _, code := range []string{r.lastCode(email), r.wrongCode(email)} {
		wantFailure(t, r.confirm(r.open, email, code), "NotAuthorizedException", textConfirmed)
	}
	wantFailure(t, r.adminConfirm(r.seed.PoolID, sub), "NotAuthorizedException", textConfirmed)
	_, err := r.resend(r.open, email)
	wantFailure(t, err, "InvalidParameterException", "User is already confirmed.")
}

func TestTakenAddressIsRefusedAtSignUp(t *testing.T) {
	r := newRig(t)
	if _, err := r.signUp(r.open, "taken@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	for _, spelling := range []string{"taken@example.com", "TAKEN@Example.COM"} {
		_, err := r.signUp(r.open, spelling, otherPassword)
		wantFailure(t, err, "UsernameExistsException", textEmailTaken)
	}
	if got := len(r.mail.To("taken@example.com")); got != 1 {
		t.Errorf("%d messages, want 1: a refused sign-up mails nothing", got)
	}
	if err := r.confirm(r.open, "taken@example.com", r.lastCode("taken@example.com")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.signIn(r.open, "taken@example.com", otherPassword); err == nil {
		t.Error("the refused sign-up replaced the password of the account that was there")
	}
}

func TestSignUpRefusals(t *testing.T) {
	r := newRig(t)
	closed, closedApp := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.AdminCreateUserConfig = &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}
	}, nil)
	if closed.AdminCreateUserConfig == nil || !closed.AdminCreateUserConfig.AllowAdminCreateUserOnly {
		t.Error("the pool does not report AllowAdminCreateUserOnly")
	}
	unknown := app{id: "abcdefghijklmnopqrstuvwxyz"}
	cases := []struct {
		name, email string
		app         app
		want        failure
	}{
		{"unknown client", "a@example.com", unknown, failure{"ResourceNotFoundException", "User pool client " + unknown.id + " does not exist."}},
		{"sign-up closed to users", "b@example.com", closedApp, failure{"NotAuthorizedException", "SignUp is not permitted for this user pool"}},
		{"user name is no e-mail address", "not-an-address", r.open, failure{"InvalidParameterException", "Username should be an email."}},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.signUp(c.app, c.email, goodPassword)
			wantFailure(r.t, err, c.want.code, c.want.text)
			if got := len(r.mail.To(c.email)); got != 0 {
				r.t.Errorf("%d messages for a refused sign-up", got)
			}
		})
	}
}

func TestSignUpCannotSetWhatIsNotTheUsersToSet(t *testing.T) {
	r := newRig(t)
	for i, name := range []string{
		"email_verified", "phone_number_verified", "sub", "shoe_size", "custom:undeclared", "dev:custom:admin", "cognito:groups",
	} {
		r.sub(name, func(r *rig) {
			email := fmt.Sprintf("claim-%d@example.com", i)
			_, err := r.signUp(r.open, email, goodPassword, attribute(name, "true"))
			if got := failureOf(err).code; got != "InvalidParameterException" && got != "NotAuthorizedException" {
				r.t.Errorf("got %v, want a refusal", err)
			}
			if _, err := r.signUp(r.open, email, goodPassword); err != nil {
				r.t.Errorf("the refused sign-up left something behind: %v", err)
			}
		})
	}
}

func TestAdminConfirmSignUpVerifiesNothing(t *testing.T) {
	r := newRig(t)
	legacy := r.newApp(r.seed.PoolID, nil)
	const email = "by-admin@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	if err := r.adminConfirm(r.seed.PoolID, email); err != nil {
		t.Fatal(err)
	}
	r.wantStatus(email, types.UserStatusTypeConfirmed)
	if attributeMap(r.state(email).UserAttributes)["email_verified"] == "true" {
		t.Error("AdminConfirmSignUp verified the e-mail address")
	}
	_, err := r.forgot(legacy, email)
	wantFailure(t, err, "InvalidParameterException", "Cannot reset password for the user as there is no registered/verified email or phone_number")
	r.session(r.open, email, goodPassword)
}

func TestNoDeliveryWithoutAutoVerification(t *testing.T) {
	r := newRig(t)
	_, plain := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
	}, nil)
	out, err := r.signUp(plain, "quiet@example.com", goodPassword+"A")
	if err != nil {
		t.Fatal(err)
	}
	if out.CodeDeliveryDetails != nil || len(r.mail.To("quiet@example.com")) != 0 {
		t.Errorf("delivery %+v and %d messages, want none", out.CodeDeliveryDetails, len(r.mail.To("quiet@example.com")))
	}
}

func TestFailedDeliveryKeepsTheUser(t *testing.T) {
	r := newRig(t)
	const email = "bounce@example.com"
	r.mail.FailWith(errMailDown)
	_, err := r.signUp(r.open, email, goodPassword)
	wantFailure(t, err, "CodeDeliveryFailureException", "")
	r.mail.FailWith(nil)
	r.wantStatus(email, types.UserStatusTypeUnconfirmed)
	_, err = r.signUp(r.open, email, goodPassword)
	wantFailure(t, err, "UsernameExistsException", textEmailTaken)
	if _, err := r.resend(r.open, email); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(r.open, email, r.lastCode(email)); err != nil {
		t.Errorf("the resent code: %v", err)
	}
}

func TestFixedCodeIsEveryCode(t *testing.T) {
	r := newRig(t, func(o *localpool.Options) { o.FixedCode = "123456" })
	const email = "fixed@example.com"
	if _, err := r.signUp(r.open, email, goodPassword); err != nil {
		t.Fatal(err)
	}
	if got := r.lastCode(email); got != "123456" {
		t.Errorf("mailed %q, want 123456", got)
	}
	wantFailure(t, r.confirm(r.open, email, "654321"), "CodeMismatchException", textCodeMismatch)
	if err := r.confirm(r.open, email, "123456"); err != nil {
		t.Error(err)
	}
}
