package main

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

const (
	setUpTotpOp = `mutation { setUpTotp { __typename ... on TotpEnrollment { secret otpauthUri qrCode } ... on Problem { code message } } }`
	confirmTotp = `mutation($input: ConfirmTotpInput!) { confirmTotp(input: $input) { __typename
		... on FactorsUpdated { me { factors { enabled preferred available } } } ... on Problem { code message } } }`
	factorsOp    = `{ me { factors { enabled preferred available } } }`
	preferenceOp = `mutation($input: FactorPreferenceInput!) { setFactorPreference(input: $input) { __typename
		... on FactorsUpdated { me { factors { enabled preferred available } } } ... on InvalidInput { fields { path message } }
		... on Problem { code message } } }`
)

// app is an authenticator app with its secret.
func app(t *testing.T, c *clock, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, c.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// withTotp turns an authenticator app on for a session's user and returns its secret.
func (in *instance) withTotp(c *clock, session tokens) string {
	in.t.Helper()
	made := field[struct {
		Typename string `json:"__typename"`
		enrollment
	}](in.t, in.call(setUpTotpOp, nil, bearer(session)), "setUpTotp")
	in.want("confirm the app", "FactorsUpdated",
		in.do("confirmTotp", confirmTotp, map[string]any{"code": app(in.t, c, made.Secret), "deviceName": "Ann's phone"}, bearer(session)))
	c.pass(time.Minute) // a code works once
	return made.Secret
}

type factorSettings struct {
	Enabled, Available []string
	Preferred          string
}

func (in *instance) factors(session tokens) factorSettings {
	in.t.Helper()
	return field[struct{ Factors factorSettings }](in.t, in.call(factorsOp, nil, bearer(session)), "me").Factors
}

func (in *instance) prefer(enabled []string, preferred any, session tokens) factorSettings {
	in.t.Helper()
	got := field[struct {
		Typename string `json:"__typename"`
		Me       struct{ Factors factorSettings }
	}](in.t, in.call(preferenceOp, map[string]any{"input": map[string]any{"enabled": enabled, "preferred": preferred}}, bearer(session)), "setFactorPreference")
	if got.Typename != "FactorsUpdated" {
		in.t.Fatalf("setFactorPreference answered %s", got.Typename)
	}
	return got.Me.Factors
}

func TestSettingUpAnAuthenticatorApp(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	session := in.signedUp("ann@example.com", "correct horse 9")
	if got := in.factors(session); len(got.Enabled) != 0 || got.Preferred != "" || !slices.Contains(got.Available, "PASSWORD") {
		t.Errorf("before: %+v", got)
	}
	early := in.do("confirmTotp", confirmTotp, map[string]any{"code": "123456"}, bearer(session))
	if early.Typename != "NotEnabled" && early.Typename != "InvalidCode" {
		t.Errorf("a code before set-up: %+v", early)
	}
	made := field[enrollment](t, in.call(setUpTotpOp, nil, bearer(session)), "setUpTotp")
	key, err := otp.NewKeyFromURL(made.OtpauthURI)
	if err != nil || key.Secret() != made.Secret || key.AccountName() != "ann@example.com" || key.Issuer() != "Usher" {
		t.Errorf("%v: the address names %v", err, key)
	}
	image, isSVG := strings.CutPrefix(made.QRCode, "data:image/svg+xml;base64,")
	if svg, err := base64.StdEncoding.DecodeString(image); err != nil || !isSVG || !strings.HasPrefix(string(svg), "<svg ") {
		t.Errorf("%v: %.60s", err, made.QRCode)
	}
	if got := in.factors(session); len(got.Enabled) != 0 {
		t.Errorf("enabled before the first code: %+v", got)
	}
	in.want("a wrong code", "InvalidCode", in.do("confirmTotp", confirmTotp, map[string]any{"code": other(app(t, c, made.Secret))}, bearer(session)))
	in.want("the code", "FactorsUpdated", in.do("confirmTotp", confirmTotp, map[string]any{"code": app(t, c, made.Secret)}, bearer(session)))
	want := factorSettings{Enabled: []string{"TOTP"}, Preferred: "TOTP"}
	got := in.factors(session)
	got.Available = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}

	if off := in.prefer([]string{}, nil, session); len(off.Enabled) != 0 || off.Preferred != "" {
		t.Errorf("turned off: %+v", off)
	}
	in.signedIn("ann@example.com", "correct horse 9")
	if on := in.prefer([]string{"TOTP"}, nil, session); !slices.Equal(on.Enabled, []string{"TOTP"}) {
		t.Errorf("turned on: %+v", on)
	}
	in.begin("TotpChallenge", map[string]any{"username": "ann@example.com", "password": "correct horse 9"})

	for name, input := range map[string]map[string]any{
		"a factor that cannot come second": {"enabled": []string{"PASSKEY"}},
		"a preference that is not enabled": {"enabled": []string{"TOTP"}, "preferred": "SMS"},
		"one that is not set up":           {"enabled": []string{"SMS"}},
	} {
		if refused := in.do("setFactorPreference", preferenceOp, input, bearer(session)); refused.Typename != "InvalidInput" {
			t.Errorf("%s: %+v", name, refused)
		}
	}
}

func TestChangingFactorsAsksForARecentSignIn(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	session := in.signedUp("ann@example.com", "correct horse 9")
	c.pass(15*time.Minute + time.Second)
	for name, op := range map[string]string{
		"setUpTotp":                setUpTotpOp,
		"setFactorPreference":      `mutation { setFactorPreference(input: {enabled: []}) { __typename ... on ReauthenticationRequired { code maxAge } } }`,
		"startPasskeyRegistration": `mutation { startPasskeyRegistration { __typename ... on ReauthenticationRequired { code maxAge } } }`,
		"deletePasskey":            `mutation { deletePasskey(input: {id: "x"}) { __typename ... on ReauthenticationRequired { code maxAge } } }`,
		"requestEmailChange":       `mutation { requestEmailChange(input: {email: "new@example.com"}) { __typename ... on ReauthenticationRequired { code maxAge } } }`,
		"requestPhoneChange":       `mutation { requestPhoneChange(input: {phoneNumber: "+4915112345678"}) { __typename ... on ReauthenticationRequired { code maxAge } } }`,
		"deleteAccount":            `mutation { deleteAccount { __typename ... on ReauthenticationRequired { code maxAge } } }`,
	} {
		if got := field[outcome](t, in.call(op, nil, bearer(session)), name); got.Typename != "ReauthenticationRequired" || got.Code != "REAUTHENTICATION_REQUIRED" {
			t.Errorf("%s: %+v", name, got)
		}
		if code, _ := in.call(op, nil).code(); code != "UNAUTHENTICATED" {
			t.Errorf("%s without a session: %q", name, code)
		}
	}
}

func TestAUserWithTwoSecondFactorsChooses(t *testing.T) {
	c := newClock()
	in := startAt(t, c)
	const email, password, phone = "ann@example.com", "correct horse 9", "+4915112345678"
	session := in.signedUp(email, password)
	in.profile("ProfileUpdated", "requestPhoneChange", phoneChangeOp, map[string]any{"phoneNumber": phone}, bearer(session))
	in.want("ask for the code", "CodeSent", in.do("resendVerificationCode", resendContactOp, map[string]any{"channel": "SMS"}, bearer(session)))
	in.profile("ProfileUpdated", "verifyContact", verifyContactOp, map[string]any{"channel": "SMS", "code": in.mailedCode(phone)}, bearer(session))
	secret := in.withTotp(c, session)
	if on := in.prefer([]string{"SMS", "TOTP"}, nil, session); len(on.Enabled) != 2 {
		t.Fatalf("enabled: %+v", on)
	}

	choose := func() step {
		choice := in.begin("SelectFactorChallenge", map[string]any{"username": email, "password": password})
		if slices.Sort(choice.Factors); !slices.Equal(choice.Factors, []string{"SMS", "TOTP"}) {
			t.Errorf("factors %v", choice.Factors)
		}
		in.respond("InvalidInput", choice.Challenge, map[string]any{"factor": "EMAIL"})
		return choice
	}
	texted := in.respond("CodeChallenge", choose().Challenge, map[string]any{"factor": "SMS"})
	if texted.Delivery.Channel != "SMS" || texted.Delivery.Destination == phone {
		t.Errorf("delivery %+v", texted.Delivery)
	}
	in.respond("Session", texted.Challenge, map[string]any{"code": in.mailedCode(phone)})
	asked := in.respond("TotpChallenge", choose().Challenge, map[string]any{"factor": "TOTP"})
	in.respond("Session", asked.Challenge, map[string]any{"totpCode": app(t, c, secret)})
}

// demanding has the embedded pool ask everybody for a second factor.
func demanding(t *testing.T, in *instance) {
	t.Helper()
	pool := aws.String(logged(t, in, "pool"))
	// A second factor for everybody leaves no room for a first one by message.
	_, err := sdk(in).UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{
		UserPoolId: pool, AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		Policies: &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdk(in).SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{
		UserPoolId: pool, MfaConfiguration: types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAPoolThatDemandsASecondFactorHasItSetUpInTheSignIn(t *testing.T) {
	c := newClock()
	in := startAt(t, c, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	in.signedUp("ann@example.com", "correct horse 9")
	demanding(t, in)

	first := in.begin("MfaSetupChallenge", map[string]any{"username": "ann@example.com", "password": "correct horse 9"})
	if !slices.Contains(first.Factors, "TOTP") || first.Totp.Secret == "" || !strings.HasPrefix(first.Totp.QRCode, "data:image/svg+xml") {
		t.Fatalf("the challenge: %+v", first)
	}
	code := app(t, c, first.Totp.Secret)
	in.respond("InvalidCode", first.Challenge, map[string]any{"totpSetup": map[string]any{"code": other(code)}})
	in.respond("Session", first.Challenge, map[string]any{"totpSetup": map[string]any{"code": code, "deviceName": "phone"}})
	c.pass(time.Minute)
	again := in.begin("TotpChallenge", map[string]any{"username": "ann@example.com", "password": "correct horse 9"})
	in.respond("Session", again.Challenge, map[string]any{"totpCode": app(t, c, first.Totp.Secret)})
}

func TestATemporaryPasswordIsReplacedInTheSignIn(t *testing.T) {
	in := startUsher(t, "USHER_LOCAL_LISTEN=127.0.0.1:0")
	_, err := sdk(in).AdminCreateUser(t.Context(), &cip.AdminCreateUserInput{
		UserPoolId: aws.String(logged(t, in, "pool")), Username: aws.String("ann@example.com"), TemporaryPassword: aws.String("Temporary-pass-1"),
		MessageAction:  types.MessageActionTypeSuppress,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("ann@example.com")}, {Name: aws.String("email_verified"), Value: aws.String("true")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	first := in.begin("NewPasswordChallenge", map[string]any{"username": "ann@example.com", "password": "Temporary-pass-1"})
	in.respond("WeakPassword", first.Challenge, map[string]any{"newPassword": map[string]any{"password": "x"}})
	in.respond("Session", first.Challenge, map[string]any{"newPassword": map[string]any{"password": "correct horse 9"}})
	in.signedIn("ann@example.com", "correct horse 9")
}
