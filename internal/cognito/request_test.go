package cognito_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"usher/internal/auth"
	"usher/internal/cognito"
)

// secretHashOf follows the developer guide: the username as sent, then the client id.
func secretHashOf(username, clientID string) string {
	mac := hmac.New(sha256.New, []byte(theClientSecret))
	mac.Write([]byte(username))
	mac.Write([]byte(clientID))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// What each method sends, member by member: hashes where Cognito wants a hash, the secret itself
// where it wants that, and neither for a public client.
func TestRequests(t *testing.T) {
	const name, id, code = "user@example.com", "client", "123456"
	hash := secretHashOf(name, id)
	attribute := func(name, value string) any { return map[string]any{"Name": name, "Value": value} }
	password, other := string(goodPassword), string(otherPassword)
	poolID, session := "us-east-1_Example", string(theSession)
	answered := func(challenge string, responses map[string]any) map[string]any {
		responses["USERNAME"], responses["SECRET_HASH"] = name, hash
		return map[string]any{"ClientId": id, "ChallengeName": challenge, "Session": session, "ChallengeResponses": responses}
	}
	withoutHash := func(m map[string]any) { delete(m["ChallengeResponses"].(map[string]any), "SECRET_HASH") }

	for _, c := range []struct {
		method           string
		confidential     map[string]any
		secretFromPublic func(map[string]any) // takes out what a public client does not send
	}{
		{"SignUp", map[string]any{"ClientId": id, "SecretHash": hash, "Username": name, "Password": password}, without("SecretHash")},
		{"ConfirmSignUp", map[string]any{"ClientId": id, "SecretHash": hash, "Username": name, "ConfirmationCode": code}, without("SecretHash")},
		{"ResendConfirmationCode", map[string]any{"ClientId": id, "SecretHash": hash, "Username": name}, without("SecretHash")},
		{"SignIn", map[string]any{"ClientId": id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": map[string]any{
			"USERNAME": name, "PASSWORD": password, "SECRET_HASH": hash,
		}}, func(m map[string]any) { delete(m["AuthParameters"].(map[string]any), "SECRET_HASH") }},
		{"SignIn by another factor", map[string]any{"ClientId": id, "AuthFlow": "USER_AUTH", "AuthParameters": map[string]any{
			"USERNAME": name, "PREFERRED_CHALLENGE": "EMAIL_OTP", "SECRET_HASH": hash,
		}}, func(m map[string]any) { delete(m["AuthParameters"].(map[string]any), "SECRET_HASH") }},
		{"Respond", answered("SOFTWARE_TOKEN_MFA", map[string]any{"SOFTWARE_TOKEN_MFA_CODE": code}), withoutHash},
		{"Respond with a password", answered("NEW_PASSWORD_REQUIRED", map[string]any{"NEW_PASSWORD": other, "userAttributes.name": "Ann"}), withoutHash},
		{"Respond with a passkey", answered("WEB_AUTHN", map[string]any{"CREDENTIAL": string(theCredential)}), withoutHash},
		{"UpdateAttributes", map[string]any{"AccessToken": aToken, "UserAttributes": []any{attribute("name", "Ann")}}, without()},
		{"DeleteAttributes", map[string]any{"AccessToken": aToken, "UserAttributeNames": []any{"name"}}, without()},
		{"SendAttributeCode", map[string]any{"AccessToken": aToken, "AttributeName": "email"}, without()},
		{"VerifyAttribute", map[string]any{"AccessToken": aToken, "AttributeName": "email", "Code": code}, without()},
		{"DeleteUser", map[string]any{"AccessToken": aToken}, without()},
		{"AssociateTOTP", map[string]any{"AccessToken": aToken}, without()},
		{"AssociateTOTP by Session", map[string]any{"Session": session}, without()},
		{"VerifyTOTP", map[string]any{"AccessToken": aToken, "UserCode": code, "FriendlyDeviceName": "phone"}, without()},
		{"VerifyTOTP by Session", map[string]any{"Session": session, "UserCode": code}, without()},
		{"Factors", map[string]any{"AccessToken": aToken}, without()},
		{"SetFactorPreference", map[string]any{
			"AccessToken": aToken, "SMSMfaSettings": map[string]any{},
			"SoftwareTokenMfaSettings": map[string]any{"Enabled": true, "PreferredMfa": true},
		}, without()},
		{"StartPasskeyRegistration", map[string]any{"AccessToken": aToken}, without()},
		{"FinishPasskeyRegistration", map[string]any{"AccessToken": aToken, "Credential": json.RawMessage(theCredential)}, without()},
		{"Passkeys", map[string]any{"AccessToken": aToken, "MaxResults": 20}, without()},
		{"DeletePasskey", map[string]any{"AccessToken": aToken, "CredentialId": "credential"}, without()},
		{"Refresh", map[string]any{"ClientId": id, "ClientSecret": theClientSecret, "RefreshToken": aToken}, without("ClientSecret")},
		{"ForgotPassword", map[string]any{"ClientId": id, "SecretHash": hash, "Username": name}, without("SecretHash")},
		{"ConfirmForgotPassword", map[string]any{"ClientId": id, "SecretHash": hash, "Username": name, "ConfirmationCode": code, "Password": password}, without("SecretHash")},
		{"ChangePassword", map[string]any{"AccessToken": aToken, "PreviousPassword": password, "ProposedPassword": other}, without()},
		{"User", map[string]any{"AccessToken": aToken}, without()},
		{"RevokeToken", map[string]any{"ClientId": id, "ClientSecret": theClientSecret, "Token": aToken}, without("ClientSecret")},
		{"SignOutEverywhere", map[string]any{"AccessToken": aToken}, without()},
		{"SetPassword", map[string]any{"UserPoolId": poolID, "Username": name, "Password": password, "Permanent": true}, without()},
		{"EndSessions", map[string]any{"UserPoolId": poolID, "Username": name}, without()},
		{"Settings", map[string]any{"UserPoolId": poolID}, without()},
	} {
		for kind, secret := range map[string]string{"confidential": theClientSecret, "public": ""} {
			t.Run(c.method+"/"+kind, func(t *testing.T) {
				got := requestOf(t, methodNamed(t, c.method), secret)
				want := copyOf(t, c.confidential)
				if secret == "" {
					c.secretFromPublic(want)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			})
		}
	}

	t.Run("SignUp/attributes", func(t *testing.T) {
		var got map[string]any
		p := over(t, recording(&got))
		_, err := p.SignUp(t.Context(), auth.NewUser{Username: name, Attributes: []auth.Attribute{{Name: "email", Value: name}, {Name: "locale", Value: "de"}}})
		wantCode(t, err, auth.Internal)
		want := map[string]any{"ClientId": id, "SecretHash": hash, "Username": name, "UserAttributes": []any{attribute("email", name), attribute("locale", "de")}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
	t.Run("ChangePassword/the first password of an account without one", func(t *testing.T) {
		var got map[string]any
		p := over(t, recording(&got))
		wantCode(t, p.ChangePassword(t.Context(), aToken, "", otherPassword), auth.Internal)
		if diff := cmp.Diff(map[string]any{"AccessToken": aToken, "ProposedPassword": other}, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
	t.Run("the hash covers the name as it is sent", func(t *testing.T) {
		var got map[string]any
		p := over(t, recording(&got))
		wantCode(t, p.ForgotPassword(t.Context(), "User@Example.com"), auth.Internal)
		if got["SecretHash"] != secretHashOf("User@Example.com", id) {
			t.Error("the hash is over another spelling")
		}
	})
}

func without(members ...string) func(map[string]any) {
	return func(m map[string]any) {
		for _, name := range members {
			delete(m, name)
		}
	}
}

// recording keeps the first request and refuses it in a way that is not repeated.
func recording(into *map[string]any) *wire {
	return &wire{answer: func(_ string, body []byte) (*http.Response, error) {
		if err := json.Unmarshal(body, into); err != nil {
			return nil, err
		}
		return refusal("ABrandNewException", ""), nil
	}}
}

func requestOf(t *testing.T, m method, secret string) map[string]any {
	t.Helper()
	var got map[string]any
	w := recording(&got)
	p := over(t, w, func(c *cognito.Config) { c.ClientSecret = secret })
	wantCode(t, m.call(t.Context(), p), auth.Internal)
	return got
}

func copyOf(t *testing.T, m map[string]any) map[string]any {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// What cannot be a token is judged here: its words would reach a log or a parser otherwise.
func TestWhatIsNoTokenIsNotSent(t *testing.T) {
	for _, token := range []string{"", " ", "a b", "a\r\nb", "a/b", "a+b", "é", "\x00"} {
		w := refusing("InternalErrorException", "")
		p := over(t, w)
		_, err := p.Refresh(t.Context(), token)
		wantCode(t, err, auth.SessionExpired)
		_, err = p.User(t.Context(), token)
		if e := wantCode(t, err, auth.Unauthenticated); e.Reason != auth.ReasonInvalid {
			t.Errorf("%q: reason %q", token, e.Reason)
		}
		wantCode(t, p.ChangePassword(t.Context(), token, goodPassword, otherPassword), auth.Unauthenticated)
		wantCode(t, p.SignOutEverywhere(t.Context(), token), auth.Unauthenticated)
		wantCode(t, p.RevokeToken(t.Context(), token), "")
		if got := w.sent.Load(); got != 0 {
			t.Errorf("%q: %d requests were sent, want none", token, got)
		}
	}
}
