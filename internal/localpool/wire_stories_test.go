package localpool_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"usher/internal/localpool"
)

// Sign-up that asks for the e-mail address first, and for the password together with the code, is pieced together from
// these sequences. Each must end in an account that opens with the chosen password and with no other.
func TestWaysToSignUpByEmailAlone(t *testing.T) {
	const derived, chosen = "derived-by-the-server-1aA!", "chosen-by-the-user-2"
	begin := func(r *rig, email string) error { _, err := r.signUp(r.secure, email, derived); return err }
	cases := []struct {
		name   string
		begin  func(r *rig, email string) error
		finish func(r *rig, email, code string) error
	}{
		{"confirm, then an administrator sets the password", begin, func(r *rig, email, code string) error {
			if err := r.confirm(r.secure, email, code); err != nil {
				return err
			}
			return r.setPassword(email, chosen, true)
		}},
		{"confirm, then change the derived password", begin, func(r *rig, email, code string) error {
			if err := r.confirm(r.secure, email, code); err != nil {
				return err
			}
			return r.changePassword(aws.ToString(r.session(r.secure, email, derived).AccessToken), derived, chosen)
		}},
		{"a verified shell account, finished as a recovery", func(r *rig, email string) error {
			if _, err := r.create(email, func(in *cip.AdminCreateUserInput) {
				suppressed(in)
				in.UserAttributes = []types.AttributeType{attribute("email", email), attribute("email_verified", "true")}
			}); err != nil {
				return err
			}
			if err := r.setPassword(email, derived, true); err != nil {
				return err
			}
			_, err := r.forgot(r.secure, email)
			return err
		}, func(r *rig, email, code string) error { return r.reset(r.secure, email, code, chosen) }},
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			email := []string{"ada", "bea", "cay"}[i] + "@example.com"
			if err := c.begin(r, email); err != nil {
				t.Fatal(err)
			}
			if err := c.finish(r, email, r.lastCode(email)); err != nil {
				t.Fatal(err)
			}
			r.wantStatus(email, types.UserStatusTypeConfirmed)
			r.session(r.secure, email, chosen)
			if got := attributeMap(r.state(email).UserAttributes)["email_verified"]; got != "true" {
				t.Errorf("address verified %q, want true: the code was proved", got)
			}
			_, err := r.signIn(r.secure, email, derived)
			wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
		})
	}
}

// A stranger who signed the victim's address up first must be out once the victim has proved the address.
func TestPreparedAccountIsTakenOverByItsOwner(t *testing.T) {
	r := newRig(t)
	const email, attackers, owners = "victim@example.com", "attackers-choice-1", "owners-choice-2"
	if _, err := r.signUp(r.open, email, attackers); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(r.secure, email, r.lastCode(email)); err != nil { // the victim, from their own mailbox
		t.Fatal(err)
	}
	tokens := r.session(r.open, email, attackers)
	hijacker := device{r.open, aws.ToString(tokens.AccessToken), aws.ToString(tokens.RefreshToken)}
	if err := r.setPassword(email, owners, true); err != nil {
		t.Fatal(err)
	}
	if err := r.adminGlobalSignOut(email); err != nil {
		t.Fatal(err)
	}
	r.wantDevice("the stranger's session", hijacker, deadAccess, deadRefresh)
	_, err := r.signIn(r.open, email, attackers)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	r.session(r.secure, email, owners)
}

// Delivery happens after the state is durable and outside every lock: what is delivered may be used at once.
func TestDeliveryMayCallThePool(t *testing.T) {
	var r *rig
	var confirmed error
	r = newRig(t, func(o *localpool.Options) {
		o.Deliver = func(ctx context.Context, m localpool.Message) error {
			_, confirmed = r.api.ConfirmSignUp(ctx, &cip.ConfirmSignUpInput{
				ClientId: &r.open.id, Username: &m.Username, ConfirmationCode: &m.Code,
			})
			return nil
		}
	})
	if _, err := r.signUp(r.open, "eager@example.com", goodPassword); err != nil {
		t.Fatal(err)
	}
	if confirmed != nil {
		t.Errorf("the code used from within its delivery: %v", confirmed)
	}
	r.session(r.open, "eager@example.com", goodPassword)
}
