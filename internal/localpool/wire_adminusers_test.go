package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func (r *rig) adminUpdate(poolID, username string, attrs ...types.AttributeType) error {
	_, err := r.api.AdminUpdateUserAttributes(r.t.Context(), &cip.AdminUpdateUserAttributesInput{UserPoolId: &poolID, Username: &username, UserAttributes: attrs})
	return err
}

func (r *rig) adminDeleteAttributes(poolID, username string, names ...string) error {
	_, err := r.api.AdminDeleteUserAttributes(r.t.Context(), &cip.AdminDeleteUserAttributesInput{UserPoolId: &poolID, Username: &username, UserAttributeNames: names})
	return err
}

func TestAdministratorChangesAnAddressAtOnceWithTheFlag(t *testing.T) {
	r := newRig(t)
	const old, next = "moved-from@example.com", "moved-to@example.com"
	sub := r.newUser(old, goodPassword)
	if _, err := r.forgot(r.open, old); err != nil {
		t.Fatal(err)
	}
	recovery := r.lastCode(old)
	if err := r.adminUpdate(r.seed.PoolID, old, attribute("email", next), attribute("email_verified", "True")); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, next, "true")
	if got := r.mail.To(next); len(got) != 0 {
		t.Errorf("messages %+v, want none", got)
	}
	r.session(r.open, next, goodPassword)
	_, err := r.signIn(r.open, old, goodPassword)
	wantFailure(t, err, "NotAuthorizedException", textWrongPassword)
	wantFailure(t, r.reset(r.open, next, recovery, otherPassword), "ExpiredCodeException", textCodeExpired)
	if again := r.newUser(old, goodPassword); again == sub {
		t.Error("the old address still leads to the user who left it")
	}
}

func TestAdministratorsChangeWithoutTheFlagWaitsForItsProof(t *testing.T) {
	r := newRig(t)
	const old, next = "waits-from@example.com", "waits-to@example.com"
	sub := r.newUser(old, goodPassword)
	if err := r.adminUpdate(r.seed.PoolID, old, attribute("email", next), attribute("email_verified", "false"), attribute("name", "Ada")); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, old, "true")
	if got := attributeMap(r.state(sub).UserAttributes)["name"]; got != "Ada" {
		t.Errorf("name %q, want Ada", got)
	}
	access := aws.ToString(r.session(r.open, old, goodPassword).AccessToken)
	if err := r.verify(access, "email", r.lastCode(next)); err != nil {
		t.Fatal(err)
	}
	r.wantEmail(sub, next, "true")
}

func TestAdministratorIsHeldToTheSchema(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{
			{Name: aws.String("badge"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false)},
			{Name: aws.String("team"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true)},
			{Name: aws.String("email"), Required: aws.Bool(true), Mutable: aws.Bool(true)},
		}
	}, nil)
	if _, err := r.api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: &client.pool, Username: aws.String("grace"), MessageAction: types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{attribute("custom:badge", "7"), attribute("email", "grace@example.com")},
	}); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, code, text string
		call             func() error
	}{
		{"fixed attribute", "InvalidParameterException", "user.custom:badge: Attribute cannot be updated.", func() error { return r.adminUpdate(client.pool, "grace", attribute("custom:badge", "8")) }},
		{"delete a fixed attribute", "InvalidParameterException", "user.custom:badge: Attribute cannot be updated.", func() error { return r.adminDeleteAttributes(client.pool, "grace", "custom:badge") }},
		{"sub", "InvalidParameterException", "user.sub: Attribute cannot be updated.", func() error { return r.adminUpdate(client.pool, "grace", attribute("sub", "x")) }},
		{"delete sub", "InvalidParameterException", "user.sub: Attribute cannot be updated.", func() error { return r.adminDeleteAttributes(client.pool, "grace", "sub") }},
		{"unknown attribute", "InvalidParameterException", "", func() error { return r.adminUpdate(client.pool, "grace", attribute("custom:none", "x")) }},
		{"delete an unknown attribute", "InvalidParameterException", "", func() error { return r.adminDeleteAttributes(client.pool, "grace", "custom:none") }},
		{"delete a required attribute", "InvalidParameterException", "", func() error { return r.adminDeleteAttributes(client.pool, "grace", "email") }},
		{"an address that is none", "InvalidParameterException", "", func() error { return r.adminUpdate(client.pool, "grace", attribute("email", "nowhere")) }},
		{"a flag that is none", "InvalidParameterException", "", func() error { return r.adminUpdate(client.pool, "grace", attribute("email_verified", "yes")) }},
		{"a flag without its address", "InvalidParameterException", "", func() error {
			return r.adminUpdate(client.pool, "grace", attribute("phone_number_verified", "true"))
		}},
		{"nobody", "UserNotFoundException", textNoUser, func() error { return r.adminUpdate(client.pool, "ada", attribute("name", "x")) }},
		{"delete of nobody", "UserNotFoundException", textNoUser, func() error { return r.adminDeleteAttributes(client.pool, "ada", "name") }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { wantFailure(t, c.call(), c.code, c.text) })
	}
	// No client limits an administrator.
	if err := r.adminUpdate(client.pool, "grace", attribute("custom:team", "blue"), attribute("name", "Grace"), attribute("email_verified", "TRUE")); err != nil {
		t.Fatal(err)
	}
	if err := r.adminDeleteAttributes(client.pool, "grace", "custom:team", "locale", "email_verified"); err != nil {
		t.Fatal(err)
	}
	out, err := r.api.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &client.pool, Username: aws.String("grace")})
	if err != nil {
		t.Fatal(err)
	}
	got := attributeMap(out.UserAttributes)
	if got["name"] != "Grace" || got["custom:badge"] != "7" || got["custom:team"] != "" || got["email_verified"] != "false" {
		t.Errorf("attributes %v, want the name and the badge, no team, the address unverified", got)
	}
}

func TestAdministratorMovesAnAliasByVerifyingIt(t *testing.T) {
	r := newRig(t)
	client := r.aliasPool()
	const email = "wanted@example.com"
	for name, address := range map[string]string{"loser": email, "winner": "winner@example.com"} {
		if _, err := r.signUp(client, name, goodPassword, attribute("email", address)); err != nil {
			t.Fatal(err)
		}
		if err := r.confirm(client, name, r.lastCode(address)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.adminUpdate(client.pool, "winner", attribute("email", email), attribute("email_verified", "true")); err != nil {
		t.Fatal(err)
	}
	if got := parseJWT(t, aws.ToString(r.session(client, email, goodPassword).AccessToken)).text("username"); got != "winner" {
		t.Errorf("the address leads to %q, want winner", got)
	}
	out, err := r.getUser(aws.ToString(r.session(client, "loser", goodPassword).AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if got := attributeMap(out.UserAttributes); got["email"] != email || got["email_verified"] != "false" {
		t.Errorf("the loser has %v, want the address unverified", got)
	}
	if err := r.adminUpdate(client.pool, "winner", attribute("email_verified", "false")); err != nil {
		t.Fatal(err)
	}
	_, err = r.signIn(client, email, goodPassword)
	wantFailure(t, err, "UserNotFoundException", textNoUser)
}

// Where the address is the name, it cannot be taken from its owner.
func TestAdministratorCannotTakeANameFromItsOwner(t *testing.T) {
	r := newRig(t)
	mine, hers := r.newUser("mine@example.com", goodPassword), r.newUser("hers@example.com", goodPassword)
	wantFailure(t, r.adminUpdate(r.seed.PoolID, mine, attribute("email", "hers@example.com"), attribute("email_verified", "true")), "AliasExistsException", textEmailTaken)
	wantFailure(t, r.adminUpdate(r.seed.PoolID, mine, attribute("email", "HERS@example.com")), "AliasExistsException", textEmailTaken)
	r.wantEmail(mine, "mine@example.com", "true")
	r.wantEmail(hers, "hers@example.com", "true")
}

// A code that went to the first address of an unconfirmed user proves nothing about the second.
func TestSignUpCodeDiesWithItsAddress(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
	}, nil)
	const first, second = "typo@example.com", "right@example.com"
	if _, err := r.signUp(client, first, goodPassword+"A"); err != nil {
		t.Fatal(err)
	}
	code := r.lastCode(first)
	if err := r.adminUpdate(client.pool, first, attribute("email", second)); err != nil {
		t.Fatal(err)
	}
	wantFailure(t, r.confirm(client, second, code), "ExpiredCodeException", textCodeExpired)
	if _, err := r.resend(client, second); err != nil {
		t.Fatal(err)
	}
	if err := r.confirm(client, second, r.lastCode(second)); err != nil {
		t.Fatal(err)
	}
	r.session(client, second, goodPassword+"A")
}

func TestAdministratorMakesUsersWhoNeedNoPassword(t *testing.T) {
	r := newRig(t)
	_, codes := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
		}}
	}, nil)
	_, passwords := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
	}, nil)
	const email = "codes@example.com"
	cases := []struct {
		name string
		pool app
		edit func(*cip.AdminCreateUserInput)
		want types.UserStatusType
	}{
		{"a code is enough", codes, func(*cip.AdminCreateUserInput) {}, types.UserStatusTypeConfirmed},
		{"a pool of passwords", passwords, func(*cip.AdminCreateUserInput) {}, types.UserStatusTypeForceChangePassword},
		{"with a temporary password", codes, func(in *cip.AdminCreateUserInput) { in.TemporaryPassword = aws.String(goodPassword + "A") }, types.UserStatusTypeForceChangePassword},
		{"with an invitation", codes, func(in *cip.AdminCreateUserInput) { in.MessageAction = "" }, types.UserStatusTypeForceChangePassword},
		{"address not verified", codes, func(in *cip.AdminCreateUserInput) { in.UserAttributes = nil }, types.UserStatusTypeForceChangePassword},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			user, err := r.create(email, func(in *cip.AdminCreateUserInput) {
				in.UserPoolId, in.MessageAction = &c.pool.pool, types.MessageActionTypeSuppress
				in.UserAttributes = []types.AttributeType{attribute("email_verified", "true")}
				c.edit(in)
			})
			if err != nil {
				r.t.Fatal(err)
			}
			if user.UserStatus != c.want {
				r.t.Errorf("status %s, want %s", user.UserStatus, c.want)
			}
			if err := r.adminDelete(c.pool.pool, email); err != nil {
				r.t.Fatal(err)
			}
		})
	}
}
