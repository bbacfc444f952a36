package graph

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"usher/internal/auth"
)

const allChallenges = `{ __typename
	... on Challenge { expiresAt }
	... on TotpChallenge { challenge deviceName }
	... on CodeChallenge { challenge delivery { channel destination } }
	... on NewPasswordChallenge { challenge policy { minLength } requiredAttributes }
	... on SelectFactorChallenge { challenge factors }
	... on MfaSetupChallenge { challenge factors totp { secret otpauthUri qrCode } }
	... on PasskeyChallenge { challenge options }
	... on CustomChallenge { challenge parameters { key value } }
	... on InvalidInput { fields { path message } }
	... on Problem { code message } }`

const (
	signInQuery  = `mutation { signIn(input: {username: "ann@example.com", password: "correct horse 9"}) ` + allChallenges + ` }`
	respondQuery = `mutation($input: RespondToChallengeInput!) { respondToChallenge(input: $input) ` + allChallenges + ` }`
)

func TestEveryChallengeHasItsType(t *testing.T) {
	for name, test := range map[string]struct {
		challenge auth.Challenge
		typename  string
		want      string // a part of the answer
	}{
		"authenticator app": {auth.Challenge{Kind: auth.ChallengeTOTP, DeviceName: "phone"}, "TotpChallenge", `"deviceName":"phone"`},
		"an app without a name": {
			auth.Challenge{Kind: auth.ChallengeTOTP}, "TotpChallenge", `"deviceName":null`,
		},
		"text message": {
			auth.Challenge{Kind: auth.ChallengeSMS, Delivery: &auth.CodeDelivery{Channel: auth.BySMS, Destination: "+*******9934"}},
			"CodeChallenge", `"delivery":{"channel":"SMS","destination":"+*******9934"}`,
		},
		"e-mail":              {auth.Challenge{Kind: auth.ChallengeEmailOTP}, "CodeChallenge", `"delivery":{"channel":"EMAIL","destination":"a***@e***"}`},
		"SMS as first factor": {auth.Challenge{Kind: auth.ChallengeSMSOTP}, "CodeChallenge", `"channel":"SMS"`},
		"temporary password": {
			auth.Challenge{Kind: auth.ChallengeNewPassword, RequiredAttributes: []string{"name"}},
			"NewPasswordChallenge",
			`"policy":{"minLength":8},"requiredAttributes":["name"]`,
		},
		"a temporary password and nothing more": {auth.Challenge{Kind: auth.ChallengeNewPassword}, "NewPasswordChallenge", `"requiredAttributes":[]`},
		"choice of second factors": {
			auth.Challenge{Kind: auth.ChallengeSelectMFA, Factors: []auth.Factor{auth.FactorTOTP, auth.FactorSMS}},
			"SelectFactorChallenge", `"factors":["TOTP","SMS"]`,
		},
		"choice of first factors": {
			auth.Challenge{Kind: auth.ChallengeSelectFactor, Factors: []auth.Factor{auth.FactorPassword, auth.FactorPasskey}},
			"SelectFactorChallenge", `"factors":["PASSWORD","PASSKEY"]`,
		},
		"the password alone": {auth.Challenge{Kind: auth.ChallengePassword}, "SelectFactorChallenge", `"factors":["PASSWORD"]`},
		"set-up of a second factor": {
			auth.Challenge{Kind: auth.ChallengeMFASetup, Factors: []auth.Factor{auth.FactorTOTP}},
			"MfaSetupChallenge",
			`"factors":["TOTP"],"totp":{"secret":"JBSWY3DPEHPK3PXP","otpauthUri":"otpauth://totp/Usher:ann`,
		},
		"passkey": {
			auth.Challenge{Kind: auth.ChallengePasskey, PasskeyOptions: `{"challenge":"abc","timeout":180000}`},
			"PasskeyChallenge",
			`"options":{"challenge":"abc","timeout":180000}`,
		},
		"custom": {
			auth.Challenge{Kind: auth.ChallengeCustom, Parameters: []auth.Attribute{{Name: "question", Value: "7 * 6"}}},
			"CustomChallenge",
			`"parameters":[{"key":"question","value":"7 * 6"}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			test.challenge.Session = "cognitos-session"
			e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
				return auth.Step{Challenge: &test.challenge}, nil
			}
			e.pool.OnAssociateTOTP = func(context.Context, auth.TOTPGrant) (auth.TOTPSecret, error) {
				return auth.TOTPSecret{Secret: "JBSWY3DPEHPK3PXP", Session: "next"}, nil
			}
			body := e.ask(t, signInQuery, nil, "")
			for _, part := range []string{`"__typename":"` + test.typename + `"`, `"challenge":"`, `"expiresAt":"20`, test.want} {
				if !strings.Contains(body, part) {
					t.Errorf("no %s in %.2000s", part, body)
				}
			}
			if log := e.log.String(); strings.Contains(log, "cognitos-session") || strings.Contains(log, "JBSWY3") {
				t.Errorf("the log: %s", log)
			}
		})
	}
}

// TestEveryFactorThatCanComeFirstCanBeAskedFor: what the domain knows and the schema does not could be
// begun by nobody.
func TestEveryFactorThatCanComeFirstCanBeAskedFor(t *testing.T) {
	for _, factor := range []auth.Factor{auth.FactorEmail, auth.FactorSMS, auth.FactorPasskey, auth.FactorCustom} {
		e := newEdge(t)
		var asked auth.SignIn
		e.pool.OnSignIn = func(_ context.Context, in auth.SignIn) (auth.Step, error) {
			asked = in
			return auth.Step{Challenge: &auth.Challenge{Kind: auth.ChallengeCustom}}, nil
		}
		query := `mutation { signIn(input: {username: "ann@example.com", factor: ` + string(factor) + `}) { __typename } }`
		if body := e.ask(t, query, nil, ""); asked.Factor != factor || !strings.Contains(body, `"CustomChallenge"`) {
			t.Errorf("%s: asked for %q, answer %s", factor, asked.Factor, body)
		}
	}
}

func TestAChallengeThatNobodyCanAnswerIsAFault(t *testing.T) {
	for name, challenge := range map[string]auth.Challenge{
		"of a kind to come":         {Kind: "DEVICE_SRP_AUTH"},
		"options that are no JSON":  {Kind: auth.ChallengePasskey, PasskeyOptions: `{"challenge":`},
		"options that are a string": {Kind: auth.ChallengePasskey, PasskeyOptions: `"{}"`},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) { return auth.Step{Challenge: &challenge}, nil }
			if body := e.ask(t, signInQuery, nil, ""); !strings.Contains(body, CodeInternal) || strings.Contains(body, `"PasskeyChallenge","`) {
				t.Errorf("got %s", body)
			}
		})
	}
}

func TestEveryAnswerReachesItsChallenge(t *testing.T) {
	for name, test := range map[string]struct {
		challenge auth.Challenge
		answer    string
		want      auth.Reply
	}{
		"totpCode": {auth.Challenge{Kind: auth.ChallengeTOTP}, `{"totpCode":"123 456"}`, auth.Reply{TOTPCode: "123456"}},
		"code":     {auth.Challenge{Kind: auth.ChallengeSMS}, `{"code":"123456"}`, auth.Reply{Code: "123456"}},
		"newPassword": {
			auth.Challenge{Kind: auth.ChallengeNewPassword, RequiredAttributes: []string{"name"}},
			`{"newPassword":{"password":"correct horse 9","attributes":[{"name":"name","value":"Ann"}]}}`,
			auth.Reply{NewPassword: &auth.NewPassword{Password: "correct horse 9", Attributes: []auth.Attribute{{Name: "name", Value: "Ann"}}}},
		},
		"password": {auth.Challenge{Kind: auth.ChallengePassword}, `{"password":"correct horse 9"}`, auth.Reply{Password: "correct horse 9"}},
		"factor": {
			auth.Challenge{Kind: auth.ChallengeSelectMFA, Factors: []auth.Factor{auth.FactorTOTP}}, `{"factor":"TOTP"}`, auth.Reply{Factor: auth.FactorTOTP},
		},
		"totpSetup": {
			auth.Challenge{Kind: auth.ChallengeMFASetup, Factors: []auth.Factor{auth.FactorTOTP}},
			`{"totpSetup":{"code":"123456","deviceName":"phone"}}`,
			auth.Reply{TOTPSetup: &auth.TOTPProof{Code: "123456", DeviceName: "phone"}},
		},
		"passkey": {
			auth.Challenge{Kind: auth.ChallengePasskey, PasskeyOptions: "{}"},
			`{"passkey":{"id":"a","response":{"n":1.50,"list":["x",null,true]}}}`,
			auth.Reply{Passkey: `{"id":"a","response":{"list":["x",null,true],"n":1.50}}`},
		},
		"custom": {auth.Challenge{Kind: auth.ChallengeCustom}, `{"custom":"42"}`, auth.Reply{Custom: "42"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEdge(t)
			e.pool.OnSignIn = func(context.Context, auth.SignIn) (auth.Step, error) {
				return auth.Step{Challenge: &test.challenge}, nil
			}
			e.pool.OnAssociateTOTP = func(context.Context, auth.TOTPGrant) (auth.TOTPSecret, error) {
				return auth.TOTPSecret{Secret: "JBSWY3DPEHPK3PXP"}, nil
			}
			e.pool.OnVerifyTOTP = func(context.Context, auth.TOTPGrant, auth.TOTPProof) (auth.Secret, error) { return "next", nil }
			var got auth.Answer
			e.pool.OnRespond = func(_ context.Context, in auth.Answer) (auth.Step, error) {
				got = in
				return auth.Step{}, &auth.Error{Code: auth.ChallengeExpired}
			}
			var begun struct {
				Data struct{ SignIn struct{ Challenge string } }
			}
			if err := json.Unmarshal([]byte(e.ask(t, signInQuery, nil, "")), &begun); err != nil {
				t.Fatal(err)
			}
			variables := map[string]any{"input": map[string]any{"challenge": begun.Data.SignIn.Challenge, "answer": json.RawMessage(test.answer)}}
			body := e.ask(t, respondQuery, variables, "")
			if diff := cmp.Diff(test.want, got.Reply, cmpopts.EquateEmpty()); diff != "" || !strings.Contains(body, `"code":"CHALLENGE_EXPIRED"`) {
				t.Errorf("the pool got (-want +got):\n%s\nthe client %s", diff, body)
			}
		})
	}
}

func TestAPasskeyIsABoundedObject(t *testing.T) {
	e := newEdge(t)
	for name, passkey := range map[string]any{
		"a string of JSON": `{"id":"hunter2"}`,
		"a list":           []any{"hunter2"},
		"a number":         7,
		"too long":         map[string]any{"a": strings.Repeat("hunter2", 2000), "b": strings.Repeat("hunter2", 2000), "c": strings.Repeat("hunter2", 2000)},
		"one long string":  map[string]any{"a": strings.Repeat("hunter2", 3000)},
		"deep":             map[string]any{"a": json.RawMessage(strings.Repeat("[", 40) + strings.Repeat("]", 40))},
	} {
		t.Run(name, func(t *testing.T) {
			body := e.ask(t, respondQuery, map[string]any{"input": map[string]any{"challenge": "x", "answer": map[string]any{"passkey": passkey}}}, "")
			if !strings.Contains(body, CodeBadUserInput) && !strings.Contains(body, CodeBadRequest) || strings.Contains(body, "hunter2") {
				t.Errorf("got %s", body)
			}
		})
	}
}
