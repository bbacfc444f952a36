package localpool

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestSettingsThatWouldBeAPretenceAreRefused(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		settings members
		text     string
	}{
		"Lambda triggers":  {members{"LambdaConfig": members{"PreSignUp": "arn:aws:lambda:x"}}, "The local pool does not support LambdaConfig."},
		"device tracking":  {members{"DeviceConfiguration": members{"ChallengeRequiredOnNewDevice": true}}, "The local pool does not support DeviceConfiguration."},
		"links":            {members{"VerificationMessageTemplate": members{"DefaultEmailOption": "CONFIRM_WITH_LINK"}}, "The local pool does not support CONFIRM_WITH_LINK."},
		"unproven updates": {members{"UserAttributeUpdateSettings": members{"AttributesRequireVerificationBeforeUpdate": []string{attrEmail}}}, "AttributesRequireVerificationBeforeUpdate names email, which must be in AutoVerifiedAttributes."},
		"mixed recovery": {
			members{"AccountRecoverySetting": members{"RecoveryMechanisms": []members{{"Name": recoverByAdmin, "Priority": 1}, {"Name": recoverByEmail, "Priority": 2}}}},
			"Invalid account recovery setting: admin_only cannot be combined with another mechanism.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.settings["PoolName"] = "p"
			_, err := b.call("CreateUserPool", c.settings)
			b.wantFailure(err, invalidParameter, c.text)
			c.settings["UserPoolId"] = seedPoolID
			_, err = b.call("UpdateUserPool", c.settings)
			b.wantFailure(err, invalidParameter, c.text)
		})
	}
	b.must("UpdateUserPool", members{"UserPoolId": seedPoolID, "LambdaConfig": members{}, "MfaConfiguration": mfaOff})
}

// newPool makes a pool with one public client and returns their ids.
func (b *bench) newPool(settings members) (pool, client string) {
	b.t.Helper()
	settings["PoolName"] = "p"
	if settings["Policies"] == nil {
		settings["Policies"] = members{"PasswordPolicy": members{"MinimumLength": 8}}
	}
	described, _ := b.must("CreateUserPool", settings)["UserPool"].(map[string]any)
	pool, _ = described["Id"].(string)
	app, _ := b.must("CreateUserPoolClient", members{
		"UserPoolId": pool, "ClientName": "c", "ExplicitAuthFlows": []string{allowUserPassword, allowRefreshToken},
	})["UserPoolClient"].(map[string]any)
	client, _ = app["ClientId"].(string)
	return pool, client
}

func TestPhonePoolSendsTexts(t *testing.T) {
	b := newBench(t)
	pool, client := b.newPool(members{
		"UsernameAttributes": []string{attrPhone, attrEmail}, "AutoVerifiedAttributes": []string{attrPhone, attrEmail},
		"SmsVerificationMessage": "Code {####} for {username}", "EmailVerificationMessage": "Mail {####}",
	})
	const phone = "+4915112349934"
	out := b.must("SignUp", members{"ClientId": client, "Username": phone, "Password": benchPassword, "UserAttributes": []members{{"Name": attrEmail, "Value": "both@test.com"}}})
	delivery, _ := out["CodeDeliveryDetails"].(map[string]any)
	if delivery["Destination"] != "+*******9934" || delivery["DeliveryMedium"] != mediumSMS || delivery["AttributeName"] != attrPhone {
		t.Errorf("delivery %v", delivery)
	}
	sent := b.sent[len(b.sent)-1]
	if sent.To != phone || sent.Medium != mediumSMS || !strings.HasPrefix(sent.Text, "Code "+sent.Code+" for ") {
		t.Errorf("message %+v", sent)
	}
	b.must("ConfirmSignUp", members{"ClientId": client, "Username": phone, "ConfirmationCode": sent.Code})
	b.must("ForgotPassword", members{"ClientId": client, "Username": "both@test.com"})
	if again := b.sent[len(b.sent)-1]; again.To != phone {
		t.Errorf("the unproven address got the recovery code: %+v", again)
	}
	_, err := b.call("SignUp", members{"ClientId": client, "Username": "neither", "Password": benchPassword})
	b.wantFailure(err, invalidParameter, "Username should be either an email or a phone number.")
	_, err = b.call("SignUp", members{"ClientId": client, "Username": phone, "Password": benchPassword})
	b.wantFailure(err, usernameExists, textPhoneTaken)
	b.must("AdminCreateUser", members{"UserPoolId": pool, "Username": "+4915112340000"})
	if invitation := b.sent[len(b.sent)-1]; invitation.Medium != mediumSMS || !strings.Contains(invitation.Text, invitation.Code) {
		t.Errorf("invitation %+v", invitation)
	}
}

func TestSchemaIsEnforced(t *testing.T) {
	b := newBench(t)
	_, client := b.newPool(members{"Schema": []members{
		{"Name": "name", "Required": true, "AttributeDataType": "String"},
		{"Name": "birthdate", "AttributeDataType": "String"},
		{"Name": "updated_at", "AttributeDataType": "Number"},
	}})
	const schema = "Attributes did not conform to the schema: "
	for name, c := range map[string]struct {
		attributes []members
		text       string
	}{
		"required is missing":  {nil, schema + "name: The attribute is required"},
		"required is empty":    {[]members{{"Name": "name", "Value": ""}}, schema + "name: The attribute is required"},
		"too short":            {[]members{{"Name": "name", "Value": "A"}, {"Name": "birthdate", "Value": "1815"}}, schema + "birthdate: String length is out of range"},
		"no number":            {[]members{{"Name": "name", "Value": "A"}, {"Name": "updated_at", "Value": "today"}}, schema + "updated_at: Attribute does not conform to the required type"},
		"number out of range":  {[]members{{"Name": "name", "Value": "A"}, {"Name": "updated_at", "Value": "-1"}}, schema + "updated_at: Attribute value is out of range"},
		"no address":           {[]members{{"Name": "name", "Value": "A"}, {"Name": attrEmail, "Value": "a@b"}}, "Invalid email address format."},
		"no phone number":      {[]members{{"Name": "name", "Value": "A"}, {"Name": attrPhone, "Value": "0151"}}, "Invalid phone number format."},
		"the same thing twice": {[]members{{"Name": "name", "Value": "A"}, {"Name": "name", "Value": "B"}}, "The attribute name is given more than once."},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := b.call("SignUp", members{"ClientId": client, "Username": "ada", "Password": benchPassword, "UserAttributes": c.attributes})
			b.wantFailure(err, invalidParameter, c.text)
		})
	}
	for name, attribute := range map[string]members{
		"required custom attribute": {"Name": "team", "AttributeDataType": "String", "Required": true},
		"no type":                   {"Name": "team"},
		"sub":                       {"Name": attrSub, "AttributeDataType": "String"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := b.call("CreateUserPool", members{"PoolName": "p", "Schema": []members{attribute}}); err == nil {
				t.Error("the schema was taken")
			}
		})
	}
}

func TestResendWithoutAutoVerification(t *testing.T) {
	b := newBench(t)
	_, client := b.newPool(members{"UsernameAttributes": []string{attrEmail}})
	out := b.must("SignUp", members{"ClientId": client, "Username": benchUser, "Password": benchPassword})
	if _, promised := out["CodeDeliveryDetails"]; promised || len(b.sent) != 0 {
		t.Errorf("answer %v, messages %v", out, b.sent)
	}
	_, err := b.call("ResendConfirmationCode", members{"ClientId": client, "Username": benchUser})
	b.wantFailure(err, invalidParameter, "Auto verification not turned on.")
}

// brokenStore panics, as a store does whose file changed under it.
type brokenStore struct{ store }

func (brokenStore) view(func(tx) error) error   { panic("page 7: already freed") }
func (brokenStore) update(func(tx) error) error { return errors.New("disk full") }

func TestFaultsOfThePoolAnswer500AndStayInTheLog(t *testing.T) {
	var log bytes.Buffer
	b := newBench(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	b.pool.store = brokenStore{b.pool.store}
	client := b.pool.Seed().PublicClientID
	for operation, in := range map[string]members{
		"InitiateAuth":   {"ClientId": client, "AuthFlow": flowUserPassword, "AuthParameters": members{"USERNAME": benchUser, "PASSWORD": benchPassword}},
		"ForgotPassword": {"ClientId": client, "Username": benchUser},
	} {
		_, err := b.call(operation, in)
		b.wantFailure(err, internalError, "Internal error")
		if !strings.Contains(log.String(), "operation="+operation) {
			t.Errorf("%s is not in the log", operation)
		}
	}
	for _, cause := range []string{"already freed", "disk full"} {
		if !strings.Contains(log.String(), cause) {
			t.Errorf("the log does not name the cause %q", cause)
		}
	}
	if strings.Contains(log.String(), benchPassword) {
		t.Error("the log holds a password")
	}
}
