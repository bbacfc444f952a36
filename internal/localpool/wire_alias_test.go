package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// aliasPool is a pool in which a user picks a name, and a verified e-mail address works beside it.
func (r *rig) aliasPool() app {
	r.t.Helper()
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
		in.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
		in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(8)}}
	}, nil)
	return client
}

func TestAliasWorksOnceItIsVerified(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	const email = "grace@example.com"
	out, err := r.signUp(client, "Grace", goodPassword, attribute("email", email))
	if err != nil {
		t.Fatal(err)
	}
	if sub := aws.ToString(out.UserSub); !uuidShape.MatchString(sub) || sub == "grace" {
		t.Errorf("sub %q, want a UUID beside the chosen name", sub)
	}
	_, err = r.signIn(client, email, goodPassword)
	wantFailure(t, err, "UserNotFoundException", textNoUser)
	if err := r.confirm(client, "grace", r.lastCode(email)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"grace", "GRACE", email} {
		access := parseJWT(t, aws.ToString(r.session(client, name, goodPassword).AccessToken))
		if got := access.text("username"); got != "Grace" && got != "grace" {
			t.Errorf("signed in as %s: the token says user %q, want the chosen name", name, got)
		}
	}
	_, err = r.signUp(client, "grace", goodPassword, attribute("email", "other@example.com"))
	wantFailure(t, err, "UsernameExistsException", "User already exists")
}

func TestNamesThatLookLikeTheAliasAreRefused(t *testing.T) {
	r := newRig(t)
	_, err := r.signUp(r.aliasPool(), "grace@example.com", goodPassword, attribute("email", "grace@example.com"))
	wantFailure(t, err, "InvalidParameterException", "")
}

func TestSignUpWithATakenAliasTellsNothing(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	const email = "shared@example.com"
	for _, name := range []string{"first", "second"} {
		if _, err := r.signUp(client, name, goodPassword, attribute("email", email)); err != nil {
			t.Fatalf("sign-up of %s: %v", name, err)
		}
	}
	codes := r.mail.To(email)
	if len(codes) != 2 {
		t.Fatalf("%d messages, want 2", len(codes))
	}
	if err := r.confirm(client, "first", codes[0].Code); err != nil {
		t.Fatal(err)
	}
	wantFailure(t, r.confirm(client, "second", codes[1].Code), "AliasExistsException", "")
	access := parseJWT(t, aws.ToString(r.session(client, email, goodPassword).AccessToken))
	if got := access.text("username"); got != "first" {
		t.Errorf("the address belongs to %q, want first", got)
	}
}

func TestForcedAliasMovesAndUnverifiesTheLoser(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	const email = "moving@example.com"
	for _, name := range []string{"loser", "winner"} {
		if _, err := r.signUp(client, name, goodPassword, attribute("email", email)); err != nil {
			t.Fatal(err)
		}
	}
	codes := r.mail.To(email)
	if err := r.confirm(client, "loser", codes[0].Code); err != nil {
		t.Fatal(err)
	}
	_, err := r.api.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{
		ClientId: &client.id, Username: aws.String("winner"), ConfirmationCode: &codes[1].Code, ForceAliasCreation: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := parseJWT(t, aws.ToString(r.session(client, email, goodPassword).AccessToken)).text("username"); got != "winner" {
		t.Errorf("the address belongs to %q, want winner", got)
	}
	out, err := r.getUser(aws.ToString(r.session(client, "loser", goodPassword).AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(out.UserAttributes)["email_verified"]; got != "false" {
		t.Errorf("the loser's address is verified %q, want false", got)
	}
}

// A name nobody chose must not be reachable through somebody else's attribute.
func TestUnverifiedAddressOfAStrangerIsNoName(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	if _, err := r.signUp(client, "squatter", goodPassword, attribute("email", "victim@example.com")); err != nil {
		t.Fatal(err)
	}
	if err := r.adminConfirm(client.pool, "squatter"); err != nil {
		t.Fatal(err)
	}
	for step, call := range map[string]func() error{
		"sign-in":        func() error { _, err := r.signIn(client, "victim@example.com", goodPassword); return err },
		"ForgotPassword": func() error { _, err := r.forgot(client, "victim@example.com"); return err },
	} {
		if got := failureOf(call()).code; got != "UserNotFoundException" {
			t.Errorf("%s by an unverified address: %q, want UserNotFoundException", step, got)
		}
	}
}
