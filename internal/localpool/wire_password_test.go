package localpool_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const policyPrefix = "Password did not conform with policy: "

// strictPool demands every kind of character.
func (r *rig) strictPool() app {
	r.t.Helper()
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
		in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{
			MinimumLength: aws.Int32(10), RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
		}}
	}, nil)
	return client
}

// Every call that sets a password asks the same policy.
func TestPasswordPolicyIsEnforcedWhereverAPasswordIsSet(t *testing.T) {
	r := newRig(t)
	client := r.strictPool()
	const email, sound = "policy@example.com", "Correct-horse-7"
	if _, err := r.signUp(client, email, sound); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(client, email, r.lastCode(email)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.forgot(client, email); err != nil {
		t.Fatal(err)
	}
	code := r.lastCode(email)
	// A correct old password each time: only the proposed one is at fault. Five changes an hour are allowed.
	access := aws.ToString(r.session(client, email, sound).AccessToken)
	cases := []struct{ name, password, text string }{
		{"too short", "Sh0rt-pas", "Password not long enough"},
		{"no upper case", "correct-horse-7", "Password must have uppercase characters"},
		{"no lower case", "CORRECT-HORSE-7", "Password must have lowercase characters"},
		{"no symbol", "Correcthorse77", "Password must have symbol characters"},
		{"no digit", "Correct-horse-x", "Password must have numeric characters"},
	}
	setters := []struct {
		operation string
		set       func(r *rig, password string) error
	}{
		{"SignUp", func(r *rig, password string) error {
			_, err := r.signUp(client, "new-policy@example.com", password)
			return err
		}},
		{"ConfirmForgotPassword", func(r *rig, password string) error { return r.reset(client, email, code, password) }},
		{"ChangePassword", func(r *rig, password string) error { return r.changePassword(access, sound, password) }},
		{"AdminSetUserPassword", func(r *rig, password string) error {
			_, err := r.api.AdminSetUserPassword(r.t.Context(), &cip.AdminSetUserPasswordInput{
				UserPoolId: &client.pool, Username: aws.String(email), Password: &password, Permanent: true,
			})
			return err
		}},
		{"AdminCreateUser", func(r *rig, password string) error {
			_, err := r.api.AdminCreateUser(r.t.Context(), &cip.AdminCreateUserInput{
				UserPoolId: &client.pool, Username: aws.String("made@example.com"), TemporaryPassword: &password,
				MessageAction: types.MessageActionTypeSuppress,
			})
			return err
		}},
	}
	for _, setter := range setters {
		for _, c := range cases {
			r.sub(setter.operation+"/"+c.name, func(r *rig) {
				wantFailure(r.t, setter.set(r, c.password), "InvalidPasswordException", policyPrefix+c.text)
			})
		}
	}
	r.session(client, email, sound)
}

func TestPasswordLengthCountsCharacters(t *testing.T) {
	r := newRig(t)
	_, err := r.signUp(r.open, "bytes@example.com", "äöü1abc")
	wantFailure(t, err, "InvalidPasswordException", policyPrefix+"Password not long enough")
	if _, err := r.signUp(r.open, "runes@example.com", "äöüß1abc"); err != nil {
		t.Errorf("eight characters: %v", err)
	}
	if _, err := r.signUp(r.open, "long@example.com", strings.Repeat("a1", 128)); err != nil {
		t.Errorf("256 characters: %v", err)
	}
}

func TestSpacesInPasswords(t *testing.T) {
	r := newRig(t)
	client := r.strictPool()
	if _, err := r.signUp(client, "space@example.com", "Correct horse 7"); err != nil {
		t.Errorf("a space inside is a symbol: %v", err)
	}
	for _, password := range []string{" Correct-horse-7", "Correct-horse-7 "} {
		if _, err := r.signUp(client, "edges@example.com", password); failureOf(err).code != "InvalidParameterException" {
			t.Errorf("%q: %v, want InvalidParameterException", password, err)
		}
	}
}

func TestChangePassword(t *testing.T) {
	r := newRig(t)
	const email = "change@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	if err := r.changePassword(access, goodPassword, otherPassword); err != nil {
		t.Fatal(err)
	}
	_, err := r.signIn(r.open, email, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	r.session(r.open, email, otherPassword)
	if _, err := r.getUser(access); err != nil {
		t.Errorf("the session that changed the password: %v", err)
	}
}

func TestWrongOldPasswordIsNotAuthorized(t *testing.T) {
	r := newRig(t)
	const email = "old@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	wantFailure(t, r.changePassword(access, wrongPassword, otherPassword), "NotAuthorizedException", textWrongPassword)
	_, err := r.api.ChangePassword(t.Context(), &cip.ChangePasswordInput{AccessToken: &access, ProposedPassword: aws.String(otherPassword)})
	if err == nil {
		t.Error("a user who has a password changed it without naming the old one")
	}
	r.session(r.open, email, goodPassword)
}

func TestPasswordHistoryIsKept(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{
			MinimumLength: aws.Int32(8), PasswordHistorySize: aws.Int32(2),
		}}
	}, nil)
	set := func(password string) error {
		_, err := r.api.AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{
			UserPoolId: &client.pool, Username: aws.String("historian"), Password: &password, Permanent: true,
		})
		return err
	}
	if _, err := r.signUp(client, "historian", "password-1"); err != nil {
		t.Fatal(err)
	}
	for _, next := range []string{"password-2", "password-3"} {
		if err := set(next); err != nil {
			t.Fatalf("%s: %v", next, err)
		}
	}
	for _, used := range []string{"password-3", "password-2"} {
		wantFailure(t, set(used), "PasswordHistoryPolicyViolationException", "")
	}
	if err := set("password-4"); err != nil {
		t.Errorf("a new password: %v", err)
	}
	if err := set("password-1"); err != nil {
		t.Errorf("a password that fell out of the history: %v", err)
	}
}
