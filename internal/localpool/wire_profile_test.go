package localpool_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
)

func TestGetUserAnswersTheProfile(t *testing.T) {
	r := newRig(t)
	const email = "profile@example.com"
	sub := r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	if _, err := r.updateAttributes(access, attribute("name", "Ada"), attribute("locale", "en-GB")); err != nil {
		t.Fatal(err)
	}
	out, err := r.getUser(access)
	if err != nil {
		t.Fatal(err)
	}
	if aws.ToString(out.Username) != sub {
		t.Errorf("user name %q, want the internal one %q", aws.ToString(out.Username), sub)
	}
	want := map[string]string{"sub": sub, "email": email, "email_verified": "true", "name": "Ada", "locale": "en-GB"}
	if diff := cmp.Diff(want, attributeMap(out.UserAttributes)); diff != "" {
		t.Errorf("attributes (-want +got):\n%s", diff)
	}
	if out.PreferredMfaSetting != nil || out.UserMFASettingList != nil {
		t.Errorf("MFA settings %v, %v of a user without MFA, want them left out", out.PreferredMfaSetting, out.UserMFASettingList)
	}
}

func TestAttributesOutOfReachAreHidden(t *testing.T) {
	r := newRig(t)
	const email = "hidden@example.com"
	r.newUser(email, goodPassword)
	narrow := r.newApp(r.seed.PoolID, func(in *cip.CreateUserPoolClientInput) {
		in.ReadAttributes = []string{"email"}
		in.WriteAttributes = []string{"name"}
	})
	tokens := r.session(narrow, email, goodPassword)
	access := aws.ToString(tokens.AccessToken)
	if _, err := r.updateAttributes(access, attribute("name", "Ada")); err != nil {
		t.Fatal(err)
	}
	out, err := r.getUser(access)
	if err != nil {
		t.Fatal(err)
	}
	got := attributeMap(out.UserAttributes)
	delete(got, "sub") // always there
	if diff := cmp.Diff(map[string]string{"email": email}, got); diff != "" {
		t.Errorf("GetUser attributes (-want +got):\n%s", diff)
	}
	id := parseJWT(t, aws.ToString(r.renewed(narrow, aws.ToString(tokens.RefreshToken)).IdToken))
	for _, name := range []string{"name", "email_verified"} {
		if _, found := id.claims[name]; found {
			t.Errorf("the ID token shows %s, which the client may not read", name)
		}
	}
	if _, err := r.updateAttributes(access, attribute("family_name", "Lovelace")); failureOf(err).code != "NotAuthorizedException" {
		t.Errorf("writing an attribute out of reach: %v, want NotAuthorizedException", err)
	}
}

func TestUnwritableAttributesAreRefused(t *testing.T) {
	r := newRig(t)
	const email = "unwritable@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	before := attributeMap(r.state(email).UserAttributes)
	cases := []struct {
		name  string
		attrs []types.AttributeType
	}{
		{"sub", []types.AttributeType{attribute("sub", "00000000-0000-4000-8000-000000000000")}},
		{"email_verified", []types.AttributeType{attribute("email_verified", "false")}},
		{"phone_number_verified", []types.AttributeType{attribute("phone_number_verified", "true")}},
		{"undeclared custom attribute", []types.AttributeType{attribute("custom:admin", "true")}},
		{"undeclared developer attribute", []types.AttributeType{attribute("dev:custom:admin", "true")}},
		{"unknown name", []types.AttributeType{attribute("shoe_size", "44")}},
		{"cognito's own name", []types.AttributeType{attribute("cognito:groups", "admin")}},
		{"one good, one bad", []types.AttributeType{attribute("name", "Ada"), attribute("sub", "x")}},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.updateAttributes(access, c.attrs...)
			if got := failureOf(err).code; got != "InvalidParameterException" && got != "NotAuthorizedException" {
				r.t.Errorf("got %v, want a refusal", err)
			}
			if diff := cmp.Diff(before, attributeMap(r.state(email).UserAttributes)); diff != "" {
				r.t.Errorf("attributes changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestEmptyValueDeletesTheAttribute(t *testing.T) {
	r := newRig(t)
	const email = "empty-value@example.com"
	r.newUser(email, goodPassword)
	access := aws.ToString(r.session(r.open, email, goodPassword).AccessToken)
	for _, value := range []string{"Ada", ""} {
		if _, err := r.updateAttributes(access, attribute("name", value)); err != nil {
			t.Fatal(err)
		}
	}
	if names := slices.Collect(maps.Keys(attributeMap(r.state(email).UserAttributes))); slices.Contains(names, "name") {
		t.Errorf("attributes %v, want name gone", names)
	}
}

func TestNewEmailAddressWaitsForItsProof(t *testing.T) {
	r := newRig(t)
	const old, next = "old-address@example.com", "next@fresh.test"
	r.newUser(old, goodPassword)
	tokens := r.session(r.open, old, goodPassword)
	out, err := r.updateAttributes(aws.ToString(tokens.AccessToken), attribute("email", next))
	if err != nil {
		t.Fatal(err)
	}
	if len(out.CodeDeliveryDetailsList) != 1 || aws.ToString(out.CodeDeliveryDetailsList[0].Destination) != "n***@f***" ||
		aws.ToString(out.CodeDeliveryDetailsList[0].AttributeName) != "email" {
		t.Errorf("delivery %+v, want one to n***@f*** for email", out.CodeDeliveryDetailsList)
	}
	messages := r.mail.To(next)
	if len(messages) != 1 || messages[0].Purpose != "UpdateUserAttribute" || !codeShape.MatchString(messages[0].Code) {
		t.Errorf("messages to the new address: %+v, want one code", messages)
	}
	user, err := r.getUser(aws.ToString(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(user.UserAttributes); got["email"] != old || got["email_verified"] != "true" {
		t.Errorf("profile says %s, verified %s; want the old address, verified", got["email"], got["email_verified"])
	}
	r.session(r.open, old, goodPassword)
	_, err = r.signIn(r.open, next, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	id := parseJWT(t, aws.ToString(r.renewed(r.open, aws.ToString(tokens.RefreshToken)).IdToken))
	if id.text("email") != old {
		t.Errorf("a new ID token says %s, want the old address", id.text("email"))
	}
}

func TestNewEmailAddressIsStoredAtOnceWhereThePoolSaysSo(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
	}, nil)
	const old, next, password = "at-once@example.com", "moved@example.com", goodPassword + "A"
	if _, err := r.signUp(client, old, password); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(client, old, r.lastCode(old)); err != nil {
		t.Fatal(err)
	}
	access := aws.ToString(r.session(client, old, password).AccessToken)
	if _, err := r.updateAttributes(access, attribute("email", next)); err != nil {
		t.Fatal(err)
	}
	user, err := r.getUser(access)
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(user.UserAttributes); got["email"] != next || got["email_verified"] != "false" {
		t.Errorf("profile says %s, verified %s; want the new address, not verified", got["email"], got["email_verified"])
	}
	_, err = r.forgot(client, next)
	wantFailure(t, err, "InvalidParameterException", "Cannot reset password for the user as there is no registered/verified email or phone_number")
}

func TestEmailAddressOfAnotherAccountIsRefused(t *testing.T) {
	r := newRig(t)
	r.newUser("mine@example.com", goodPassword)
	r.newUser("yours@example.com", goodPassword)
	access := aws.ToString(r.session(r.open, "mine@example.com", goodPassword).AccessToken)
	before := len(r.mail.To("yours@example.com"))
	for _, spelling := range []string{"yours@example.com", "YOURS@example.com"} {
		_, err := r.updateAttributes(access, attribute("email", spelling))
		wantFailure(t, err, "AliasExistsException", "")
	}
	if got := len(r.mail.To("yours@example.com")); got != before {
		t.Error("the other account was mailed a code")
	}
	if _, err := r.updateAttributes(access, attribute("email", "not an address")); failureOf(err).code != "InvalidParameterException" {
		t.Errorf("an address that is none: %v, want InvalidParameterException", err)
	}
}

// A client made without lists reaches the standard attributes, and no custom one.
func TestCustomAttributesAreOutOfReachUntilListed(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{{Name: aws.String("role"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true)}}
	}, nil)
	if _, err := r.signUp(client, "grace", goodPassword+"A", attribute("custom:role", "admin")); failureOf(err).code != "NotAuthorizedException" {
		t.Errorf("sign-up with a custom attribute: %v, want NotAuthorizedException", err)
	}
	if _, err := r.api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: &client.pool, Username: aws.String("hopper"), UserAttributes: []types.AttributeType{attribute("custom:role", "admin"), attribute("name", "Grace")},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.api.AdminSetUserPassword(t.Context(), &cip.AdminSetUserPasswordInput{
		UserPoolId: &client.pool, Username: aws.String("hopper"), Password: aws.String(goodPassword + "A"), Permanent: true,
	}); err != nil {
		t.Fatal(err)
	}
	tokens := r.session(client, "hopper", goodPassword+"A")
	out, err := r.getUser(aws.ToString(tokens.AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(out.UserAttributes); got["name"] != "Grace" || got["custom:role"] != "" {
		t.Errorf("attributes %v, want the name without the custom attribute", got)
	}
	if _, found := parseJWT(t, aws.ToString(tokens.IdToken)).claims["custom:role"]; found {
		t.Error("the ID token shows the custom attribute")
	}
}

func TestFixedAttributesCannotBeChanged(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{
			{Name: aws.String("badge"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false)},
			{Name: aws.String("team"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true)},
		}
	}, func(in *cip.CreateUserPoolClientInput) {
		// Custom attributes are within a client's reach only where they are listed.
		in.ReadAttributes = []string{"custom:badge", "custom:team"}
		in.WriteAttributes = []string{"custom:badge", "custom:team"}
	})
	if _, err := r.signUp(client, "grace", goodPassword+"A", attribute("custom:badge", "7"), attribute("custom:team", "red")); err != nil {
		t.Fatal(err)
	}
	if err := r.adminConfirm(client.pool, "grace"); err != nil {
		t.Fatal(err)
	}
	access := aws.ToString(r.session(client, "grace", goodPassword+"A").AccessToken)
	if _, err := r.updateAttributes(access, attribute("custom:badge", "8")); err == nil {
		t.Error("an attribute that is not mutable was changed")
	}
	if _, err := r.updateAttributes(access, attribute("custom:team", "blue")); err != nil {
		t.Errorf("a mutable custom attribute: %v", err)
	}
	out, err := r.getUser(access)
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(out.UserAttributes); got["custom:badge"] != "7" || got["custom:team"] != "blue" {
		t.Errorf("attributes %v, want badge 7 and team blue", got)
	}
}
