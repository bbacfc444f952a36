package localpool_test

import (
	"maps"
	"strings"
	"testing"
)

// Shape violations are reported by the model before anything is looked up: one type, one prefix, a count.
func TestModelConstraintsAreChecked(t *testing.T) {
	r := newRig(t)
	sound := map[string]any{"ClientId": r.open.id, "Username": "shape@example.com", "Password": goodPassword}
	cases := []struct {
		name   string
		change map[string]any
		prefix string
	}{
		{"client id missing", map[string]any{"ClientId": nil}, "1 validation error detected: Value"},
		{"client id with a hyphen", map[string]any{"ClientId": "abc-def"}, "1 validation error detected: Value"},
		{"client id too long", map[string]any{"ClientId": strings.Repeat("a", 129)}, "1 validation error detected: Value"},
		{"user name missing", map[string]any{"Username": nil}, "1 validation error detected: Value"},
		{"user name empty", map[string]any{"Username": ""}, ""},
		{"user name with a space", map[string]any{"Username": "a b@example.com"}, "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must"},
		{"user name too long", map[string]any{"Username": strings.Repeat("a", 120) + "@example.com"}, "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must"},
		{"password too long", map[string]any{"Password": strings.Repeat("a1", 129)}, "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must"},
		{"secret hash of the wrong alphabet", map[string]any{"SecretHash": "!!"}, "1 validation error detected: Value at 'secretHash' failed to satisfy constraint: Member must"},
		{"two at once", map[string]any{"ClientId": "abc-def", "Username": "a b@example.com"}, "2 validation errors detected: Value"},
		{"attribute name too long", map[string]any{"UserAttributes": []map[string]string{{"Name": strings.Repeat("n", 33), "Value": "v"}}}, "1 validation error detected: Value"},
		{"attribute value too long", map[string]any{"UserAttributes": []map[string]string{{"Name": "name", "Value": strings.Repeat("v", 2049)}}}, "1 validation error detected: Value"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			body := maps.Clone(sound)
			for name, value := range c.change {
				if value == nil {
					delete(body, name)
					continue
				}
				body[name] = value
			}
			got := r.call("SignUp", object(r.t, body)).failure(r.t)
			if got.code != "InvalidParameterException" || !strings.HasPrefix(got.text, c.prefix) {
				r.t.Errorf("got %+v, want InvalidParameterException %q…", got, c.prefix)
			}
		})
	}
	r.sub("nothing was stored by the refused calls", func(r *rig) {
		if _, err := r.signUp(r.open, "shape@example.com", goodPassword); err != nil {
			r.t.Errorf("a sound request afterwards: %v", err)
		}
	})
}

// One member out of bounds per call: the text names the member and what it must be.
func TestModelConstraintsHoldForEveryOperation(t *testing.T) {
	r := newRig(t)
	user := map[string]any{"ClientId": r.open.id, "Username": "shape@example.com"}
	token := map[string]any{"AccessToken": "a.b.c"}
	pool := map[string]any{"UserPoolId": r.seed.PoolID}
	client := map[string]any{"UserPoolId": r.seed.PoolID, "ClientName": "shape"}
	cases := []struct {
		name, operation string
		sound           map[string]any
		member          string
		value           any
		path            string
	}{
		{"session too short", "ConfirmSignUp", with(user, "ConfirmationCode", "123456"), "Session", "short", "session"},
		{"code with a space", "ConfirmSignUp", user, "ConfirmationCode", "123 456", "confirmationCode"},
		{"code missing", "ConfirmSignUp", user, "Session", strings.Repeat("s", 20), "confirmationCode"},
		{"password missing", "ConfirmForgotPassword", with(user, "ConfirmationCode", "123456"), "SecretHash", "aGFzaA==", "password"},
		{"client secret too short", "GetTokensFromRefreshToken", with(user, "RefreshToken", "x"), "ClientSecret", "short", "clientSecret"},
		{"client secret too long", "RevokeToken", with(user, "Token", "x"), "ClientSecret", strings.Repeat("s", 65), "clientSecret"},
		{"token of the wrong alphabet", "GetUser", nil, "AccessToken", "a b", "accessToken"},
		{"token missing", "GlobalSignOut", nil, "Other", "x", "accessToken"},
		{"attributes missing", "UpdateUserAttributes", token, "Other", "x", "userAttributes"},
		{"unknown flow", "InitiateAuth", user, "AuthFlow", "MAGIC_AUTH", "authFlow"},
		{"pool id without its suffix", "DescribeUserPool", nil, "UserPoolId", "us-east-1", "userPoolId"},
		{"pool name missing", "CreateUserPool", nil, "Other", "x", "poolName"},
		{"session validity too long", "CreateUserPoolClient", client, "AuthSessionValidity", 16, "authSessionValidity"},
		{"unknown message action", "AdminCreateUser", with(pool, "Username", "x@example.com"), "MessageAction", "SHOUT", "messageAction"},
	}
	for _, c := range cases {
		r.sub(c.name, func(r *rig) {
			body := map[string]any{c.member: c.value}
			maps.Copy(body, c.sound)
			got := r.callSigned(c.operation, object(r.t, body)).failure(r.t)
			if got.code != "InvalidParameterException" || !strings.HasPrefix(got.text, "1 validation error detected: Value") ||
				!strings.Contains(got.text, " at '"+c.path+"' failed to satisfy constraint: Member must") {
				r.t.Errorf("got %+v, want one violation at '%s'", got, c.path)
			}
		})
	}
}

func TestModelErrorsDoNotEchoSecrets(t *testing.T) {
	r := newRig(t)
	secret := "hunter2 " + strings.Repeat("x", 3000) // too long, and with a space, for every member below
	cases := []struct {
		operation, member string
		sound             map[string]any
	}{
		{"SignUp", "Password", map[string]any{"ClientId": r.open.id, "Username": "echo@example.com"}},
		{"SignUp", "SecretHash", map[string]any{"ClientId": r.open.id, "Username": "echo@example.com", "Password": goodPassword}},
		{"SignUp", "Username", map[string]any{"ClientId": r.open.id, "Password": goodPassword}},
		{"ConfirmSignUp", "ConfirmationCode", map[string]any{"ClientId": r.open.id, "Username": "echo@example.com"}},
		{"ConfirmSignUp", "Session", map[string]any{"ClientId": r.open.id, "Username": "echo@example.com", "ConfirmationCode": "1"}},
		{"GetUser", "AccessToken", nil},
		{"GetTokensFromRefreshToken", "RefreshToken", map[string]any{"ClientId": r.open.id}},
		{"RevokeToken", "ClientSecret", map[string]any{"ClientId": r.open.id, "Token": "x"}},
		{"AdminSetUserPassword", "Password", map[string]any{"UserPoolId": r.seed.PoolID, "Username": "echo@example.com"}},
		{"AdminCreateUser", "TemporaryPassword", map[string]any{"UserPoolId": r.seed.PoolID, "Username": "echo@example.com"}},
	}
	for _, c := range cases {
		r.sub(c.operation+"/"+c.member, func(r *rig) {
			body := map[string]any{c.member: secret}
			maps.Copy(body, c.sound)
			answer := r.callSigned(c.operation, object(r.t, body))
			if got := answer.failure(r.t); got.code == "" {
				r.t.Errorf("a %s of %d characters was taken", c.member, len(secret))
			}
			if strings.Contains(answer.body+answer.header.Get("X-Amzn-ErrorMessage"), "hunter2") {
				r.t.Errorf("the refused value stands in the answer: %.200s", answer.body)
			}
		})
	}
}

// Members have one spelling; a decoder that takes another finds values where the service finds none.
func TestMemberNamesAreCaseSensitive(t *testing.T) {
	r := newRig(t)
	answer := r.call("SignUp", object(t, map[string]any{
		"ClientId": r.open.id, "username": "lower@example.com", "password": goodPassword,
	}))
	if got := answer.failure(t); got.code != "InvalidParameterException" || !strings.HasPrefix(got.text, "1 validation error detected: Value") {
		t.Errorf("got %+v, want the user name to be missing", got)
	}
}
