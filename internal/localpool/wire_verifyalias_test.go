package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A name is taken while its owner has not even confirmed it; an address that waits reserves nothing.
func TestAddressTakenMeanwhileIsRefusedAtItsProof(t *testing.T) {
	r := newRig(t)
	const old, next = "late@example.com", "contested@example.com"
	sub, access := r.moving(old, next)
	code := r.lastCode(next)
	winner := r.newUser(next, otherPassword)
	wantFailure(t, r.verify(access, "email", code), "AliasExistsException", textEmailTaken)
	r.wantEmail(sub, old, "true")
	r.wantEmail(winner, next, "true")
	r.session(r.open, next, otherPassword)
	// The winner leaves, and the code is still good.
	if err := r.adminDelete(r.seed.PoolID, winner); err != nil {
		t.Fatal(err)
	}
	if err := r.verify(access, "email", code); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, next, "true")
}

func TestAliasConflictShowsAtTheProof(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	access := map[string]string{}
	for name, email := range map[string]string{"first": "first@example.com", "second": "second@example.com"} {
		if _, err := r.signUp(client, name, goodPassword, attribute("email", email)); err != nil {
			t.Fatal(err)
		}
		if err := r.confirm(client, name, r.lastCode(email)); err != nil {
			t.Fatal(err)
		}
		access[name] = aws.ToString(r.session(client, name, goodPassword).AccessToken)
	}
	if _, err := r.updateAttributes(access["second"], attribute("email", "first@example.com")); err != nil {
		t.Fatalf("asking for a taken alias: %v, want no word about it", err)
	}
	wantFailure(t, r.verify(access["second"], "email", r.lastCode("first@example.com")), "AliasExistsException", textEmailTaken)
	if got := parseJWT(t, aws.ToString(r.session(client, "first@example.com", goodPassword).AccessToken)).text("username"); got != "first" {
		t.Errorf("the address leads to %q, want first", got)
	}
	// Without verification before the update the old address stopped being an alias at once.
	_, err := r.signIn(client, "second@example.com", goodPassword)
	wantFailure(t, err, "UserNotFoundException", textNoUser)
	if _, err := r.updateAttributes(access["second"], attribute("email", "third@example.com")); err != nil {
		t.Fatal(err)
	}
	_, err = r.signIn(client, "third@example.com", goodPassword)
	wantFailure(t, err, "UserNotFoundException", textNoUser)
	if err := r.verify(access["second"], "email", r.lastCode("third@example.com")); err != nil {
		t.Fatal(err)
	}
	r.session(client, "third@example.com", goodPassword)
}

func TestOneAttributeCodeProvesOnce(t *testing.T) {
	stores(t, func(t *testing.T, r *rig) {
		const old, next = "racing@example.com", "racing@next.example"
		_, access := r.moving(old, next)
		code := r.lastCode(next)
		got := race(func(int) error { return r.verify(access, "email", code) })
		wantOneWinner(t, got, "ExpiredCodeException", "LimitExceededException")
	})
}

func TestWaitingAddressSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	r := newRigIn(t, dir)
	const old, next = "restart@example.com", "restart@next.example"
	sub, access := r.moving(old, next)
	r = r.reopen(dir)
	r.wantEmail(sub, old, "true")
	if err := r.verify(access, "email", r.lastCode(next)); err != nil {
		t.Fatal(err)
	}
	r = r.reopen(dir)
	r.wantEmail(sub, next, "true")
	r.session(r.open, next, goodPassword)
	wantFailure(t, r.verify(access, "email", r.lastCode(next)), "ExpiredCodeException", textCodeExpired)
}

func TestDeletedAttributesAreGone(t *testing.T) {
	r := newRig(t)
	const email, phone = "deletes@example.com", "+14325550000"
	sub := r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	if _, err := r.updateAttributes(access, attribute("name", "Ada"), attribute("phone_number", phone)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.attributeCode(access, "phone_number"); err != nil {
		t.Fatal(err)
	}
	del := func(names ...string) error {
		_, err := r.api.DeleteUserAttributes(t.Context(), &cip.DeleteUserAttributesInput{AccessToken: &access, UserAttributeNames: names})
		return err
	}
	for name, want := range map[string]string{
		"sub": "NotAuthorizedException", "email_verified": "NotAuthorizedException", "custom:none": "NotAuthorizedException",
		"email": "InvalidParameterException", "": "InvalidParameterException",
	} {
		r.sub("refuses "+name, func(r *rig) { wantFailure(r.t, del("name", name), want, "") })
	}
	if got := attributeMap(r.state(sub).UserAttributes)["name"]; got != "Ada" {
		t.Errorf("name %q after refused calls, want it untouched", got)
	}
	if err := del("name", "phone_number", "locale"); err != nil {
		t.Fatal(err)
	}
	got := attributeMap(r.state(sub).UserAttributes)
	for _, name := range []string{"name", "phone_number", "phone_number_verified"} {
		if value, found := got[name]; found {
			t.Errorf("%s is still %q", name, value)
		}
	}
	wantFailure(t, r.verify(access, "phone_number", r.lastCode(phone)), "ExpiredCodeException", textCodeExpired)
}

func TestChangeTakenBackIsForgotten(t *testing.T) {
	r := newRig(t)
	const old, next = "stays@example.com", "dropped@example.com"
	sub, access := r.moving(old, next)
	if _, err := r.updateAttributes(access, attribute("email", old)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.attributeCode(access, "email"); err != nil {
		t.Fatal(err)
	}
	if got := len(r.mail.To(next)); got != 1 {
		t.Errorf("%d messages to the address that was dropped, want the one from before", got)
	}
	if err := r.verify(access, "email", r.lastCode(old)); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, old, "true")
}

// Phone numbers go the way of mail addresses: the old one signs in until the new one is proven, then only the new one.
func TestPhoneAliasMovesWithItsProof(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypePhoneNumber}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber}
		in.UserAttributeUpdateSettings = &types.UserAttributeUpdateSettingsType{
			AttributesRequireVerificationBeforeUpdate: []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber},
		}
	}, nil)
	const old, next, password = "+14325550001", "+14325550002", goodPassword + "A"
	if _, err := r.signUp(client, "caller", password, attribute("phone_number", old)); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(client, "caller", r.lastCode(old)); err != nil {
		t.Fatal(err)
	}
	access := aws.ToString(r.session(client, old, password).AccessToken)
	if _, err := r.updateAttributes(access, attribute("phone_number", next)); err != nil {
		t.Fatal(err)
	}
	r.session(client, old, password)
	_, err := r.signIn(client, next, password)
	wantFailure(t, err, "UserNotFoundException", textNoUser)
	if err := r.verify(access, "phone_number", r.lastCode(next)); err != nil {
		t.Fatal(err)
	}
	r.session(client, next, password)
	_, err = r.signIn(client, old, password)
	wantFailure(t, err, "UserNotFoundException", textNoUser)
}

// The right code of a value that is refused all the same costs an attempt like a wrong one.
func TestRefusedProofsAreCapped(t *testing.T) {
	r := newRig(t)
	const old, next = "probing@example.com", "probed@example.com"
	_, access := r.moving(old, next)
	code := r.lastCode(next)
	r.newUser(next, otherPassword)
	if got := refusedAt(t, verifyAttempts+2, func() error { return r.verify(access, "email", code) }); got != verifyAttempts {
		t.Errorf("refused after %d attempts, want %d", got, verifyAttempts)
	}
}
