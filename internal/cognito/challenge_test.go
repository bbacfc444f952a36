package cognito_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
)

// What Cognito says of each challenge, and what of it reaches the flows.
func TestChallenges(t *testing.T) {
	const name = "user@example.com"
	for _, c := range []struct {
		name, answer string
		want         auth.Challenge
	}{
		{
			"a new password", `{"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"s","ChallengeParameters":{"USER_ID_FOR_SRP":"uuid","requiredAttributes":"[\"userAttributes.name\"]","userAttributes":"{}"}}`,
			auth.Challenge{Kind: auth.ChallengeNewPassword, Username: "uuid", Session: "s", RequiredAttributes: []string{"name"}},
		},
		{
			"an authenticator app", `{"ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s","ChallengeParameters":{"FRIENDLY_DEVICE_NAME":"phone"}}`,
			auth.Challenge{Kind: auth.ChallengeTOTP, Username: name, Session: "s", DeviceName: "phone"},
		},
		{
			"a text message", `{"ChallengeName":"SMS_MFA","Session":"s","ChallengeParameters":{"CODE_DELIVERY_DELIVERY_MEDIUM":"SMS","CODE_DELIVERY_DESTINATION":"+*******9934","USERNAME":"uuid"}}`,
			auth.Challenge{Kind: auth.ChallengeSMS, Username: "uuid", Session: "s", Delivery: &auth.CodeDelivery{Channel: auth.BySMS, Destination: "+*******9934"}},
		},
		{
			"a mailed code", `{"ChallengeName":"EMAIL_OTP","Session":"s","ChallengeParameters":{"CODE_DELIVERY_DELIVERY_MEDIUM":"EMAIL","CODE_DELIVERY_DESTINATION":"u***@e***"}}`,
			auth.Challenge{Kind: auth.ChallengeEmailOTP, Username: name, Session: "s", Delivery: &auth.CodeDelivery{Channel: auth.ByEmail, Destination: "u***@e***"}},
		},
		{
			"a choice of second factors", `{"ChallengeName":"SELECT_MFA_TYPE","Session":"s","ChallengeParameters":{"MFAS_CAN_CHOOSE":"[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\",\"EMAIL_MFA\"]"}}`,
			auth.Challenge{Kind: auth.ChallengeSelectMFA, Username: name, Session: "s", Factors: []auth.Factor{auth.FactorSMS, auth.FactorTOTP, auth.FactorEmail}},
		},
		{
			"a factor to set up", `{"ChallengeName":"MFA_SETUP","Session":"s","ChallengeParameters":{"MFAS_CAN_SETUP":"[\"SOFTWARE_TOKEN_MFA\"]"}}`,
			auth.Challenge{Kind: auth.ChallengeMFASetup, Username: name, Session: "s", Factors: []auth.Factor{auth.FactorTOTP}},
		},
		{
			"a choice of first factors", `{"ChallengeName":"SELECT_CHALLENGE","Session":"s","AvailableChallenges":["PASSWORD_SRP","PASSWORD","EMAIL_OTP","SMS_OTP","WEB_AUTHN"],"ChallengeParameters":{}}`,
			auth.Challenge{Kind: auth.ChallengeSelectFactor, Username: name, Session: "s", Factors: []auth.Factor{auth.FactorPassword, auth.FactorEmail, auth.FactorSMS, auth.FactorPasskey}},
		},
		{
			"a passkey", `{"ChallengeName":"WEB_AUTHN","Session":"s","ChallengeParameters":{"CREDENTIAL_REQUEST_OPTIONS":"{\"challenge\":\"AAAA\"}"}}`,
			auth.Challenge{Kind: auth.ChallengePasskey, Username: name, Session: "s", PasskeyOptions: `{"challenge":"AAAA"}`},
		},
		{
			"one of the operator's own", `{"ChallengeName":"CUSTOM_CHALLENGE","Session":"s","ChallengeParameters":{"USERNAME":"uuid","question":"colour?","hint":"sky"}}`,
			auth.Challenge{Kind: auth.ChallengeCustom, Username: "uuid", Session: "s", Parameters: []auth.Attribute{{Name: "hint", Value: "sky"}, {Name: "question", Value: "colour?"}}},
		},
		{
			"the password", `{"ChallengeName":"PASSWORD","Session":"s"}`,
			auth.Challenge{Kind: auth.ChallengePassword, Username: name, Session: "s"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := over(t, &wire{answer: func(string, []byte) (*http.Response, error) { return says(http.StatusOK, c.answer), nil }})
			step, err := p.SignIn(t.Context(), auth.SignIn{Username: name})
			wantCode(t, err, "")
			if diff := cmp.Diff(auth.Step{Challenge: &c.want}, step); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestChallengesThatNobodyCanAnswer(t *testing.T) {
	for _, c := range []struct {
		name, answer string
		want         auth.Code
	}{
		{"a remembered device", `{"ChallengeName":"DEVICE_SRP_AUTH","Session":"s"}`, auth.NotEnabled},
		{"one that is new", `{"ChallengeName":"NOVELTY","Session":"s"}`, auth.NotEnabled},
		{"parameters that are no JSON", `{"ChallengeName":"SELECT_MFA_TYPE","Session":"s","ChallengeParameters":{"MFAS_CAN_CHOOSE":"SMS"}}`, auth.Internal},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := over(t, &wire{answer: func(string, []byte) (*http.Response, error) { return says(http.StatusOK, c.answer), nil }})
			_, err := p.SignIn(t.Context(), auth.SignIn{Username: "user@example.com", Password: goodPassword})
			wantCode(t, err, c.want)
		})
	}
}

// What answers a choice depends on which choice it is: the same factor has two names.
func TestChoicesAreNamedAsTheChallengeWantsThem(t *testing.T) {
	for _, c := range []struct {
		name string
		kind auth.ChallengeKind
		auth.Reply
		want map[string]any
	}{
		{"second, TOTP", auth.ChallengeSelectMFA, auth.Reply{Factor: auth.FactorTOTP}, map[string]any{"ANSWER": "SOFTWARE_TOKEN_MFA"}},
		{"second, SMS", auth.ChallengeSelectMFA, auth.Reply{Factor: auth.FactorSMS}, map[string]any{"ANSWER": "SMS_MFA"}},
		{"second, e-mail", auth.ChallengeSelectMFA, auth.Reply{Factor: auth.FactorEmail}, map[string]any{"ANSWER": "EMAIL_OTP"}},
		{"first, SMS", auth.ChallengeSelectFactor, auth.Reply{Factor: auth.FactorSMS}, map[string]any{"ANSWER": "SMS_OTP"}},
		{"first, e-mail", auth.ChallengeSelectFactor, auth.Reply{Factor: auth.FactorEmail}, map[string]any{"ANSWER": "EMAIL_OTP"}},
		{"first, passkey", auth.ChallengeSelectFactor, auth.Reply{Factor: auth.FactorPasskey}, map[string]any{"ANSWER": "WEB_AUTHN"}},
		{"first, password", auth.ChallengeSelectFactor, auth.Reply{Password: goodPassword}, map[string]any{"ANSWER": "PASSWORD", "PASSWORD": string(goodPassword)}},
		{"the password", auth.ChallengePassword, auth.Reply{Password: goodPassword}, map[string]any{"PASSWORD": string(goodPassword)}},
		{"SMS, second", auth.ChallengeSMS, auth.Reply{Code: "123456"}, map[string]any{"SMS_MFA_CODE": "123456"}},
		{"SMS, first", auth.ChallengeSMSOTP, auth.Reply{Code: "123456"}, map[string]any{"SMS_OTP_CODE": "123456"}},
		{"e-mail", auth.ChallengeEmailOTP, auth.Reply{Code: "12345678"}, map[string]any{"EMAIL_OTP_CODE": "12345678"}},
		{"custom", auth.ChallengeCustom, auth.Reply{Custom: "blue"}, map[string]any{"ANSWER": "blue"}},
		{"set-up", auth.ChallengeMFASetup, auth.Reply{TOTPSetup: &auth.TOTPProof{Code: "123456"}}, map[string]any{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got map[string]any
			p := over(t, recording(&got))
			_, err := p.Respond(t.Context(), auth.Answer{Kind: c.kind, Username: "uuid", Session: theSession, Reply: c.Reply})
			wantCode(t, err, auth.Internal)
			c.want["USERNAME"], c.want["SECRET_HASH"] = "uuid", secretHashOf("uuid", "client")
			if diff := cmp.Diff(c.want, got["ChallengeResponses"]); diff != "" || got["ChallengeName"] != string(c.kind) {
				t.Errorf("%v, -want +got:\n%s", got["ChallengeName"], diff)
			}
		})
	}
}

// Every exception about a second factor or a passkey, where it can come.
func TestWhatCognitoAnswersAboutFactorsMeans(t *testing.T) {
	is := func(c auth.Code) outcome { return outcome{code: c} }
	off := outcome{code: auth.NotEnabled, feature: true}
	invalid := outcome{code: auth.Unauthenticated, reason: auth.ReasonInvalid}
	for exception, at := range map[string]map[string]outcome{
		"MFAMethodNotFoundException":         {"Respond": off, "SignIn": off},
		"SoftwareTokenMFANotFoundException":  {"Respond": off, "AssociateTOTP": off, "VerifyTOTP": off},
		"EnableSoftwareTokenMFAException":    {"VerifyTOTP": is(auth.InvalidCode), "VerifyTOTP by Session": is(auth.InvalidCode)},
		"WebAuthnNotEnabledException":        {"StartPasskeyRegistration": off, "FinishPasskeyRegistration": off},
		"WebAuthnChallengeNotFoundException": {"FinishPasskeyRegistration": is(auth.ChallengeExpired), "Respond with a passkey": is(auth.ChallengeExpired)},
		"WebAuthnClientMismatchException":    {"FinishPasskeyRegistration": invalid, "Respond with a passkey": is(auth.InvalidCredentials)},
		"WebAuthnConfigurationMissingException": {
			"StartPasskeyRegistration": off, "FinishPasskeyRegistration": off,
		},
		"WebAuthnCredentialNotSupportedException": {"FinishPasskeyRegistration": is(auth.InvalidInput), "Respond with a passkey": is(auth.InvalidCredentials)},
		"WebAuthnOriginNotAllowedException":       {"FinishPasskeyRegistration": is(auth.InvalidInput), "Respond with a passkey": is(auth.InvalidCredentials)},
		"WebAuthnRelyingPartyMismatchException":   {"FinishPasskeyRegistration": is(auth.InvalidInput), "Respond with a passkey": is(auth.InvalidCredentials)},
	} {
		for name, want := range at {
			t.Run(exception+"/"+name, func(t *testing.T) {
				err := methodNamed(t, name).call(t.Context(), over(t, refusing(exception, "")))
				if diff := cmp.Diff(want, outcomeOf(err), cmp.AllowUnexported(outcome{})); diff != "" {
					t.Errorf("-want +got:\n%s(%v)", diff, err)
				}
			})
		}
	}
}
