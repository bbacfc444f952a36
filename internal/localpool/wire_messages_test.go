package localpool_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func TestPhonePoolTextsItsCodes(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypePhoneNumber}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber}
	}, nil)
	const phone, password = "+12065559934", goodPassword + "A"
	out, err := r.signUp(client, phone, password)
	if err != nil {
		t.Fatal(err)
	}
	d := out.CodeDeliveryDetails
	if d == nil || aws.ToString(d.Destination) != "+*******9934" || d.DeliveryMedium != types.DeliveryMediumTypeSms || aws.ToString(d.AttributeName) != "phone_number" {
		t.Errorf("delivery %+v, want SMS to +*******9934", d)
	}
	messages := r.mail.To(phone)
	if len(messages) != 1 || messages[0].Medium != "SMS" {
		t.Fatalf("messages %+v, want one text", messages)
	}
	if err := r.confirm(client, phone, messages[0].Code); err != nil {
		t.Fatal(err)
	}
	user, err := r.getUser(aws.ToString(r.session(client, phone, password).AccessToken))
	if err != nil {
		t.Fatal(err)
	}
	if attrs := attributeMap(user.UserAttributes); attrs["phone_number"] != phone || attrs["phone_number_verified"] != "true" {
		t.Errorf("attributes %v, want the number, verified", attrs)
	}
	if _, err := r.signUp(client, "not-a-number", password); failureOf(err).code != "InvalidParameterException" {
		t.Errorf("a name that is no number: %v, want InvalidParameterException", err)
	}
	if _, err := r.signUp(client, phone, password); failureOf(err).code != "UsernameExistsException" {
		t.Errorf("the same number again: %v, want UsernameExistsException", err)
	}
}

func TestOnlyThePhoneGetsTheCodeWhereBothAreVerified(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber}
	}, nil)
	out, err := r.signUp(client, "grace", goodPassword+"A", attribute("email", "grace@example.com"), attribute("phone_number", "+12065550100"))
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(out.CodeDeliveryDetails.AttributeName); got != "phone_number" {
		t.Errorf("the code went to %s, want phone_number", got)
	}
	if len(r.mail.To("+12065550100")) != 1 || len(r.mail.To("grace@example.com")) != 0 {
		t.Error("want one text and no mail")
	}
}

func TestMessagesFollowThePoolsTemplates(t *testing.T) {
	r := newRig(t)
	pool, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}
		in.VerificationMessageTemplate = &types.VerificationMessageTemplateType{
			EmailSubject: aws.String("Welcome to Acme"), EmailMessage: aws.String("Type {####} to go on."),
		}
		in.AdminCreateUserConfig = &types.AdminCreateUserConfigType{InviteMessageTemplate: &types.MessageTemplateType{
			EmailSubject: aws.String("You are invited"), EmailMessage: aws.String("{username} may enter with {####}"),
		}}
	}, nil)
	const email = "template@example.com"
	if _, err := r.signUp(client, email, goodPassword+"A"); err != nil {
		t.Fatal(err)
	}
	m := r.mail.To(email)[0]
	if m.Subject != "Welcome to Acme" || m.Text != "Type "+m.Code+" to go on." {
		t.Errorf("message %+v, want the pool's own words", m)
	}
	const invited = "guest@example.com"
	if _, err := r.api.AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: pool.Id, Username: aws.String(invited),
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	}); err != nil {
		t.Fatal(err)
	}
	if m := r.mail.To(invited)[0]; m.Subject != "You are invited" || m.Text != invited+" may enter with "+m.Code {
		t.Errorf("invitation %+v, want the pool's own words", m)
	}
}

func TestRequiredAttributesAreDemanded(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{
			{Name: aws.String("given_name"), AttributeDataType: types.AttributeDataTypeString, Required: aws.Bool(true), Mutable: aws.Bool(true)},
		}
	}, nil)
	_, err := r.signUp(client, "grace", goodPassword+"A")
	wantFailure(t, err, "InvalidParameterException", "Attributes did not conform to the schema: given_name: The attribute is required")
	if _, err := r.signUp(client, "grace", goodPassword+"A", attribute("given_name", "Grace")); err != nil {
		t.Errorf("with the attribute: %v", err)
	}
}

func TestAttributeConstraintsAreEnforced(t *testing.T) {
	r := newRig(t)
	_, client := r.newPool(func(in *cip.CreateUserPoolInput) {
		in.Schema = []types.SchemaAttributeType{
			{
				Name: aws.String("badge"), AttributeDataType: types.AttributeDataTypeNumber, Mutable: aws.Bool(true),
				NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: aws.String("1"), MaxValue: aws.String("99")},
			},
			{
				Name: aws.String("team"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true),
				StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: aws.String("2"), MaxLength: aws.String("5")},
			},
		}
	}, func(in *cip.CreateUserPoolClientInput) {
		in.WriteAttributes = []string{"custom:badge", "custom:team", "birthdate"}
	})
	cases := []struct{ name, attribute, value string }{
		{"number too small", "custom:badge", "0"},
		{"number too large", "custom:badge", "100"},
		{"no number", "custom:badge", "seven"},
		{"text too short", "custom:team", "r"},
		{"text too long", "custom:team", "crimson"},
		{"birthdate of the wrong length", "birthdate", "1906"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			_, err := r.signUp(client, "grace", goodPassword+"A", attribute(c.attribute, c.value))
			wantFailure(r.t, err, "InvalidParameterException", "")
		})
	}
	if _, err := r.signUp(client, "grace", goodPassword+"A", attribute("custom:badge", "7"), attribute("custom:team", "red"), attribute("birthdate", "1906-12-09")); err != nil {
		t.Errorf("values within the limits: %v", err)
	}
}
