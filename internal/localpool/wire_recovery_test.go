package localpool_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestForgottenPasswordIsReplaced(t *testing.T) {
	r := newRig(t)
	for name, client := range map[string]app{"confidential client": r.secure, "public client": r.open} {
		r.sub(name, func(r *rig) {
			email := client.id + "@example.com"
			sub := r.newUser(email, goodPassword)
			if _, err := r.forgot(client, email); err != nil {
				r.t.Fatal(err)
			}
			messages := r.mail.To(email)
			last := messages[len(messages)-1]
			if last.Purpose != "ForgotPassword" || last.Username != sub || !codeShape.MatchString(last.Code) {
				r.t.Errorf("message %+v, want a 6-digit code for %s", last, sub)
			}
			r.session(r.open, email, goodPassword) // the old password works until the code is redeemed
			if err := r.reset(client, email, last.Code, otherPassword); err != nil {
				r.t.Fatal(err)
			}
			r.wantStatus(email, types.UserStatusTypeConfirmed)
			_, err := r.signIn(r.open, email, goodPassword)
			wantFailure(r.t, err, "NotAuthorizedException", textWrongPassword)
			r.session(r.open, email, otherPassword)
		})
	}
}

func TestForgotPasswordDoesNotLeakUnknownUsers(t *testing.T) {
	r := newRig(t)
	out, err := r.forgot(r.open, "nobody@example.com")
	if err != nil {
		t.Fatalf("existence hidden: %v, want a simulated delivery", err)
	}
	if d := out.CodeDeliveryDetails; d == nil || aws.ToString(d.Destination) != "n***@e***" || d.DeliveryMedium != types.DeliveryMediumTypeEmail {
		t.Errorf("delivery %+v, want EMAIL to n***@e***", d)
	}
	_, err = r.forgot(r.newApp(r.seed.PoolID, nil), "nobody@example.com")
	wantFailure(t, err, "UserNotFoundException", textNoUserRecovery)
	if got := len(r.mail.To("nobody@example.com")); got != 0 {
		t.Errorf("%d messages to a stranger", got)
	}
}

func TestResetNeedsACodeThatWasAskedFor(t *testing.T) {
	r := newRig(t)
	r.newUser("unasked@example.com", goodPassword)
	wantFailure(t, r.reset(r.open, "unasked@example.com", "123456", otherPassword), "ExpiredCodeException", textCodeExpired)
	r.session(r.open, "unasked@example.com", goodPassword)
}

func TestRecoveryOfUnfitAccountsIsRefused(t *testing.T) {
	r := newRig(t)
	legacy := r.newApp(r.seed.PoolID, nil)
	if _, err := r.signUp(r.open, "waiting@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	r.newUser("temporary@example.com", goodPassword)
	if err := r.setPassword("temporary@example.com", otherPassword, false); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, email string
		want        failure
	}{
		{"address never verified", "waiting@example.com", failure{"InvalidParameterException", "Cannot reset password for the user as there is no registered/verified email or phone_number"}},
		{"temporary password", "temporary@example.com", failure{"NotAuthorizedException", "User password cannot be reset in the current state."}},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			before := len(r.mail.To(c.email))
			_, err := r.forgot(legacy, c.email)
			wantFailure(r.t, err, c.want.code, c.want.text)
			if got := len(r.mail.To(c.email)); got != before {
				r.t.Error("a code was mailed all the same")
			}
		})
	}
}

func TestWeakPasswordDoesNotResetAnything(t *testing.T) {
	r := newRig(t)
	const email = "weak@example.com"
	r.newUser(email, goodPassword)
	if _, err := r.forgot(r.open, email); err != nil {
		t.Fatal(err)
	}
	wantFailure(t, r.reset(r.open, email, r.lastCode(email), "short1"), "InvalidPasswordException", "Password did not conform with policy: Password not long enough")
	r.session(r.open, email, goodPassword)
	if _, err := r.signIn(r.open, email, "short1"); err == nil {
		t.Error("the refused password signs in")
	}
}

// Whoever proves the mailbox after being locked out by a stranger's guesses gets in.
func TestResetAfterALockoutOpensTheAccount(t *testing.T) {
	r := newRig(t)
	const email = "locked-out@example.com"
	r.newUser(email, goodPassword)
	for range lockoutAfter {
		_, err := r.signIn(r.open, email, wrongPassword)
		wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	}
	if _, err := r.forgot(r.open, email); err != nil {
		t.Fatal(err)
	}
	if err := r.reset(r.open, email, r.lastCode(email), otherPassword); err != nil {
		t.Fatal(err)
	}
	r.clock.Advance(2 * time.Second)
	r.session(r.open, email, otherPassword)
}

func TestRecoveryIsPossibleByEmailAddressAndInternalName(t *testing.T) {
	r := newRig(t)
	const email = "byname@example.com"
	sub := r.newUser(email, goodPassword)
	if _, err := r.forgot(r.open, sub); err != nil {
		t.Fatal(err)
	}
	if err := r.reset(r.open, "ByName@Example.com", r.lastCode(email), otherPassword); err != nil {
		t.Fatal(err)
	}
	r.session(r.open, sub, otherPassword)
}

func TestFailedDeliveryOfAResetCodeIsReported(t *testing.T) {
	r := newRig(t)
	const email = "undelivered@example.com"
	r.newUser(email, goodPassword)
	r.mail.FailWith(errMailDown)
	_, err := r.forgot(r.open, email)
	wantFailure(t, err, "CodeDeliveryFailureException", "")
	r.mail.FailWith(nil)
	r.session(r.open, email, goodPassword)
	if _, err := r.forgot(r.open, email); err != nil {
		t.Errorf("asking again: %v", err)
	}
}

func TestRecoveryOnlyByAdministrator(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
		in.AccountRecoverySetting = &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
			{Name: types.RecoveryOptionNameTypeAdminOnly, Priority: aws.Int32(1)},
		}}
	}, nil)
	const email = "admin-only@example.com"
	if _, err := r.signUp(client, email, goodPassword+"A"); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(client, email, r.lastCode(email)); err != nil {
		t.Fatal(err)
	}
	before := len(r.mail.To(email))
	if _, err := r.forgot(client, email); err == nil {
		t.Error("ForgotPassword succeeded in a pool where only administrators reset passwords")
	}
	if got := len(r.mail.To(email)); got != before {
		t.Error("a reset code was mailed")
	}
}

func TestNewPasswordEndsTheRecoveryOfTheOldOne(t *testing.T) {
	for name, replace := range map[string]func(r *rig, email string) error{
		"changed by the user": func(r *rig, email string) error {
			return r.changePassword(aws.ToString(r.session(r.open, email, goodPassword).AccessToken), goodPassword, otherPassword)
		},
		"set by an administrator": func(r *rig, email string) error { return r.setPassword(email, otherPassword, true) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			const email = "kept@example.com"
			r.newUser(email, goodPassword)
			if _, err := r.forgot(r.open, email); err != nil {
				t.Fatal(err)
			}
			if err := replace(r, email); err != nil {
				t.Fatal(err)
			}
			wantFailure(t, r.reset(r.open, email, r.lastCode(email), goodPassword), "ExpiredCodeException", "")
			r.session(r.open, email, otherPassword)
		})
	}
}
